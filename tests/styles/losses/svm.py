"""Right SVM losses, as different students write them."""

import numpy as np


def svm_losses__loops(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    losses = []
    for i in range(len(y)):
        L = 0
        for j in range(scores.shape[1]):
            if j == y[i]:
                continue
            L += max(0, scores[i, j] - scores[i, y[i]] + delta)
        losses.append(L)
    return losses


def svm_losses__minus_delta(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    right = scores[np.arange(len(y)), y].reshape(-1, 1)
    return np.sum(np.maximum(0, scores - right + delta), axis=1) - delta


def svm_losses__one_hot(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    mask = np.eye(scores.shape[1])[y]
    right = (scores * mask).sum(axis=1, keepdims=True)
    return (np.maximum(0, scores - right + delta) * (1 - mask)).sum(1)


def svm_losses__column(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    right = np.take_along_axis(scores, y[:, None], axis=1)
    m = np.where(scores - right + delta > 0, scores - right + delta, 0)
    np.put_along_axis(m, y[:, None], 0, axis=1)
    return m.sum(axis=1, keepdims=True)


def svm_losses__comprehension(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.array(
        [sum(max(0.0, s - row[c] + delta) for j, s in enumerate(row) if j != c) for row, c in zip(scores, y)]
    )


def svm_losses__choose(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    right = np.choose(y, scores.T)
    return np.clip(scores.T - right + delta, 0, np.inf).sum(axis=0) - delta


def svm_loss__loops(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    N, C = scores.shape
    loss, d = 0.0, np.zeros_like(scores)
    for i in range(N):
        for j in range(C):
            if j != y[i]:
                margin = scores[i, j] - scores[i, y[i]] + delta
                if margin > 0:
                    loss += margin
                    d[i, j] += 1
                    d[i, y[i]] -= 1
    return loss / N, d / N


def svm_loss__counts(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    n = scores.shape[0]
    m = np.maximum(0, scores - scores[range(n), list(y)][:, None] + delta)
    m[range(n), list(y)] = 0
    loss = np.sum(m) / n
    m[m > 0] = 1
    m[range(n), list(y)] -= np.sum(m, axis=1)
    m /= n
    return loss, m


def svm_loss__one_hot(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    T = (np.arange(scores.shape[1])[None] == y[:, None]).astype(scores.dtype)
    lead = scores - np.sum(scores * T, axis=1, keepdims=True) + delta * (1 - T)
    on = (lead > 0) & (T == 0)
    d = on - T * on.sum(axis=1, keepdims=True)
    return (lead * on).sum(axis=1).mean(), (d / len(y)).astype(scores.dtype)


def svm_loss__another_order(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    rows = np.arange(len(y))
    M = scores + (delta - scores[rows, y])[:, None]
    M[rows, y] = 0
    M = M * (M > 0)
    D = np.sign(M)
    D[rows, y] = -D.sum(axis=1)
    return [np.mean(np.sum(M, axis=1)), (D / len(y)).astype(scores.dtype)]


def svm_loss__counts_the_kink(scores, y, delta=1.0):
    """remark: What is the stated rule at exactly zero?"""
    scores, y = check_scores_and_labels(scores, y)
    rows = np.arange(len(y))
    M = scores - scores[rows, y][:, None] + delta
    D = (M >= 0).astype(scores.dtype)
    D[rows, y] = 0
    D[rows, y] = -D.sum(axis=1)
    return (np.maximum(M, 0).sum() - delta * len(y)) / len(y), D / len(y)


def svm_loss__uses_svm_losses(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    loss = np.average(svm_losses(scores, y, delta=delta))
    d = np.zeros(scores.shape, dtype=scores.dtype)
    for i, c in enumerate(y):
        for j in np.flatnonzero(scores[i] - scores[i, c] + delta > 0):
            if j != c:
                d[i, [j, c]] += [1, -1]
    return loss, np.divide(d, len(y))


def svm_loss__gradient_as_lists(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    N = len(y)
    total, rows = 0.0, []
    for row, c in zip(scores.tolist(), y.tolist()):
        d = [0.0] * len(row)
        for j, s in enumerate(row):
            if j != c and s - row[c] + delta > 0:
                total += s - row[c] + delta
                d[j] += 1 / N
                d[c] -= 1 / N
        rows.append(d)
    return total / N, rows
