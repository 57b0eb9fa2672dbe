import numpy as np


def check_method(method, h):
    if method not in ("central", "forward"):
        raise ValueError(f'method is "central" or "forward", not {method!r}')
    if not h > 0:
        raise ValueError(f"the step h must be greater than 0, not {h}")


def check_pair(a, b):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"the shapes must be the same, but they are {a.shape} and {b.shape}")
    return a, b


def check_batch(W, X, y):
    W, X, y = np.asarray(W), np.asarray(X), np.asarray(y)
    if W.ndim != 2 or X.ndim != 2 or X.shape[1] != W.shape[0]:
        raise ValueError(f"W is (D, C) and X is (N, D), but their shapes are {W.shape} and {X.shape}")
    if len(X) == 0:
        raise ValueError("the batch is empty: X has no rows")
    if y.shape != (len(X),):
        raise ValueError(f"y has one label for each of the {len(X)} rows of X, but its shape is {y.shape}")
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError(f"labels are integers, not {y.dtype}")
    if y.min() < 0 or y.max() >= W.shape[1]:
        raise ValueError(f"labels are 0 to {W.shape[1] - 1}, but y has {y.min()} to {y.max()}")
    if not np.issubdtype(W.dtype, np.floating):
        W = W.astype(np.float64)
    if not np.issubdtype(X.dtype, np.floating):
        X = X.astype(np.float64)
    return W, X, y


def polynomial(x):
    return 0.5 * x**4 - 2 * x**2 + x + 5


from contextlib import contextmanager
from functools import partial


def numerical_derivative(f, x, h=1e-5, method="central"):
    check_method(method, h)
    lo = x - h * (central := method == "central")
    return (f(x + h) - f(lo)) / (h * (1 + central))


polynomial_derivative = np.polynomial.Polynomial([5, 1, -2, 0, 0.5]).deriv()


def numerical_gradient(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.asarray(x, float)
    basis = h * np.eye(x.size).reshape(x.size, *x.shape)
    if method == "forward":
        f0 = f(x.copy())
        return np.array([(f(x + e) - f0) / h for e in basis]).reshape(x.shape)
    return np.fromiter(((f(x + e) - f(x - e)) / (2 * h) for e in basis), float).reshape(x.shape)


def numerical_gradient_array(f, x, dout, h=1e-5):
    check_method("central", h)
    return numerical_gradient(lambda v: np.vdot(f(v), dout), x, h)


def relative_error(a, b):
    a, b = check_pair(a, b)
    n = np.linalg.norm
    return n((a - b).ravel()) / s if (s := n(a.ravel()) + n(b.ravel())) else 0.0


def gradient_check(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    num = numerical_gradient(f, x)
    err = relative_error(num, analytic)
    return err <= tolerance, err, np.unravel_index(np.abs(num - analytic).argmax(), x.shape)


def linear_svm_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    S, r = X @ W, np.arange(len(y))
    M = S - S[r, y, None] + (1 - np.eye(W.shape[1], dtype=S.dtype)[y])
    A = (M > 0).astype(S.dtype)
    A[r, y] -= A.sum(1)
    return (M.clip(0).sum() / len(y) + reg * (W**2).sum()), (
        np.einsum("nd,nc->dc", X, A) / len(y) + 2 * reg * W
    ).astype(S.dtype)


def linear_softmax_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    L = (S := X @ W) - np.logaddexp.reduce(S, 1, keepdims=True)
    Y = np.eye(W.shape[1], dtype=S.dtype)[y]
    return float(-(L * Y).sum(1).mean() + reg * np.vdot(W, W)), X.T @ (np.exp(L) - Y) / len(y) + 2 * reg * W


def has_kink(f, x, h=1e-4):
    jump = lambda h: (f(x + h) - 2 * f(x) + f(x - h)) / h
    return abs(jump(h / 16)) > max(0.5 * abs(jump(h)), 1e-6)


def find_wrong_gradients(f, gradients, shape):
    x = (rng := np.random.default_rng()).normal(size=shape)
    return [i for i, g in enumerate(gradients) if not gradient_check(f, x, g(x), 1e-5)[0]]
