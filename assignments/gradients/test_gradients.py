"""Visible checks of the gradients assignment: the lecture's numbers first, then one small general case."""

import numpy as np
import pytest

from autograder import (
    CheckFailure,
    NotWritten,
    StudentException,
    assert_close,
    assert_gradient,
    expect_tuple,
    fail,
    lecture_values,
)

TABLE = "Gradient Descent Algorithm: W, W + h, gradient dW"
PYTHON = "Gradient Evaluation (Python)"
SUMMARY = "In summary: gradient checking"
ANALYTIC = "Gradient Evaluation: analytic approach"


# numerical_derivative


def slide_polynomial(x):
    return 0.5 * x**4 - 2 * x**2 + x + 5


@pytest.mark.exercise("numerical_derivative", weight=3, slide=PYTHON)
@pytest.mark.parametrize("value", lecture_values(__file__, "numerical_derivative"), ids=str)
def test_the_slides_step_gives_the_slides_slope(submission, value):
    """On the lecture's polynomial at x = 2, h = 0.001 gives 9.0100 forward and 9.000004 central."""
    value.check(submission, f=slide_polynomial)


@pytest.mark.exercise(
    "numerical_derivative", weight=8, slide="Gradient Evaluation", hint="Can you do x**3 by hand?"
)
def test_a_large_step_can_be_followed_by_hand(submission):
    """For x^3 at 2 with h = 0.5 the forward slope is 15.25 and the central one 12.25."""
    for method, expected in (("forward", 15.25), ("central", 12.25)):
        slope = submission.numerical_derivative(lambda x: x**3, 2.0, h=0.5, method=method)
        assert_close(slope, expected, what=f"the {method} slope", because="the formula uses the caller's h")


# polynomial_derivative


@pytest.mark.exercise("polynomial_derivative", weight=5, slide=PYTHON)
@pytest.mark.parametrize("value", lecture_values(__file__, "polynomial_derivative"), ids=str)
def test_the_slides_slope(submission, value):
    """The exact slope of the lecture's polynomial at x = 2 is 9."""
    value.check(submission)


@pytest.mark.exercise(
    "polynomial_derivative", weight=9, slide=PYTHON, hint="What is the derivative of each of the four terms?"
)
def test_slopes_at_several_places(submission):
    """The slope is right at negative places, at 0, and for an array of places."""
    places = np.array([-2.0, -1.0, 0.0, 1.0])
    assert_close(submission.polynomial_derivative(places), np.array([-7.0, 3.0, 1.0, -1.0]), what="f'(x)")


# numerical_gradient


def slide_loss(W0):
    """The loss as a table: only what the slides print, or what their printed gradient implies."""
    raised = [1.25322, 1.25353, 1.25347, 1.25349, 1.25354, 1.25342, 1.25358, 1.25360, 1.25326]

    def loss(W):
        move = W - W0
        moved = np.flatnonzero(np.abs(move) > 1e-12)
        if len(moved) == 0:
            return 1.25347
        if len(moved) == 1 and abs(move[moved[0]] - 0.0001) < 1e-9:
            return raised[moved[0]]
        raise ValueError(
            "the slides have no loss for these weights, only for W and for W with one weight raised by 0.0001; "
            f"here W was moved by {np.array2string(move, precision=5, suppress_small=True)}"
        )

    return loss


@pytest.mark.exercise(
    "numerical_gradient", weight=4, slide=TABLE, hint="Which one weight moved, and is it back?"
)
@pytest.mark.parametrize("value", lecture_values(__file__, "numerical_gradient"), ids=str)
def test_the_slides_nine_weights(submission, value):
    """The slides' losses, weight by weight, give the slides' gradient -2.5, 0.6, 0, ..."""
    value.check(submission, f=slide_loss(np.array([0.34, -1.11, 0.78, 0.12, 0.55, 2.81, -3.1, -1.5, 0.33])))


