"""Hidden checks of the deterministic exercises: one step, many steps, the diagnosis, and the questions."""

import numpy as np
import pytest

from autograder import (
    assert_answer,
    assert_close,
    assert_inputs_unchanged,
    assert_raises,
    expect_tuple,
    fail,
)

SHAPES = ((), (4,), (3, 2), (2, 1, 3))


# One step


@pytest.mark.exercise(
    "gradient_step", weight=60, about="shapes", hint="What exactly is taken away from W, and how much of it?"
)
def test_a_step_of_any_shape(submission, reference, rng):
    """Weights of any shape move against their gradient by the rate times its size."""
    for shape in SHAPES:
        W, dW, rate = rng.normal(size=shape), rng.normal(size=shape), float(rng.uniform(0.01, 3))
        expected = reference.gradient_step(W, dW, rate)
        assert_close(submission.gradient_step(W, dW, rate), expected, what="the new W")


@pytest.mark.exercise("gradient_step", weight=14, about="mutation", hint="Whose array does -= write to?")
def test_a_step_leaves_the_old_weights_alone(submission, rng):
    """The caller's W and dW are the same after the call."""
    W, dW = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    assert_close(submission.gradient_step(W, dW, 0.3), W - 0.3 * dW, what="the new W")
    assert_inputs_unchanged(submission)


@pytest.mark.exercise("gradient_step", weight=9, about="edge cases", hint="Which dtype does the step end in?")
def test_a_step_keeps_float32_and_promotes_integers(submission):
    """float32 weights stay float32, and integer weights become floats rather than being rounded."""
    W = submission.gradient_step(np.ones((2, 3), np.float32), np.ones((2, 3), np.float32), 0.5)
    assert_close(str(getattr(W, "dtype", type(W).__name__)), "float32", what="the dtype of the new W")
    assert_close(
        submission.gradient_step(np.array([3, 1]), np.array([1, 2]), 0.25), [2.75, 0.5], what="the new W"
    )


@pytest.mark.exercise("gradient_step", weight=5, about="bad input", hint="Is the given line still there?")
def test_a_step_that_cannot_be_taken_is_refused(submission):
    """A gradient of another shape, or a rate that is not above 0, raises ValueError."""
    W = np.array([1.0, 2.0])
    assert_close(submission.gradient_step(W, W, 0.25), [0.75, 1.5], what="the new W")
    assert_raises(ValueError, submission.gradient_step, W, np.array([1.0]), 0.5)
    assert_raises(ValueError, submission.gradient_step, W, W, 0.0)
    assert_raises(ValueError, submission.gradient_step, W, W, -0.5)


# Many steps


def bowl(rng, shape):
    """Return the gradient of a bowl with another curvature along each entry, between 0.5 and 1.5."""
    bottom, curvature = rng.normal(size=shape), rng.uniform(0.5, 1.5, size=shape)

    def gradient(W):
        with np.errstate(all="ignore"):  # a wrong step may run away
            return curvature * (W - bottom)

    return gradient


def descend(submission, *args, **kwargs):
    """Run the student's gradient_descent and return its (W, history, status)."""
    answer = submission.gradient_descent(*args, **kwargs)
    W, history, status = expect_tuple(answer, 3, what="(W, history, status)")
    if not isinstance(history, (list, tuple, np.ndarray)):
        fail(f"history: expected a list of positions, got {type(history).__name__}")
    return W, history, status


@pytest.mark.exercise(
    "gradient_descent",
    weight=7,
    about="values",
    hint="Where does the path begin, and are its positions one array or many?",
)
def test_every_position_of_the_path(submission, reference, rng):
    """The path begins at W0, takes one step of gradient descent at a time, and ends at W."""
    for shape in SHAPES:
        gradient, W0 = bowl(rng, shape), rng.normal(size=shape)
        expected = reference.gradient_descent(gradient, W0, 0.7, goal=1e-3)
        W, history, status = descend(submission, gradient, W0, 0.7, goal=1e-3)
        assert_close(len(history), len(expected[1]), what="the number of positions in history")
        assert_close(list(history), expected[1], what="history")
        assert_close(W, expected[0], what="W")
        assert_close(status, "converged", what="status")


@pytest.mark.exercise(
    "gradient_descent",
    weight=17,
    about="values",
    hint="How far do all the weights move together in one step?",
)
def test_it_stops_by_the_sum_of_all_moves(submission):
    """The goal is compared with Σ|W - W_old|: here 6 entries move by 1/2, 1/4, ... each, and the 6th step is the last."""
    start = np.array([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]])
    W, history, _ = descend(submission, lambda W: W, start, 0.5, goal=0.1)
    assert_close(W, start * 0.5**6, what="W")
    assert_close(len(history), 7, what="the number of positions in history")
    _, history, _ = descend(submission, lambda W: W, np.ones(1), 0.5)
    assert_close(len(history), 21, what="the number of positions in history where the goal is left at 1e-6")


