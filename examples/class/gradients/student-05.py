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


def numerical_derivative(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if method == "central":
        return (f(x + h) - f(x - h)) / (2 * h)
    return (f(x + h) - f(x)) / h


def polynomial_derivative(x):
    return 2 * x**3 - 4 * x + 1


def numerical_gradient(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.array(x, dtype=float)
    steps = h * np.eye(x.size)
    if method == "forward":
        f0 = f(x)
        g = [(f(x + s.reshape(x.shape)) - f0) / h for s in steps]
    else:
        g = [(f(x + s.reshape(x.shape)) - f(x - s.reshape(x.shape))) / (2 * h) for s in steps]
    return np.reshape(g, x.shape).tolist()


def numerical_gradient_array(f, x, dout, h=1e-5):
    check_method("central", h)
    x = np.asarray(x).astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        xp, xm = x.copy(), x.copy()
        xp[i] += h
        xm[i] -= h
        grad[i] = (np.sum(f(xp) * dout) - np.sum(f(xm) * dout)) / (2 * h)
    return grad


def relative_error(a, b):
    a, b = check_pair(a, b)
    bottom = np.linalg.norm(a) + np.linalg.norm(b)
    if bottom == 0:
        return 0.0
    return np.linalg.norm(a - b) / bottom


def gradient_check(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    numeric = np.array(numerical_gradient(f, x))
    error = relative_error(numeric, analytic)
    flat = int(np.argmax(abs(numeric - analytic)))
    return error <= tolerance, error, np.unravel_index(flat, x.shape)


def linear_svm_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    W, X = np.asmatrix(W), np.asmatrix(X)
    n = X.shape[0]
    S = X * W
    right = S[range(n), list(y)].T
    M = np.maximum(S - right + 1, 0)
    M[range(n), list(y)] = 0
    mask = (M > 0).astype(S.dtype)
    mask[range(n), list(y)] = -mask.sum(axis=1).T
    return M.sum() / n + reg * np.power(W, 2).sum(), X.T * mask / n + 2 * reg * W


def linear_softmax_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    onehot = np.eye(W.shape[1], dtype=W.dtype)[y]
    S = np.einsum("nd,dc->nc", X, W)
    top = S.max(1)[:, None]
    logsum = top + np.log(np.exp(S - top).sum(1))[:, None]
    loss = -np.sum(onehot * (S - logsum)) / len(y)
    dW = np.einsum("nd,nc->dc", X, np.exp(S - logsum) - onehot) / len(y)
    return [loss + reg * np.linalg.norm(W) ** 2, dW + reg * 2 * W]
