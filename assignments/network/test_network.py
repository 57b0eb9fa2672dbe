"""Visible checks of the assignment `network`."""

import numpy as np
import pytest

from autograder import (
    CheckFailure,
    NotWritten,
    StudentFault,
    assert_close,
    assert_gradient,
    assert_offered,
    expect_tuple,
    fail,
    lecture_values,
)

FORMULA = "Neural Network: without the brain stuff"
ELEVEN_LINES = "Training a 2-layer Neural Network needs ~11 lines"
XOR_INPUT = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
XOR_OUTPUT = np.array([[0, 1, 1, 0]]).T


def numbers(value):
    """Return `value` as an array of real numbers, or None if it is something else."""
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "biuf" else None


def expect_parameters(params):
    """Return params as a dict of arrays, or fail with what is wrong about it."""
    if not isinstance(params, dict) or not {"W1", "b1", "W2", "b2"} <= set(params):
        fail("Expected a dict with the keys W1, b1, W2 and b2.")
    arrays = {name: numbers(params[name]) for name in ("W1", "b1", "W2", "b2")}
    for name, array in arrays.items():
        if array is None:
            fail(f"{name} is not an array of numbers.")
    return arrays


def zero_network(inputs, hidden, classes):
    return {
        "W1": np.zeros((inputs, hidden)),
        "b1": np.zeros(hidden),
        "W2": np.zeros((hidden, classes)),
        "b2": np.zeros(classes),
    }


def small_network():
    """Return a network of 3 inputs, 4 hidden units and 2 classes, with some units off for some rows below."""
    return {
        "W1": np.array([[1.0, -2.0, 0.5, 0.3], [-1.0, 1.5, 2.0, -0.7], [0.4, 0.2, -1.2, 0.9]]),
        "b1": np.array([0.1, -0.3, 0.2, 0.5]),
        "W2": np.array([[0.6, -0.4], [-1.1, 0.8], [0.3, 0.7], [0.9, -0.5]]),
        "b2": np.array([-0.2, 0.4]),
    }


SMALL_X = np.array(
    [[1.0, 2.0, -1.0], [-0.5, 0.3, 0.8], [2.0, -1.0, 0.6], [0.7, 0.1, -0.4], [-1.0, -0.6, 1.5]]
)
SMALL_Y = np.array([1, 0, 0, 1, 0])


# Hidden units: (3.5, 0), (0, 2) and (0.5, 0).
PAPER = {
    "W1": np.array([[1.0, -1.0]]),
    "b1": np.array([0.5, -1.0]),
    "W2": np.array([[1.0], [-10.0]]),
    "b2": np.array([0.25]),
}
PAPER_X = np.array([[3.0], [-3.0], [0.0]])
PAPER_SCORES = np.array([[3.75], [-19.75], [0.75]])


def paper_network_is_right(submission):
    """Return whether two_layer_forward, where it is written, is right about the network above."""
    try:
        scores, _ = expect_tuple(submission.two_layer_forward(PAPER, PAPER_X), 2, what="(scores, cache)")
        assert_close(scores, PAPER_SCORES)
    except NotWritten:
        return True
    except (StudentFault, CheckFailure):
        return False
    return True


def expect_loss_and_gradients(answer):
    """Return (loss, grads), or fail with what is wrong about their form."""
    loss, grads = expect_tuple(answer, 2, what="(loss, grads)")
    if isinstance(loss, dict):
        fail("The first of the two is a dict. Expected (loss, grads): which of them comes first?")
    if not isinstance(grads, dict):
        fail(f"grads should be a dict with the keys W1, b1, W2 and b2, but is a {type(grads).__name__}.")
    missing = [name for name in ("W1", "b1", "W2", "b2") if name not in grads]
    if missing:
        fail(f"grads has no {missing[0]!r}; its keys are {sorted(map(str, grads))}.")
    return loss, grads


# ---------------------------------------------------------------------------------------- init_two_layer