@pytest.mark.exercise(
    "numerical_gradient", weight=3, slide=TABLE, hint="If only x[1] moves, how much does f change?"
)
def test_a_gradient_that_can_be_done_by_hand(submission):
    """For f = x0 * x1 + x1^2 at (3, -2) the gradient is (-2, -1)."""
    gradient = submission.numerical_gradient(lambda x: float(x[0] * x[1] + x[1] ** 2), np.array([3.0, -2.0]))
    assert_close(gradient, np.array([-2.0, -1.0]), what="the gradient", tolerance=1e-7)


@pytest.mark.exercise("numerical_gradient", weight=4, slide=TABLE, hint="What does x[0] hold in a 2-D array?")
def test_the_gradient_has_the_shape_of_x(submission):
    """For a 2 x 3 array the gradient is 2 x 3, each entry its own slope."""
    slopes = np.array([[1.0, -2.0, 3.0], [0.5, 0.0, -4.0]])
    gradient = submission.numerical_gradient(lambda x: float(np.sum(slopes * x)), np.ones((2, 3)))
    assert_close(gradient, slopes, what="the gradient", tolerance=1e-7)


@pytest.mark.exercise(
    "numerical_gradient",
    weight=3,
    slide="Gradient Evaluation",
    hint="Which values of f do you need only once?",
)
def test_no_call_of_f_is_wasted(submission):
    """Central differences take exactly 2 * size calls of f, forward ones size + 1."""
    for method, expected in (("central", 8), ("forward", 5)):
        calls = []
        submission.numerical_gradient(
            lambda x, calls=calls: float(np.sum(calls.append(1) or x)), np.ones(4), method=method
        )
        if len(calls) != expected:
            fail(got=f"{len(calls)} calls of f for 4 entries", expected=f"{expected} calls ({method})")


# numerical_gradient_array


@pytest.mark.exercise(
    "numerical_gradient_array", weight=6, slide=SUMMARY, hint="How many outputs does x[0] move?"
)
def test_a_matrix_product_gives_its_transpose(submission):
    """For f(x) = x @ A the gradient is A @ dout: all outputs count, each with its upstream gradient."""
    A = np.array([[1.0, 2.0, -1.0], [0.0, 3.0, 4.0]])
    gradient = submission.numerical_gradient_array(
        lambda x: x @ A, np.array([0.5, -1.0]), np.array([1.0, 10.0, 100.0])
    )
    assert_close(gradient, np.array([-79.0, 430.0]), what="the gradient", tolerance=1e-7)


@pytest.mark.exercise(
    "numerical_gradient_array",
    weight=8,
    slide=SUMMARY,
    hint="Is the formula central, and does each output count by its dout?",
)
def test_squares_are_exact_even_with_a_large_step(submission):
    """For f(x) = x^2 central differences are exact, even with h = 0.5."""
    x, dout = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[2.0, -1.0], [4.0, 0.5]])
    gradient = submission.numerical_gradient_array(lambda x: x**2, x, dout, h=0.5)
    assert_close(
        gradient,
        2 * x * dout,
        what="the gradient",
        because="the error of central differences is 0 for squares",
    )


# relative_error


@pytest.mark.exercise(
    "relative_error", weight=6, slide=SUMMARY, hint="Which sizes is the difference compared with?"
)
def test_forward_and_exact_slope_are_close(submission):
    """The lecture's 9.01 and 9 have a relative error of 0.01 / 18.01."""
    assert_close(
        submission.relative_error(9.01, 9.0), 0.01 / 18.01, what="the relative error", tolerance=1e-9
    )


@pytest.mark.exercise("relative_error", weight=8, slide=SUMMARY, hint="Which norm belongs to a whole array?")
def test_two_short_gradients(submission):
    """(3, 4) and (0, 5) have the norms 5 and 5, and their difference the norm of (3, -1)."""
    got = submission.relative_error(np.array([3.0, 4.0]), np.array([0.0, 5.0]))
    assert_close(got, np.sqrt(10.0) / 10.0, what="the relative error")


