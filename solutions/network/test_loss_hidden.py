"""Hidden checks of the assignment `network`: the loss of a two-layer network and its four gradients."""

import numpy as np
import pytest

from autograder import (
    CheckFailure,
    assert_close,
    assert_gradient,
    assert_inputs_unchanged,
    assert_raises,
    fail,
)

OWN_FORWARD = "\nYour two_layer_forward gives other scores than the formula. Does two_layer_loss rely on it?"


def agrees(got, expected):
    """Return whether `assert_close` is satisfied."""
    try:
        assert_close(got, expected)
    except CheckFailure:
        return False
    return True


def cross_entropy(scores, y):
    """Return the mean cross-entropy of `scores`, shape (N, C), in nats."""
    top = scores.max(axis=1)
    logsumexp = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return np.mean(logsumexp - scores[np.arange(len(y)), y])


@pytest.mark.exercise(
    "two_layer_loss", weight=2, about="values", hint="What is averaged, and what is added after that?"
)
@pytest.mark.parametrize("reg", [0.0, 0.3])
def test_loss_of_a_random_network(submission, reference, draw_network, ask_loss, own_scores, reg):
    """The loss is the mean cross-entropy of the scores plus reg * (sum of W1² + sum of W2²)."""
    params, X, y = draw_network(7, 4, 6, 3)
    scores = own_scores(params, X)
    loss, _ = ask_loss(params, X, y, reg)
    expected, _ = reference.two_layer_loss(params, X, y, reg)
    because = "cross-entropy in nats, mean over N, plus reg * sum of W²"
    if scores is not None and not agrees(scores, reference.two_layer_forward(params, X)[0]):
        # A slip in the student's own two_layer_forward has cost its points there.
        regularisation = reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
        if scores.shape == (7, 3) and agrees(loss, cross_entropy(scores, y) + regularisation):
            return
        because += OWN_FORWARD
    assert_close(loss, expected, what="loss", because=because)


@pytest.mark.exercise(
    "two_layer_loss", weight=1.5, about="gradients", hint="By which paths does it reach the loss?"
)
@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_gradient(submission, reference, draw_network, draw_tame_network, ask_loss, own_scores, name):
    """The gradient of the parameter is right: by the formula, or at least for your own loss."""
    reg = 0.3

    def judge(params, X, y):
        _, grads = ask_loss(params, X, y, reg)
        if agrees(grads[name], reference.two_layer_loss(params, X, y, reg)[1][name]):
            return

        def loss(moved):
            return ask_loss(params | moved, X, y, reg)[0]

        sizes = {"N": 7, "C": 3}
        assert_gradient(loss, {name: params[name]}, {name: grads[name]}, factors=sizes, reg=reg)

    def forward_is_right(params, X):
        scores = own_scores(params, X)
        return scores is None or agrees(scores, reference.two_layer_forward(params, X)[0])

    def loss_is_right(params, X, y):
        return agrees(ask_loss(params, X, y, reg)[0], reference.two_layer_loss(params, X, y, reg)[0])

    case, tame_case = draw_network(7, 4, 6, 3), draw_tame_network(7, 4, 6, 3)
    if forward_is_right(*case[:2]) or loss_is_right(*case):
        judge(*case)
        return
    # The loss is wrong where the student's own two_layer_forward is: it may rely on that, which has cost its points
    # there. Then the gradient may also be judged where the forward pass is right.
    fair_cases = [case, tame_case] if forward_is_right(*tame_case[:2]) else [case]
    failures = []
    for fair_case in fair_cases:
        try:
            judge(*fair_case)
            return
        except CheckFailure as failure:
            failures.append(failure)
    fail(f"{failures[-1]}{OWN_FORWARD}")


@pytest.mark.exercise(
    "two_layer_loss", weight=0.5, about="edge cases", hint="Which axis is summed over the examples?"
)
def test_loss_of_one_example(reference, draw_tame_network, ask_loss):
    """A batch of one example has a loss and gradients like any other."""
    params, X, y = draw_tame_network(1, 4, 6, 3)
    loss, grads = ask_loss(params, X, y, 0.1)
    expected, expected_grads = reference.two_layer_loss(params, X, y, 0.1)
    assert_close(loss, expected, what="loss")
    assert_close({name: grads[name] for name in expected_grads}, expected_grads, what="grads")


@pytest.mark.exercise(
    "two_layer_loss", weight=0.5, about="stability", hint="What may you subtract from all scores of a row?"
)
def test_loss_of_huge_scores(reference, draw_tame_network, ask_loss):
    """Scores in the thousands give a finite loss and finite gradients."""
    params, X, y = draw_tame_network(7, 4, 6, 3)
    params = params | {"W2": 1000 * params["W2"]}
    loss, grads = ask_loss(params, X, y, 0.0)
    expected, expected_grads = reference.two_layer_loss(params, X, y, 0.0)
    assert_close(loss, expected, what="loss", because="softmax does not change when a row is shifted")
    assert_close({name: grads[name] for name in expected_grads}, expected_grads, what="grads")


@pytest.mark.exercise("two_layer_loss", weight=0.5, about="mutation", hint="Whose arrays are they?")
def test_loss_leaves_its_inputs_alone(submission, draw_network, ask_loss, numbers):
    """The parameters, X and y are the caller's: they keep their values."""
    loss, _ = ask_loss(*draw_network(7, 4, 6, 3), 0.3)
    loss = numbers(loss)
    if loss is None or loss.size != 1:
        fail("The loss should be one number.")
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "two_layer_loss", weight=0.5, about="edge cases", hint="Which of your numbers are float64?"
)
def test_gradients_keep_float32(draw_network, ask_loss):
    """float32 parameters and inputs give float32 gradients."""
    params, X, y = draw_network(7, 4, 6, 3)
    small = {name: value.astype(np.float32) for name, value in params.items()}
    _, grads = ask_loss(small, X.astype(np.float32), y, 0.3)
    for name in params:
        dtype = getattr(grads[name], "dtype", type(grads[name]).__name__)
        assert dtype == np.float32, f"grads[{name!r}] is {dtype}, expected float32."


@pytest.mark.exercise(
    "two_layer_loss", weight=0.5, about="bad input", hint="Are the given first lines still there?"
)
def test_loss_refuses_bad_input(submission, draw_network):
    """Bad labels, shapes that do not fit and an empty batch raise ValueError; labels like 0.5 raise TypeError."""
    params, X, _ = draw_network(5, 4, 6, 3)
    y = np.array([2, 0, 1, 1, 2])
    call = submission.two_layer_loss
    call(params, X, y, 0.1)
    assert_raises(ValueError, call, params, X, y + 1, 0.1, because="there is no class 3")
    assert_raises(ValueError, call, params, X, y - 1, 0.1, because="there is no class -1")
    assert_raises(TypeError, call, params, X, y + 0.5, 0.1, because="labels are whole numbers")
    assert_raises(ValueError, call, params, X, y[:4], 0.1, because="there are 5 rows and 4 labels")
    assert_raises(ValueError, call, params, X[:0], y[:0], 0.1, because="the batch is empty")