@pytest.mark.exercise("init_two_layer", weight=4, hint="How many weights does one hidden unit have?")
def test_each_parameter_has_its_shape(submission):
    """W1 is (D, H), b1 (H,), W2 (H, C) and b2 (C,)."""
    params = expect_parameters(submission.init_two_layer(5, 4, 3, 0.1, np.random.default_rng(0)))
    shapes = {name: value.shape for name, value in params.items()}
    expected = {"W1": (5, 4), "b1": (4,), "W2": (4, 3), "b2": (3,)}
    assert shapes == expected, f"With D = 5, H = 4, C = 3 the shapes should be {expected}, got {shapes}."


@pytest.mark.exercise(
    "init_two_layer", weight=15, hint="Do the biases have to differ for the units to differ?"
)
def test_biases_start_at_zero(submission):
    """Both biases start at 0, and the weights do not."""
    params = expect_parameters(submission.init_two_layer(5, 4, 3, 0.1, np.random.default_rng(0)))
    assert np.any(params["W1"]), "All weights in W1 are 0."
    assert np.any(params["W2"]), "All weights in W2 are 0."
    assert_close(params["b1"], np.zeros(4), what="b1")
    assert_close(params["b2"], np.zeros(3), what="b2")


# ------------------------------------------------------------------------------------- two_layer_forward


@pytest.mark.exercise(
    "two_layer_forward", weight=4, slide=FORMULA, hint="Which of the two layers is rectified?"
)
@pytest.mark.parametrize("value", lecture_values(__file__, "two_layer_forward"), ids=str)
def test_the_slides_image_through_two_layers(submission, value):
    """The image of the slide gets the scores that the slide's weights give it."""
    value.check(submission)


@pytest.mark.exercise(
    "two_layer_forward", weight=4, slide=FORMULA, hint="What is max(0, x W1 + b1), by hand?"
)
def test_a_network_small_enough_for_paper(submission):
    """One input, two hidden units that see it with opposite signs, one score."""
    scores, _ = expect_tuple(submission.two_layer_forward(PAPER, PAPER_X), 2, what="(scores, cache)")
    assert_close(scores, PAPER_SCORES, what="scores")


# ---------------------------------------------------------------------------------------- two_layer_loss


@pytest.mark.exercise(
    "two_layer_loss", weight=1, slide="cross-entropy loss (Softmax)", hint="Which base inverts exp?"
)
@pytest.mark.parametrize("value", lecture_values(__file__, "two_layer_loss"), ids=str)
def test_the_slides_cross_entropy(submission, value):
    """The slide's image has a cross-entropy of 1.0402 in natural logarithms."""
    value.check(submission)


@pytest.mark.exercise("two_layer_loss", weight=1, hint="What is softmax of equal scores?")
def test_zero_weights_know_nothing(submission):
    """With all parameters 0, each of C classes gets probability 1/C: the loss is ln C, and only b2 has a gradient."""
    y = np.array([2, 0, 2, 1, 2])
    answer = submission.two_layer_loss(zero_network(4, 6, 3), np.linspace(-1, 1, 20).reshape(5, 4), y, 0.5)
    loss, grads = expect_loss_and_gradients(answer)
    assert_close(loss, np.log(3), what="loss", because="equal scores give a loss of ln C")
    expected = zero_network(4, 6, 3) | {"b2": 1 / 3 - np.array([1, 1, 3]) / 5}
    assert_close(
        {name: grads[name] for name in expected},
        expected,
        what="grads",
        because="b2 is pulled from 1/C towards the share of the labels that each class has",
    )


@pytest.mark.exercise("two_layer_loss", weight=3, hint="What is the derivative of reg * W**2?")
def test_regularisation_alone(submission):
    """With X = 0 and zero biases the scores are 0, so that regularisation is all that moves the weights."""
    params = small_network() | {"b1": np.zeros(4), "b2": np.zeros(2)}
    answer = submission.two_layer_loss(params, np.zeros((5, 3)), SMALL_Y, 0.25)
    loss, grads = expect_loss_and_gradients(answer)
    squares = np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2)
    assert_close(loss, np.log(2) + 0.25 * squares, what="loss")
    assert_close(grads["W1"], 0.5 * params["W1"], what='grads["W1"]')
    assert_close(grads["W2"], 0.5 * params["W2"], what='grads["W2"]')