# gradient_check


def waves(x):
    return float(np.sum(np.array([2.0, -1.0, 0.5]) * np.sin(x)))


WAVES_X = np.array([0.3, 0.8, -0.4])
WAVES_GRADIENT = np.array([2.0, -1.0, 0.5]) * np.cos(WAVES_X)


# A mistake in one of your earlier functions costs nothing here: the check is tried again with these in their place.
RIGHT_PARTS = {
    "numerical_gradient": lambda f, x, h=1e-5, method="central": WAVES_GRADIENT * (1 + 1e-10),
    "relative_error": lambda a, b: np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)),
}


def judge(submission, analytic, expected, because):
    """Fail unless the student's checker says what is true of a gradient of `waves`."""

    def is_right():
        returned = submission.gradient_check(waves, WAVES_X, analytic)
        ok, error, _ = expect_tuple(returned, 3, what="(ok, error, worst_index)")
        assert_close(ok, expected, what="ok", because=f"{because} (your error: {error!r:.80})")

    try:
        is_right()
    except (CheckFailure, StudentException):
        if not (
            is_written(submission.numerical_gradient, waves, WAVES_X)
            and is_written(submission.relative_error, 1.0, 2.0)
        ):
            raise
        with submission.using(**RIGHT_PARTS):
            is_right()


def is_written(function, *args):
    """Say whether there is such a function, right or wrong."""
    try:
        function(*args)
    except NotWritten:
        return False
    except StudentException:
        return True
    return True


@pytest.mark.exercise(
    "gradient_check", weight=5, slide=SUMMARY, hint="What is the relative error of a right gradient?"
)
def test_a_right_gradient_is_accepted(submission):
    """The gradient of sum(a * sin(x)), which is a * cos(x), passes the check, and five times that does not."""
    judge(submission, WAVES_GRADIENT, True, "the gradient is right")
    judge(submission, 5 * WAVES_GRADIENT, False, "it is five times as large as it should be")


@pytest.mark.exercise(
    "gradient_check",
    weight=4,
    slide=SUMMARY,
    hint="How large is the relative error of a gradient and -3 times it?",
)
def test_a_gradient_with_the_wrong_sign_is_rejected(submission):
    """The same gradient times -3 fails the check, while the right one passes."""
    judge(submission, WAVES_GRADIENT, True, "the gradient is right")
    judge(submission, -3 * WAVES_GRADIENT, False, "sign and size are wrong")


@pytest.mark.exercise("gradient_check", weight=3, slide=SUMMARY, hint="What does Python say to nan > 1e-7?")
def test_a_gradient_of_nan_is_rejected(submission):
    """A gradient with a nan in it is never ok, while the right one is."""
    judge(submission, WAVES_GRADIENT, True, "the gradient is right")
    judge(submission, np.array([WAVES_GRADIENT[0], np.nan, WAVES_GRADIENT[2]]), False, "one entry is nan")


# linear_svm_loss, linear_softmax_loss

SMALL_W = np.array([[0.5, -0.4, 0.9], [-0.7, 0.3, 0.2], [0.1, 0.8, -0.6], [0.4, -0.2, 0.3]])
SMALL_X = np.array(
    [
        [1.0, -2.0, 0.5, 1.0],
        [0.3, 1.2, -0.7, 1.0],
        [-1.5, 0.4, 0.8, 1.0],
        [0.6, -0.9, 2.0, 1.0],
        [2.0, 0.1, -1.1, 1.0],
    ]
)
SMALL_Y = np.array([2, 0, 1, 1, 0])


