"""Wrong numerical gradients of array-valued functions."""

import numpy as np
from misconceptions import in_float64

from autograder import changed_by, contract, misconception, probe, refusal


def differences(f, x, h, combine, *, forward=False, copy=True):
    """Walk through the entries of `x`; `combine` makes a number of the change of f along each."""
    gradient = np.zeros(x.shape)
    start = np.array(f(x)) if forward else None
    for index in np.ndindex(x.shape):
        value = x[index]
        x[index] = value + h
        above = np.array(f(x)) if copy else f(x)
        if forward:
            change = (above - start) / h
        else:
            x[index] = value - h
            change = (above - f(x)) / (2 * h)
        x[index] = value
        gradient[index] = combine(change, index)
    return gradient


@misconception("numerical_gradient_array", hint="Where does the upstream gradient enter?")
def array_ignores_upstream(f, x, dout, h=1e-5):
    return differences(f, in_float64(x), h, lambda change, index: np.sum(change))


@misconception("numerical_gradient_array", hint="What is in your first answer after the second call of f?")
def array_trusts_buffer(f, x, dout, h=1e-5):
    return differences(f, in_float64(x), h, lambda change, index: np.sum(dout * change), copy=False)


@misconception("numerical_gradient_array", hint="Do several paths to the loss add up, or average?")
def array_averages(f, x, dout, h=1e-5):
    return differences(f, in_float64(x), h, lambda change, index: np.mean(dout * change))


@misconception("numerical_gradient_array", hint="Can x[0] move more than one output?")
def array_diagonal_only(f, x, dout, h=1e-5):
    return differences(f, in_float64(x), h, lambda change, index: (dout * change)[index])


@misconception("numerical_gradient_array", hint="What happens to the error if h halves?")
def array_forward(f, x, dout, h=1e-5):
    return differences(f, in_float64(x), h, lambda change, index: np.sum(dout * change), forward=True)


@misconception("numerical_gradient_array", hint="How far apart are the two points of a central difference?")
def array_divides_by_h(f, x, dout, h=1e-5):
    return 2 * differences(f, in_float64(x), h, lambda change, index: np.sum(dout * change))


@misconception("numerical_gradient_array", hint="What dtype holds x + h?")
def array_in_integers(f, x, dout, h=1e-5):
    return differences(f, np.array(x), h, lambda change, index: np.sum(dout * change))


@misconception("numerical_gradient_array", hint="Which h does your function use when the caller gives one?")
def array_own_h(f, x, dout, h=1e-5):
    return differences(f, in_float64(x), 1e-5, lambda change, index: np.sum(dout * change))


@misconception("numerical_gradient_array", hint="Is x the same afterwards?")
def array_leaves_x_moved(f, x, dout, h=1e-5):
    x = x if x.dtype == np.float64 else in_float64(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = np.array(f(x))
        x[index] -= 2 * h
        gradient[index] = np.sum(dout * (above - f(x))) / (2 * h)
    return gradient


def mix(x):
    """Square and mix: each output depends on several inputs; the shape stays."""
    return np.asarray(x, dtype=np.float64) ** 2 @ np.array([[1.0, -2.0], [0.5, 3.0]]) + np.sum(x) ** 3


@misconception(
    "numerical_gradient_array", hint="Which shape should the gradient have: that of x or that of dout?"
)
def array_of_slopes(f, x, dout, h=1e-5):
    x = in_float64(x)
    return dout * (np.array(f(x + h)) - f(x - h)) / (2 * h)


@probe("numerical_gradient_array")
def array_probe(code):
    x, dout = np.array([[1.0, -0.5], [2.0, 0.25]]), np.array([[1.0, 2.0], [-3.0, 0.5]])

    def buffered():
        buffer = np.zeros((2, 2))

        def f(x):
            buffer[...] = mix(x)
            return buffer

        return f

    def gradient(f, x, **options):
        return code.numerical_gradient_array(f, x, dout, **options)

    return {
        "gradient": lambda: gradient(mix, x),
        "large step": lambda: gradient(mix, x, h=0.3),
        "one buffer": lambda: gradient(buffered(), x, h=0.3),
        "upstream of ones": lambda: code.numerical_gradient_array(mix, x, np.ones((2, 2)), h=0.3),
        "of whole numbers": lambda: gradient(mix, np.array([[1, 0], [2, 3]]), h=0.3),
        "h of 0": contract(lambda: refusal(gradient, mix, x, h=0.0)),
        "x changed": contract(lambda: changed_by(code, code.numerical_gradient_array, mix, x, dout)),
    }
