"""Wrong versions of the gradients exercises, as students write them, each with the question that leads on."""

import numpy as np
from gradients import (
    check_batch,
    check_method,
    check_pair,
    gradient_check,
    linear_softmax_loss,
    linear_svm_loss,
    numerical_gradient,
    polynomial,
    relative_error,
)

from autograder.misconceptions import misconception, probe

# The right versions, under names that stay when a wrong one takes a function's place.
right_gradient = numerical_gradient
right_error = relative_error
right_check = gradient_check
right_svm = linear_svm_loss
right_softmax = linear_softmax_loss


def left_behind(code, position, given):
    """The argument at that position as the last call left it; `given` where the call ran in this process."""
    last_call = getattr(code, "last_call", None)
    return given if last_call is None else last_call.arguments_after[position]


def tried(call, *args):
    """The result of the call, or the kind of error that it raises."""
    try:
        return call(*args)
    except Exception as error:
        return getattr(error, "type_name", type(error).__name__)


# numerical_derivative


@misconception("numerical_derivative", hint="What happens to the error if h halves?")
def derivative_always_forward(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return (f(x + h) - f(x)) / h


@misconception("numerical_derivative", hint="At which two places does the lecture's formula evaluate f?")
def derivative_always_central(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return (f(x + h) - f(x - h)) / (2 * h)


@misconception("numerical_derivative", hint="On which side of x is the lecture's second value?")
def derivative_backward(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "forward":
        return (f(x) - f(x - h)) / h
    return (f(x + h) - f(x - h)) / (2 * h)


@misconception("numerical_derivative", hint="How far apart are x + h and x - h?")
def derivative_divides_by_h(f, x, h=1e-5, method="central"):
    check_method(method, h)
    low = x if method == "forward" else x - h
    return (f(x + h) - f(low)) / h


@misconception("numerical_derivative", hint="In which order does Python work out a / 2 * h?")
def derivative_precedence(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "forward":
        return (f(x + h) - f(x)) / h
    return (f(x + h) - f(x - h)) / 2 * h


@misconception("numerical_derivative", hint="Which h does your function use when the caller gives one?")
def derivative_own_h(f, x, h=1e-5, method="central"):
    check_method(method, h)
    h = 1e-5
    low = x if method == "forward" else x - h
    return (f(x + h) - f(low)) / (x + h - low)


@misconception("numerical_derivative", hint="How many digits survive the subtraction?")
def derivative_tiny_h(f, x, h=1e-5, method="central"):
    check_method(method, h)
    h = 1e-15
    low = x if method == "forward" else x - h
    return (f(x + h) - f(low)) / (2 * h if method == "central" else h)


@misconception("numerical_derivative", hint="Does the formula step by h or by h / 2?")
def derivative_half_step(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "forward":
        return (f(x + h) - f(x)) / h
    return (f(x + h / 2) - f(x - h / 2)) / h


@misconception("numerical_derivative", hint="If f rises from left to right, which sign has its slope?")
def derivative_negated(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "forward":
        return (f(x) - f(x + h)) / h
    return (f(x - h) - f(x + h)) / (2 * h)


@misconception("numerical_derivative", hint="Is a difference of two values already a slope?")
def derivative_not_divided(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return f(x + h) - f(x if method == "forward" else x - h)


def quartic(x):
    """A curve whose differences tell steps, sides and formulas apart."""
    return x**4 + 2 * x


@probe("numerical_derivative")
def derivative_probe(code):
    return [
        code.numerical_derivative(quartic, 1.5, h=0.25, method=method) for method in ("central", "forward")
    ]


# polynomial_derivative


@misconception("polynomial_derivative", hint="What is the slope of a constant?")
def slope_keeps_constant(x):
    return 2 * x**3 - 4 * x + 1 + 5


@misconception("polynomial_derivative", hint="What is the slope of x itself?")
def slope_of_x_lost(x):
    return 2 * x**3 - 4 * x


@misconception("polynomial_derivative", hint="When x^4 becomes x^3, where does the 4 go?")
def slope_exponents_lost(x):
    return 0.5 * x**3 - 2 * x + 1


@misconception("polynomial_derivative", hint="Which power does the derivative of x^4 have?")
def slope_powers_kept(x):
    return 2 * x**4 - 4 * x**2 + x


@misconception("polynomial_derivative", hint="Which of the lecture's two methods is exact?")
def slope_by_differences(x):
    return (polynomial(x + 0.001) - polynomial(x)) / 0.001


@misconception("polynomial_derivative", hint="Is that the height of the curve or its slope?")
def slope_is_height(x):
    return polynomial(x)


@misconception("polynomial_derivative", hint="What sign has the x^2 term of f?")
def slope_sign_lost(x):
    return 2 * x**3 + 4 * x + 1


@probe("polynomial_derivative")
def slope_probe(code):
    return [code.polynomial_derivative(x) for x in (-1.5, 0.5, 2.0, 3.0)]


# numerical_gradient


def in_float64(x):
    return np.array(x, dtype=np.float64)


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


@misconception("numerical_gradient", hint="If f rises with x[i], which sign has its slope?")
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


@probe("numerical_gradient")
def gradient_probe(code):
    found = []
    for method in ("central", "forward"):
        for x in (np.array([[1.0, 2.0, -1.0], [0.5, 3.0, 1.5]]), np.array([3, 1])):
            calls = []
            found += [tried(code.numerical_gradient, counted(bowl, calls), x, 1e-3, method), len(calls)]
            found.append(rounded(left_behind(code, 1, x)))
    x = np.array([1.0, 2.0, -1.0])
    tried(code.numerical_gradient, counted(bowl, [], last=4), x, 1e-3)
    found.append(rounded(left_behind(code, 1, x)))
    single = tried(code.numerical_gradient, bowl, np.array([1.0, 2.0], np.float32), 1e-7)
    return [*found, single if isinstance(single, str) else np.round(single, 3)]


def rounded(x):
    return np.round(np.asarray(x, dtype=np.float64), 6)


# numerical_gradient_array


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


@probe("numerical_gradient_array")
def array_probe(code):
    buffer = np.zeros((2, 2))

    def buffered(x):
        buffer[...] = mix(x)
        return buffer

    x, dout = np.array([[1.0, -0.5], [2.0, 0.25]]), np.array([[1.0, 2.0], [-3.0, 0.5]])
    found = [
        code.numerical_gradient_array(f, x.copy(), dout, h=h) for f in (mix, buffered) for h in (1e-2, 1e-3)
    ]
    given = x.copy()
    code.numerical_gradient_array(mix, given, dout)
    found.append(rounded(left_behind(code, 1, given)))
    return [*found, code.numerical_gradient_array(mix, np.array([[1, 0], [2, 3]]), dout)]


# relative_error


@misconception("relative_error", hint="What if both agree on 0?")
def error_zero_by_zero(a, b):
    a, b = check_pair(a, b)
    with np.errstate(invalid="ignore"):
        return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


@misconception("relative_error", hint="One entry is 1e-12 and should be 0: is the whole gradient wrong?")
def error_largest_entry(a, b):
    a, b = check_pair(a, b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relative_error", hint="One entry is 1e-12 and should be 0: does it count as much as the others?"
)
def error_mean_of_entries(a, b):
    a, b = check_pair(a, b)
    return float(np.mean(np.abs(a - b) / np.maximum(1e-300, np.abs(a) + np.abs(b))))


@misconception("relative_error", hint="What does 1e-8 do to gradients of 1e-9?")
def error_with_epsilon(a, b):
    a, b = check_pair(a, b)
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-8))


@misconception("relative_error", hint="Relative to what? Which sizes are in the denominator?")
def error_over_second(a, b):
    if right_error(a, b) == 0:
        return 0.0
    a, b = check_pair(a, b)
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(b), 1e-300))


@misconception("relative_error", hint="Does the formula take the sum of the two norms, or the larger one?")
def error_over_larger(a, b):
    if right_error(a, b) == 0:
        return 0.0
    a, b = check_pair(a, b)
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b)))