def assert_gradient_of_own_loss(function, name):
    """Fail unless `function`, one of the student's, returns the gradient of the loss that it returns."""
    plain = expect_tuple(function(SMALL_W, SMALL_X, SMALL_Y, 0.0), 2, what="(loss, dW)")[1]
    assert_close(plain, np.zeros((4, 3)), what=name, absolute=np.inf)
    if not np.any(plain):
        fail(got=f"{name} = 0 in every entry, for reg = 0", expected="a gradient: these data cost something")
    because = "if the scores of all classes rise alike, no loss moves; this is for reg = 0"
    assert_close(
        np.sum(np.reshape(plain, (4, 3)), axis=1),
        np.zeros(4),
        what=f"{name}, summed over the classes,",
        absolute=1e-9,
        because=because,
    )
    returned = expect_tuple(function(SMALL_W, SMALL_X, SMALL_Y, 0.3), 2, what="(loss, dW)")
    assert_gradient(
        lambda W: function(W, SMALL_X, SMALL_Y, 0.3)[0],
        SMALL_W,
        returned[1],
        gradient=lambda W: function(W, SMALL_X, SMALL_Y, 0.3)[1],
        tolerance=1e-7,
        name=name,
        factors={"N": 5, "D": 4, "C": 3},
        reg=0.3,
    )


def assert_regulariser_by_hand(function):
    """Fail unless reg = 2 adds twice the sum of squares to the loss, and its gradient to dW."""
    W, X, y = (
        np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]),
        np.array([[1.0, 0.5], [2.0, -1.0]]),
        np.array([1, 0]),
    )
    without = expect_tuple(function(W, X, y, 0.0), 2, what="(loss, dW)")
    loss, dW = expect_tuple(function(W, X, y, 2.0), 2, what="(loss, dW)")
    because = "the squares 1 + 4 + 0.25 + 0 + 9 + 1 sum to 15.25"
    assert_close(without[1], np.zeros(W.shape), what="dW at reg = 0", absolute=np.inf)
    assert_close(without[0], 0.0, what="the loss at reg = 0", absolute=np.inf)
    assert_close(loss, np.add(without[0], 30.5), what="the loss at reg = 2", because=because)
    assert_close(dW, np.add(without[1], 4 * W), what="dW at reg = 2")


@pytest.mark.exercise(
    "linear_svm_loss", weight=1.5, hint="Which margins does the slide add up for this example?"
)
@pytest.mark.parametrize("value", lecture_values(__file__, "linear_svm_loss"), ids=str)
def test_the_slides_hinge_losses(submission, value):
    """The slides' scores, made as X @ W, give the slides' hinge losses."""
    value.check(submission)


@pytest.mark.exercise(
    "linear_svm_loss", weight=3, slide=ANALYTIC, hint="With W = 0, how large is every margin?"
)
def test_zero_weights_can_be_done_by_hand(submission):
    """With W = 0 every margin is 1: the loss is C - 1 = 2, and the gradient has whole and half numbers."""
    X, y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([2, 0])
    got = expect_tuple(submission.linear_svm_loss(np.zeros((2, 3)), X, y, 0.0), 2, what="(loss, dW)")
    assert_close(got[0], 2.0, what="the loss")
    assert_close(got[1], np.array([[-2.5, 2.0, 0.5], [2.0, 0.5, -2.5]]), what="dW")


@pytest.mark.exercise(
    "linear_svm_loss", weight=4, slide=ANALYTIC, hint="Does every term of your loss have its term in dW?"
)
def test_the_svm_gradient_belongs_to_its_loss(submission):
    """dW is the gradient of your own loss, for N = 5, D = 4, C = 3 and reg = 0.3."""
    assert_gradient_of_own_loss(submission.linear_svm_loss, "dW")


@pytest.mark.exercise("linear_svm_loss", weight=4, slide=ANALYTIC, hint="Which of your lines use reg?")
def test_the_svm_regulariser_by_hand(submission):
    """With reg = 2 the loss grows by twice the sum of all squares, and dW by the gradient of that."""
    assert_regulariser_by_hand(submission.linear_svm_loss)


