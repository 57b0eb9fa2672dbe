"""Wrong numerical gradients of functions with one number as their value."""

import numpy as np
from gradients import check_method
from misconceptions import in_float64, right_gradient

from autograder import changed_by, contract, misconception, probe, refusal, within


@misconception("numerical_gradient", hint="What dtype holds x + h?")
def gradient_in_integers(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.array(x)
    gradient = np.zeros(x.shape)
    start = f(x) if method == "forward" else 0.0
    for index in np.ndindex(x.shape):
        value = x[index]
        x[index] = value + h
        above = f(x)
        if method == "forward":
            gradient[index] = (above - start) / h
        else:
            x[index] = value - h
            gradient[index] = (above - f(x)) / (2 * h)
        x[index] = value
    return gradient


@misconception("numerical_gradient", hint="Is x + h different from x in float32?")
def gradient_in_float32(f, x, h=1e-5, method="central"):
    x = np.array(x, dtype=np.float32 if np.asarray(x).dtype == np.float32 else np.float64)
    return gradient_in_integers(f, x, h, method)


@misconception("numerical_gradient", hint="What dtype does np.zeros_like(x) have when x holds integers?")
def gradient_stored_in_integers(f, x, h=1e-5, method="central"):
    return right_gradient(f, x, h, method).astype(np.asarray(x).dtype)


@misconception("numerical_gradient", hint="How many digits survive the subtraction?")
def gradient_tiny_h(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return right_gradient(f, x, 1e-15, method)


@misconception("numerical_gradient", hint="Which h does your function use when the caller gives one?")
def gradient_own_h(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return right_gradient(f, x, 1e-5, method)


@misconception("numerical_gradient", hint="What happens to the error if h halves?")
def gradient_always_forward(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return right_gradient(f, x, h, "forward")


@misconception("numerical_gradient", hint="How many calls does the lecture's formula need for nine weights?")
def gradient_always_central(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return right_gradient(f, x, h, "central")


@misconception("numerical_gradient", hint="Which of the two differences is called central?")
def gradient_methods_swapped(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return right_gradient(f, x, h, "forward" if method == "central" else "central")


@misconception("numerical_gradient", hint="How far apart are the two points of a central difference?")
def gradient_divides_by_h(f, x, h=1e-5, method="central"):
    gradient = right_gradient(f, x, h, method)
    return 2 * gradient if method == "central" else gradient


@misconception("numerical_gradient", hint="Is x the same afterwards?")
def gradient_leaves_x_moved(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = x if x.dtype == np.float64 else in_float64(x)
    gradient = np.zeros(x.shape)
    start = f(x) if method == "forward" else 0.0
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        if method == "forward":
            gradient[index] = (above - start) / h
        else:
            x[index] -= 2 * h
            gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def walk_in_place(f, x, h, method):
    x = x if x.dtype == np.float64 else in_float64(x)
    gradient = np.zeros(x.shape)
    start = f(x) if method == "forward" else 0.0
    for index in np.ndindex(x.shape):
        value = x[index]
        x[index] = value + h
        above = f(x)
        if method == "forward":
            gradient[index] = (above - start) / h
        else:
            x[index] = value - h
            gradient[index] = (above - f(x)) / (2 * h)
        x[index] = value
    return gradient


@misconception("numerical_gradient", hint="If f raises half-way, which line puts x back?")
def gradient_forgets_x_on_error(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return walk_in_place(f, x, h, method)


@misconception("numerical_gradient", hint="Which of your calls of f do you never use?")
def gradient_spare_call(f, x, h=1e-5, method="central"):
    f(in_float64(x))
    return right_gradient(f, x, h, method)


@misconception("numerical_gradient", hint="How often does f(x) change while you walk through the entries?")
def gradient_repeats_base(f, x, h=1e-5, method="central"):
    if method == "central":
        return right_gradient(f, x, h, method)
    check_method(method, h)
    x = in_float64(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        start = f(x)
        value = x[index]
        x[index] = value + h
        gradient[index] = (f(x) - start) / h
        x[index] = value
    return gradient


@misconception("numerical_gradient", hint="For a 2-D array, how many numbers are in x[i]?")
def gradient_moves_rows(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = in_float64(x)
    gradient = np.zeros(x.shape)
    start = f(x) if method == "forward" else 0.0
    for i in range(len(x)):
        value = x[i].copy()
        x[i] = value + h
        above = f(x)
        if method == "forward":
            gradient[i] = (above - start) / h
        else:
            x[i] = value - h
            gradient[i] = (above - f(x)) / (2 * h)
        x[i] = value
    return gradient


@misconception("numerical_gradient", hint="How many entries of x does x + h move?")
def gradient_moves_all(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = in_float64(x)
    low = x if method == "forward" else x - h
    slope = (f(x + h) - f(low)) / (h if method == "forward" else 2 * h)
    return np.full(x.shape, slope)


@misconception("numerical_gradient", hint="Which shape must dW have so that W - dW makes sense?")
def gradient_flat(f, x, h=1e-5, method="central"):
    return right_gradient(f, x, h, method).ravel()


@misconception("numerical_gradient", hint="If f rises with x[i], which sign does its slope have?")
def gradient_negated(f, x, h=1e-5, method="central"):
    return -right_gradient(f, x, h, method)


def bowl(x):
    """Cubic in each entry, coupled, defined for any shape."""
    x = np.asarray(x, dtype=np.float64)
    return float(np.sum(x**3) + np.sum(x) ** 2)


def counted(f, calls, last=1000):
    """Return `f`, but each call of it is noted in the list `calls`, and number `last` fails."""

    def noted(x):
        calls.append(1)
        if len(calls) == last:
            raise ValueError("f has no value here")
        return f(x)

    return noted


@misconception("numerical_gradient", hint="How many partial derivatives does a function of six numbers have?")
def gradient_of_first_axis(f, x, h=1e-5, method="central"):
    x = in_float64(x)
    return right_gradient(f, x, h, method).reshape(-1)[: len(x) if x.ndim else 1]


@probe("numerical_gradient")
def gradient_probe(code):
    table = np.array([[1.0, 2.0, -1.0], [0.5, 3.0, 1.5]])
    whole = np.array([3, 1])

    def gradient(x, h=0.1, method="central"):
        return code.numerical_gradient(bowl, x, h, method)

    def calls(method):
        made = []
        code.numerical_gradient(counted(bowl, made), table, 1e-3, method)
        needed = 2 * table.size if method == "central" else table.size + 1
        spare = len(made) - needed
        return spare if spare <= 1 else "again for each entry" if spare >= table.size - 1 else ""

    def interrupted():
        return changed_by(code, code.numerical_gradient, counted(bowl, [], last=4), table[0], 1e-3)

    return {
        "central": lambda: gradient(table),
        "forward": lambda: gradient(table, method="forward"),
        "of a list": lambda: gradient(table[0]),
        "of whole numbers": lambda: gradient(whole),
        "forward of whole numbers": lambda: gradient(whole, method="forward"),
        "in float32": within(1e-3, lambda: gradient(np.array([1.0, 2.0], np.float32), 1e-7)),
        "h not given": within(1e-6, lambda: code.numerical_gradient(bowl, table)),
        "calls central": contract(lambda: calls("central")),
        "calls forward": contract(lambda: calls("forward")),
        "x changed": contract(lambda: changed_by(code, code.numerical_gradient, bowl, table, 1e-3)),
        "x changed after an error": contract(interrupted),
        "h of 0": contract(lambda: refusal(gradient, table, 0.0)),
    }
