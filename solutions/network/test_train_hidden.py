"""Hidden checks of the assignment `network`: training with mini-batches."""

import functools
from pathlib import Path

import numpy as np
import pytest

from autograder import CheckFailure, assert_close, assert_raises, fail

DIGITS = Path(__file__).parents[2] / "assignments" / "network" / "digits.npz"
NAMES = ("W1", "b1", "W2", "b2")


class Recorder:
    """The reference's loss, and a record of what it was asked."""

    def __init__(self, loss):
        self._loss = loss
        self.calls = []

    def __call__(self, params, X, y, reg):
        params = {name: np.array(params[name]) for name in NAMES}
        X, y = np.array(X), np.array(y)
        value, grads = self._loss(params, X, y, reg)
        self.calls.append((params, X, y, value, grads))
        return value, grads


@pytest.fixture
def trained_parameters(submission, expect_parameters):
    """Return a function that gives the four arrays, shaped `like` others, that the last `train` left in params."""
    return lambda like: expect_parameters(submission.last_call.arguments_after[0], like)


@pytest.fixture
def run(submission, reference, draw_network):
    """Return a function that trains the same network on the same 10 rows.

    It returns what the loss was asked, what train returned, and the data.
    """
    start, X, y = draw_network(10, 3, 5, 4)

    def train(learning_rate=0.3, epochs=3, batch_size=4, reg=0.1, seed=1):
        recorder = Recorder(reference.two_layer_loss)
        rng = np.random.default_rng(seed)
        params = {name: value.copy() for name, value in start.items()}
        history = submission.train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=recorder)
        if not recorder.calls:
            fail(
                "train never called the `loss` that was passed: it takes no step, or calls another function."
            )
        return recorder.calls, history, (X, y)

    return train


def steps_of(calls):
    """Group consecutive calls at equal parameters: asking the loss twice before a step is allowed."""
    groups = []
    for call in calls:
        if groups and all(np.array_equal(call[0][name], groups[-1][0][0][name]) for name in NAMES):
            groups[-1].append(call)
        else:
            groups.append([call])
    return groups


def is_a_step(before, grads, after, learning_rate):
    """Return whether each parameter moved by -learning_rate times its gradient."""
    try:
        assert_close(after, {name: before[name] - learning_rate * grads[name] for name in before})
    except CheckFailure:
        return False
    return True


@pytest.mark.exercise(
    "train", weight=17, about="gradients", hint="Which sign, which rate, and for which parameters?"
)
def test_every_step_is_exact(trained_parameters, run):
    """Each mini-batch moves each parameter by -learning_rate times its gradient, and the result stays in params."""
    calls, _, _ = run(learning_rate=0.3)
    steps = steps_of(calls)
    start = steps[0][0][0]
    trained = trained_parameters(start)
    if all(np.array_equal(trained[name], start[name]) for name in NAMES):
        fail("After train, params is as it was before. Where should the trained weights be?")
    states = [step[0][0] for step in steps] + [trained]
    for number, step in enumerate(steps, start=1):
        before, after = states[number - 1 : number + 1]
        if not any(is_a_step(before, grads, after, 0.3) for *_, grads in step):
            grads = step[-1][-1]
            assert_close(
                after,
                {name: before[name] - 0.3 * grads[name] for name in before},
                what=f"params after step {number} of {len(steps)}",
            )


@pytest.mark.exercise("train", weight=15, about="training", hint="Is row 0 still labelled y[0]?")
def test_rows_stay_with_their_labels(run):
    """Each row of a mini-batch is a row of X, with its own label."""
    calls, _, (X, y) = run()
    for _, rows, labels, _, _ in calls:
        for row, label in zip(rows, labels, strict=True):
            found = np.flatnonzero((row == X).all(axis=1))
            assert found.size == 1, "A mini-batch holds a row that is not a row of X."
            expected = y[found[0]]
            assert label == expected, (
                f"Row {found[0]} of X came with label {label}, its own label is {expected}."
            )


@pytest.mark.exercise(
    "train", weight=8, about="training", hint="Is the loss recorded before or after the step?"
)
def test_history_has_each_mini_batchs_loss(run, numbers):
    """The history is the list of the mini-batches' losses, in order, each before its step."""
    calls, history, _ = run()
    expected = [value for _, _, _, value, _ in calls]
    if np.size(numbers(history)) != len(calls):
        expected = [step[0][3] for step in steps_of(calls)]
    assert_close(history, expected, what="history", because="one loss per mini-batch, as `loss` returned it")