@misconception("relative_error", hint="Is the norm the sum of the squares, or its square root?")
def error_squared(a, b):
    if right_error(a, b) == 0:
        return 0.0
    a, b = check_pair(a, b)
    return float(np.sum((a - b) ** 2) / (np.sum(a**2) + np.sum(b**2)))


@misconception("relative_error", hint="Is the difference of the norms the norm of the difference?")
def error_of_norms(a, b):
    a, b = check_pair(a, b)
    total = np.linalg.norm(a) + np.linalg.norm(b)
    return 0.0 if total == 0 else float(abs(np.linalg.norm(a) - np.linalg.norm(b)) / total)


@misconception("relative_error", hint="Is 0.001 much? What would you compare it with?")
def error_absolute(a, b):
    a, b = check_pair(a, b)
    return float(np.linalg.norm(a - b))


@misconception("relative_error", hint="Can a positive and a negative difference cancel?")
def error_of_sums(a, b):
    a, b = check_pair(a, b)
    total = np.sum(np.abs(a)) + np.sum(np.abs(b))
    return 0.0 if total == 0 else float(abs(np.sum(a - b)) / total)


@misconception("relative_error", hint="Do you add absolute values, or squares?")
def error_of_absolutes(a, b):
    a, b = check_pair(a, b)
    total = np.sum(np.abs(a)) + np.sum(np.abs(b))
    return 0.0 if total == 0 else float(np.sum(np.abs(a - b)) / total)


