"""Hidden checks of the two linear classifiers' losses and gradients; most are the same for both."""

import numpy as np
import pytest

from autograder import (
    assert_close,
    assert_gradient,
    assert_inputs_unchanged,
    assert_raises,
    expect_tuple,
    fail,
)

LOSSES = ("linear_svm_loss", "linear_softmax_loss")


def for_both_losses(**marker):
    """Parametrise a check by the exercise's name, so that it is one check of each."""
    return pytest.mark.parametrize(
        "name", [pytest.param(name, marks=pytest.mark.exercise(name, **marker)) for name in LOSSES], ids=str
    )


def batch(rng, N=7, D=5, C=4):
    """Random W (D, C) and X (N, D), whose last column is the bias trick's ones, and shuffled labels."""
    W, X = rng.normal(size=(D, C)), rng.normal(size=(N, D))
    X[:, -1] = 1.0
    return W, X, rng.permutation(np.arange(N) % C)


def loss_and_gradient(submission, name, W, X, y, reg):
    """Return the student's loss and dW as arrays of numbers."""
    loss, dW = expect_tuple(getattr(submission, name)(W, X, y, reg), 2, what="(loss, dW)")
    return numbers(loss, "the loss"), numbers(dW, "dW")


def numbers(value, what):
    """Return a value as an array, or fail where it does not hold numbers."""
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        array = np.asarray(None)
    if array.dtype.kind not in "iuf":
        fail(got=f"{what} = {value!r:.200}", expected="numbers")
    return array


def difference(value, base, what):
    """Return value - base, or fail where their shapes differ."""
    if value.shape != base.shape:
        fail(got=f"{what} of shape {value.shape} with reg", expected=f"{base.shape}, as with reg = 0")
    with np.errstate(invalid="ignore"):
        return value.astype(np.float64) - base


@for_both_losses(
    weight=11, about="values", hint="What is the loss of one example, and how many do you average?"
)
def test_the_loss_of_a_random_batch(submission, reference, rng, name):
    """The loss follows the formula where N, D and C all differ and labels are shuffled (reg = 0)."""
    for sizes in ((7, 5, 4), (4, 3, 6)):
        W, X, y = batch(rng, *sizes)
        loss, _ = loss_and_gradient(submission, name, W, X, y, 0.0)
        assert_close(loss, getattr(reference, name)(W, X, y, 0.0)[0], what="the loss")


@for_both_losses(
    weight=13, about="gradients", hint="Which entries of the scores does each example push, and how hard?"
)
def test_the_gradient_of_a_random_batch(submission, reference, rng, name):
    """dW is the gradient of the formula's loss where N, D and C all differ (reg = 0)."""
    W, X, y = batch(rng)
    function, trusted = getattr(submission, name), getattr(reference, name)
    _, dW = loss_and_gradient(submission, name, W, X, y, 0.0)
    assert_gradient(
        lambda W: function(W, X, y, 0.0)[0],
        W,
        dW,
        gradient=lambda W: function(W, X, y, 0.0)[1],
        reference=lambda W: trusted(W, X, y, 0.0)[1],
        name="dW",
        factors={"N": 7, "D": 5, "C": 4},
    )


@for_both_losses(weight=12, about="values", hint="Which terms of the loss contain reg, and how often?")
def test_the_regulariser_in_the_loss(submission, rng, name):
    """reg adds reg * sum(W**2) to the loss, once, over all of W."""
    W, X, y = batch(rng)
    without, _ = loss_and_gradient(submission, name, W, X, y, 0.0)
    for reg in (0.1, 2.5):
        loss, _ = loss_and_gradient(submission, name, W, X, y, reg)
        added = difference(loss, without, "the loss")
        assert_close(added, reg * np.sum(W**2), what=f"loss at reg = {reg} minus loss at reg = 0")


@for_both_losses(weight=13, about="gradients", hint="What is the derivative of reg * w**2?")
def test_the_regulariser_in_the_gradient(submission, rng, name):
    """reg adds the gradient of its own term to dW, in every row."""
    W, X, y = batch(rng)
    _, without = loss_and_gradient(submission, name, W, X, y, 0.0)
    _, dW = loss_and_gradient(submission, name, W, X, y, 0.7)
    added = difference(dW, without, "dW")
    assert_close(added, 1.4 * W, what="dW at reg = 0.7 minus dW at reg = 0")


@for_both_losses(weight=10, about="values", hint="Which two parts does the loss add up?")
def test_the_whole_loss(submission, reference, rng, name):
    """Data and regulariser together, for N = 7, D = 5, C = 4 and reg = 0.2."""
    inputs = (*batch(rng), 0.2)
    loss, _ = loss_and_gradient(submission, name, *inputs)
    assert_close(loss, getattr(reference, name)(*inputs)[0], what="the loss", tolerance=1e-6)


@for_both_losses(weight=10, about="gradients", hint="Does every term of the loss have its own in dW?")
def test_the_whole_gradient(submission, reference, rng, name):
    """The gradient of data and regulariser together, for N = 7, D = 5, C = 4 and reg = 0.2."""
    inputs = (*batch(rng), 0.2)
    _, dW = loss_and_gradient(submission, name, *inputs)
    assert_close(dW, getattr(reference, name)(*inputs)[1], what="dW", tolerance=1e-6)


@for_both_losses(weight=3, about="edge cases", hint="Do your shapes still fit when there is one row?")
def test_a_batch_of_one(submission, at_work, rng, name):
    """A batch of one row has the loss and the gradient of the same row twice."""
    at_work(name, *batch(rng), 0.0)
    W, X, y = batch(rng, N=1)
    twice = loss_and_gradient(submission, name, W, np.repeat(X, 2, axis=0), np.repeat(y, 2), 0.1)
    assert_close(loss_and_gradient(submission, name, W, X, y, 0.1), twice, what="(loss, dW)")