# Before max(0, ...) the hidden units are (1, -3/4) and (-1/4, 1/2): each is on for one row and off for the other.
# The scores are (ln 3, ln 2) and (0, ln 8), and their softmax (3/5, 2/5) and (1/9, 8/9).
SWITCHED = {
    "W1": np.array([[1.0, -1.0]]),
    "b1": np.array([0.5, -0.25]),
    "W2": np.array([[np.log(3), 0.0], [0.0, 2 * np.log(4)]]),
    "b2": np.array([0.0, np.log(2)]),
}
SWITCHED_X, SWITCHED_Y = np.array([[0.5], [-0.75]]), np.array([0, 0])


@pytest.mark.exercise("two_layer_loss", weight=1, slide=FORMULA, hint="What do the hidden units hand on?")
def test_a_loss_small_enough_for_paper(submission):
    """Two rows and two hidden units, each of which is on for one row and off for the other."""
    answer = submission.two_layer_loss(SWITCHED, SWITCHED_X, SWITCHED_Y, 0.0)
    loss, _ = expect_loss_and_gradients(answer)
    assert_close(loss, -(np.log(3 / 5) + np.log(1 / 9)) / 2, what="loss")


@pytest.mark.exercise("two_layer_loss", weight=4, slide=FORMULA, hint="Which units were on, for which row?")
def test_gradients_small_enough_for_paper(submission):
    """The gradients of the same network: where a unit is off, nothing comes back through it."""
    answer = submission.two_layer_loss(SWITCHED, SWITCHED_X, SWITCHED_Y, 0.0)
    _, grads = expect_loss_and_gradients(answer)
    expected = {
        "b2": [-29 / 45, 29 / 45],
        "W2": [[-1 / 5, 1 / 5], [-2 / 9, 2 / 9]],
        "b1": [-np.log(3) / 5, 8 * np.log(4) / 9],
        "W1": [[-np.log(3) / 10, -2 * np.log(4) / 3]],
    }
    for name, gradient in expected.items():
        assert_close(grads[name], gradient, what=f'grads["{name}"]')


@pytest.mark.exercise(
    "two_layer_loss", weight=10, hint="Which parameter is named? Follow its path to the loss."
)
def test_gradients_are_the_slopes_of_your_loss(submission):
    """Each gradient agrees with the numerical gradient of your own loss."""
    params, X = small_network(), SMALL_X
    moving = params
    if not paper_network_is_right(submission):
        # A slip in two_layer_forward costs its points there: here all hidden units are on, all scores positive and
        # the biases 0, so that it hardly shows.
        params = {
            "W1": np.abs(params["W1"]),
            "b1": np.zeros(4),
            "W2": np.abs(params["W2"]),
            "b2": np.zeros(2),
        }
        moving, X = {"W1": params["W1"], "W2": params["W2"]}, np.abs(X)
    _, grads = expect_loss_and_gradients(submission.two_layer_loss(params, X, SMALL_Y, 0.1))

    def loss_at(moved):
        return expect_loss_and_gradients(submission.two_layer_loss(params | moved, X, SMALL_Y, 0.1))[0]

    losses = [numbers(loss_at({"W2": times * params["W2"]})) for times in (1, 2, 3)]
    if all(each is not None and each.size == 1 for each in losses):
        once, twice, thrice = (each.item() for each in losses)
        if once == twice:
            fail("Your loss is the same when all of W2 is doubled. It has to move with the weights.")
        if np.isclose(thrice - twice, twice - once, rtol=1e-9):
            fail("With 1, 2 and 3 times W2 your loss rises in even steps, and a softmax loss does not.")

    assert_gradient(loss_at, moving, {name: grads[name] for name in moving}, factors={"N": 5}, reg=0.1)


# ----------------------------------------------------------------------------------- three_layer_forward


@pytest.mark.exercise(
    "three_layer_forward", weight=6, slide=FORMULA, hint="How many times does max(0, ...) appear?"
)
@pytest.mark.parametrize("value", lecture_values(__file__, "three_layer_forward"), ids=str)
def test_the_slides_image_through_three_layers(submission, value):
    """The image of the slide passes through two rectified layers, and then through one that is not."""
    value.check(submission)


