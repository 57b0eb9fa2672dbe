"""Right relative errors and gradient checkers, as different students write them."""

import math

import numpy as np


def relative_error__sums_of_squares(a, b):
    a, b = check_pair(a, b)
    up = np.sqrt(np.sum((a - b) ** 2))
    low = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return up / low if low != 0 else 0.0


def relative_error__ravel(a, b):
    a, b = check_pair(a, b)
    a, b = a.ravel(), b.ravel()
    if not a.any() and not b.any():
        return 0
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


def relative_error__math(a, b):
    a, b = check_pair(a, b)
    difference = math.sqrt(sum((p - q) ** 2 for p, q in zip(a.flat, b.flat)))
    size = math.sqrt(sum(p * p for p in a.flat)) + math.sqrt(sum(q * q for q in b.flat))
    return 0.0 if size == 0 else difference / size


def relative_error__equal_first(a, b):
    a, b = check_pair(a, b)
    if np.array_equal(a, b):
        return 0.0
    return np.array(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def relative_error__dot(a, b):
    a, b = check_pair(a, b)
    norm = lambda v: np.sqrt(np.dot(v.flatten(), v.flatten()))
    total = norm(a) + norm(b)
    if total == 0:
        total = 1
    return norm(a - b) / total


def gradient_check__written_out(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    numerical = numerical_gradient(f, x)
    distance = np.abs(numerical - analytic)
    size = np.linalg.norm(numerical) + np.linalg.norm(analytic)
    error = 0.0 if size == 0 else np.linalg.norm(numerical - analytic) / size
    index = np.unravel_index(distance.argmax(), distance.shape)
    return bool(error <= tolerance), error, index


def gradient_check__search_for_the_worst(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    numeric = numerical_gradient(f, x)
    worst, largest = None, -1.0
    for i in np.ndindex(x.shape):
        gap = abs(numeric[i] - analytic[i])
        if gap > largest:
            worst, largest = i, gap
    e = relative_error(analytic, numeric)
    ok = True
    if math.isnan(e) or e > tolerance:
        ok = False
    return [ok, e, worst]


def gradient_check__own_differences(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    x = x.copy()
    h = 1e-5
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        v = x[i]
        x[i] = v + h
        a = f(x)
        x[i] = v - h
        b = f(x)
        x[i] = v
        g[i] = (a - b) / (2 * h)
    e = np.linalg.norm(g - analytic) / max(np.linalg.norm(g) + np.linalg.norm(analytic), 1e-300)
    place = (
        tuple(np.argwhere(np.abs(g - analytic) == np.abs(g - analytic).max())[0])
        if not np.isnan(e)
        else (0,) * x.ndim
    )
    return e <= tolerance, float(e), place


def gradient_check__numpy_types(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    n = numerical_gradient(f, x, h=1e-5, method="central")
    e = np.float64(relative_error(n, analytic))
    return np.less_equal(e, tolerance), e, np.array(np.unravel_index(np.argmax(abs(n - analytic)), n.shape))
