"""Right derivatives and numerical gradients, as different students write them."""

import copy
import itertools

import numpy as np


def numerical_derivative__one_expression(f, x, h=1e-5, method="central"):
    check_method(method, h)
    return (f(x + h) - f(x - h)) / h / 2 if method == "central" else (f(x + h) - f(x)) / h


def numerical_derivative__distance(f, x, h=1e-5, method="central"):
    check_method(method, h)
    lower, upper = (x, x + h) if method == "forward" else (x - h, x + h)
    rise = f(upper) - f(lower)
    run = h if method == "forward" else 2 * h
    return np.array([rise / run])


def numerical_derivative__dict(f, x, h=1e-5, method="central"):
    check_method(method, h)
    print(method, h)
    formulas = {
        "forward": lambda: (f(x + h) - f(x)) / h,
        "central": lambda: 0.5 * (f(x + h) - f(x - h)) / h,
    }
    return formulas[method]()


def polynomial_derivative__horner(x):
    return (2 * x * x - 4) * x + 1


def polynomial_derivative__powers(x):
    return 4 * 0.5 * np.power(x, 3.0) - 2 * 2 * np.power(x, 1.0) + 1


def polynomial_derivative__polyval(x):
    return np.polyval(np.polyder([0.5, 0, -2, 1, 5]), x)


def numerical_gradient__nditer(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.asarray(x).astype(np.float64)
    grad = np.zeros_like(x)
    fx = f(x) if method == "forward" else None
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        plus = f(x)
        if method == "central":
            x[ix] = old - h
            grad[ix] = (plus - f(x)) / (2 * h)
        else:
            grad[ix] = (plus - fx) / h
        x[ix] = old
        it.iternext()
    return grad


def numerical_gradient__basis_vectors(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.array(x, float)
    base = f(x) if method == "forward" else 0
    out = []
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        out.append((f(x + e) - base) / h if method == "forward" else (f(x + e) - f(x - e)) / (2 * h))
    return np.array(out).reshape(x.shape)


def numerical_gradient__in_place_with_finally(f, x, h=1e-5, method="central"):
    check_method(method, h)
    work = x if isinstance(x, np.ndarray) and x.dtype == np.float64 else np.array(x, dtype=float)
    g = np.empty(work.shape)
    start = f(work) if method == "forward" else None
    for i in np.ndindex(*work.shape):
        keep = work[i].copy()
        try:
            work[i] = keep + h
            up = f(work)
            if method == "forward":
                g[i] = (up - start) / h
                continue
            work[i] = keep - h
            g[i] = (up - f(work)) / (h + h)
        finally:
            work[i] = keep
    return g


def numerical_gradient__deepcopies(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.array(x, dtype="float64")
    res = np.zeros(x.shape)
    if method == "forward":
        f0 = f(copy.deepcopy(x))
    for idx in itertools.product(*map(range, x.shape)):
        p = copy.deepcopy(x)
        p[idx] += h
        if method == "forward":
            res[idx] = (f(p) - f0) / h
        else:
            m = copy.deepcopy(x)
            m[idx] -= h
            res[idx] = (f(p) - f(m)) / (2.0 * h)
    return res


def numerical_gradient__flat_views(f, x, h=1e-5, method="central"):
    check_method(method, h)
    xc = np.array(x, dtype=np.float64)
    flat = xc.reshape(-1)
    values = []
    f0 = f(xc) if method == "forward" else None
    for k, v in enumerate(flat.tolist()):
        flat[k] = v + h
        a = f(xc)
        if method == "forward":
            values.append((a - f0) / h)
        else:
            flat[k] = v - h
            values.append((a - f(xc)) / (2 * h))
        flat[k] = v
    return np.reshape(values, xc.shape) if values else np.zeros(xc.shape)


def numerical_gradient_array__vdot(f, x, dout, h=1e-5):
    check_method("central", h)
    x = np.array(x, np.float64)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        up = f(x + e) * 1.0
        down = f(x - e) * 1.0
        g[i] = np.vdot(dout, up - down) / 2 / h
    return g


def numerical_gradient_array__a_number_at_a_time(f, x, dout, h=1e-5):
    return numerical_gradient(lambda v: float(np.sum(f(v) * dout)), x, h)


def numerical_gradient_array__nditer(f, x, dout, h=1e-5):
    check_method("central", h)
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        pos = np.copy(f(x))
        x[ix] = old - h
        neg = np.copy(f(x))
        x[ix] = old
        grad[ix] = np.sum((pos - neg) * dout) / (2 * h)
    return grad


def numerical_gradient_array__jacobian(f, x, dout, h=1e-5):
    check_method("central", h)
    x = np.array(x, dtype=float)
    columns = []
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        columns.append((np.array(f(x + e)) - np.array(f(x - e))).ravel() / (2 * h))
    return (np.ravel(dout) @ np.array(columns).T).reshape(x.shape)
