import numpy as np


def as_floats(values, ndim=None, name="the input"):
    array = np.asarray(values)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got shape {array.shape}")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_labels(labels, n, classes, name="y"):
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), got {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"{name} must hold whole numbers, got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"{name} must be from 0 to {classes - 1}, got {array.min()} to {array.max()}")
    return array.astype(np.int64)


def check_scores(scores):
    return as_floats(scores, 2, "scores")


def check_scores_and_labels(scores, y):
    scores = check_scores(scores)
    return scores, as_labels(y, *scores.shape)


def check_linear(X, W, b):
    X, W, b = as_floats(X, 2, "X"), as_floats(W, 2, "W"), as_floats(b, 1, "b")
    if X.shape[1] != W.shape[0] or b.shape[0] != W.shape[1]:
        raise ValueError(f"X (N, D), W (D, C), b (C,) do not fit: got {X.shape}, {W.shape}, {b.shape}")
    return X, W, b


def check_logits(z, t):
    z = as_floats(z, 1, "z")
    return z, as_labels(t, len(z), 2, "t")


def check_predictions(p, t):
    p = as_floats(p, 1, "p")
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"p must be from 0 to 1, got {p.min()} to {p.max()}")
    return p, as_labels(t, len(p), 2, "t")


import numpy as np

linear_scores = lambda X, W, b: (lambda X, W, b: np.c_[X, np.ones(len(X))] @ np.r_[W, [b]])(
    *check_linear(X, W, b)
)


def svm_losses(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)

    def one(row, label):
        rivals = np.delete(row, label)
        return sum(np.maximum(rivals - row[label] + delta, 0))

    return map(one, scores, y)


def svm_loss(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    n, c = scores.shape
    rival = ~np.eye(c, dtype=bool)[y]
    m = np.where(rival, scores - np.choose(y, scores.T)[:, None] + delta, 0)
    g = np.heaviside(m, 0) / n
    g[~rival] = -g.sum(1)
    return np.ma.masked_less(m, 0).sum() / n, g.astype(scores.dtype)


def softmax(scores):
    scores = check_scores(scores)
    return np.array([1 / np.exp(np.minimum(row[None, :] - row[:, None], 700)).sum(axis=1) for row in scores])


def cross_entropy(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    gaps = scores - scores[np.arange(len(y)), y][:, None]
    top = gaps.max(axis=1)
    return (top + np.log(np.exp(gaps - top[:, None]).sum(axis=1))).reshape(-1, 1) / np.log(base)


def softmax_loss(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    s = scores.astype(np.longdouble)
    s = s - s.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    g = np.exp(logp)
    loss = 0
    for i in range(len(y)):
        loss -= logp[i, y[i]]
        g[i, y[i]] -= 1
    return loss / len(y), (g / len(y)).astype(scores.dtype)


def binary_cross_entropy(p, t):
    p, t = check_predictions(p, t)
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))


def binary_cross_entropy_with_logits(z, t):
    z, t = check_logits(z, t)
    return np.where(t == 1, np.logaddexp(0, -z), np.logaddexp(0, z))


def l2_regularization(W, reg):
    W = as_floats(W, name="W")
    return np.linalg.norm(W.ravel()) ** 2 * reg, W * (2 * reg)


def full_loss(X, W, b, y, reg, kind):
    if kind not in ("svm", "softmax"):
        raise ValueError(f'kind must be "svm" or "softmax", got {kind!r}')
    X, W, b = check_linear(X, W, b)
    y = as_labels(y, len(X), len(b))
    value = {
        "svm": lambda s: np.mean(list(svm_losses(s, y))),
        "softmax": lambda s: np.mean(list(cross_entropy(s, y))),
    }
    return value[kind](np.array(linear_scores(X, W, b))) + l2_regularization(W, reg)[0]


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
