"""Wrong relative errors."""

import numpy as np
from gradients import check_pair
from misconceptions import right_error

from autograder import changed_by, contract, misconception, numbers, probe, refusal


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


@misconception("relative_error", hint="Relative to what? Which sizes are in the denominator?")
def error_over_first(a, b):
    if right_error(a, b) == 0:
        return 0.0
    a, b = check_pair(a, b)
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a), 1e-300))


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


@misconception("relative_error", hint="Is it the difference or the sum that you divide by?")
def error_upside_down(a, b):
    error = right_error(a, b)
    return 1 / error if error else 0.0


@probe("relative_error")
def error_probe(code):
    a, b = np.array([[3.0, -1.0, 2.0], [0.0, 1.0, 5.0]]), np.array([[2.0, 1.0, 2.5], [1e-9, -1.0, 4.0]])
    zero = np.zeros(3)

    def shrunk():
        """How a right error changes if both are very small: a number added below the line makes it less."""
        small, full = (float(np.squeeze(numbers(code.relative_error(a * s, b * s)))) for s in (1e-13, 1.0))
        if abs(full / right_error(a, b) - 1) > 1e-6:
            return ""
        return "the same" if abs(small / full - 1) < 1e-6 else "less" if small < full else ""

    return {
        "two tables": lambda: code.relative_error(a, b),
        "swapped": lambda: code.relative_error(b, a),
        "two lists": lambda: code.relative_error(a[:, 0], a[:, 1]),
        "very small": shrunk,
        "zero and zero": lambda: code.relative_error(zero, zero),
        "equal": lambda: code.relative_error(a, a),
        "zero and something": lambda: code.relative_error(zero, a[0]),
        "a nan": lambda: code.relative_error(a[0], np.array([1.0, np.nan, 2.0])),
        "arguments changed": contract(lambda: changed_by(code, code.relative_error, a, b)),
        "other shapes": contract(lambda: refusal(code.relative_error, np.ones(3), np.ones((3, 1)))),
    }
