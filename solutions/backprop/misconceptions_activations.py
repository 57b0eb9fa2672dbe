"""Wrong sigmoid and ReLU layers."""

from functools import cache

import numpy as np
from backprop import as_float_array, relu_forward, sigmoid_forward
from misconceptions import DOUT, UPSTREAM, X, numbers, wrote_into

from autograder import contract, misconception, part, probe

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


@misconception("sigmoid", replaces="sigmoid_backward", hint="How many factors has the slope on the slide?")
def sigmoid_slope_with_the_other_factor(dout, cache):
    return dout * (1 - cache)


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


# relu


@misconception("relu", replaces="relu_forward", hint="What is the larger of 0 and -2?")
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
    dx = np.zeros(cache.shape)
    for place in np.ndindex(cache.shape[:-1]):
        dx[place] = np.diag(np.where(cache[place] > 0, 1.0, 0.0)) @ dout[place]
    return dx


@misconception("relu", replaces="relu_backward", hint="Are dx and dout two arrays?")
def relu_backward_in_place(dout, cache):
    dout *= cache > 0
    return dout


@misconception("relu", replaces="relu_backward", hint="Are dx and dout two arrays?")
def relu_backward_by_index_in_place(dout, cache):
    dx = dout
    dx[cache <= 0] = 0  # which a number has no place for
    return dx


@misconception("relu", replaces="relu_backward", hint="What dtype has the array you write into?")
def relu_in_double(dout, cache):
    dx = np.zeros(cache.shape)
    dx[cache > 0] = dout[cache > 0]
    return dx


@misconception(
    "relu", replaces="relu_backward", hint="What is this course's rule at exactly zero?", costs_points=False
)
def relu_on_at_zero(dout, cache):
    return np.where(cache >= 0, dout, 0)


# Probes: what tells the wrong versions of an exercise apart.


def probe_layer(code, forward, backward, x):
    """Return what a layer of one input shows: two calls in turn, other dtypes, arguments that are written into."""

    def values():
        return numbers(forward(x.copy())[0])

    def gradients():
        _, cache = forward(x.copy())
        forward(x[:, ::-1] + 1)
        return numbers(backward(DOUT.copy(), cache))

    def dtypes():
        out, cache = forward(x.astype(np.float32))
        return str(numbers(out).dtype), str(numbers(backward(DOUT.astype(np.float32), cache)).dtype)

    def integers():
        return numbers(forward(np.array([-2, 1, 3]))[0])

    def one_number():
        _, cache = forward(0.5)
        return numbers(backward(2.0, cache))

    def writing():
        given, dout = x.copy(), DOUT.copy()
        _, cache = forward(given)
        wrote = wrote_into(code, given, x)
        backward(dout, cache)
        return wrote, wrote_into(code, dout, DOUT)

    return {
        "out": values,
        "gradient": gradients,
        "out for whole numbers": integers,
        "gradient at one number": one_number,
        "dtypes": contract(dtypes),
        "arguments changed": contract(writing),
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

    return {**probe_layer(code, code.relu_forward, code.relu_backward, X), "gradient at 0": at_zero}
