import numpy as np


# %% exercise="linear_scores"
def linear_scores(X, W, b):
    return np.dot(X, W) + b


# %% exercise="svm_losses"
def svm_losses(scores, y, delta=1.0):
    scores = np.asarray(scores)
    scores -= scores[np.arange(len(y)), y][:, None] - delta
    scores[np.arange(len(y)), y] = 0
    return np.maximum(scores, 0).sum(axis=1)


# %% exercise="svm_loss"
def svm_loss(scores, y, delta=1.0):
    N = len(y)
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + delta)
    margins[np.arange(N), y] = 0
    dscores = np.zeros(scores.shape)
    dscores[margins > 0] = 1 / N
    dscores[np.arange(N), y] = -dscores.sum(axis=1)
    return margins.sum() / N, dscores


# %% exercise="softmax"
def softmax(scores):
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)


# %% exercise="cross_entropy"
def cross_entropy(scores, y, base=np.e):
    m = scores.max(axis=1)
    lse = m + np.log(np.exp(scores - m[:, None]).sum(axis=1))
    return (lse - scores[np.arange(len(y)), y]) / np.log(base)


# %% exercise="softmax_loss"
def softmax_loss(scores, y):
    N = len(y)
    m = scores.max(axis=1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(scores - m), axis=1, keepdims=True))
    loss = np.mean(lse[:, 0] - scores[np.arange(N), y])
    one_hot = np.eye(scores.shape[1], dtype=scores.dtype)[y]
    return loss, (np.exp(scores - lse) - one_hot) / N


# %% exercise="binary_cross_entropy"
def binary_cross_entropy(p, t):
    cost = np.empty(len(p))
    cost[t == 1] = -np.log(p[t == 1])
    cost[t == 0] = -np.log(1 - p[t == 0])
    return cost


# %% exercise="binary_cross_entropy_with_logits"
def binary_cross_entropy_with_logits(z, t):
    return np.logaddexp(0, z) - t * z


# %% exercise="l2_regularization"
def l2_regularization(W, reg):
    return reg * np.sum(W * W), 2 * reg * W


# %% exercise="full_loss"
def full_loss(X, W, b, y, reg, kind):
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
