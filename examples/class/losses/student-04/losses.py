import numpy as np

from loss_helpers import log_sum_exp, right_scores


def as_floats(values, ndim=None, name="the input"):
    """Return `values` as a floating-point array that is not empty.

    float32 and float64 arrays come back as they are (not copied); whole numbers become float64.

    Parameters
    ----------
    values : array_like of numbers
    ndim : int, optional
        How many axes there must be. Any number by default.
    name : str
        What to call the array in messages.

    Raises
    ------
    ValueError
        It is empty, or has another number of axes.
    TypeError
        It does not hold real numbers.
    """
    array = np.asarray(values)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got shape {array.shape}")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_labels(labels, n, classes, name="y"):
    """Return `labels` as an int64 array of shape (n,), each of them from 0 to classes - 1.

    Raises
    ------
    ValueError
        The shape is not (n,), or a label is out of range (-1 is).
    TypeError
        The labels are not whole numbers.
    """
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), got {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"{name} must hold whole numbers, got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"{name} must be from 0 to {classes - 1}, got {array.min()} to {array.max()}")
    return array.astype(np.int64)


def check_scores(scores):
    """Return `scores` as a floating-point array of shape (N, C)."""
    return as_floats(scores, 2, "scores")


def check_scores_and_labels(scores, y):
    """Return `scores` as a floating-point (N, C) array and `y` as an integer (N,) array."""
    scores = check_scores(scores)
    return scores, as_labels(y, *scores.shape)


def check_linear(X, W, b):
    """Return X (N, D), W (D, C) and b (C,) as floating-point arrays whose shapes fit."""
    X, W, b = as_floats(X, 2, "X"), as_floats(W, 2, "W"), as_floats(b, 1, "b")
    if X.shape[1] != W.shape[0] or b.shape[0] != W.shape[1]:
        raise ValueError(f"X (N, D), W (D, C), b (C,) do not fit: got {X.shape}, {W.shape}, {b.shape}")
    return X, W, b


def check_logits(z, t):
    """Return `z` as a floating-point (N,) array and `t` as an integer (N,) array of 0 and 1."""
    z = as_floats(z, 1, "z")
    return z, as_labels(t, len(z), 2, "t")


def check_predictions(p, t):
    """Return `p` as a floating-point (N,) array from 0 to 1 and `t` as an integer (N,) array of 0 and 1."""
    p = as_floats(p, 1, "p")
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"p must be from 0 to 1, got {p.min()} to {p.max()}")
    return p, as_labels(t, len(p), 2, "t")


# %% exercise="linear_scores"
def linear_scores(X, W, b):
    X, W, b = check_linear(X, W, b)
    return np.dot(X, W) + b


# %% exercise="svm_losses"
def svm_losses(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(scores - right_scores(scores, y) + delta, 0)
    margins[np.arange(len(y)), y] = 0
    return np.sum(margins, 1)


# %% exercise="svm_loss"
def svm_loss(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    loss = np.mean(svm_losses(scores, y, delta))
    violated = scores - right_scores(scores, y) + delta > 0
    violated[np.arange(len(y)), y] = False
    dscores = violated.astype(scores.dtype)
    dscores[np.arange(len(y)), y] = -violated.sum(1)
    return loss, dscores / len(y)


# %% exercise="softmax"
def softmax(scores):
    scores = check_scores(scores)
    return np.exp(scores - log_sum_exp(scores))


# %% exercise="cross_entropy"
def cross_entropy(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return ((log_sum_exp(scores) - right_scores(scores, y)) / np.log(base)).ravel()


# %% exercise="softmax_loss"
def softmax_loss(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    loss = cross_entropy(scores, y).mean()
    dscores = softmax(scores)
    dscores[np.arange(len(y)), y] -= 1
    return loss, dscores / len(y)


# %% exercise="binary_cross_entropy"
def binary_cross_entropy(p, t):
    p, t = check_predictions(p, t)
    return -np.log(np.where(t, p, 1 - p))


# %% exercise="binary_cross_entropy_with_logits"
def binary_cross_entropy_with_logits(z, t):
    z, t = check_logits(z, t)
    return np.logaddexp(0, z) - t * z


# %% exercise="l2_regularization"
def l2_regularization(W, reg):
    W = as_floats(W, name="W")
    return reg * np.sum(W * W), 2 * reg * W


# %% exercise="full_loss"
def full_loss(X, W, b, y, reg, kind):
    if kind not in ("svm", "softmax"):
        raise ValueError(f'kind must be "svm" or "softmax", got {kind!r}')
    X, W, b = check_linear(X, W, b)
    y = as_labels(y, len(X), len(b))
    scores = linear_scores(X, W, b)
    if kind == "svm":
        data_loss = svm_losses(scores, y).mean()
    else:
        data_loss = cross_entropy(scores, y).mean()
    return data_loss + l2_regularization(W, reg)[0]


# %% exercise="ANSWERS"
ANSWERS = {
    "svm_minimum": "0, attained",
    "svm_maximum": "there is none",
    "softmax_minimum": "0, approached but never attained",
    "softmax_maximum": "there is none",
    "svm_with_zero_weights": "C - 1",
    "softmax_with_zero_weights": "ln C",
    "perturb_10_-2_3": "only the softmax loss",
    "perturb_10_9_9": "both",
    "perturb_10_-100_-100": "only the softmax loss, by less than 1e-40",
}
