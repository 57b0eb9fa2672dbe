"""Honest work that builds on an earlier exercise which is wrong: what is right in it keeps its points."""

from __future__ import annotations

_SVM_GRADIENT = """
def svm_gradient(scores, y, delta):
    rows = np.arange(len(y))
    counts = (scores - scores[rows, y][:, None] + delta > 0).astype(scores.dtype)
    counts[rows, y] = 0
    counts[rows, y] = -counts.sum(axis=1)
    return counts / len(y)
"""
_MEAN = """
def svm_losses(scores, y, delta=1.0):
    return np.ones(len(y))


def svm_loss(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.mean(svm_losses(scores, y, delta)), svm_gradient(scores, y, delta)
"""
_ROW_BY_ROW = """
def svm_losses(scores, y, delta=1.0):
    raise KeyError(1)


def svm_loss(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    losses = [svm_losses(scores[i : i + 1], y[i : i + 1], delta=delta)[0] for i in range(len(y))]
    return sum(losses) / len(y), svm_gradient(scores, y, delta)
"""
_SOFTMAX = """
def softmax(scores):
    return np.exp(scores)


def softmax_loss(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    rows = np.arange(len(y))
    dscores = softmax(scores - scores.max(axis=1, keepdims=True))
    dscores[rows, y] -= 1
    return np.mean(cross_entropy(scores, y)), dscores / len(y)
"""
_CROSS_ENTROPY = """
def cross_entropy(scores, y, base=np.e):
    return np.zeros(len(y))
"""
_FORWARD = """
def two_layer_forward(params, X):
    hidden = np.maximum(0, X @ params["W1"])
    return hidden @ params["W2"], hidden


def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    scores, hidden = two_layer_forward(params, X)
    rows, (W1, W2) = np.arange(len(y)), (params["W1"], params["W2"])
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[rows, y].mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    dscores /= len(y)
    dhidden = (dscores @ W2.T) * (hidden > 0)
    grads = {"W1": X.T @ dhidden + 2 * reg * W1, "b1": dhidden.sum(axis=0)}
    return loss, grads | {"W2": hidden.T @ dscores + 2 * reg * W2, "b2": dscores.sum(axis=0)}
"""
# By what is wrong in it: the assignment, the source, and the exercises that are right all the same.
BUILDERS = {
    "the mean of wrong losses": ("losses", _SVM_GRADIENT + _MEAN, ["svm_loss", "full_loss"]),
    "row by row": ("losses", _SVM_GRADIENT + _ROW_BY_ROW, ["svm_loss", "full_loss"]),
    "a wrong softmax": ("losses", _SOFTMAX, ["softmax_loss", "full_loss"]),
    "a wrong softmax and wrong losses": ("losses", _SOFTMAX + _CROSS_ENTROPY, ["softmax_loss", "full_loss"]),
    "a wrong forward pass": ("network", _FORWARD, ["two_layer_loss"]),
}