@pytest.mark.exercise("three_layer_forward", weight=7, slide=FORMULA, hint="What does each layer hand on?")
def test_three_layers_small_enough_for_paper(submission):
    """One input and two units in each hidden layer, each of which is off for one of the two rows; negative scores."""
    params = {
        "W1": np.array([[1.0, -1.0]]),
        "b1": np.zeros(2),
        "W2": np.array([[1.0, -1.0], [-2.0, 1.0]]),
        "b2": np.array([0.5, -1.0]),
        "W3": np.array([[1.0], [-4.0]]),
        "b3": np.array([-3.0]),
    }
    scores = submission.three_layer_forward(params, np.array([[2.0], [-3.0]]))
    # The first layer hands on (2, 0) and (0, 3), the second one (2.5, 0) and (0, 2).
    assert_close(scores, [[-0.5], [-11.0]], what="scores")


# ----------------------------------------------------------------------------------------------- predict


@pytest.mark.exercise("predict", weight=13, hint="Is a row of the scores an example or a class?")
def test_the_highest_score_wins(submission):
    """The answer is the number of the class with the highest score, for each row."""
    scores = np.array([[0.1, 0.7, 0.2], [0.9, 0.3, 0.5], [0.2, 0.1, 0.4], [0.3, 0.8, 0.6], [0.0, 0.2, 0.9]])
    # This network's scores are its inputs.
    params = {"W1": np.eye(3), "b1": np.zeros(3), "W2": np.eye(3), "b2": np.zeros(3)}
    got = submission.predict(params, scores, forward=lambda params, X: (X, None))
    assert_close(got, [1, 0, 2, 1, 2], what="predictions", because="one class number for each of the 5 rows")


# --------------------------------------------------------------------------------------------------- xor


@pytest.mark.exercise(
    "xor",
    weight=2,
    slide=ELEVEN_LINES,
    hint="Which generator does the exercise name, and which draw is first?",
)
@pytest.mark.parametrize("value", lecture_values(__file__, "xor"), ids=str)
def test_the_slides_program(submission, value):
    """From seed 1, one pass through the slide's loop gives these weights."""
    value.check(submission)


@pytest.mark.exercise(
    "xor", weight=4, slide=ELEVEN_LINES, hint="What does every hidden unit output when W0 is 0?"
)
def test_zero_weights_are_stuck(submission):
    """With zero weights all outputs are 1/2: the loss is 1/2, and on XOR no weight moves."""
    answer = submission.xor_step(XOR_INPUT, XOR_OUTPUT, np.zeros((3, 4)), np.zeros((4, 1)))
    W0, W1, loss = expect_tuple(answer, 3, what="(W0, W1, loss)")
    assert_close(loss, 0.5, what="loss", because="each of the four outputs is 1/2")
    assert_close(W0, np.zeros((3, 4)), what="W0", because="no error comes back through a W1 of zeros")
    assert_close(W1, np.zeros((4, 1)), what="W1", because="the four errors cancel")


@pytest.mark.exercise(
    "xor", weight=5, slide=ELEVEN_LINES, hint="Follow the slide's lines with these numbers. Which differs?"
)
def test_a_step_by_hand(submission):
    """One example whose step can be computed on paper: l1 = 1/2, l2 = 3/4."""
    W1 = np.log(3) * np.ones((2, 1))
    answer = submission.xor_step(np.array([[0.0, 1.0]]), np.array([[1.0]]), np.zeros((2, 2)), W1)
    W0_after, W1_after, loss = expect_tuple(answer, 3, what="(W0, W1, loss)")
    delta = (1 - 3 / 4) * (3 / 4) * (1 / 4)
    assert_close(loss, 1 / 32, what="loss", because="it is the loss before the step, (1 - 3/4)² / 2")
    assert_close(W1_after, W1 + delta / 2, what="W1")
    assert_close(
        W0_after,
        [[0, 0], [delta * np.log(3) / 4] * 2],
        what="W0",
        because="the error comes back through the weights that produced this output",
    )


# ------------------------------------------------------------------------------------------------- train


