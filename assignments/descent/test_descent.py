"""The checks that you can see: the lecture's numbers first, then small cases that you can follow on paper.

Run them with `pytest` in this folder, or in the notebook with `check("gradient_descent")`. Hidden checks look further: at
other shapes, at runs that never settle, at odd batch sizes, at bad input, and at real images of digits.
"""

import numpy as np
import pytest

from autograder import assert_close, assert_offered, expect_tuple, fail, lecture_values


def printed(exercise):
    """The lecture's numbers for an exercise, as parameters of a check."""
    return pytest.mark.parametrize("value", lecture_values(__file__, exercise), ids=str)


def slope(x):
    """The lecture's f_prime, the derivative of 0.5 x⁴ - 2 x² + x + 5."""
    with np.errstate(all="ignore"):
        return 2 * x**3 - 4 * x + 1


def rows(n):
    """Return n rows that can be told apart: row i is [i, 10 i, 100 i], and its label is 2 i + 1."""
    numbers = np.arange(n)
    return numbers[:, np.newaxis] * np.array([1.0, 10.0, 100.0]), 2 * numbers + 1


def numbers(value, what):
    """Return a student's answer as an array of floats, or fail."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        fail(f"{what}: expected an array of numbers, got {type(value).__name__}")


def expect_batch(batch):
    """Return the images and labels of a batch of `rows`, or fail where it is none."""
    X_batch, y_batch = expect_tuple(batch, 2, what="(X_batch, y_batch)")
    X_batch, y_batch = numbers(X_batch, "X_batch"), numbers(y_batch, "y_batch")
    if X_batch.ndim != 2 or X_batch.shape[1] != 3 or y_batch.shape != X_batch.shape[:1]:
        fail(f"expected rows of 3 and a label for each; got shapes {X_batch.shape} and {y_batch.shape}")
    return X_batch, y_batch


def expect_batches(batches):
    """Return a list of pairs of images and labels, or fail."""
    if not isinstance(batches, (list, tuple)):
        fail(f"expected a list of batches, or a generator of them; got {type(batches).__name__}")
    return [expect_batch(batch) for batch in batches]


def assert_own_labels(X_batch, y_batch):
    """Fail the check unless each of the `rows` has the label that belongs to it."""
    assert_close(y_batch, 2 * X_batch[:, 0] + 1, what="labels", because="Every row keeps its own label.")


@pytest.mark.exercise("gradient_step", weight=3, hint="Which way is uphill, and how far do you want to go?")
@printed("gradient_step")
def test_a_step_from_the_lectures_numbers(submission, value):
    """The next position is the old one minus the rate times the gradient."""
    value.check(submission)


@pytest.mark.exercise("gradient_step", weight=6, hint="Does each weight move by its own slope?")
def test_a_step_of_a_matrix(submission):
    """A matrix of weights takes its step entry by entry."""
    W, dW = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[2.0, 0.0, -2.0], [4.0, -4.0, 10.0]])
    assert_close(submission.gradient_step(W, dW, 0.5), [[0.0, 2.0, 4.0], [2.0, 7.0, 1.0]], what="the new W")


@pytest.mark.exercise(
    "gradient_descent", weight=2, slide="Gradient Descent (Python)", hint="When does the loop end?"
)
@printed("gradient_descent")
def test_the_lectures_polynomial_from_2(submission, value):
    """From x = 2 at rate 0.1, gradient descent settles in the valley next to it and says so."""
    value.check(submission, slope=slope)


@pytest.mark.exercise(
    "gradient_descent", weight=3, hint="After which step is the sum of |W - W_old| at most 0.2?"
)
def test_the_path_is_kept_from_the_start_to_the_end(submission):
    """With slope w and rate 1/2 each step halves w: the path is 1, 1/2, 1/4, 1/8, and the last step is small."""
    answer = submission.gradient_descent(lambda w: w, np.array([1.0]), 0.5, goal=0.2)
    W, history, _ = expect_tuple(answer, 3, what="(W, history, status)")
    assert_close(history, [[1.0], [0.5], [0.25], [0.125]], what="history")
    assert_close(W, [0.125], what="W")


@pytest.mark.exercise(
    "gradient_descent", weight=3, hint="What does Python's own sum add up when W has rows and columns?"
)
def test_a_matrix_of_weights_descends_too(submission):
    """Weights may have any shape: a matrix ends at the bottom of its bowl."""
    bottom = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
    answer = submission.gradient_descent(lambda W: W - bottom, np.zeros((2, 3)), 0.5, goal=1e-9)
    W, _, status = expect_tuple(answer, 3, what="(W, history, status)")
    assert_close(W, bottom, what="W", tolerance=1e-8)
    assert_close(status, "converged", what="status")


@pytest.mark.exercise("gradient_descent", weight=3, hint="What is nan > goal?")
def test_a_run_that_explodes_says_diverged(submission):
    """At rate 1 the lecture's polynomial throws x further out each step until it is nan; that is no success."""
    answer = submission.gradient_descent(slope, np.array([3.0]), 1.0, max_steps=100)
    _, _, status = expect_tuple(answer, 3, what="(W, history, status)")
    assert_close(status, "diverged", what="status")


