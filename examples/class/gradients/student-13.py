import numpy as np


def check_method(method, h):
    """Raise ValueError unless `method` is "central" or "forward" and the step `h` is positive."""
    if method not in ("central", "forward"):
        raise ValueError(f'method is "central" or "forward", not {method!r}')
    if not h > 0:
        raise ValueError(f"the step h must be greater than 0, not {h}")


def check_pair(a, b):
    """Return `a` and `b` as float64 arrays; raise ValueError unless their shapes are the same."""
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"the shapes must be the same, but they are {a.shape} and {b.shape}")
    return a, b


def check_batch(W, X, y):
    """Return `W` (D, C), `X` (N, D) and `y` (N,) as arrays, integer `W` and `X` as float64.

    Raises ValueError for shapes that do not fit, an empty batch or a label outside 0..C-1, and TypeError for
    labels that are not integers.
    """
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
    """Return the lecture's f(x) = 0.5 x^4 - 2 x^2 + x + 5 (slide "Gradient Evaluation (Python)")."""
    return 0.5 * x**4 - 2 * x**2 + x + 5


def numerical_derivative(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "central":
        return (f(x + h) - f(x - h)) / (2 * h)
    return (f(x + h) - f(x)) / h


def polynomial_derivative(x):
    return 2 * x**3 - 4 * x + 1


def numerical_gradient(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if x.dtype != float:
        x = x.astype(float)
    grad = np.zeros(x.shape)
    start = f(x) if method == "forward" else 0.0
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        if method == "forward":
            grad[i] = (up - start) / h
        else:
            x[i] -= 2 * h
            grad[i] = (up - f(x)) / (2 * h)
    return grad


def numerical_gradient_array(f, x, dout, h=1e-5):
    check_method("central", h)
    x = np.asarray(x).astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        xp, xm = x.copy(), x.copy()
        xp[i] += h
        xm[i] -= h
        grad[i] = np.sum(f(xp) - f(xm)) / (2 * h)
    return grad


def relative_error(a, b):
    a, b = check_pair(a, b)
    bottom = np.linalg.norm(a) + np.linalg.norm(b)
    if bottom == 0:
        return 0.0
    return np.linalg.norm(a - b) / bottom


def gradient_check(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    num = numerical_gradient(f, x)
    err = relative_error(num, analytic)
    return err <= tolerance, err, np.unravel_index(np.abs(num - analytic).argmax(), x.shape)


def linear_svm_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    N = X.shape[0]
    S = X.dot(W)
    M = np.maximum(0, S - S[np.arange(N), y, None] + 1)
    M[np.arange(N), y] = 0
    loss = M.sum() + reg * (W * W).sum()
    G = np.where(M > 0, S.dtype.type(1), S.dtype.type(0))
    G[np.arange(N), y] -= G.sum(axis=1)
    return loss, X.T.dot(G) + 2 * reg * W


def linear_softmax_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    N = X.shape[0]
    S = X.dot(W)
    S = S - S.max(axis=1, keepdims=True)
    logZ = np.log(np.exp(S).sum(axis=1))
    loss = (logZ - S[np.arange(N), y]).sum() + reg * (W * W).sum()
    P = np.exp(S - logZ[:, None])
    P[np.arange(N), y] -= 1
    return loss, X.T.dot(P) + 2 * reg * W
