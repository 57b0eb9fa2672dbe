"""Wrong derivatives of functions of one number, by differences and by formula."""

import numpy as np
from gradients import check_method, polynomial

from autograder import contract, misconception, numbers, probe, refusal

# numerical_derivative


@misconception("numerical_derivative", hint="What happens to the error if h halves?")
def derivative_always_forward(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return (f(x + h) - f(x)) / h


@misconception("numerical_derivative", hint="At which two places does the lecture's formula evaluate f?")
def derivative_always_central(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return (f(x + h) - f(x - h)) / (2 * h)


@misconception("numerical_derivative", hint="Which of the two formulas is called central?")
def derivative_methods_swapped(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "central":
        return (f(x + h) - f(x)) / h
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


@misconception("numerical_derivative", hint="If f rises from left to right, which sign does its slope have?")
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
    def slope(**options):
        return code.numerical_derivative(quartic, 1.5, **options)

    return {
        "central": lambda: slope(h=0.25, method="central"),
        "forward": lambda: slope(h=0.25, method="forward"),
        "method not given": lambda: slope(h=0.25),
        "h not given": lambda: slope(),
        "h of 0": contract(lambda: refusal(slope, h=0.0)),
        "unknown method": contract(lambda: refusal(slope, method="backward")),
    }


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


@misconception("polynomial_derivative", hint="Does your function work where x is an array?")
def slope_of_one_place(x):
    return 2 * float(x) ** 3 - 4 * float(x) + 1


PLACES = np.array([-1.5, -0.5, 0.5, 2.0, 3.0])


@probe("polynomial_derivative")
def slope_probe(code):
    def terms():
        """The factors of x^4, x^3, x^2, x and 1 in what the function returns."""
        slopes = [float(np.squeeze(numbers(code.polynomial_derivative(float(x))))) for x in PLACES]
        return np.linalg.solve(np.vander(PLACES), slopes)

    def term(power):
        return lambda: np.round(terms()[4 - power], 1) + 0.0

    def exactness():
        error = np.abs(terms() - [0, 2, 0, -4, 1]).max()
        return "exact" if error < 1e-8 else "nearly" if error < 0.03 else ""

    return {
        **{f"factor of x^{power}": term(power) for power in range(5)},
        "exactness": exactness,
        "of an array": contract(lambda: np.shape(numbers(code.polynomial_derivative(PLACES)))),
    }
