"""Right linear scores, penalties and full losses, as different students write them."""

import numpy as np


def linear_scores__triple_loop(X, W, b):
    X, W, b = check_linear(X, W, b)
    N, D = X.shape
    C = W.shape[1]
    out = np.zeros((N, C))
    for i in range(N):
        for j in range(C):
            s = 0.0
            for k in range(D):
                s += X[i][k] * W[k][j]
            out[i][j] = s + b[j]
    return out


def linear_scores__einsum(X, W, b):
    X, W, b = check_linear(X, W, b)
    return np.einsum("nd,dc->nc", X, W) + b[None, :]


def linear_scores__bias_trick(X, W, b):
    X, W, b = check_linear(X, W, b)
    X1 = np.hstack([X, np.ones((X.shape[0], 1))])
    W1 = np.vstack([W, b.reshape(1, -1)])
    return X1.dot(W1)


def linear_scores__lists(X, W, b):
    X, W, b = check_linear(X, W, b)
    print("shapes", X.shape, W.shape, b.shape)
    return [[float(sum(x * w for x, w in zip(row, column)) + c) for column, c in zip(W.T, b)] for row in X]


def linear_scores__columns_as_on_the_slide(X, W, b):
    X, W, b = check_linear(X, W, b)
    return (W.T @ X.T + b[:, np.newaxis]).T


def linear_scores__matrix(X, W, b):
    X, W, b = check_linear(X, W, b)
    return np.matrix(X) * np.matrix(W) + b


def l2_regularization__norm_squared(W, reg):
    W = as_floats(W, name="W")
    return reg * np.linalg.norm(W) ** 2, 2 * reg * W


def l2_regularization__loop(W, reg):
    W = as_floats(W, name="W")
    total = 0
    for w in W.ravel():
        total = total + w * w
    dW = np.zeros_like(W)
    dW += W
    dW *= 2 * reg
    return reg * total, dW


def l2_regularization__vdot(W, reg):
    W = as_floats(W, name="W")
    return float(reg * np.vdot(W, W)), np.multiply(W, reg + reg)


def l2_regularization__a_list_of_both(W, reg):
    W = as_floats(W, name="W")
    return [np.array([reg * np.square(W).sum()]), (reg * W + reg * W).tolist()]


def full_loss__written_out(X, W, b, y, reg, kind):
    if kind not in ("svm", "softmax"):
        raise ValueError("kind")
    X, W, b = check_linear(X, W, b)
    y = as_labels(y, len(X), len(b))
    s = X @ W + b
    N = len(y)
    right = s[range(N), y].reshape(N, 1)
    if kind == "svm":
        m = np.clip(s - right + 1, 0, None)
        m[range(N), y] = 0
        data = m.sum() / N
    else:
        data = np.mean(np.log(np.sum(np.exp(s - right), axis=1)))
    return data + reg * np.sum(W * W)


def full_loss__dict_of_losses(X, W, b, y, reg, kind):
    if kind not in ("svm", "softmax"):
        raise ValueError("kind")
    X, W, b = check_linear(X, W, b)
    y = as_labels(y, len(X), len(b))
    L = {"svm": svm_losses, "softmax": cross_entropy}[kind](linear_scores(X, W, b), y)
    total = 0
    for loss in L:
        total += loss
    return total / len(L) + l2_regularization(W, reg)[0]


def full_loss__with_the_mean_losses(X, W, b, y, reg, kind):
    if kind not in ("svm", "softmax"):
        raise ValueError("kind")
    X, W, b = check_linear(X, W, b)
    y = as_labels(y, len(X), len(b))
    scores = linear_scores(X, W, b)
    loss, _ = svm_loss(scores, y) if kind == "svm" else softmax_loss(scores, y)
    R, _ = l2_regularization(W, reg)
    loss += R
    return loss