@pytest.mark.exercise("linear_softmax_loss", weight=1, hint="Which logarithm undoes exp?")
@pytest.mark.parametrize("value", lecture_values(__file__, "linear_softmax_loss"), ids=str)
def test_the_slides_cross_entropies(submission, value):
    """The slides' scores, made as X @ W, give the slides' cross-entropies in nats."""
    value.check(submission)


@pytest.mark.exercise(
    "linear_softmax_loss", weight=2, slide=ANALYTIC, hint="With W = 0, how probable is each class?"
)
def test_zero_weights_make_all_classes_equal(submission):
    """With W = 0 every class has probability 1/3: the loss is ln 3, and dW can be done by hand."""
    X, y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([2, 0])
    got = expect_tuple(submission.linear_softmax_loss(np.zeros((2, 3)), X, y, 0.0), 2, what="(loss, dW)")
    assert_close(got[0], np.log(3.0), what="the loss")
    assert_close(got[1], np.array([[-5.0, 4.0, 1.0], [4.0, 1.0, -5.0]]) / 6, what="dW")


@pytest.mark.exercise(
    "linear_softmax_loss", weight=4, slide=ANALYTIC, hint="Does every term of your loss have its term in dW?"
)
def test_the_softmax_gradient_belongs_to_its_loss(submission):
    """dW is the gradient of your own loss, for N = 5, D = 4, C = 3 and reg = 0.3."""
    assert_gradient_of_own_loss(submission.linear_softmax_loss, "dW")


@pytest.mark.exercise("linear_softmax_loss", weight=4, slide=ANALYTIC, hint="Which of your lines use reg?")
def test_the_softmax_regulariser_by_hand(submission):
    """With reg = 2 the loss grows by twice the sum of all squares, and dW by the gradient of that."""
    assert_regulariser_by_hand(submission.linear_softmax_loss)


@pytest.mark.exercise(
    "linear_softmax_loss", weight=2, hint="What may you subtract without changing the answer?"
)
def test_scores_near_a_thousand_can_be_computed(submission):
    """Scores [1000, 1000] with y = 0: both classes have probability 1/2, and the loss is ln 2."""
    got = submission.linear_softmax_loss(np.array([[1000.0, 1000.0]]), np.array([[1.0]]), np.array([0]), 0.0)
    loss, dW = expect_tuple(got, 2, what="(loss, dW)")
    assert_close(loss, np.log(2), what="the loss")
    assert_close(dW, np.array([[-0.5, 0.5]]), what="dW")


# Ungraded


@pytest.mark.exercise("has_kink", hint="Do the one-sided slopes come closer when the step shrinks?")
def test_the_hinge_has_a_kink_and_a_square_has_none(submission):
    """max(0, x) has a kink at 0 only; x^2 has none."""
    places = [
        (lambda x: max(0.0, x), 0.0, True),
        (lambda x: max(0.0, x), 0.5, False),
        (lambda x: x**2, 0.0, False),
    ]
    for f, x, expected in places:
        assert_close(submission.has_kink(f, x), expected, what=f"has_kink at {x}")


@pytest.mark.exercise("find_wrong_gradients", hint="At which x could a wrong gradient be right by chance?")
def test_the_wrong_ones_of_six(submission):
    """Of six functions that claim to be the gradient of sum(x^3), three are wrong."""
    six = [
        lambda x: 3 * x**2,
        lambda x: 3 * x,
        lambda x: 2 * x**2 + x * x,
        lambda x: 3 * np.abs(x) ** 3,
        lambda x: 3 * x.T.T**2,
        lambda x: np.full_like(x, 3 * np.mean(x**2)),
    ]
    found = submission.find_wrong_gradients(lambda x: float(np.sum(x**3)), six, (2, 3))
    assert_close(found, [1, 3, 5], what="the positions of the wrong ones")