@misconception("relative_error", hint="What does ord=2 mean for a matrix?")
def error_spectral(a, b):
    a, b = check_pair(a, b)
    if a.ndim != 2:
        return right_error(a, b)
    total = np.linalg.norm(a, 2) + np.linalg.norm(b, 2)
    return 0.0 if total == 0 else float(np.linalg.norm(a - b, 2) / total)


@misconception("relative_error", hint="What does Python say to nan > 0?")
def error_hides_nan(a, b):
    a, b = check_pair(a, b)
    total = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / total) if total > 0 else 0.0


@misconception("relative_error", hint="Whose array does a -= b change?")
def error_in_place(a, b):
    error = right_error(a, b)
    if isinstance(a, np.ndarray) and a.dtype == np.float64:
        a -= b
    return error


@probe("relative_error")
def error_probe(code):
    a, b = np.array([[3.0, -1.0, 2.0], [0.0, 1.0, 5.0]]), np.array([[2.0, 1.0, 2.5], [1e-9, -1.0, 4.0]])
    zero = np.zeros(3)
    pairs = [(a, b), (b, a), (a * 1e-9, b * 1e-9), (zero, zero), (a, a), (zero, a[0]), (a[:, 0], a[:, 1])]
    pairs.append((a[0], np.array([1.0, np.nan, 2.0])))
    found = [code.relative_error(*map(np.copy, pair)) for pair in pairs]
    code.relative_error(a, b)
    return [*found, left_behind(code, 0, a)]


# gradient_check


def compared(f, x, analytic, method="central"):
    """The pieces of a gradient check: both gradients, their relative error and the worst index."""
    x, analytic = check_pair(x, analytic)
    numerical = right_gradient(f, x, method=method)
    worst = np.unravel_index(np.argmax(np.abs(numerical - analytic)), x.shape)
    return numerical, analytic, right_error(numerical, analytic), tuple(int(i) for i in worst)


@misconception("gradient_check", hint="What does Python say to nan > 1e-7?")
def check_lets_nan_pass(f, x, analytic, tolerance=1e-7):
    _, _, error, worst = compared(f, x, analytic)
    return not error > tolerance, error, worst


@misconception("gradient_check", hint="Is a difference of 1e-8 small for a gradient of 1e-8?")
def check_absolute(f, x, analytic, tolerance=1e-7):
    numerical, analytic, _, worst = compared(f, x, analytic)
    error = float(np.max(np.abs(numerical - analytic)))
    return error <= tolerance, error, worst


@misconception("gradient_check", hint="Does one entry that is 1e-12 and should be 0 make the gradient wrong?")
def check_entry_by_entry(f, x, analytic, tolerance=1e-7):
    numerical, analytic, _, worst = compared(f, x, analytic)
    size = np.maximum(1e-300, np.abs(numerical) + np.abs(analytic))
    error = float(np.max(np.abs(numerical - analytic) / size))
    return error <= tolerance, error, worst


@misconception("gradient_check", hint="Which of the two differences is exact enough to judge 1e-7?")
def check_by_forward(f, x, analytic, tolerance=1e-7):
    _, _, error, worst = compared(f, x, analytic, "forward")
    return error <= tolerance, error, worst


@misconception("gradient_check", hint="What if the bug is in an entry that you did not look at?")
def check_first_entries(f, x, analytic, tolerance=1e-7):
    numerical, analytic, _, worst = compared(f, x, analytic)
    error = right_error(numerical.ravel()[:3], analytic.ravel()[:3])
    return error <= tolerance, error, worst


@misconception("gradient_check", hint="Can two different gradients have the same length?")
def check_norms_only(f, x, analytic, tolerance=1e-7):
    numerical, analytic, _, worst = compared(f, x, analytic)
    error = right_error(np.linalg.norm(numerical), np.linalg.norm(analytic))
    return error <= tolerance, error, worst


@misconception("gradient_check", hint="Can a positive and a negative difference cancel?")
def check_sums_only(f, x, analytic, tolerance=1e-7):
    numerical, analytic, _, worst = compared(f, x, analytic)
    error = right_error(np.sum(numerical), np.sum(analytic))
    return error <= tolerance, error, worst


