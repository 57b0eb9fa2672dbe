"""Right losses of linear classifiers with their gradients, as different students write them."""

import numpy as np


def linear_svm_loss__naive(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    dW = np.zeros(W.shape, dtype=W.dtype)
    num_classes, num_train, loss = W.shape[1], X.shape[0], 0.0
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


def linear_svm_loss__vectorized(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    n = X.shape[0]
    S = X.dot(W)
    right = S[np.arange(n), y].reshape(n, 1)
    margins = np.maximum(0, S - right + 1)
    margins[np.arange(n), y] = 0
    loss = np.sum(margins) / n + reg * np.sum(np.square(W))
    mask = np.zeros_like(margins)
    mask[margins > 0] = 1
    mask[np.arange(n), y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / n + reg * 2 * W


def linear_svm_loss__right_class_cancels(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    rows = np.arange(len(y))
    S = X @ W
    M = np.maximum(0, S - S[rows, y][:, None] + 1)
    D = (M > 0).astype(S.dtype)
    D[rows, y] -= D.sum(axis=1)
    return M.sum() / len(y) - 1 + reg * np.vdot(W, W), X.T @ D / len(y) + (reg + reg) * W


def linear_svm_loss__outer_products(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    total, dW = 0.0, 0 * W
    for x, c in zip(X, y):
        s = x @ W
        lead = s - s[c] + 1
        lead[c] = 0
        violated = np.where(lead > 0, 1.0, 0.0).astype(W.dtype)
        violated[c] = -violated.sum()
        total = total + lead[lead > 0].sum()
        dW = dW + np.outer(x, violated)
    return float(total / len(y) + reg * (W**2).sum()), dW / len(y) + 2 * reg * W


def linear_svm_loss__one_hot(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    T = np.eye(W.shape[1], dtype=W.dtype)[y]
    S = X @ W
    lead = (S - (S * T).sum(1)[:, None] + 1) * (1 - T)
    on = (lead > 0).astype(W.dtype)
    D = on - on.sum(1)[:, None] * T
    return [
        np.array([(lead * on).sum() / len(y) + reg * np.linalg.norm(W) ** 2]),
        (D.T @ X).T / len(y) + 2 * reg * W,
    ]


def linear_svm_loss__lists(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    print("batch of", len(y))
    loss, dW = linear_svm_loss__naive(W, X, y, reg)
    return loss, dW.tolist()


def linear_svm_loss__counts_the_kink(W, X, y, reg):
    """remark: What is the stated rule at exactly zero?"""
    W, X, y = check_batch(W, X, y)
    rows = np.arange(len(y))
    S = X @ W
    M = S - S[rows, y][:, None] + 1
    M[rows, y] = -1
    D = (M >= 0).astype(S.dtype)
    D[rows, y] = -D.sum(1)
    return np.maximum(M, 0).sum() / len(y) + reg * np.sum(W**2), X.T @ D / len(y) + 2 * reg * W


def linear_softmax_loss__naive(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(X.shape[0]):
        f = X[i].dot(W)
        f = f - np.max(f)
        log_sum = np.log(np.sum(np.exp(f)))
        loss += -f[y[i]] + log_sum
        for j in range(W.shape[1]):
            p = np.exp(f[j] - log_sum)
            dW[:, j] += (p - (j == y[i])) * X[i]
    loss = loss / X.shape[0] + reg * np.sum(W * W)
    dW = dW / X.shape[0] + 2 * reg * W
    return loss, dW


def linear_softmax_loss__vectorized(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    N = len(X)
    S = np.matmul(X, W)
    S -= S.max(axis=1, keepdims=True)
    L = np.log(np.exp(S).sum(axis=1))
    loss = np.mean(L - S[range(N), y])
    P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    P[range(N), y] -= 1
    dW = X.T.dot(P) / N
    dW += 2 * reg * W
    return loss + reg * np.square(W).sum(), dW


def linear_softmax_loss__one_hot(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    Y = np.zeros((len(y), W.shape[1]), dtype=W.dtype)
    Y[np.arange(len(y)), y] = 1
    S = X @ W
    lse = np.logaddexp.reduce(S, axis=1, keepdims=True)
    return (
        float((Y * (lse - S)).sum() / len(y) + reg * np.sum(W**2)),
        X.T @ (np.exp(S - lse) - Y) / len(y) + 2 * reg * W,
    )


def linear_softmax_loss__relative_to_the_right_class(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    n = len(y)
    S = X @ W
    d = S - S[np.arange(n), y][:, None]
    top = d.max(1, keepdims=True)
    lse = (top + np.log(np.exp(d - top).sum(1, keepdims=True)))[:, 0]
    D = np.exp(d - lse[:, None])
    D[np.arange(n), y] = -(D.sum(1) - D[np.arange(n), y])
    return [lse.mean() + reg * (W * W).sum(), np.dot(X.T, D) * (1 / n) + 2 * W * reg]


def linear_softmax_loss__by_examples(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    parts = []
    for x, c in zip(X, y):
        s = W.T @ x
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        loss = np.log(np.exp(s).sum()) - s[c]
        p[c] -= 1
        parts.append((loss, x[:, None] * p[None, :]))
    losses, gradients = zip(*parts)
    return np.mean(losses) + reg * np.sum(W**2), (sum(gradients) / len(y) + 2 * reg * W).astype(W.dtype)


def linear_softmax_loss__lists(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = linear_softmax_loss__vectorized(W, X, list(y), reg)
    return np.array([loss]), list(map(list, dW))