@pytest.mark.exercise(
    "sample_batch", weight=6, slide="Mini-batch Gradient Descent", hint="Is row 0 still labelled y[0]?"
)
def test_a_sample_has_its_size_and_its_labels(submission):
    """Four of nine rows are drawn, each with its own label."""
    X, y = rows(9)
    X_batch, y_batch = expect_batch(submission.sample_batch(X, y, 4, np.random.default_rng(1)))
    assert_close(X_batch.shape, (4, 3), what="the shape of X_batch")
    assert_own_labels(X_batch, y_batch)


@pytest.mark.exercise("sample_batch", weight=6, hint="Can one row come twice?")
def test_a_sample_of_all_rows_has_each_row_once(submission):
    """Without replacement: nine out of nine are all of them."""
    X, y = rows(9)
    X_batch, _ = expect_batch(submission.sample_batch(X, y, 9, np.random.default_rng(2)))
    assert_close(np.sort(X_batch[:, 0]), np.arange(9.0), what="the numbers of the rows, sorted")


@pytest.mark.exercise(
    "iterate_minibatches", weight=4, hint="What becomes of the rows that do not fill a batch?"
)
def test_ten_rows_by_three_make_four_batches(submission):
    """Ten rows in batches of three have sizes 3, 3, 3 and 1."""
    X, y = rows(10)
    batches = expect_batches(submission.iterate_minibatches(X, y, 3, np.random.default_rng(3)))
    assert_close([len(labels) for _, labels in batches], [3, 3, 3, 1], what="the batches' sizes")


@pytest.mark.exercise(
    "iterate_minibatches", weight=4, hint="Is row 0 still labelled y[0], and is each row seen once?"
)
def test_each_row_comes_once_with_its_label(submission):
    """One pass visits every row exactly once, each with its own label."""
    X, y = rows(10)
    batches = expect_batches(submission.iterate_minibatches(X, y, 3, np.random.default_rng(4)))
    for X_batch, y_batch in batches:
        assert_own_labels(X_batch, y_batch)
    seen = [number for X_batch, _ in batches for number in X_batch[:, 0]]
    assert_close(np.sort(seen), np.arange(10.0), what="the numbers of the rows, sorted")


@pytest.mark.exercise("iterate_minibatches", weight=4, hint="Did anybody ask for a shuffle?")
def test_without_shuffle_the_rows_keep_their_order(submission):
    """With shuffle=False the rows come in their own order."""
    X, y = rows(5)
    answer = submission.iterate_minibatches(X, y, 2, np.random.default_rng(5), shuffle=False)
    labels = tuple(y_batch for _, y_batch in expect_batches(answer))
    assert_close(labels, ([1, 3], [5, 7], [9]), what="the labels, batch by batch")


def half_squared_error(W, X, y):
    """The mean over the rows of ½ (x · W - y)², and its gradient."""
    with np.errstate(all="ignore"):
        error = X @ W - y
        return 0.5 * np.mean(error**2), X.T @ error / len(X)


# The row's squared length is 5, so at rate 0.1 each step halves what is missing to W = [1, 2].
ROW, TARGET, RATE = np.array([[1.0, 2.0]]), np.array([5]), 0.1


@pytest.mark.exercise(
    "sgd",
    weight=5,
    slide="Mini-batch Gradient Descent",
    hint="Which of the two returned values is the gradient?",
)
def test_two_steps_on_one_row(submission):
    """With a single row each epoch is one exact step: W is [0.5, 1], then [0.75, 1.5]."""
    answer = submission.sgd(
        half_squared_error, np.zeros(2), ROW, TARGET, RATE, 1, 2, np.random.default_rng(6)
    )
    W, _ = expect_tuple(answer, 2, what="(W, history)")
    assert_close(W, [0.75, 1.5], what="W after two steps")


@pytest.mark.exercise(
    "sgd", weight=6, hint="How many batches are in an epoch, and which loss belongs to which step?"
)
def test_the_history_has_each_steps_loss(submission):
    """Four equal rows in batches of two for three epochs make six steps; the loss before each is a quarter of the last."""
    X, y = np.repeat(ROW, 4, axis=0), np.repeat(TARGET, 4)
    answer = submission.sgd(half_squared_error, np.zeros(2), X, y, RATE, 2, 3, np.random.default_rng(7))
    W, history = expect_tuple(answer, 2, what="(W, history)")
    assert_close(history, 12.5 * 0.25 ** np.arange(6), what="history")
    assert_close(W, np.array([1.0, 2.0]) * (1 - 0.5**6), what="W after six steps")


STEPS = np.arange(100)
CURVES = {
    "too high": 2.0 * 1.02**STEPS,
    "high": 1.5 + 0.5 * np.exp(-STEPS / 5),
    "good": 0.2 + 1.8 * np.exp(-STEPS / 12),
    "low": 2.0 - 0.008 * STEPS,
}


@pytest.mark.exercise(
    "diagnose_learning_rate",
    weight=3,
    slide="The effects of step size",
    hint="What do start, middle and end say?",
)
@pytest.mark.parametrize("diagnosis", CURVES)
def test_the_lectures_four_curves(submission, diagnosis):
    """Each of the lecture's four curves gets its name."""
    assert_close(submission.diagnose_learning_rate(CURVES[diagnosis]), diagnosis, what="the diagnosis")


@pytest.mark.exercise("ANSWERS", weight=0.4, hint="Is it spelled exactly as offered?")
def test_every_answer_is_one_of_the_choices(submission, choices):
    """Every question has an answer, spelled exactly as one of its choices."""
    assert_offered(submission.get("ANSWERS"), choices)