@pytest.mark.exercise(
    "gradient_descent", weight=8, about="values", hint="Can two moves cancel each other in the sum?"
)
def test_opposite_moves_do_not_cancel(submission):
    """A weight that goes up and another that goes down are two moves, not none."""
    bottom = np.array([3.0, -5.0])
    W, history, _ = descend(submission, lambda W: W - bottom, np.array([4.0, -6.0]), 0.5, goal=1e-6)
    assert_close(W, bottom, what="W", tolerance=1e-5)
    assert_close(len(history), 22, what="the number of positions in history: two moves of 2^-k each")


@pytest.mark.exercise(
    "gradient_descent", weight=25, about="edge cases", hint="Did it arrive, or did it run out of steps?"
)
def test_it_gives_up_after_max_steps(submission):
    """After max_steps steps it stops, with status "max_steps"."""
    W, history, status = descend(submission, lambda W: W, np.array([64.0, 32.0]), 0.5, max_steps=4)
    assert_close(status, "max_steps", what="status")
    assert_close(W, [4.0, 2.0], what="W")
    path = [[64.0, 32.0], [32.0, 16.0], [16.0, 8.0], [8.0, 4.0], [4.0, 2.0]]
    assert_close(history, path, what="history")


@pytest.mark.exercise(
    "gradient_descent",
    weight=3,
    about="edge cases",
    hint="What if the goal is met in the very last step allowed?",
)
def test_the_last_step_may_still_converge(submission):
    """A goal that is met in step max_steps is met: the status is "converged"."""
    W, _, status = descend(submission, lambda W: W, np.array([8.0]), 0.5, goal=1.0, max_steps=3)
    assert_close(W, [1.0], what="W")
    assert_close(status, "converged", what="status")


@pytest.mark.exercise(
    "gradient_descent", weight=22, about="stability", hint="What are nan > goal and inf - inf?"
)
def test_it_stops_where_the_weights_are_no_numbers_any_more(submission):
    """As soon as an entry of W is nan or inf, the run has diverged; more steps will not bring it back."""

    def lost(W):
        return np.full(np.shape(W), np.nan)

    def cliff(W):
        return np.full(np.shape(W), -1e308)

    def partly_lost(W):
        return np.array([0.5, np.nan, 0.25])

    for gradient, steps in ((lost, 1), (partly_lost, 1), (cliff, 2)):
        _, history, status = descend(submission, gradient, np.zeros(3), 1.0, max_steps=50)
        assert_close(status, "diverged", what="status")
        assert_close(len(history), steps + 1, what="the number of positions in history")


@pytest.mark.exercise(
    "gradient_descent", weight=2, about="mutation", hint="After W = W0, are these two arrays?"
)
def test_the_start_is_not_changed(submission):
    """The caller's W0 is the same after the call, and several steps were taken from it."""
    _, history, _ = descend(submission, lambda W: W, np.array([1.0, -3.0]), 0.5, goal=0.7)
    assert_inputs_unchanged(submission)
    assert_close(list(history), [[1.0, -3.0], [0.5, -1.5], [0.25, -0.75], [0.125, -0.375]], what="history")


@pytest.mark.exercise(
    "gradient_descent", weight=3, about="edge cases", hint="What happens to 0.5 in an integer array?"
)
def test_the_start_may_be_integers_or_one_number(submission):
    """Integer weights become floats, and a single number is a start like any other."""
    for start in (np.array([4, 8]), 4.0):
        W, _, status = descend(submission, lambda W: W - 0.5, start, 0.5, goal=1e-9)
        assert_close(W, np.full(np.shape(start), 0.5), what="W", tolerance=1e-8)
        assert_close(status, "converged", what="status")


# Reading a loss curve


def noisy(curve, rng):
    return curve * (1 + 0.02 * rng.standard_normal(len(curve)))


def curves(steps):
    """Loss curves of each kind, far from the borders between the kinds."""
    t = np.linspace(0, 1, steps)
    return {
        "too high": 2.3 + 5 * t**2,
        "high": 1.6 + 0.7 * np.exp(-20 * t),
        "good": 0.3 + 2.0 * np.exp(-12 * t),
        "low": 2.3 - 0.9 * t,
    }


@pytest.mark.exercise(
    "diagnose_learning_rate", weight=7, about="values", hint="Do you judge single steps, or levels?"
)
@pytest.mark.parametrize("diagnosis", ["too high", "high", "good", "low"])
def test_noisy_curves(submission, rng, diagnosis):
    """The noise of mini-batches does not change what the curve as a whole says."""
    for steps in (60, 300):
        curve = noisy(curves(steps)[diagnosis], rng)
        assert_close(submission.diagnose_learning_rate(curve), diagnosis, what="the diagnosis")
        if diagnosis == "good":
            curve[-1] = 0.6 * curve[0]
            assert_close(
                submission.diagnose_learning_rate(curve),
                "good",
                what="the diagnosis where the last loss is noise",
            )


