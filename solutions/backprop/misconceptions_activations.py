"""Wrong sigmoid and ReLU layers."""

from functools import cache

import numpy as np
from backprop import as_float_array, relu_forward, sigmoid_forward
from misconceptions import (
    DOUT,
    MULTIPLIED,
    ONE_NUMBER,
    UPSTREAM,
    X,
    as_numbers,
    numbers,
    spread,
    width,
    wrote_into,
)

from autograder import contract, misconception, part, probe, refusal

right_sigmoid_forward, right_relu_forward = sigmoid_forward, relu_forward
SCRATCH = np.zeros(1000)


# sigmoid


@misconception("sigmoid", replaces="sigmoid_forward", hint="For which x does e^-x leave the floats?")
def sigmoid_overflowing(x):
    out = 1 / (1 + np.exp(-as_float_array(x)))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="What is infinity divided by infinity?")
def sigmoid_of_large_exponentials(x):
    out = np.exp(as_float_array(x)) / (1 + np.exp(as_float_array(x)))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="Where does the sigmoid go when x grows?")
def sigmoid_mirrored(x):
    out, _ = right_sigmoid_forward(-as_float_array(x))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="What dtype has the array you write into?")
def sigmoid_into_the_inputs_dtype(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    e = np.exp(-np.abs(x))
    out[...] = np.where(x >= 0, 1, e) / (1 + e)
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="Whose array is it?")
def sigmoid_in_place(x):
    x = as_float_array(x)
    x[...] = right_sigmoid_forward(x)[0]
    return x.copy(), x.copy()


@misconception("sigmoid", replaces="sigmoid_forward", hint="What becomes of this cache at the next call?")
def sigmoid_shared_memory(x):
    out, _ = right_sigmoid_forward(x)
    cache = SCRATCH[: out.size].reshape(out.shape)
    cache[...] = out
    return out, cache


@misconception("sigmoid", replaces="sigmoid_backward", hint=UPSTREAM)
def sigmoid_slope_alone(dout, cache):
    return cache * (1 - cache)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Which function has the slope 1 - f^2?")
def sigmoid_slope_of_tanh(dout, cache):
    return dout * (1 - cache**2)


@misconception("sigmoid", replaces="sigmoid_backward", hint="How many factors has the slope on the slide?")
def sigmoid_slope_with_one_factor(dout, cache):
    return dout * cache


@misconception("sigmoid", replaces="sigmoid_backward", hint="Is the cache x, or is it already sigma(x)?")
def sigmoid_slope_of_the_output(dout, cache):
    out, _ = right_sigmoid_forward(cache)
    return dout * out * (1 - out)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Does the slope of the sigmoid depend on dout?")
def sigmoid_slope_at_upstream(dout, cache):
    return dout * (1 - dout)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Does the sigmoid ever fall?")
def sigmoid_slope_negative(dout, cache):
    return -dout * cache * (1 - cache)


@misconception("sigmoid", replaces="sigmoid_backward", hint="How many factors has the slope on the slide?")
def sigmoid_slope_with_the_other_factor(dout, cache):
    return dout * (1 - cache)


@misconception("sigmoid", replaces="sigmoid_backward", hint="How many factors has the slope on the slide?")
def sigmoid_slope_with_a_factor_more(dout, cache):
    return dout * cache * cache * (1 - cache)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Does the slope of the sigmoid depend on dout?")
def sigmoid_slope_at_upstream_times_it(dout, cache):
    return dout * dout * (1 - dout)


@misconception("sigmoid", replaces="sigmoid_backward", hint=MULTIPLIED)
def sigmoid_slope_added(dout, cache):
    return dout + cache * (1 - cache)


@misconception("sigmoid", replaces="sigmoid_backward", hint=ONE_NUMBER)
def sigmoid_slope_summed(dout, cache):
    return dout * np.sum(cache * (1 - cache))


@misconception("sigmoid", replaces="sigmoid_backward", hint=ONE_NUMBER)
def sigmoid_gradient_summed(dout, cache):
    return np.sum(dout * cache * (1 - cache))


@misconception("sigmoid", replaces="sigmoid_forward", hint="Is the cache x, or is it already sigma(x)?")
def sigmoid_that_keeps_x(x):
    x = as_float_array(x)
    return right_sigmoid_forward(x)[0], x


@misconception("sigmoid", replaces="sigmoid_forward", hint="Between which two numbers does the sigmoid lie?")
def sigmoid_tanh(x):
    out = np.tanh(as_float_array(x))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="Between which two numbers does the sigmoid lie?")
def sigmoid_tanh_alone(x):
    return np.tanh(as_float_array(x)), right_sigmoid_forward(x)[0]


@misconception("sigmoid", replaces="sigmoid_backward", hint="Are dx and dout two arrays?")
def sigmoid_backward_in_place(dout, cache):
    dout *= cache * (1 - cache)
    return dout


