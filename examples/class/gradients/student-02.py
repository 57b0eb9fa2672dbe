import pdb
import matplotlib.pyplot as plt
from asyncio.windows_events import NULL
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
    y1 = f(x + h)
    if method == "forward":
        y0, width = f(x), h
    else:
        y0, width = f(x - h), 2 * h
    print("slope between", y0, "and", y1)
    return (y1 - y0) / width


def polynomial_derivative(x):
    # derivata: 4·0.5·x³ − 2·2·x + 1
    return 4 * 0.5 * pow(x, 3) - 2 * 2 * x + 1


def numerical_gradient(f, x, h=1e-5, method="central"):
    check_method(method, h)
    if x.dtype != np.float64:
        x = x.astype(np.float64)
    grad = np.zeros_like(x)
    fx = f(x) if method == "forward" else None
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        oldval = x[ix]
        try:
            x[ix] = oldval + h
            fxph = f(x)
            if method == "central":
                x[ix] = oldval - h
                fxmh = f(x)
                grad[ix] = (fxph - fxmh) / (2 * h)
            else:
                grad[ix] = (fxph - fx) / h
        finally:
            x[ix] = oldval
        print(ix, grad[ix])
        it.iternext()
    return grad


def numerical_gradient_array(f, x, dout, h=1e-5):
    check_method("central", h)
    x = x.astype(np.float64)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        ix = it.multi_index
        oldval = x[ix]
        x[ix] = oldval + h
        pos = f(x).copy()
        x[ix] = oldval - h
        neg = f(x).copy()
        x[ix] = oldval
        grad[ix] = np.sum((pos - neg) * dout) / (2 * h)
        it.iternext()
    return grad


def relative_error(a, b):
    a, b = check_pair(a, b)
    diff = 0.0
    norm_a = 0.0
    norm_b = 0.0
    for p, q in zip(a.ravel(), b.ravel()):
        diff += (p - q) ** 2
        norm_a += p**2
        norm_b += q**2
    if norm_a == 0 and norm_b == 0:
        return 0
    return diff**0.5 / (norm_a**0.5 + norm_b**0.5)


def gradient_check(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    num = numerical_gradient(f, x)
    err = relative_error(num, analytic)
    worst, where = -1.0, None
    for ix in np.ndindex(x.shape):
        if abs(num[ix] - analytic[ix]) > worst:
            worst, where = abs(num[ix] - analytic[ix]), ix
    if err <= tolerance:
        return True, err, where
    else:
        return False, err, where


def linear_svm_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    dW = np.zeros_like(W, dtype=(X[0, 0] * W[0, 0]).dtype)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW


def linear_softmax_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss = 0.0
    dW = np.zeros(W.shape, dtype=np.result_type(W, X))
    for i in range(len(X)):
        f = X[i].dot(W)
        f -= max(f)
        sum_exp = sum(np.exp(k) for k in f)
        loss += -f[y[i]] + np.log(sum_exp)
        for k in range(W.shape[1]):
            p = np.exp(f[k]) / sum_exp
            dW[:, k] += (p - (k == y[i])) * X[i]
    return loss / len(X) + reg * np.sum(np.square(W)), dW / len(X) + 2 * reg * W