@misconception("gradient_check", hint="Does your verdict depend on the tolerance that the caller gives?")
def check_own_tolerance(f, x, analytic, tolerance=1e-7):
    _, _, error, worst = compared(f, x, analytic)
    return error <= 1e-4, error, worst


@misconception("gradient_check", hint="Which tolerances does np.allclose use if you give none?")
def check_allclose(f, x, analytic, tolerance=1e-7):
    numerical, analytic, error, worst = compared(f, x, analytic)
    return bool(np.allclose(numerical, analytic)), error, worst


@misconception("gradient_check", hint="Which gradient would your checker reject?")
def check_accepts_all(f, x, analytic, tolerance=1e-7):
    _, _, error, worst = compared(f, x, analytic)
    return True, error, worst


@misconception("gradient_check", hint="Is a large error good news?")
def check_inverted(f, x, analytic, tolerance=1e-7):
    _, _, error, worst = compared(f, x, analytic)
    return error > tolerance, error, worst


@misconception("gradient_check", hint="Does analytic[worst_index] give you one entry?")
def check_flat_index(f, x, analytic, tolerance=1e-7):
    numerical, analytic, error, _ = compared(f, x, analytic)
    return error <= tolerance, error, int(np.argmax(np.abs(numerical - analytic)))


@misconception("gradient_check", hint="Where is the largest entry, and where is the largest difference?")
def check_index_of_largest(f, x, analytic, tolerance=1e-7):
    numerical, analytic, error, _ = compared(f, x, analytic)
    worst = np.unravel_index(np.argmax(np.abs(numerical)), numerical.shape)
    return error <= tolerance, error, tuple(int(i) for i in worst)


@misconception("gradient_check", hint="Is a large negative difference a small one?")
def check_signed_index(f, x, analytic, tolerance=1e-7):
    numerical, analytic, error, _ = compared(f, x, analytic)
    worst = np.unravel_index(np.argmax(numerical - analytic), numerical.shape)
    return error <= tolerance, error, tuple(int(i) for i in worst)


@misconception("gradient_check", hint="In which order does the docstring return its three values?")
def check_wrong_order(f, x, analytic, tolerance=1e-7):
    ok, error, worst = right_check(f, x, analytic, tolerance)
    return error, ok, worst


SLOPES = np.array([[2.0, -1.0, 0.5], [0.0, 3.0, -2.5]])


def waves(x):
    """A smooth function with a gradient of SLOPES * cos(x)."""
    return float(np.sum(SLOPES * np.sin(x)))


@probe("gradient_check")
def check_probe(code):
    x = np.array([[0.3, 0.8, -0.4], [1.1, 0.2, -0.7]])
    right = SLOPES * np.cos(x)
    late = right.copy()
    late[1, 2] -= 1.0
    found = []
    for planted in (right, right * (1 + 4e-6), late, right[::-1], -right, right * np.nan):
        for scale in (1.0, 1e-9):
            verdict = code.gradient_check(lambda v, scale=scale: scale * waves(v), x, scale * planted)
            ok, error, worst = (
                verdict if isinstance(verdict, (tuple, list)) and len(verdict) == 3 else (verdict,) * 3
            )
            error = float(error) if np.ndim(error) == 0 else -1.0
            # The last digits of a right gradient's error are noise; its size is not.
            found += [
                float(np.asarray(ok).astype(float)),
                round(error, 9),
                error <= 1e-4 or np.ravel(worst).tolist(),
            ]
    return found


# Pieces of the two losses, with the regulariser and the mean right.


def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


class Batch:
    """A checked batch and what both losses are made of: margins (N, C), with 0 for the right class, and P (N, C)."""

    def __init__(self, W, X, y, delta=1.0):
        self.W, self.X, self.y = W, X, y = check_batch(W, X, y)
        self.rows = np.arange(len(y))
        self.scores = X @ W
        self.margins = self.scores - self.scores[self.rows, y][:, np.newaxis] + delta
        self.margins[self.rows, y] = 0
        self.hinge = np.maximum(0, self.margins).sum(axis=1)
        self.log_p = log_softmax(self.scores)
        self.P = np.exp(self.log_p)
        self.onehot = np.zeros_like(self.P)
        self.onehot[self.rows, y] = 1

    def finish(self, reg, losses, dscores):
        """Mean of `losses` plus the regulariser, and the gradient that follows from `dscores` (N, C)."""
        loss = float(np.mean(losses) + reg * np.sum(self.W**2))
        dW = self.X.T @ dscores / len(self.X) + 2 * reg * self.W
        return loss, dW.astype(np.result_type(self.W, self.X))

    def finish_hinge(self, reg, margins):
        """The hinge loss of `margins` that were computed in another way, and its gradient."""
        margins[self.rows, self.y] = 0
        return self.finish(reg, np.maximum(0, margins).sum(axis=1), pushes(margins > 0, self.y))