@misconception(
    "sigmoid", replaces="sigmoid_backward", hint="Which of the arrays that you make yourself are float64?"
)
def sigmoid_in_double(dout, cache):
    return np.zeros(np.shape(cache)) + dout * cache * (1 - cache)


@misconception(
    "sigmoid",
    replaces="sigmoid_forward",
    hint="What if x is a single number?",
    seen_in=["gradient at one number"],
)
def sigmoid_for_arrays_only(x):
    if not np.ndim(x):
        raise TypeError
    return right_sigmoid_forward(x)


# relu


@misconception(
    "relu",
    replaces="relu_forward",
    hint="What is the larger of 0 and -2?",
    seen_in=["out of negative numbers"],
)
def relu_leaking(x):
    x = as_float_array(x)
    return np.where(x > 0, x, 0.01 * x), x


@misconception("relu", replaces="relu_forward", hint="What is the larger of 0 and -2?")
def relu_absolute(x):
    x = as_float_array(x)
    return np.abs(x), x


@misconception("relu", replaces="relu_forward", hint="What is the difference between np.max and np.maximum?")
def relu_along_an_axis(x):
    x = as_float_array(x)
    return np.max(x, 0), x


@misconception("relu", replaces="relu_forward", hint="Whose array is it?")
def relu_in_place(x):
    x = as_float_array(x)
    x[x < 0] = 0
    return x, x


@misconception("relu", replaces="relu_forward", hint="What becomes of this cache at the next call?")
def relu_shared_memory(x):
    x = as_float_array(x)
    if x.size > SCRATCH.size:
        return right_relu_forward(x)
    cache = SCRATCH[: x.size].reshape(x.shape)
    cache[...] = x
    return np.maximum(0, x), cache


@misconception("relu", replaces="relu_backward", hint=UPSTREAM)
def relu_mask_alone(dout, cache):
    return (cache > 0).astype(cache.dtype)


@misconception("relu", replaces="relu_backward", hint="Which units were on in the forward pass?")
def relu_without_mask(dout, cache):
    return dout


@misconception(
    "relu", replaces="relu_backward", hint="Does the forward pass or the upstream gradient decide who was on?"
)
def relu_mask_on_upstream(dout, cache):
    return np.where(dout > 0, dout, 0)


@misconception("relu", replaces="relu_backward", hint="May a gradient that passes a ReLU be negative?")
def relu_mask_on_both(dout, cache):
    return np.where((cache > 0) & (dout > 0), dout, 0)


@misconception("relu", replaces="relu_backward", hint="How steep is max(0, x) at x = 3?")
def relu_times_its_value(dout, cache):
    return dout * np.maximum(0, cache)


@misconception("relu", replaces="relu_backward", hint="What is the slope where the unit was off?")
def relu_sign(dout, cache):
    return dout * np.sign(cache)


@misconception("relu", replaces="relu_backward", hint="What is 0 / 0?")
def relu_ratio(dout, cache):
    return dout * (np.maximum(0, cache) / cache)


@misconception("relu", replaces="relu_backward", hint="Which entries of the Jacobian are not 0?")
def relu_jacobian(dout, cache):
    rows, upstream = np.atleast_2d(cache), np.atleast_2d(dout)
    dx = [np.diag(np.where(row > 0, 1.0, 0.0)) @ each for row, each in zip(rows, upstream)]
    return np.reshape(dx, np.shape(cache)).astype(cache.dtype)


@misconception("relu", replaces="relu_backward", hint="Are dx and dout two arrays?")
def relu_backward_in_place(dout, cache):
    dout *= cache > 0
    return dout


@misconception(
    "relu", replaces="relu_backward", hint="Which of the arrays that you make yourself are float64?"
)
def relu_in_double(dout, cache):
    dx = np.zeros(cache.shape)
    dx[cache > 0] = np.asarray(dout)[cache > 0]
    return dx


@misconception(
    "relu", replaces="relu_backward", hint="What is this course's rule at exactly zero?", costs_points=False
)
def relu_on_at_zero(dout, cache):
    return np.where(cache >= 0, dout, 0)


@misconception("relu", replaces="relu_forward", hint="What is the larger of 0 and -2?")
def relu_of_the_smaller(x):
    x = as_float_array(x)
    return np.minimum(0, x), x


@misconception("relu", replaces="relu_forward", hint="Does a unit that is on pass its value, or just a 1?")
def relu_step(x):
    x = as_float_array(x)
    return (x > 0).astype(x.dtype), x


@misconception("relu", replaces="relu_forward", hint="What is the larger of 0 and -2?")
def relu_missing(x):
    x = as_float_array(x)
    return x.copy(), x


@misconception("relu", replaces="relu_backward", hint="Which units were on, and which were off?")
def relu_mask_reversed(dout, cache):
    return np.where(cache > 0, 0, dout)


