"""Wrong gradient checkers."""

from functools import cache, partial

import numpy as np
from gradients import check_pair, gradient_check
from misconceptions import right_error, right_gradient

from autograder import changed_by, contract, misconception, numbers, part, probe

right_check = gradient_check


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
    late, tiny = right.copy(), right.copy()
    late[1, 2] -= 1.0
    tiny[1, 0] = 1e-12
    planted = {
        "a right gradient": right,
        "a gradient that is off by 4e-6": right * (1 + 4e-6),
        "a wrong last entry": late,
        "a gradient with its rows swapped": right[::-1],
        "the negative gradient": -right,
        "a gradient of nan": right * np.nan,
        "an entry that is almost 0": tiny,
    }
    looks = {}
    for what, gradient in planted.items():
        for scale, of in ((1.0, ""), (1e-9, " of a tiny loss")):
            given = scale * gradient
            answer = cache(partial(code.gradient_check, lambda v, scale=scale: scale * waves(v), x, given))
            looks[f"verdict on {what}{of}"] = lambda answer=answer: truth(part(answer(), 0))
            looks[f"error of {what}{of}"] = lambda answer=answer: size_of_error(part(answer(), 1))
            if what != "a gradient of nan":
                looks[f"worst of {what}{of}"] = lambda answer=answer: worst_place(answer())
    first = cache(lambda: code.gradient_check(waves, x, late))
    loose = cache(lambda: code.gradient_check(waves, x, right * (1 + 1e-3), 0.1))
    return {
        **looks,
        "first part": lambda: np.ndim(numbers(part(first(), 0))) == 0 and truth(part(first(), 0)),
        "verdict at a tolerance of 0.1": lambda: truth(part(loose(), 0)),
        "arguments changed": contract(lambda: changed_by(code, code.gradient_check, waves, x, right)),
    }


def truth(value):
    """A verdict as 0 or 1, or the number itself where it is none."""
    return float(np.squeeze(numbers(value)))


def size_of_error(value):
    """An error; the digits of a right gradient's are noise, its size is not."""
    error = float(np.squeeze(numbers(value)))
    return 0.0 if abs(error) < 3e-7 else error


def worst_place(answer):
    """The index where it matters: not where all differences are noise."""
    error = float(np.squeeze(numbers(part(answer, 1))))
    return 0 if error < 3e-7 else part(answer, 2)