@pytest.mark.exercise("train", weight=4, hint="Which way is downhill, and for which of the four parameters?")
def test_one_step_from_zero(submission):
    """From zero parameters, one step on all rows moves b2 by the learning rate times -dL/db2, and nothing else."""
    y, batches = np.array([0, 2, 2, 2, 1]), []

    def gradient_of_b2(y):
        return 1 / 3 - np.bincount(y, minlength=3) / len(y)

    def loss(params, X, y, reg):
        batches.append(np.array(y))
        return np.log(3), zero_network(2, 3, 3) | {"b2": gradient_of_b2(y)}

    rng = np.random.default_rng(0)
    submission.train(zero_network(2, 3, 3), np.ones((5, 2)), y, 0.5, 1, 5, 0.0, rng, loss=loss)
    trained = submission.last_call.arguments_after[0]
    if isinstance(trained, dict) and not np.any(trained.get("b2", 1)):
        fail("After train, params is as it was before. Where should the trained weights be?")
    slope = gradient_of_b2(batches[-1] if batches else y)
    expected = zero_network(2, 3, 3) | {"b2": -0.5 * slope}
    assert_close(trained, expected, what="params")


@pytest.mark.exercise("train", weight=8, hint="What is passed to the loss, and how often?")
def test_each_step_asks_the_loss_that_is_passed(submission):
    """Each step calls loss(params, X_batch, y_batch, reg) with a mini-batch of at most batch_size rows."""
    calls = []

    def loss(params, X, y, reg):
        calls.append((np.shape(X), np.shape(y), reg))
        return np.log(3), zero_network(2, 3, 3)

    y = np.array([0, 2, 2, 2, 1, 0, 1])
    submission.train(
        zero_network(2, 3, 3), np.ones((7, 2)), y, 0.5, 2, 3, 0.25, np.random.default_rng(0), loss=loss
    )
    if not calls:
        fail("train never called the `loss` that was passed to it. Does it call another function instead?")
    for shape_X, shape_y, reg in calls:
        assert len(shape_X) == 2, f"X_batch should have shape (rows, 2), got {shape_X}."
        assert 1 <= shape_X[0] <= 3, f"With batch_size = 3, a mini-batch had {shape_X[0]} rows."
        assert shape_y == shape_X[:1], f"X_batch had shape {shape_X}, but y_batch {shape_y}."
        assert_close(reg, 0.25, what="reg", because="the loss gets the reg that train gets")


# ----------------------------------------------------------------------------------------------- ANSWERS


@pytest.mark.exercise("ANSWERS", weight=0.1, hint="Is it spelled as in the comment above the question?")
def test_every_answer_is_one_of_the_choices(submission, choices):
    """Each answer is one of the choices offered, word for word."""
    assert_offered(submission.get("ANSWERS"), choices)


# ----------------------------------------------------------------------------------------------- stretch


@pytest.mark.exercise("momentum_step", hint="Which velocity moves W: the old or the new one?")
def test_velocity_builds_up(submission):
    """Under a constant slope the velocity grows from step to step, towards -learning_rate * dW / (1 - momentum)."""
    W, velocity, slope = np.array([1.0, -2.0]), np.zeros(2), np.array([1.0, 0.5])
    for step in range(1, 4):
        answer = submission.momentum_step(W, slope, velocity, 0.1, momentum=0.5)
        moved, velocity = expect_tuple(answer, 2, what="(W, velocity)")
        # A geometric series: 1 + 1/2 + 1/4 + ...
        expected = -0.1 * slope * (2 - 0.5 ** (step - 1))
        assert_close(velocity, expected, what=f"the velocity after step {step}")
        assert_close(moved, W + expected, what=f"W after step {step}", because="W moves by the new velocity")
        W = moved


@pytest.mark.exercise(
    "xor_by_hand", slide=ELEVEN_LINES, hint="Which two simple functions of the inputs make up XOR?"
)
def test_your_weights_solve_xor(submission):
    """The slide's network with your weights outputs 0, 1, 1, 0, each to within 0.1."""
    W0, W1 = expect_tuple(submission.xor_by_hand(), 2, what="(W0, W1)")
    for name, W, shape in (("W0", W0, (3, 4)), ("W1", W1, (4, 1))):
        if numbers(W) is None or np.shape(W) != shape:
            fail(f"{name} should be an array of numbers of shape {shape}.")
    with np.errstate(over="ignore"):
        l1 = 1 / (1 + np.exp(-np.matmul(XOR_INPUT, W0)))
        l2 = 1 / (1 + np.exp(-np.matmul(l1, W1)))
    assert_close(l2, XOR_OUTPUT, tolerance=0.1, what="the outputs")