@misconception(
    "relu",
    replaces="relu_backward",
    hint="What is the slope where the unit was off?",
    seen_in=["where the unit was off"],
)
def relu_backward_leaking(dout, cache):
    return np.where(cache > 0, dout, 0.01 * dout)


@misconception("relu", replaces="relu_backward", hint=MULTIPLIED)
def relu_added(dout, cache):
    return dout + (cache > 0)


@misconception("relu", replaces="relu_backward", hint=ONE_NUMBER)
def relu_summed(dout, cache):
    return np.sum(np.where(cache > 0, dout, 0))


@misconception("relu", replaces="relu_backward", hint="Is it the output that goes back, or the gradient?")
def relu_returns_its_value(dout, cache):
    return np.maximum(0, cache)


# Probes: what tells the wrong versions of an exercise apart.


def probe_layer(code, forward, backward, x, number=float):
    """Return what a layer of one input shows: alone, between other calls, at numbers, in float32, and what it writes into."""

    @cache
    def gradients():
        return backward(DOUT.copy(), forward(x.copy())[1])

    def between_other_calls():
        _, cache = forward(x.copy())
        forward(x[:, ::-1] + 1)
        found = as_numbers(backward(DOUT.copy(), cache))
        return "as alone" if np.allclose(found, as_numbers(gradients())) else "others"

    def dtypes():
        out, cache = forward(x.astype(np.float32))
        return width(out, backward(DOUT.astype(np.float32), cache))

    def integers():
        return numbers(forward(np.array([-2, 1, 3]))[0])

    def one_number():
        if refusal(gradients) != "accepted":
            return ""
        if refusal(forward, 0.5) != "accepted":
            return "refused"
        _, cache = forward(0.5)
        return (
            "refused"
            if refusal(backward, number(2.0), cache) != "accepted"
            else numbers(backward(number(2.0), cache))
        )

    def x_written():
        given = np.array([[1200.0, -900.0], [0.5, -0.25]])
        before = given.copy()
        forward(given)
        return wrote_into(code, given, before)

    def dout_written():
        dout = DOUT.copy()
        backward(dout, forward(x.copy())[1])
        return wrote_into(code, dout, DOUT)

    def is_a_number():
        return "a number" if np.ndim(gradients()) == 0 else ""

    return {
        "out": lambda: numbers(forward(x.copy())[0]),
        "gradient is a number": is_a_number,
        "gradient": lambda: spread(gradients(), DOUT.shape),
        "between other calls": between_other_calls,
        "out for whole numbers": integers,
        "gradient at one number": one_number,
        "dtypes": contract(dtypes),
        "x changed": contract(x_written),
        "dout changed": contract(dout_written),
    }


@probe("sigmoid")
def sigmoid_probe(code):
    @cache
    def far_out():
        out, kept = code.sigmoid_forward(np.array([-1000.0, 1000.0]))
        return numbers(out), numbers(code.sigmoid_backward(np.array([2.0, 3.0]), kept))

    def where_the_exponential_overflows():
        return bool(numbers(code.sigmoid_forward(np.array([-720.0]))[0])[0] > 0)

    return {
        **probe_layer(code, code.sigmoid_forward, code.sigmoid_backward, X),
        "out far from 0": lambda: part(far_out(), 0),
        "gradient far from 0": lambda: part(far_out(), 1),
        "where the exponential overflows": where_the_exponential_overflows,
    }


@probe("relu")
def relu_probe(code):
    def at_zero():
        _, cache = code.relu_forward(np.array([0.0, 1.0]))
        return numbers(code.relu_backward(np.array([2.0, 3.0]), cache))

    def infinite():
        """Whether one infinite gradient spoils its neighbours, as it does in a product with zeros."""
        _, cache = code.relu_forward(np.array([[1.0, 2.0]]))
        found = np.ravel(as_numbers(code.relu_backward(np.array([[np.inf, 1.0]]), cache)))
        return "spreads" if np.isnan(found[-1]) else "stays in its place"

    def off():
        """What part of the upstream gradient passes units that were off; nothing where that is all or none."""
        _, cache = code.relu_forward(X.copy())
        shares = (spread(code.relu_backward(DOUT.copy(), cache), DOUT.shape) / DOUT)[X < 0]
        return "a part" if np.allclose(shares, shares[0]) and 0 < shares[0] < 1 else ""

    def out_of_negative_numbers():
        """What part of a negative number passes; nothing where that is all or none."""
        given = np.array([-1.0, -2.0, 3.0])
        shares = as_numbers(code.relu_forward(given)[0])[:2] / given[:2]
        return "a part" if np.allclose(shares, shares[0]) and 0 < shares[0] < 1 else ""

    return {
        "where the unit was off": off,
        "out of negative numbers": out_of_negative_numbers,
        **probe_layer(code, code.relu_forward, code.relu_backward, X, number=np.array),
        "gradient at 0": at_zero,
        "an infinite upstream gradient": infinite,
    }
