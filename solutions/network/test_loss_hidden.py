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

SIZES = 7, 5, 11, 3  # N, D, H and C have no factor in common


def agrees(got, expected):
    """Return whether `assert_close` is satisfied."""
    try:
        assert_close(got, expected)
    except CheckFailure:
        return False
    return True


def points_alike(gradient, right):
    """Return whether two gradients point roughly the same way, so that those of a constant loss are no gradients."""
    gradient, right = np.ravel(gradient), np.ravel(right)
    return gradient @ right > 0.5 * np.linalg.norm(gradient) * np.linalg.norm(right)


@pytest.mark.exercise(
    "two_layer_loss", weight=8, about="values", hint="What is averaged, and what is added after that?"
)
@pytest.mark.parametrize("reg", [0.0, 0.3])
def test_loss_of_a_random_network(reference, fair_network, ask_loss, reg):
    """The loss is right where all sizes differ, the biases are not 0, and some hidden units are off."""
    params, X, y = fair_network(*SIZES)
    expected, _ = reference.two_layer_loss(params, X, y, reg)
    assert_close(ask_loss(params, X, y, reg)[0], expected, what="loss")


@pytest.mark.exercise(
    "two_layer_loss", weight=11, about="gradients", hint="By which paths does it reach the loss?"
)
@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_gradient(reference, fair_network, ask_loss, name):
    """The gradient of the parameter is right: by the formula, or at least for your own loss."""
    reg = 0.3
    params, X, y = fair_network(*SIZES)
    _, grads = ask_loss(params, X, y, reg)
    right = reference.two_layer_loss(params, X, y, reg)[1][name]
    if agrees(grads[name], right):
        return

    def loss(moved):
        return ask_loss(params | moved, X, y, reg)[0]

    part, gradient = {name: params[name]}, {name: grads[name]}
    assert_gradient(loss, part, gradient, factors={"N": 7, "C": 3}, reg=reg)
    if not points_alike(grads[name], right):
        fail(
            f"grads[{name!r}] is the slope of your loss, but your loss does not move with {name} as it should.",
            hint="Does the check of the loss itself pass?",
        )


@pytest.mark.exercise(
    "two_layer_loss", weight=10, about="shapes", hint="Can params[name] -= rate * grads[name] be computed?"
)
def test_each_gradient_has_its_parameters_shape(fair_network, loss_at_work):
    """A gradient of shape (1, H) for a bias of shape (H,) would change the bias's shape in training."""
    params, X, y = fair_network(*SIZES)
    _, grads = loss_at_work(params, X, y, 0.3)
    for name, parameter in params.items():
        if np.shape(grads[name]) != parameter.shape:
            fail(got=f"grads[{name!r}] of shape {np.shape(grads[name])}", expected=f"shape {parameter.shape}")


@pytest.mark.exercise(
    "two_layer_loss", weight=4, about="edge cases", hint="Which axis is summed over the examples?"
)
def test_loss_of_one_example(reference, draw_tame_network, ask_loss):
    """A batch of one example has a loss and gradients like any other."""
    params, X, y = draw_tame_network(1, 5, 11, 3)
    loss, grads = ask_loss(params, X, y, 0.1)
    expected, expected_grads = reference.two_layer_loss(params, X, y, 0.1)
    assert_close(loss, expected, what="loss")
    assert_close({name: grads[name] for name in expected_grads}, expected_grads, what="grads")


@pytest.mark.exercise(
    "two_layer_loss", weight=3, about="stability", hint="What may you subtract from all scores of a row?"
)
def test_loss_of_huge_scores(reference, fair_network, draw_tame_network, ask_loss):
    """Scores in the thousands, also of both signs in one row, give a finite loss and finite gradients."""
    cases = [
        (draw_tame_network(*SIZES), {"W2": 1000.0}),
        (fair_network(*SIZES), {"W2": 1000.0, "b2": 1000.0}),
    ]
    for (params, X, y), scales in cases:
        params = params | {name: scale * params[name] for name, scale in scales.items()}
        loss, grads = ask_loss(params, X, y, 0.0)
        expected, expected_grads = reference.two_layer_loss(params, X, y, 0.0)
        assert_close(loss, expected, what="loss", because="softmax does not change when a row is shifted")
        assert_close({name: grads[name] for name in expected_grads}, expected_grads, what="grads")


@pytest.mark.exercise("two_layer_loss", weight=1, about="mutation", hint="Whose arrays are they?")
def test_loss_leaves_its_inputs_alone(submission, fair_network, loss_at_work):
    """The parameters, X and y are the caller's: they keep their values."""
    loss_at_work(*fair_network(*SIZES), 0.3)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "two_layer_loss", weight=1, about="edge cases", hint="Which of your numbers are float64?"
)
def test_gradients_keep_float32(fair_network, loss_at_work):
    """float32 parameters and inputs give float32 gradients."""
    params, X, y = fair_network(*SIZES)
    small = {name: value.astype(np.float32) for name, value in params.items()}
    _, grads = loss_at_work(small, X.astype(np.float32), y, 0.3)
    for name in params:
        gradient = grads[name]
        if isinstance(gradient, np.ndarray) and gradient.dtype != np.float32:  # a list has no dtype
            fail(got=f"grads[{name!r}] in {gradient.dtype}", expected="float32, like the parameter")


@pytest.mark.exercise(
    "two_layer_loss", weight=1, about="bad input", hint="Are the given first lines still there?"
)
def test_loss_refuses_bad_input(submission, fair_network, loss_at_work):
    """Bad labels, shapes that do not fit and an empty batch raise ValueError; labels like 0.5 raise TypeError."""
    params, X, _ = fair_network(5, 4, 6, 3)
    y = np.array([2, 0, 1, 1, 2])
    loss_at_work(params, X, y, 0.1)
    call = submission.two_layer_loss
    assert_raises(ValueError, call, params, X, y + 1, 0.1, because="there is no class 3")
    assert_raises(ValueError, call, params, X, y - 1, 0.1, because="there is no class -1")
    assert_raises(TypeError, call, params, X, y + 0.5, 0.1, because="labels are whole numbers")
    assert_raises(ValueError, call, params, X, y[:4], 0.1, because="there are 5 rows and 4 labels")
    assert_raises(ValueError, call, params, X[:0], y[:0], 0.1, because="the batch is empty")
    wrong = params | {"b1": np.zeros(1)}
    assert_raises(ValueError, call, wrong, X, y, 0.1, because="b1 has 1 entry, W1 6 columns")
