"""Hidden checks of the elementwise layers, sigmoid and ReLU."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, expect_tuple, fail

N, D = 4, 3
OWN = "backward is handed the cache of one call and answers for that call"
OUT = "(out, cache)"
JACOBIAN = "Which entries of the Jacobian are not 0?"


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))


def _normal(rng, *shape):
    return rng.normal(size=shape).round(2)  # short numbers are easier to read in a message


def _away_from_zero(rng, *shape):
    return (rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3.0, size=shape)).round(2)


# sigmoid


@pytest.mark.exercise("sigmoid", weight=14, about="values")
def test_the_sigmoid_of_random_numbers(submission, rng):
    """Forward is 1 / (1 + e^-x) in each place."""
    x = 3 * _normal(rng, N, D)
    out, _ = expect_tuple(submission.sigmoid_forward(x), 2, what=OUT)
    assert_close(out, _sigmoid(x), what="out")


@pytest.mark.exercise(
    "sigmoid", weight=28, about="gradients", hint="What do you do with what arrives from above?"
)
def test_the_sigmoids_gradient_with_any_upstream_gradient(submission, rng):
    """The gradient is (1 - sigma) sigma times the upstream gradient."""
    x, dout = 2 * _normal(rng, N, D), _normal(rng, N, D)
    _, cache = expect_tuple(submission.sigmoid_forward(x), 2, what=OUT)
    dx = submission.sigmoid_backward(dout, cache)
    assert_close(dx, dout * _sigmoid(x) * (1 - _sigmoid(x)), what="dx")


@pytest.mark.exercise(
    "sigmoid", weight=12, about="edge cases", hint="What belongs to this call, and what to all calls?"
)
def test_each_sigmoid_call_has_its_own_cache(submission, rng):
    """Two forwards, then both backwards: each cache belongs to its own call."""
    for x, dout, cache in _interleaved(submission.sigmoid_forward, rng):
        dx = submission.sigmoid_backward(dout, cache)
        assert_close(dx, dout * _sigmoid(x) * (1 - _sigmoid(x)), what="dx", because=OWN)


@pytest.mark.exercise("sigmoid", weight=20, about="stability", hint="Which of e^x and e^-x is small?")
def test_the_sigmoid_far_out(submission):
    """At -1000 and 1000 the sigmoid is 0 and 1 and its gradient 0, not nan."""
    out, cache = expect_tuple(submission.sigmoid_forward(np.array([-1000.0, 0.0, 1000.0])), 2, what=OUT)
    assert_close(out, [0.0, 0.5, 1.0], what="out")
    assert_close(submission.sigmoid_backward(np.array([2.0, 4.0, -3.0]), cache), [0.0, 1.0, 0.0], what="dx")


@pytest.mark.exercise("sigmoid", weight=5, about="stability", hint="For which x does e^-x leave the floats?")
def test_the_sigmoid_far_out_warns_of_nothing(submission):
    """At -1000 and 1000 nothing overflows on the way to the result."""
    out, _ = expect_tuple(submission.sigmoid_forward(np.array([-1000.0, 0.3, 1000.0])), 2, what=OUT)
    assert_close(out, [0.0, _sigmoid(0.3), 1.0], what="out")
    troubles = [text for text in submission.last_call.warnings if text.startswith("RuntimeWarning")]
    if troubles:
        fail(got=troubles[0], expected="no warning")


@pytest.mark.exercise("sigmoid", weight=4, about="mutation", hint="Whose array is it?")
def test_the_sigmoid_leaves_its_inputs_alone(submission, reference, rng):
    """Neither forward nor backward changes an array that it is given."""
    _unchanged(submission, reference, "sigmoid", rng)


@pytest.mark.exercise("sigmoid", weight=5, about="edge cases", hint="What happens to the dtype on the way?")
def test_the_sigmoid_keeps_float32_and_takes_integers(submission):
    """float32 in gives float32 out, and integers are as good as floats."""
    out, cache = expect_tuple(submission.sigmoid_forward(np.array([-2, 0, 2])), 2, what=OUT)
    right = _sigmoid(np.array([-2.0, 0.0, 2.0]))
    assert_close(out, right, what="out for whole numbers")
    dx = submission.sigmoid_backward(np.array([1.0, 4.0, -1.0]), cache)
    assert_close(dx, np.array([1.0, 4.0, -1.0]) * right * (1 - right), what="dx for whole numbers")
    _keeps_float32(submission.sigmoid_forward, submission.sigmoid_backward)


# relu


@pytest.mark.exercise("relu", weight=14, about="values", hint="Is the maximum taken in each place?")
def test_the_relu_of_random_numbers(submission, rng):
    """Forward is max(0, x) in each place."""
    x = _away_from_zero(rng, N, D)
    out, _ = expect_tuple(submission.relu_forward(x), 2, what=OUT)
    assert_close(out, np.where(x > 0, x, 0.0), what="out")


@pytest.mark.exercise("relu", weight=34, about="gradients", hint="Which units were on in the forward pass?")
def test_the_relus_gradient_with_any_upstream_gradient(submission, rng):
    """The gradient is the upstream gradient where x > 0, and 0 elsewhere."""
    x, dout = _away_from_zero(rng, 2, 3, 2), _normal(rng, 2, 3, 2)
    _, cache = expect_tuple(submission.relu_forward(x), 2, what=OUT)
    dx = submission.relu_backward(dout, cache)
    assert_close(dx, np.where(x > 0, dout, 0.0), what="dx", because="the input decides, not dout")


@pytest.mark.exercise(
    "relu", weight=14, about="edge cases", hint="What belongs to this call, and what to all calls?"
)
def test_each_relu_call_has_its_own_cache(submission, rng):
    """Two forwards, then both backwards: each cache belongs to its own call."""
    for x, dout, cache in _interleaved(submission.relu_forward, rng):
        dx = submission.relu_backward(dout, cache)
        assert_close(dx, np.where(x > 0, dout, 0.0), what="dx", because=OWN)


@pytest.mark.exercise("relu", weight=4, about="edge cases", hint="What do both passes give at exactly 0?")
def test_the_relu_at_zero(submission):
    """At x = 0 the output is 0 and the gradient between 0 and dout."""
    out, cache = expect_tuple(submission.relu_forward(np.array([0.0, 1.0])), 2, what=OUT)
    assert_close(out, [0.0, 1.0], what="out")
    dx = submission.relu_backward(np.array([2.0, 3.0]), cache)
    assert_close(dx, [0.0, 3.0], absolute=np.inf, what="dx")  # numbers of the right shape, whatever they are
    at_zero = float(np.ravel(dx)[0])
    if not 0 <= at_zero <= 2:
        fail(got=f"dx = {at_zero:g} at x = 0 for dout = 2", expected="a number from 0 to 2, best 0")


# The bounds hold 32 MB for the student's own arrays, the inputs, and the copies in which values cross between the
# processes: of 100 x 4096 numbers 36 MB as arrays, but 96 MB as lists. On top of that one 4096 x 4096 Jacobian
# (128 MB) does not fit, and of 16384 inputs no Jacobian of any dtype (268 MB in bool).
# Lists of so many numbers take seconds to cross, and more on a busy machine: that is not what is asked here.
@pytest.mark.exercise("relu", weight=8, about="memory", memory_mb=128, time_s=30, hint=JACOBIAN)
def test_the_relus_gradient_of_a_batch_fits_into_memory(submission, rng):
    """A batch of 100 x 4096 fits into the memory of a few such arrays."""
    _fits_into_memory(submission, rng, 100, 4096)


@pytest.mark.exercise("relu", weight=6, about="memory", memory_mb=48, time_s=30, hint=JACOBIAN)
def test_the_relus_gradient_of_long_examples_fits_into_memory(submission, rng):
    """A batch of 8 x 16384 fits into the memory of a few such arrays."""
    _fits_into_memory(submission, rng, 8, 16384)


def _fits_into_memory(submission, rng, *shape):
    x, dout = _away_from_zero(rng, *shape), _normal(rng, *shape)
    _, cache = expect_tuple(submission.relu_forward(x), 2, what=OUT)
    assert_close(submission.relu_backward(dout, cache), np.where(x > 0, dout, 0.0), what="dx")


@pytest.mark.exercise("relu", weight=5, about="mutation", hint="Whose array is it?")
def test_the_relu_leaves_its_inputs_alone(submission, reference, rng):
    """Neither forward nor backward changes an array that it is given."""
    _unchanged(submission, reference, "relu", rng)


@pytest.mark.exercise("relu", weight=4, about="edge cases", hint="What happens to the dtype on the way?")
def test_the_relu_keeps_float32_and_takes_integers(submission):
    """float32 in gives float32 out, and integers are as good as floats."""
    out, cache = expect_tuple(submission.relu_forward(np.array([-2, 3, 4])), 2, what=OUT)
    assert_close(out, [0.0, 3.0, 4.0], what="out for whole numbers")
    dx = submission.relu_backward(np.array([0.5, 0.25, -0.75]), cache)
    assert_close(dx, [0.0, 0.25, -0.75], what="dx for whole numbers")
    _keeps_float32(submission.relu_forward, submission.relu_backward)


# What both layers share


def _interleaved(forward, rng):
    """Call forward twice and return (x, dout, cache) of each call."""
    calls = []
    for _ in range(2):
        x = _away_from_zero(rng, N, D)
        _, cache = expect_tuple(forward(x), 2, what=OUT)
        calls.append((x, _normal(rng, N, D), cache))
    return calls


def _unchanged(submission, reference, layer, rng):
    x, dout = _away_from_zero(rng, N, D), _normal(rng, N, D)
    _, cache = expect_tuple(getattr(submission, f"{layer}_forward")(x), 2, what=OUT)
    assert_inputs_unchanged(submission)
    dx = getattr(submission, f"{layer}_backward")(dout, cache)
    assert_inputs_unchanged(submission)
    _, right = getattr(reference, f"{layer}_forward")(x)
    assert_close(dx, getattr(reference, f"{layer}_backward")(dout, right), what="dx")


def _keeps_float32(forward, backward):
    x = np.array([-1.0, 2.0, 3.0], dtype=np.float32)
    out, cache = expect_tuple(forward(x), 2, what=OUT)
    _expect_float32("out", out)
    _expect_float32("dx", backward(np.array([1.0, -2.0, 0.5], dtype=np.float32), cache))


def _expect_float32(name, value):
    if isinstance(value, np.ndarray | np.generic) and value.dtype != np.float32:  # a list has no dtype
        fail(got=f"{name} in {value.dtype}", expected=f"{name} in float32, as the inputs are")
