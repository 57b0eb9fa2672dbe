"""Hidden checks of the derivatives and the numerical gradients."""

import numpy as np
import pytest

from autograder import assert_close, assert_raises, fail

RESTORED = 1e-12  # adding and subtracting h leaves rounding errors in x; they are no offence
ROUGHLY = 1e-3  # for checks that ask something else than which formula is used


def assert_restored(submission, position, x, name="x"):
    """Fail if the last call left the array at that position of its arguments moved."""
    after = np.asarray(submission.last_call.arguments_after[position], dtype=np.float64)
    if after.shape != x.shape or not np.all(np.abs(after - x) <= RESTORED):
        fail(got=f"{name} = {after.tolist()} after the call", expected=f"{x.tolist()}, as before")


def assert_roughly(gradient, expected):
    """Fail unless the gradient points the right way: leaving x alone by doing nothing is no merit."""
    assert_close(gradient, expected, what="the gradient", absolute=np.inf)
    got, right = np.ravel(gradient), np.ravel(expected)
    if not got @ right > 0.9 * np.linalg.norm(got) * np.linalg.norm(right):
        assert_close(gradient, expected, what="the gradient", tolerance=ROUGHLY)


# numerical_derivative


@pytest.mark.exercise(
    "numerical_derivative",
    weight=26,
    about="values",
    hint="What happens to the error if h halves?",
    slide="Gradient Evaluation",
)
@pytest.mark.parametrize(("method", "ratio"), [("forward", 2.0), ("central", 4.0)])
def test_halving_h_shrinks_the_error_as_it_should(submission, rng, method, ratio):
    """Half the step: the forward error halves, the central error falls to a quarter."""
    x, errors = rng.uniform(0.5, 1.0), []
    for h in (0.002, 0.001):
        slope = submission.numerical_derivative(np.exp, x, h=h, method=method)
        assert_close(slope, np.exp(x), what=f"the slope of exp at {x:.3f} with h = {h}", tolerance=0.1)
        errors.append(np.asarray(slope, dtype=np.float64).item() - np.exp(x))
    if errors[1] == 0:
        fail(got="an error of 0 at h = 0.001", expected="a small one, that of the formula")
    assert_close(
        errors[0] / errors[1], ratio, what=f"the {method} error at h over that at h / 2", tolerance=0.01
    )


@pytest.mark.exercise(
    "numerical_derivative",
    weight=26,
    about="stability",
    hint="What limits the digits here: the step, or the formula?",
)
def test_the_default_step_keeps_nine_digits(submission, rng):
    """Without a given h and method the slope of sin is right to nine digits."""
    for x in rng.uniform(-3.0, 3.0, size=4):
        slope = submission.numerical_derivative(np.sin, float(x))
        assert_close(slope, np.cos(x), what=f"the slope of sin at {x:.3f}", tolerance=2e-9)


@pytest.mark.exercise(
    "numerical_derivative", weight=8, about="bad input", hint="Which given line checks method and h?"
)
def test_unknown_methods_and_steps_are_refused_by_the_derivative(submission, at_work):
    """A method that does not exist, or a step that is not positive, raises ValueError."""
    at_work("numerical_derivative", np.sin, 1.0)
    refuse_bad_steps(submission.numerical_derivative, np.sin, 1.0)


def refuse_bad_steps(function, *args):
    """Fail unless `function` raises ValueError for a wrong method and for steps of 0 or less."""
    assert_raises(ValueError, function, *args, method="backward", because="there is no such method")
    for h in (0.0, -1e-5):
        assert_raises(ValueError, function, *args, h=h, because="the step is positive")


# polynomial_derivative


@pytest.mark.exercise(
    "polynomial_derivative", weight=86, about="values", hint="What is the slope of each of the four terms?"
)
def test_slopes_at_random_places(submission, rng):
    """The slope is right anywhere, in the shape of x."""
    x = rng.uniform(-3.0, 3.0, size=(2, 3))
    expected = np.polynomial.Polynomial([5, 1, -2, 0, 0.5]).deriv()(x)
    assert_close(
        submission.polynomial_derivative(x), expected, what="f'(x)", because="the analytic method is exact"
    )


# numerical_gradient


def cubes(slopes):
    """Return a function of any shape, its exact gradient, and its differences at step h."""

    def f(x):
        return float(np.sum(slopes * np.asarray(x, dtype=np.float64) ** 3))

    def differences(x, h, method):
        x = np.asarray(x, dtype=np.float64)
        return slopes * (3 * x**2 + h**2 + (3 * x * h if method == "forward" else 0.0))

    return f, differences


