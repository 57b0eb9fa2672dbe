"""Hidden checks of the assignment `network`: the 11-line network."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises, expect_tuple, fail

ELEVEN_LINES = "Training a 2-layer Neural Network needs ~11 lines"


@pytest.fixture
def xor_case(rng):
    """X, Y, W0 and W1 with N = 5, D = 2, H = 4, K = 3."""
    return (
        rng.standard_normal((5, 2)),
        rng.uniform(0, 1, (5, 3)),
        rng.standard_normal((2, 4)),
        rng.standard_normal((4, 3)),
    )


@pytest.mark.exercise(
    "xor", weight=16, about="gradients", slide=ELEVEN_LINES, hint="Which weights produced this output?"
)
@pytest.mark.parametrize("part", ["W0", "W1", "loss"])
def test_one_exact_step(submission, reference, xor_case, part):
    """One step from random weights, with sizes other than the slide's, gives exactly the formula's weights and loss."""
    which = ("W0", "W1", "loss").index(part)
    got = expect_tuple(submission.xor_step(*xor_case), 3, what="(W0, W1, loss)")[which]
    assert_close(got, reference.xor_step(*xor_case)[which], what=part)


def weights(answer):
    """Return the weights of (W0, W1, loss)."""
    return expect_tuple(answer, 3, what="(W0, W1, loss)")[:2]


@pytest.mark.exercise("xor", weight=4, about="mutation", hint="Is W1 += ... a new array?")
def test_step_leaves_its_inputs_alone(submission, xor_case, at_work):
    """The step returns new weights: X, Y, W0 and W1 keep their values."""
    at_work("xor_step", *xor_case, look=weights)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise("xor", weight=4, about="bad input", hint="Is the given first line still there?")
def test_step_refuses_bad_input(submission, xor_case, at_work):
    """Shapes that do not fit raise ValueError, also where numpy would broadcast them."""
    X, Y, W0, W1 = xor_case
    at_work("xor_step", X, Y, W0, W1, look=weights)
    assert_raises(
        ValueError, submission.xor_step, X, Y[:, :1], W0, W1, because="there are 3 outputs, Y has 1 column"
    )
    assert_raises(ValueError, submission.xor_step, X[:, :1], Y, W0, W1, because="X has 1 column, W0 2 rows")


@pytest.mark.exercise(
    "xor", weight=18, about="training", slide=ELEVEN_LINES, hint="What does each step start from?"
)
def test_three_steps_of_the_program(submission, reference):
    """Three steps from seed 2 give these weights, and the losses before each step."""
    W0, W1, history = expect_tuple(submission.train_xor(2, 3), 3, what="(W0, W1, history)")
    expected = reference.train_xor(2, 3)
    assert_close(history, expected[2], what="history", because="one loss per step, each before the step")
    assert_close(W0, expected[0], what="W0 after 3 steps")
    assert_close(W1, expected[1], what="W1 after 3 steps")


@pytest.mark.exercise(
    "xor", weight=7, about="edge cases", hint="What do W0 and W1 hold before the first step?"
)
def test_no_steps_give_the_weights_as_drawn(submission, reference, numbers):
    """0 steps give the weights as drawn and an empty history."""
    W0, W1, history = expect_tuple(submission.train_xor(3, 0), 3, what="(W0, W1, history)")
    expected = reference.train_xor(3, 0)
    assert np.size(numbers(history)) == 0, "After 0 steps the history should be empty."
    assert_close(
        W0, expected[0], what="W0 as drawn", because="2 * random - 1 from the seeded classic generator"
    )
    assert_close(W1, expected[1], what="W1 as drawn", because="W1 is drawn after W0")


@pytest.mark.exercise(
    "xor", weight=6, about="training", slide=ELEVEN_LINES, hint="Does the loss fall from step to step?"
)
def test_it_learns_xor(submission, reference, numbers):
    """From seed 1, which is known to learn, 1000 steps bring the loss below 0.02."""
    _, _, history = expect_tuple(submission.train_xor(1, 1000), 3, what="(W0, W1, history)")
    losses = numbers(history)
    if losses is None:
        fail(got=f"history, a {type(history).__name__}", expected="a list of numbers")
    losses = np.ravel(losses)
    assert losses.size == 1000, f"Expected one loss for each of 1000 steps, got {losses.size}."
    assert_close(losses[0], reference.train_xor(1, 1)[2][0], what="history[0]")
    assert losses[-1] < 0.02, f"After 1000 steps the loss is {losses[-1]:.4g}; it starts at {losses[0]:.4g}."