@for_both_losses(weight=3, about="edge cases", hint="Which dtype do your zeros and ones have?")
def test_dtypes_of_the_gradient(submission, at_work, rng, name):
    """float32 in gives float32 out; integers give what the same numbers in float64 give."""
    W, X, y = batch(rng)
    at_work(name, W, X, y, 0.0)
    W, X = W.astype(np.float32), X.astype(np.float32)
    single = loss_and_gradient(submission, name, W, X, y, 0.1)
    double = loss_and_gradient(submission, name, W.astype(np.float64), X.astype(np.float64), y, 0.1)
    assert_close(single, double, what="(loss, dW) in float32", tolerance=1e-5)
    _, dW = getattr(submission, name)(W, X, y, 0.1)
    if isinstance(dW, np.ndarray) and dW.dtype != np.float32:  # a list has no dtype
        fail(got=f"dW in {dW.dtype} for W and X in float32", expected="float32")
    W, X = np.rint(2 * W), np.rint(2 * X)
    double = loss_and_gradient(submission, name, W.astype(np.float64), X.astype(np.float64), y, 1)
    whole = loss_and_gradient(submission, name, W.astype(int), X.astype(int), y, 1)
    assert_close(whole, double, what="(loss, dW) of integer W and X")


@for_both_losses(weight=1, about="bad input", hint="Is the given line that checks W, X and y still there?")
def test_bad_batches_are_refused(submission, at_work, rng, name):
    """Labels out of range, wrong shapes and an empty batch raise ValueError, labels of 0.5 TypeError."""
    function = getattr(submission, name)
    W, X, y = batch(rng)
    at_work(name, W, X, y, 0.0)
    assert_raises(ValueError, function, W, X, np.where(y == 3, -1, y), 0.1, because="-1 is no label")
    assert_raises(
        ValueError, function, W, X, np.where(y == 3, 4, y), 0.1, because="labels are 0 to C - 1 = 3"
    )
    assert_raises(ValueError, function, W, X[:0], y[:0], 0.1, because="the batch is empty")
    assert_raises(ValueError, function, W, X, y[:, np.newaxis], 0.1, because="y is (N,), not (N, 1)")
    assert_raises(ValueError, function, W.T, X, y, 0.1, because="W is (D, C), not (C, D)")
    assert_raises(TypeError, function, W, X, y + 0.5, 0.1, because="labels are integers")


@for_both_losses(weight=2, about="mutation", hint="After R = W, are these two arrays or one?")
def test_weights_and_data_are_unchanged(submission, at_work, rng, name):
    """W, X and y are the same afterwards."""
    at_work(name, *batch(rng), 0.0)
    loss_and_gradient(submission, name, *batch(rng), 0.3)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "linear_svm_loss", weight=8, about="edge cases", hint="What is the stated rule at exactly zero?"
)
def test_the_gradient_on_the_kink(submission):
    """At scores [10, 9, 9] both margins are exactly 0: loss 0, and dW is a valid subgradient."""
    loss, dW = loss_and_gradient(
        submission, "linear_svm_loss", np.array([[10.0, 9.0, 9.0]]), np.array([[1.0]]), np.array([0]), 0.0
    )
    assert_close(loss, 0.0, what="the loss at scores [10, 9, 9]")
    nearby, _ = loss_and_gradient(
        submission, "linear_svm_loss", np.array([[10.0, 9.0, 9.5]]), np.array([[1.0]]), np.array([0]), 0.0
    )
    assert_close(nearby, 0.5, what="the loss at scores [10, 9, 9.5]")
    pushes = dW.astype(np.float64).ravel()
    rivals = pushes[1:]
    if pushes.shape != (3,) or not (np.all((rivals >= 0) & (rivals <= 1)) and abs(pushes.sum()) < 1e-12):
        fail(
            got=f"dW = {pushes.tolist()} for scores [10, 9, 9] and y = 0", expected="[0, 0, 0], with strict >"
        )


@pytest.mark.exercise(
    "linear_softmax_loss", weight=4, about="stability", hint="Do you need to form p before taking its log?"
)
def test_a_hopeless_example_has_a_finite_loss(submission):
    """Scores [10, -2000, 0] with y = 1 cost 2010."""
    W, X, y = np.array([[10.0, -2000.0, 0.0]]), np.array([[1.0]]), np.array([1])
    loss, _ = loss_and_gradient(submission, "linear_softmax_loss", W, X, y, 0.0)
    assert_close(
        loss,
        2010 + np.log1p(np.exp(-10.0)),
        what="the loss",
        because="the loss is -ln p_y, however small p_y is",
    )


@pytest.mark.exercise(
    "linear_softmax_loss",
    weight=4,
    about="stability",
    hint="What may you subtract from a row, and is it the row's own?",
)
def test_scores_of_a_thousand_do_not_overflow(submission, at_work, rng):
    """The same number added to all scores of a row, here 1000 or -1000, changes neither loss nor gradient."""
    W = np.array([[0.0, 1.0, 2.0], [0.5, -0.25, 0.75], [0.0, 0.0, 0.0]])
    lift = np.array([[0.0], [0.0], [1000.0]])
    X, y = np.array([[1.0, 0.5, 1.0], [-1.0, 2.0, -1.0]]), np.array([2, 1])
    at_work("linear_softmax_loss", *batch(rng), 0.0)
    near = loss_and_gradient(submission, "linear_softmax_loss", W, X, y, 0.0)
    far = loss_and_gradient(submission, "linear_softmax_loss", W + lift, X, y, 0.0)
    assert_close(far, near, what="(loss, dW)", tolerance=1e-8)