@pytest.mark.exercise(
    "numerical_gradient", weight=5, about="shapes", hint="Does your loop visit one number at a time?"
)
@pytest.mark.parametrize("shape", [(), (5,), (3, 2), (2, 1, 3)], ids=str)
def test_any_shape_will_do(submission, rng, shape):
    """Arrays of zero to three dimensions: the gradient has the shape of x and the right entries."""
    x, slopes = rng.normal(size=shape), rng.normal(size=shape)
    gradient = submission.numerical_gradient(lambda v: float(np.sum(slopes * np.sin(v))), x)
    assert_close(gradient, slopes * np.cos(x), what="the gradient", tolerance=ROUGHLY)
    if np.shape(gradient) != shape:
        fail(got=f"a gradient of shape {np.shape(gradient)}", expected=f"{shape}, the shape of x")


@pytest.mark.exercise(
    "numerical_gradient",
    weight=15,
    about="values",
    hint="Which formula, and which h, does your function use?",
)
@pytest.mark.parametrize("method", ["central", "forward"])
def test_step_and_method_are_the_callers(submission, rng, method):
    """With h = 0.5 and cubes the differences are known exactly."""
    f, differences = cubes(rng.normal(size=(2, 3)))
    x = rng.normal(size=(2, 3))
    gradient = submission.numerical_gradient(f, x, h=0.5, method=method)
    assert_close(gradient, differences(x, 0.5, method), what=f"the {method} gradient")


@pytest.mark.exercise("numerical_gradient", weight=5, about="edge cases", hint="What dtype holds x + h?")
@pytest.mark.parametrize("method", ["central", "forward"])
def test_integer_input_is_promoted(submission, method):
    """An x of integers gives the same gradient as the same x in floats."""
    f, differences = cubes(np.array([0.5, -1.25, 2.0]))
    x = np.array([3, -2, 1])
    gradient = submission.numerical_gradient(f, x, method=method)
    assert_close(gradient, differences(x, 1e-5, method), what="the gradient at integers", tolerance=ROUGHLY)


@pytest.mark.exercise(
    "numerical_gradient", weight=3, about="edge cases", hint="Is x + h different from x in float32?"
)
def test_float32_input_is_worked_on_in_float64(submission):
    """In float32 a step of 1e-7 is lost; in float64 it is not."""
    f, differences = cubes(np.array([0.5, -1.25, 2.0]))
    x = np.array([3.25, -2.5, 1.75], dtype=np.float32)
    gradient = submission.numerical_gradient(f, x, h=1e-7)
    assert_close(gradient, differences(x, 1e-7, "central"), what="the gradient", tolerance=ROUGHLY)


@pytest.mark.exercise(
    "numerical_gradient",
    weight=6,
    about="values",
    hint="Which calls of f does each entry need, and which are shared?",
)
@pytest.mark.parametrize(("method", "expected"), [("central", 24), ("forward", 13)])
def test_the_number_of_calls_is_exact(submission, rng, method, expected):
    """For 12 entries central differences take 24 calls of f, forward ones 13."""
    calls, x, slopes = [], rng.normal(size=(3, 4)), rng.normal(size=(3, 4))

    def f(v):
        calls.append(1)
        return float(np.sum(slopes * v))

    gradient = submission.numerical_gradient(f, x, method=method)
    if len(calls) != expected:
        fail(got=f"{len(calls)} calls of f for 12 entries", expected=f"{expected} calls ({method})")
    assert_roughly(gradient, slopes)


@pytest.mark.exercise("numerical_gradient", weight=4, about="mutation", hint="Is x the same afterwards?")
def test_x_is_restored_afterwards(submission, rng):
    """The caller's x is the same after both methods."""
    x = rng.normal(size=(2, 3))
    for method in ("central", "forward"):
        gradient = submission.numerical_gradient(lambda v: float(np.sum(v**2)), x, method=method)
        assert_restored(submission, 1, x)
        assert_roughly(gradient, 2 * x)


@pytest.mark.exercise(
    "numerical_gradient", weight=2, about="mutation", hint="If f raises half-way, which line puts x back?"
)
@pytest.mark.parametrize("last", [2, 7])
def test_x_is_restored_where_f_raises(submission, rng, last):
    """If f raises an exception half-way, it reaches the caller, and x is the same."""
    calls = []

    def f(v):
        calls.append(1)
        if len(calls) == last:
            raise ValueError("f has no value here")
        return float(np.sum(v**2))

    x = rng.normal(size=(2, 3))
    assert_roughly(submission.numerical_gradient(lambda v: float(np.sum(v**2)), x), 2 * x)
    assert_raises(ValueError, submission.numerical_gradient, f, x, because="f raised it")
    assert_restored(submission, 1, x)