@pytest.mark.exercise("diagnose_learning_rate", weight=25, about="stability", hint="What is nan > start?")
def test_a_curve_with_nan_is_too_high(submission):
    """A loss of nan or inf means that the weights ran away, however well the run began or ended."""
    start = [2.0, 1.5, 1.2, 1.0, 0.9, 0.9, 0.8, 0.8]
    for end in ([np.nan], [np.inf], [1e200, np.inf, np.nan]):
        assert_close(submission.diagnose_learning_rate(start + end), "too high", what="the diagnosis")
    for lost in (np.nan, np.inf):
        curve = [2.0, 1.5, lost, 1.0, 0.9, 0.3, 0.3, 0.3]
        assert_close(submission.diagnose_learning_rate(curve), "too high", what="the diagnosis")


@pytest.mark.exercise(
    "diagnose_learning_rate",
    weight=25,
    about="values",
    hint="Which numbers should the levels be compared with?",
)
def test_the_unit_of_the_loss_does_not_matter(submission):
    """A loss in thousandths is read like the same loss in ones: levels are compared with one another."""
    for scale in (1e-3, 1e3):
        for diagnosis, curve in curves(80).items():
            assert_close(submission.diagnose_learning_rate(scale * curve), diagnosis, what="the diagnosis")


@pytest.mark.exercise(
    "diagnose_learning_rate", weight=5, about="edge cases", hint="Is it still on its way down at the end?"
)
def test_a_slow_curve_may_end_low_and_a_late_explosion_counts(submission):
    """A straight line is slow even if it ends near 0, and a run that falls first and then explodes is too high."""
    t = np.linspace(0, 1, 50)
    for slope in (1.8, 0.3):
        assert_close(submission.diagnose_learning_rate(2.0 - slope * t), "low", what="the diagnosis")
    explosion = 2.0 * np.exp(-5 * t) + 40 * np.maximum(0, t - 0.7) ** 2
    assert_close(submission.diagnose_learning_rate(list(explosion)), "too high", what="the diagnosis")


@pytest.mark.exercise(
    "diagnose_learning_rate",
    weight=2,
    about="edge cases",
    hint="Which of the four are true just at the border?",
)
def test_borders_belong_where_the_docstring_says(submission):
    """A flat curve ends neither above its start nor on its way down; half of the start is low enough."""
    assert_close(submission.diagnose_learning_rate([1.5] * 12), "high", what="the diagnosis of a flat curve")
    assert_close(
        submission.diagnose_learning_rate([4.0] + [2.0] * 11),
        "good",
        what="the diagnosis of a curve that settles at half of its start",
    )


@pytest.mark.exercise(
    "diagnose_learning_rate", weight=3, about="bad input", hint="Is the given line still there?"
)
def test_too_few_losses_are_refused(submission):
    """Three losses are no curve: ValueError."""
    for diagnosis, losses in (("low", [4.0, 3.0, 2.0, 1.0]), ("too high", [1.0, 2.0, 3.0, 4.0])):
        assert_close(submission.diagnose_learning_rate(losses), diagnosis, what="the diagnosis")
    assert_raises(ValueError, submission.diagnose_learning_rate, [3.0, 2.0, 1.0])


# Questions

NO_MINIMUM = "Is the point at 0.259 a minimum or a maximum?"
STEP = "By what does one step multiply the distance to the minimum, and when does that shrink it?"

# What to ask whoever chose a wrong answer.
WRONG = {
    "basin_of_0_25": {"0.259": NO_MINIMUM, "1.267": "Which way does the slope at 0.25 lead?"},
    "basin_of_0_26": {"0.259": NO_MINIMUM, "-1.526": "Which way does the slope at 0.26 lead?"},
    "largest_stable_rate": {
        "0.089": STEP,
        "0.178": "On a parabola that rate arrives in one step. May a step go too far and still settle?",
        "5.63": STEP,
    },
    "in_place_update": {
        "nothing new": "Which array does W0 name after the update?",
        "it never stops": "How far is an array from itself?",
        "it climbs": "Has the sign of the step changed?",
    },
}


@pytest.mark.exercise("ANSWERS", weight=0.9, about="concepts")
@pytest.mark.parametrize("question", WRONG)
def test_what_have_you_seen(submission, reference, question):
    """The answer to the question is right; `gradient_descent` or paper will show it."""
    assert_answer(submission.get("ANSWERS"), question, reference.ANSWERS[question], WRONG[question])
