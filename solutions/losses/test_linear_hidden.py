"""Hidden checks of the linear scores, the regularisation and the full loss."""

import numpy as np
import pytest

from autograder import (
    assert_close,
    assert_inputs_unchanged,
    assert_raises,
    expect_tuple,
)


@pytest.fixture
def linear(rng):
    """X (5, 3), W (3, 4), b (4,): no two sizes are equal."""
    return rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), 2 * rng.normal(size=4)


@pytest.mark.exercise(
    "linear_scores", weight=52, about="shapes", hint="Which axis of W meets which axis of X?"
)
def test_scores_of_a_batch(submission, reference, linear):
    """Row i of the scores belongs to example i, column j to class j."""
    expected = reference.linear_scores(*linear)
    assert_close(submission.linear_scores(*linear), expected, what="scores", tolerance=1e-6)


@pytest.mark.exercise("linear_scores", weight=28, about="edge cases", hint="Is a batch of one still a batch?")
def test_scores_of_one_example_and_of_one_input(submission):
    """One example, or one input number, is a batch like any other; each bias goes to its own class."""
    W = np.array([[2.0, -1.0, 0.5]])
    b = np.array([10.0, 20.0, 30.0])
    assert_close(submission.linear_scores(np.array([[3.0]]), W, b), [[16.0, 17.0, 31.5]], what="scores")
    two = submission.linear_scores(np.array([[3.0], [0.0]]), W, b)
    assert_close(two, [[16.0, 17.0, 31.5], [10.0, 20.0, 30.0]], what="scores")


@pytest.mark.exercise(
    "linear_scores", weight=6, about="bad input", hint="Is the ready-made first line still there?"
)
def test_linear_scores_refuses_shapes_that_do_not_fit(submission, at_work, linear):
    """Shapes that do not fit are refused, also where numpy would stretch them."""
    X, W, b = linear
    at_work("linear_scores", X, W, b)
    bad = {
        "There is one bias for four classes.": (X, W, b[:1]),
        "X has two inputs, W has three.": (X[:, :2], W, b),
        "The batch is empty.": (X[:0], W, b),
        "X has one axis only.": (X[0], W, b),
    }
    for problem, arguments in bad.items():
        assert_raises(ValueError, submission.linear_scores, *arguments, because=problem)


@pytest.mark.exercise(
    "l2_regularization", weight=30, about="values", hint="What power is on the weights, and what is in front?"
)
def test_value_of_the_penalty(submission, reference, rng):
    """The value is reg times the sum of the squares of all weights."""
    W = rng.normal(size=(4, 6))
    value, _ = expect_tuple(submission.l2_regularization(W, 0.35), 2, what="(value, gradient)")
    assert_close(value, reference.l2_regularization(W, 0.35)[0], what="value", tolerance=1e-6)


@pytest.mark.exercise(
    "l2_regularization", weight=40, about="gradients", hint="What is the derivative of reg * w**2?"
)
def test_gradient_of_the_penalty_at_random_weights(has_right_gradient, rng):
    """The gradient says how the value moves with each weight, for weights of any shape."""
    has_right_gradient("l2_regularization", rng.normal(size=(2, 3, 4)), 0.35, factors={"reg": 0.35})


@pytest.mark.exercise(
    "l2_regularization", weight=4, about="edge cases", hint="What dtype does np.zeros give you?"
)
def test_gradient_of_the_penalty_keeps_float32(keeps_float32, rng):
    """float32 weights get a float32 gradient: half the memory, as the caller chose."""
    keeps_float32("l2_regularization", rng.normal(size=(4, 3)), 0.5)


@pytest.mark.exercise(
    "l2_regularization",
    weight=5,
    about="edge cases",
    hint="What dtype does the array that holds your gradient have?",
)
def test_penalty_of_whole_numbers(submission):
    """Whole-number weights are promoted, so that 2 * reg is not cut to 0."""
    answer = submission.l2_regularization(np.array([[1, 3], [-2, 0]]), 0.125)
    value, gradient = expect_tuple(answer, 2, what="(value, gradient)")
    assert_close(value, 1.75, what="value")
    assert_close(gradient, [[0.25, 0.75], [-0.5, 0.0]], what="gradient")


@pytest.mark.exercise(
    "l2_regularization", weight=4, about="mutation", hint="After `R = W`, how many arrays are there?"
)
def test_l2_regularization_leaves_the_weights_alone(submission, at_work, rng):
    """The caller's weights are the same after the call."""
    at_work("l2_regularization", rng.normal(size=(3, 5)), 0.3)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "l2_regularization", weight=3, about="bad input", hint="Is the ready-made first line still there?"
)
def test_l2_regularization_refuses_no_weights(submission, at_work, rng):
    """An array without weights is refused."""
    at_work("l2_regularization", rng.normal(size=(3, 5)), 0.3)
    assert_raises(
        ValueError, submission.l2_regularization, np.zeros((0, 3)), 0.3, because="There are no weights."
    )


@pytest.mark.exercise(
    "full_loss", weight=20, about="values", hint="What is averaged over the examples, and what is not?"
)
@pytest.mark.parametrize("kind", ["svm", "softmax"])
@pytest.mark.parametrize("reg", [0.0, 0.4])
def test_full_loss_of_a_batch(submission, reference, linear, kind, reg):
    """The mean loss over the batch plus R(W); the biases are not regularised."""
    inputs = (*linear, np.array([3, 0, 2, 2, 1]))
    is_full_loss(submission, reference, inputs, reg, kind)


@pytest.mark.exercise(
    "full_loss", weight=6, about="bad input", hint="Are the ready-made first lines still there?"
)
def test_full_loss_refuses_bad_input(submission, reference, linear):
    """An unknown kind, and labels and shapes that do not fit, are refused."""
    X, W, b = linear
    y = np.array([3, 0, 2, 2, 1])
    is_full_loss(submission, reference, (X, W, b, y), 0.4, "softmax")
    bad = {
        "There is no kind called hinge.": (X, W, b, y, 0.4, "hinge"),
        "A label is as large as the number of classes.": (X, W, b, y + 1, 0.4, "softmax"),
        "There is one bias for four classes.": (X, W, b[:1], y, 0.4, "softmax"),
    }
    for problem, arguments in bad.items():
        assert_raises(ValueError, submission.full_loss, *arguments, because=problem)


def is_full_loss(submission, reference, inputs, reg, kind):
    """Check the full loss."""
    loss = submission.full_loss(*inputs, reg, kind)
    assert_close(loss, reference.full_loss(*inputs, reg, kind), what="loss", tolerance=1e-6)