@pytest.mark.exercise(
    "numerical_gradient", weight=3, about="bad input", hint="Which given line checks method and h?"
)
def test_unknown_methods_and_steps_are_refused_by_the_gradient(submission, at_work):
    """A method that does not exist, or a step that is not positive, raises ValueError."""
    good = (lambda v: float(v[0] * v[1])), np.array([2.0, -3.0])
    at_work("numerical_gradient", *good)
    refuse_bad_steps(submission.numerical_gradient, *good)


# numerical_gradient_array


def layer(rng):
    """Return f(x) = tanh(x @ A) from (2, 3) to (2, 4), a place, an upstream gradient and the exact answer."""
    A, x, dout = rng.normal(size=(3, 4)), rng.normal(size=(2, 3)), rng.normal(size=(2, 4))
    return (lambda v: np.tanh(v @ A)), x, dout, (dout * (1 - np.tanh(x @ A) ** 2)) @ A.T


@pytest.mark.exercise(
    "numerical_gradient_array",
    weight=36,
    about="gradients",
    hint="Which outputs does one entry of x move, and how much does each count?",
)
def test_a_layer_with_a_random_upstream_gradient(submission, rng):
    """For tanh(x @ A), whose output has another shape than x, every path to every output counts."""
    f, x, dout, expected = layer(rng)
    gradient = submission.numerical_gradient_array(f, x, dout)
    assert_close(gradient, expected, what="the gradient", tolerance=1e-8)


@pytest.mark.exercise(
    "numerical_gradient_array",
    weight=14,
    about="edge cases",
    hint="What is in your first answer after the second call of f?",
)
def test_f_may_return_the_same_buffer_each_time(submission, rng):
    """f writes every answer into one array; the gradient is the same."""
    f, x, dout, expected = layer(rng)
    buffer = np.zeros(dout.shape)

    def buffered(v):
        buffer[...] = f(v)
        return buffer

    gradient = submission.numerical_gradient_array(buffered, x, dout)
    assert_close(
        gradient,
        expected,
        what="the gradient",
        tolerance=ROUGHLY,
        because="the second call overwrites the first answer",
    )


@pytest.mark.exercise(
    "numerical_gradient_array",
    weight=12,
    about="values",
    hint="Which formula, and which h, does your function use?",
)
def test_the_step_is_the_callers(submission, rng):
    """With h = 0.5 and cubes the central differences are known exactly."""
    x, dout = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    gradient = submission.numerical_gradient_array(lambda v: v**3, x, dout, h=0.5)
    assert_close(gradient, dout * (3 * x**2 + 0.25), what="the gradient at h = 0.5")


@pytest.mark.exercise(
    "numerical_gradient_array", weight=10, about="shapes", hint="Must x and f(x) have as many axes?"
)
def test_x_and_output_may_have_any_shapes(submission, rng):
    """From three axes to one: f sums over two of them."""
    x, dout = rng.normal(size=(2, 1, 3)), rng.normal(size=3)
    gradient = submission.numerical_gradient_array(lambda v: np.sum(v**2, axis=(0, 1)), x, dout)
    assert_close(gradient, 2 * x * dout, what="the gradient", tolerance=ROUGHLY)


@pytest.mark.exercise(
    "numerical_gradient_array", weight=8, about="edge cases", hint="What dtype holds x + h?"
)
def test_integer_input_of_a_layer_is_promoted(submission, rng):
    """An x of integers gives the same gradient as the same x in floats."""
    x, dout = np.array([3, -2, 1]), rng.normal(size=3)
    gradient = submission.numerical_gradient_array(lambda v: np.asarray(v, dtype=np.float64) ** 3, x, dout)
    assert_close(gradient, 3 * x**2 * dout, what="the gradient at integers", tolerance=ROUGHLY)


@pytest.mark.exercise(
    "numerical_gradient_array", weight=3, about="mutation", hint="Is x the same afterwards?"
)
def test_x_and_the_upstream_gradient_are_unchanged(submission, rng):
    """The caller's x and dout are the same afterwards."""
    f, x, dout, expected = layer(rng)
    gradient = submission.numerical_gradient_array(f, x, dout)
    assert_restored(submission, 1, x)
    assert_restored(submission, 2, dout, "dout")
    assert_roughly(gradient, expected)


@pytest.mark.exercise(
    "numerical_gradient_array",
    weight=3,
    about="bad input",
    hint="Is the given line that checks h still there?",
)
def test_steps_are_refused_by_the_gradient_of_an_array(submission, rng):
    """A step that is not positive raises ValueError."""
    f, x, dout, expected = layer(rng)
    assert_roughly(submission.numerical_gradient_array(f, x, dout), expected)
    for h in (0.0, -1e-5):
        assert_raises(
            ValueError, submission.numerical_gradient_array, f, x, dout, h=h, because="the step is positive"
        )