def pushes(mask, y):
    """The gradient with respect to the scores: `mask` pushes rivals down, and the right class up."""
    dscores = mask.astype(np.float64)
    dscores[np.arange(len(y)), y] = 0
    dscores[np.arange(len(y)), y] = -dscores.sum(axis=1)
    return dscores


# linear_svm_loss: the hinge


@misconception("linear_svm_loss", hint="How safely must the right class win?")
def svm_without_margin(W, X, y, reg):
    b = Batch(W, X, y, delta=0.0)
    return b.finish(reg, b.hinge, pushes(b.margins > 0, b.y))


@misconception("linear_svm_loss", hint="Which j does the sum skip?")
def svm_counts_right_class(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss + 1.0, dW


@misconception("linear_svm_loss", hint="Should a confident, right answer cost more?")
def svm_margin_reversed(W, X, y, reg):
    b = Batch(W, X, y)
    margins = 2 - b.margins
    margins[b.rows, b.y] = 0
    return b.finish(reg, np.maximum(0, margins).sum(axis=1), -pushes(margins > 0, b.y))


@misconception("linear_svm_loss", hint="Does doubling the data double your loss?")
def svm_sum_not_mean(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss * len(y) + reg * float(np.sum(W**2)), dW * len(y) + 2 * reg * W


@misconception("linear_svm_loss", hint="How many losses are you averaging?")
def svm_mean_over_entries(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, 0.0)
    classes = W.shape[1]
    return loss / classes + reg * float(np.sum(W**2)), dW / classes + 2 * reg * W


@misconception("linear_svm_loss", hint="Is D the number of examples? What are you averaging over?")
def svm_divides_by_features(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, 0.0)
    ratio = len(X) / X.shape[1]
    return loss * ratio + reg * float(np.sum(W**2)), dW * ratio + 2 * reg * W


@misconception(
    "linear_svm_loss", hint="Print the shapes that you subtract. Do they fit when N differs from C?"
)
def svm_without_keepdims(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish_hinge(reg, b.scores - b.scores[b.rows, b.y] + 1)


@misconception("linear_svm_loss", hint="How many numbers did you pick with scores[:, y]?")
def svm_picks_a_matrix(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish_hinge(reg, b.scores - b.scores[:, b.y] + 1)


@misconception("linear_svm_loss", hint="What does scores[y] pick: entries, or whole rows?")
def svm_picks_rows(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish_hinge(reg, b.scores - b.scores[b.y] + 1)


@misconception("linear_svm_loss", hint="Is a row of X an image or a feature?")
def svm_examples_as_columns(W, X, y, reg):
    return right_svm(W, np.transpose(X), y, reg)


@misconception("linear_svm_loss", hint="How many rivals can hurt?")
def svm_worst_rival_only(W, X, y, reg):
    b = Batch(W, X, y)
    worst = (b.margins == b.margins.max(axis=1, keepdims=True)) & (b.margins > 0)
    return b.finish(reg, np.maximum(0, b.margins).max(axis=1), pushes(worst, b.y))


@misconception("linear_svm_loss", hint="What power is on the margin?")
def svm_squared(W, X, y, reg):
    b = Batch(W, X, y)
    margins = np.maximum(0, b.margins)
    return b.finish(reg, (margins**2).sum(axis=1), pushes(2 * margins, b.y))


@misconception("linear_svm_loss", hint="Can one rival's slack cancel another's?")
def svm_clamps_the_sum(W, X, y, reg):
    b = Batch(W, X, y)
    totals = b.margins.sum(axis=1)
    active = np.repeat(totals[:, np.newaxis] > 0, b.margins.shape[1], axis=1)
    return b.finish(reg, np.maximum(0, totals), pushes(active, b.y))


@misconception("linear_svm_loss", hint="What does a rival that is far behind cost?")
def svm_without_clamp(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.margins.sum(axis=1), pushes(np.ones(b.margins.shape), b.y))


@misconception("linear_svm_loss", hint="If every score of a row rises equally, does the loss move?")
def svm_gradient_without_right_class(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, (b.margins > 0).astype(np.float64))


@misconception("linear_svm_loss", hint="How many rivals push the right class?")
def svm_gradient_right_class_once(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = (b.margins > 0).astype(np.float64)
    dscores[b.rows, b.y] = -1
    return b.finish(reg, b.hinge, dscores)


@misconception("linear_svm_loss", hint="Is it the score or the margin that must be greater than 0?")
def svm_mask_from_scores(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, pushes(b.scores > 0, b.y))


@misconception("linear_svm_loss", hint="What is the stated rule at exactly zero?", costs_points=False)
def svm_counts_the_kink(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, pushes(b.margins >= 0, b.y))


@misconception("linear_svm_loss", hint="Can one of your scores be negative?")
def svm_relu_on_scores(W, X, y, reg):
    b = Batch(W, X, y)
    on = b.scores > 0
    scores = np.maximum(0, b.scores)
    margins = scores - scores[b.rows, b.y][:, np.newaxis] + 1
    margins[b.rows, b.y] = 0
    return b.finish(reg, np.maximum(0, margins).sum(axis=1), on * pushes(margins > 0, b.y))


@misconception("linear_svm_loss", hint="Did loss and gradient get the same divisor?")
def svm_gradient_not_mean(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, (dW - 2 * reg * W) * len(y) + 2 * reg * W


@misconception("linear_svm_loss", hint="Does each example add to dW, or replace it?")
def svm_gradient_assigned(W, X, y, reg):
    b = Batch(W, X, y)
    dW = np.zeros_like(b.W)
    for i in b.rows:
        for j in range(b.W.shape[1]):
            if b.margins[i, j] > 0:
                dW[:, j] = b.X[i]
                dW[:, b.y[i]] = -b.X[i]
    return right_svm(b.W, b.X, b.y, reg)[0], dW / len(b.y) + 2 * reg * b.W


@misconception("linear_svm_loss", hint="Which way should the right class's score move?")
def svm_gradient_sign(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, 4 * reg * W - dW


@misconception("linear_svm_loss", hint="Which shape must dW have so that W - dW makes sense?")
def svm_gradient_transposed(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW.T


@misconception("linear_svm_loss", hint="In which order does the docstring return loss and gradient?")
def svm_swapped_return(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return dW, loss


@misconception("linear_svm_loss", hint="Which dtype does np.zeros have if you give none?")
def svm_always_float64(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW.astype(np.float64)


@misconception("linear_svm_loss", hint="What is a mean of nothing?")
def svm_accepts_empty_batch(W, X, y, reg):
    if len(X) == 0:
        return float("nan"), W * float("nan")
    return right_svm(W, X, y, reg)


# linear_svm_loss: the regulariser


@misconception("linear_svm_loss", hint="What is the derivative of w squared?")
def svm_reg_gradient_halved(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW - reg * W


@misconception("linear_svm_loss", hint="Does the loss carry a term that the gradient does not?")
def svm_reg_gradient_missing(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW - 2 * reg * W


@misconception("linear_svm_loss", hint="Does the gradient carry a term that the loss does not?")
def svm_reg_loss_missing(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss - reg * float(np.sum(W**2)), dW


@misconception("linear_svm_loss", hint="Which factor stands before the sum of squares here?")
def svm_reg_with_one_half(W, X, y, reg):
    return right_svm(W, X, y, reg / 2)


@misconception("linear_svm_loss", hint="Does the penalty on W depend on the number of examples?")
def svm_reg_before_division(W, X, y, reg):
    return right_svm(W, X, y, reg / len(y))


@misconception("linear_svm_loss", hint="In which order does Python work out loss /= N + reg * R?")
def svm_reg_in_the_divisor(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss * len(y) / (len(y) + reg * float(np.sum(W**2))), dW + 2 * reg * W


@misconception("linear_svm_loss", hint="What happens to your loss if reg doubles?")
def svm_reg_strength_ignored(W, X, y, reg):
    return right_svm(W, X, y, 1.0 if reg else 0.0)


@misconception("linear_svm_loss", hint="Which shape has the gradient of the sum of squares?")
def svm_reg_scalar_gradient(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW - 2 * reg * W + 2 * reg * np.sum(W)


@misconception("linear_svm_loss", hint="Is W.T @ W the same as squaring each entry?")
def svm_reg_matrix_square(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss + reg * float(np.sum(W.T @ W)), dW + 2 * reg * W


@misconception("linear_svm_loss", hint="Which rows of W does sum(W**2) count?")
def svm_reg_skips_bias_row(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, reg)
    last = np.zeros_like(W)
    last[-1] = W[-1]
    return loss - reg * float(np.sum(last**2)), dW - 2 * reg * last


@misconception("linear_svm_loss", hint="After R = W, are these two arrays or one?")
def svm_reg_wipes_bias_row(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, reg)
    R = W
    R[-1] = 0
    return loss, dW


@misconception("linear_svm_loss", hint="Is there a root in R?")
def svm_reg_norm(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    norm = float(np.linalg.norm(W))
    return loss + reg * norm, dW + (reg * W / norm if norm else 0 * W)


# linear_softmax_loss: the cross-entropy


@misconception("linear_softmax_loss", hint="What may you subtract without changing the answer?")
def softmax_without_shift(W, X, y, reg):
    b = Batch(W, X, y)
    exps = np.exp(b.scores)
    P = exps / exps.sum(axis=1, keepdims=True)
    return b.finish(reg, -np.log(P[b.rows, b.y]), P - b.onehot)


@misconception("linear_softmax_loss", hint="Must you form p before taking its log?")
def softmax_log_of_p(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -np.log(b.P[b.rows, b.y]), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="What is your largest possible loss?")
def softmax_with_epsilon(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -np.log(b.P[b.rows, b.y] + 1e-8), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which base inverts exp?")
def softmax_log10(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y] / np.log(10), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which base inverts exp: 2 or e?")
def softmax_log2(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y] / np.log(2), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which sums should be 1?")
def softmax_over_examples(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax((b.scores).T).T
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Do images compete with each other?")
def softmax_one_sum(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax(b.scores.reshape(1, -1)).reshape(b.scores.shape)
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Whose maximum helps row 0?")
def softmax_one_maximum(W, X, y, reg):
    b = Batch(W, X, y)
    scores = b.scores
    exps = np.exp(scores - scores.max())
    sums = exps.sum(axis=1, keepdims=True)
    losses = np.log(sums[:, 0]) - (scores - scores.max())[b.rows, b.y]
    return b.finish(reg, losses, exps / sums - b.onehot)


@misconception("linear_softmax_loss", hint="Can this loss be negative?")
def softmax_minus_missing(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.log_p[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Where do the labels enter?")
def softmax_entropy(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -(b.P * b.log_p).sum(axis=1), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Whose probability matters?")
def softmax_all_classes(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p.mean(axis=1), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="How many terms of the one-hot product are nonzero?")
def softmax_onehot_mean(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -(b.onehot * b.log_p).mean(axis=1), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Average then log, or log then average?")
def softmax_log_of_mean(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -np.log(b.P[b.rows, b.y].mean()), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Can one of your scores be negative?")
def softmax_relu_on_scores(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax(np.maximum(0, b.scores))
    return b.finish(reg, -log_p[b.rows, b.y], (b.scores > 0) * (np.exp(log_p) - b.onehot))


@misconception("linear_softmax_loss", hint="Are your inputs already probabilities?")
def softmax_twice(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax(b.P)
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Is a probability a loss? Which function turns 1 into 0?")
def softmax_without_log(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.P[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="How many losses does one example have?")
def softmax_loss_in_class_loop(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y] * b.W.shape[1], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Does doubling the data double your loss?")
def softmax_sum_not_mean(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, 0.0)
    return loss * len(y) + reg * float(np.sum(W**2)), dW * len(y) + 2 * reg * W


@misconception("linear_softmax_loss", hint="What shape did the indexing return?")
def softmax_column_labels(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y[:, np.newaxis]], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="What should each row of P minus the one-hot labels sum to?")
def softmax_gradient_is_p(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P)


@misconception("linear_softmax_loss", hint="Did loss and gradient get the same divisor?")
def softmax_gradient_not_mean(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, (dW - 2 * reg * W) * len(y) + 2 * reg * W


@misconception("linear_softmax_loss", hint="Which way should the right score move?")
def softmax_gradient_sign(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, 4 * reg * W - dW


@misconception("linear_softmax_loss", hint="Which class's probability belongs in column j?")
def softmax_gradient_p_of_label(W, X, y, reg):
    b = Batch(W, X, y)
    p = np.exp(b.log_p[b.rows, b.y])[:, np.newaxis]
    return b.finish(reg, -b.log_p[b.rows, b.y], np.repeat(p, b.W.shape[1], axis=1) - b.onehot)


@misconception("linear_softmax_loss", hint="Do the wrong classes' weights move at all?")
def softmax_gradient_right_class_only(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y], b.onehot * (b.P - 1))


@misconception("linear_softmax_loss", hint="Which entries does P[:, y] change?")
def softmax_gradient_whole_columns(W, X, y, reg):
    b = Batch(W, X, y)
    b.P[:, b.y] -= 1
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P)


@misconception("linear_softmax_loss", hint="Does each example add to dW, or replace it?")
def softmax_gradient_last_example(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = b.P - b.onehot
    dscores[:-1] = 0
    return b.finish(reg, -b.log_p[b.rows, b.y], dscores)


@misconception("linear_softmax_loss", hint="Which shape must dW have so that W - dW makes sense?")
def softmax_gradient_transposed(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW.T


@misconception("linear_softmax_loss", hint="In which order does the docstring return loss and gradient?")
def softmax_swapped_return(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return dW, loss


@misconception("linear_softmax_loss", hint="Which dtype do one-hot labels from np.eye have?")
def softmax_always_float64(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW.astype(np.float64)


@misconception("linear_softmax_loss", hint="What does -1 mean to numpy?")
def softmax_accepts_minus_one(W, X, y, reg):
    y = np.asarray(y)
    return right_softmax(W, X, np.where(y == -1, np.shape(W)[1] - 1, y), reg)


# linear_softmax_loss: the regulariser


@misconception("linear_softmax_loss", hint="What is the derivative of w squared?")
def softmax_reg_gradient_halved(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW - reg * W


@misconception("linear_softmax_loss", hint="Does the loss carry a term that the gradient does not?")
def softmax_reg_gradient_missing(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW - 2 * reg * W


@misconception("linear_softmax_loss", hint="Does the gradient carry a term that the loss does not?")
def softmax_reg_loss_missing(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss - reg * float(np.sum(W**2)), dW


@misconception("linear_softmax_loss", hint="Which factor stands before the sum of squares here?")
def softmax_reg_with_one_half(W, X, y, reg):
    return right_softmax(W, X, y, reg / 2)


@misconception("linear_softmax_loss", hint="Which rows of W does sum(W**2) count?")
def softmax_reg_skips_bias_row(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_softmax(W, X, y, reg)
    last = np.zeros_like(W)
    last[-1] = W[-1]
    return loss - reg * float(np.sum(last**2)), dW - 2 * reg * last


@misconception("linear_softmax_loss", hint="After dW = W, whose array does dW *= 2 * reg change?")
def softmax_reg_in_place(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_softmax(W, X, y, reg)
    W *= 2 * reg
    return loss, dW


# What tells the losses apart: a batch with N, D and C all different, one that is square, one with extreme
# scores, one on the hinge's kink, and what they do to their inputs and to bad ones.

BATCH_W = np.array([[0.5, -0.4, 0.9], [-0.7, 0.3, 0.2], [0.1, 0.8, -0.6], [0.4, -0.2, 0.3]])
BATCH_X = np.array(
    [
        [1.0, -2.0, 0.5, 1.0],
        [0.3, 1.2, -0.7, 1.0],
        [-1.5, 0.4, 0.8, 1.0],
        [0.6, -0.9, 2.0, 1.0],
        [2.0, 0.1, -1.1, 1.0],
    ]
)
BATCH_Y = np.array([2, 0, 1, 1, 0])


def loss_probe(code, name):
    loss = getattr(code, name)
    square = (BATCH_W[:3], BATCH_X[:3, :3], BATCH_Y[:3], 0.3)
    kink = (np.array([[10.0, 9.0, 9.0]]), np.array([[1.0]]), np.array([0]), 0.0)
    spread = (np.array([[1000.0, 0.0, -1000.0]]), np.array([[1.0], [-1.0], [2.0]]), np.array([2, 1, 1]), 0.0)
    far = (np.array([[30.0, 0.0, -20.0]]), np.array([[1.0], [-1.0]]), np.array([1, 1]), 0.0)
    W32, X32 = BATCH_W.astype(np.float32), BATCH_X.astype(np.float32)
    found = [tried(loss, BATCH_W.copy(), BATCH_X.copy(), BATCH_Y, reg) for reg in (0.0, 0.3)]
    found += [tried(loss, *(np.copy(a) for a in case[:3]), case[3]) for case in (square, kink, spread, far)]
    single = tried(loss, W32, X32, BATCH_Y, 0.3)
    found.append([str(np.asarray(part).dtype) for part in single if np.ndim(part) == 2])
    given = BATCH_W.copy()
    tried(loss, given, BATCH_X.copy(), BATCH_Y, 0.3)
    found += [
        left_behind(code, 0, given),
        tried(loss, BATCH_W, BATCH_X, np.where(BATCH_Y == 2, -1, BATCH_Y), 0.3),
    ]
    return [*found, tried(loss, BATCH_W, BATCH_X[:0], BATCH_Y[:0], 0.3)]


@probe("linear_svm_loss")
def svm_probe(code):
    return loss_probe(code, "linear_svm_loss")


@probe("linear_softmax_loss")
def softmax_probe(code):
    return loss_probe(code, "linear_softmax_loss")