@pytest.mark.exercise("train", weight=14, about="training", hint="Does every epoch start with the same rows?")
def test_every_row_gets_its_turn(run):
    """Over many epochs every row is used, and an epoch has ceil(N / batch_size) steps."""
    calls, _, (X, _) = run(epochs=15, learning_rate=0.01)
    used = sum(any((rows == row).all(axis=1).any() for _, rows, _, _, _ in calls) for row in X)
    assert used == 10, f"Only {used} of the 10 rows were used in 15 epochs."
    steps = len(steps_of(calls))
    # Leaving out an epoch's incomplete last mini-batch is common practice.
    assert steps in (45, 30), f"15 epochs of 10 rows, 4 at a time, are 45 steps; there were {steps}."


@pytest.mark.exercise(
    "train", weight=15, about="training", hint="Where does the order of the rows come from?"
)
def test_rng_chooses_the_mini_batches(run):
    """Equal generators give equal mini-batches, and different ones different mini-batches."""
    (first, _, _), (again, _, _), (other, _, _) = run(seed=1), run(seed=1), run(seed=2)
    first, again, other = ([rows.tolist() for _, rows, _, _, _ in calls] for calls in (first, again, other))
    assert again == first, "Equal generators gave different mini-batches."
    assert other != first, "Different generators gave the same mini-batches."


@pytest.mark.exercise("train", weight=4, about="edge cases", hint="How many rows are left to take?")
def test_batch_size_may_exceed_the_data(run, numbers):
    """With batch_size > N each epoch is one step on the rows that there are."""
    calls, history, _ = run(batch_size=64, epochs=2)
    assert len(steps_of(calls)) == 2, f"Expected 2 steps for 2 epochs, got {len(steps_of(calls))}."
    assert np.size(numbers(history)) == 2, "Expected a history of 2 losses, one for each step."
    sizes = {len(labels) for _, _, labels, _, _ in calls}
    assert sizes == {10}, f"Each step takes all 10 rows; yours took {min(sizes)}."


@pytest.mark.exercise("train", weight=2, about="edge cases", hint="Are the given lines still there?")
def test_the_given_lines_do_their_work(submission, reference, draw_network):
    """Left out, the loss is two_layer_loss; labels and shapes that do not fit raise ValueError."""
    params, X, y = draw_network(6, 3, 5, 4)
    # Six times one row: drawing with replacement is right as well, and sees the same here.
    X, y = np.repeat(X[:1], 6, axis=0), np.repeat(y[:1], 6)
    before = {name: value.copy() for name, value in params.items()}
    with submission.using(two_layer_loss=reference.two_layer_loss):
        history = submission.train(params, X, y, 0.3, 1, 6, 0.1, np.random.default_rng(3))
    assert_close(history, [reference.two_layer_loss(before, X, y, 0.1)[0]], what="history")

    def any_loss(params, X, y, reg):
        return 1.0, {name: np.zeros_like(value) for name, value in params.items()}

    def train(params, X, y):
        return submission.train(params, X, y, 0.3, 1, 6, 0.1, np.random.default_rng(3), loss=any_loss)

    assert_raises(ValueError, train, params, X, y + 4, because="there are no classes 4 to 7")
    assert_raises(
        ValueError, train, params | {"b1": np.zeros(1)}, X, y, because="b1 has 1 entry, W1 5 columns"
    )


@pytest.mark.exercise("train", weight=3, about="mutation", hint="Is X shuffled in place?")
def test_data_are_left_alone(submission, trained_parameters, run):
    """X and y keep their values and their order; only params changes."""
    calls, _, (X, y) = run(epochs=1, batch_size=10)
    before, _, _, _, grads = calls[0]
    after = trained_parameters(before)
    if not is_a_step(before, grads, after, 0.3):
        fail(
            "This check starts once train takes a right step on all rows; at the moment it does not.",
            hint="What do the checks of its steps say?",
        )
    assert_close(submission.last_call.arguments_after[1], X, what="X after training", tolerance=0.0)
    assert_close(submission.last_call.arguments_after[2], y, what="y after training", tolerance=0.0)


@functools.cache
def digits():
    with np.load(DIGITS) as file:
        X, y = file["X"] / 16.0, file["y"].astype(int)
    return X[:1400], y[:1400], X[1400:], y[1400:]


@pytest.mark.exercise(
    "train", weight=10, about="training", hint="Does the loss fall, and do all parameters move?"
)
def test_it_learns_handwritten_digits(submission, reference, trained_parameters):
    """Trained on 1400 digits, the network reads at least 85 % of 397 others; 92 to 98 % are usual."""
    X, y, X_test, y_test = digits()
    rng = np.random.default_rng(0)
    params = reference.init_two_layer(64, 32, 10, 0.1, rng)
    # Not the student's own loss: a right one in Python loops takes a minute for this.
    submission.train(params, X, y, 0.5, 15, 100, 1e-4, rng, loss=reference.two_layer_loss)
    trained = trained_parameters(params)
    accuracy = np.mean(reference.predict(trained, X_test) == y_test)
    assert accuracy >= 0.85, f"The trained network reads {accuracy:.1%} of the test digits."
