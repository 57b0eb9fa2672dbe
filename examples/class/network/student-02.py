import pdb
import random
from turtle import forward

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display


def as_floats(values):
    """Return `values` as a floating-point array: floats as they are, not copied; integers as float64."""
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def check_network(params, X, layers=2):
    """Return `params` and `X` as floating-point arrays, or raise ValueError that says what does not fit."""
    X = as_floats(X)
    if X.ndim != 2 or X.shape[0] == 0:
        raise ValueError(f"X must have shape (N, D) with N >= 1, got {X.shape}")
    checked, width = {}, X.shape[1]
    for layer in range(1, layers + 1):
        for name in (f"W{layer}", f"b{layer}"):
            if name not in params:
                raise ValueError(f"params has no {name!r}, it has {sorted(params)}")
            checked[name] = as_floats(params[name])
        W, b = checked[f"W{layer}"], checked[f"b{layer}"]
        if W.ndim != 2 or W.shape[0] != width:
            raise ValueError(
                f"W{layer} must have {width} rows, one for each of its inputs; got shape {W.shape}"
            )
        if b.shape != W.shape[1:]:
            raise ValueError(f"b{layer} must have shape {W.shape[1:]} like a row of W{layer}, got {b.shape}")
        width = W.shape[1]
    return checked, X


def as_labels(labels, n, classes):
    """Return `labels` as an integer array of shape (n,), each of them from 0 to classes - 1.

    Raises
    ------
    ValueError
        The shape is not (n,), or a label is out of range (-1 is).
    TypeError
        The labels are not whole numbers.
    """
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"y must have shape ({n},), one label per row of X; got {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"y must hold whole numbers, got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"y must be from 0 to {classes - 1}, got {array.min()} to {array.max()}")
    return array.astype(np.int64)


def check_xor(X, Y, W0, W1):
    """Return the four arrays as floating point, or raise ValueError that says which shapes do not fit."""
    X, Y, W0, W1 = (as_floats(array) for array in (X, Y, W0, W1))
    if any(array.ndim != 2 for array in (X, Y, W0, W1)) or X.shape[0] == 0:
        raise ValueError("X, Y, W0 and W1 must all have two axes, and X at least one row")
    if W0.shape[0] != X.shape[1] or W1.shape[0] != W0.shape[1] or Y.shape != (X.shape[0], W1.shape[1]):
        raise ValueError(f"shapes do not chain: X {X.shape}, W0 {W0.shape}, W1 {W1.shape}, Y {Y.shape}")
    return X, Y, W0, W1


# rețea neuronală: totul cu bucle, ca la curs
def init_two_layer(input_dim, hidden_dim, num_classes, weight_scale, rng):
    W1 = np.zeros((input_dim, hidden_dim))
    W2 = np.zeros((hidden_dim, num_classes))
    for W in (W1, W2):
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                W[i, j] = rng.normal() * weight_scale
    return {"W1": W1, "b1": np.zeros(hidden_dim), "W2": W2, "b2": np.zeros(num_classes)}


def layer(row, W, b):
    return [sum(row[i] * W[i][j] for i in range(len(row))) + b[j] for j in range(len(b))]


def two_layer_forward(params, X):
    params, X = check_network(params, X)
    print("forward", X.shape)
    scores, hiddens = [], []
    for row in X:
        hidden = [max(0, value) for value in layer(row, params["W1"], params["b1"])]
        hiddens.append(hidden)
        scores.append(layer(hidden, params["W2"], params["b2"]))
    return scores, hiddens


def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = len(X)
    loss = 0.0
    dW1, db1, dW2, db2 = np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), np.zeros_like(b2)
    for i in range(N):
        pre = X[i] @ W1 + b1
        h = np.maximum(0, pre)
        s = h @ W2 + b2
        s = s - max(s)  # stabilitate numerică
        p = np.exp(s) / sum(np.exp(s))
        loss += np.log(sum(np.exp(s))) - s[y[i]]
        for c in range(len(b2)):
            d = p[c] - (c == y[i])
            db2[c] += d / N
            for k in range(len(b1)):
                dW2[k, c] += h[k] * d / N
        for k in range(len(b1)):
            if pre[k] > 0:
                d = sum((p[c] - (c == y[i])) * W2[k, c] for c in range(len(b2))) / N
                db1[k] += d
                for j in range(X.shape[1]):
                    dW1[j, k] += X[i, j] * d
    loss = loss / N
    loss += reg * (sum(sum(W1**2)) + sum(sum(W2**2)))
    dW1 += 2 * reg * W1
    dW2 += 2 * reg * W2
    # pdb.set_trace()
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}


def three_layer_forward(params, X):
    params, X = check_network(params, X, layers=3)
    scores = []
    for row in X:
        h1 = [max(0, value) for value in layer(row, params["W1"], params["b1"])]
        h2 = [max(0, value) for value in layer(h1, params["W2"], params["b2"])]
        scores.append(layer(h2, params["W3"], params["b3"]))
    return scores


def predict(params, X, forward=None):
    forward = two_layer_forward if forward is None else forward
    scores, _ = forward(params, X)
    answers = []
    for row in scores:
        best = 0
        for k in range(1, len(row)):
            if row[k] > row[best]:
                best = k
        answers.append(best)
    return answers


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def xor_step(X, Y, W0, W1):
    X, Y, W0, W1 = check_xor(X, Y, W0, W1)
    new_W0, new_W1, loss = W0.copy(), W1.copy(), 0
    for x, t in zip(X, Y):
        l1 = sigmoid(x @ W0)
        l2 = sigmoid(l1 @ W1)
        loss += 0.5 * sum((t - l2) ** 2)
        d2 = (t - l2) * l2 * (1 - l2)
        d1 = (W1 @ d2) * l1 * (1 - l1)
        new_W1 += np.outer(l1, d2)
        new_W0 += np.outer(x, d1)
    return new_W0, new_W1, loss


def train_xor(seed, steps):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    generator = np.random.RandomState(seed)
    W0 = 2 * generator.rand(3, 4) - 1
    W1 = 2 * generator.rand(4, 1) - 1
    history = []
    while len(history) < steps:
        W0, W1, loss = xor_step(X, Y, W0, W1)
        history.append(loss)
    return W0, W1, history


def train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    X = check_network(params, X)[1]
    y = as_labels(y, X.shape[0], len(params["b2"]))
    loss = two_layer_loss_fast if loss is None else loss
    history = []
    for epoch in range(epochs):
        order = list(rng.permutation(len(X)))
        while order:
            rows, order = order[:batch_size], order[batch_size:]
            value, grads = loss(params, X[rows], y[rows], reg)
            for name in params:
                params[name] = params[name] - learning_rate * grads[name]
            history.append(float(value))
        if epoch % 20 == 0:
            print(f"epoca {epoch}: {history[-1]:.4f}")
    return history


def two_layer_loss_fast(params, X, y, reg):
    # buclele sunt prea lente pentru cifre
    N = len(X)
    h = np.maximum(0, X @ params["W1"] + params["b1"])
    s = h @ params["W2"] + params["b2"]
    s -= s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    value = -np.log(p[range(N), y]).mean() + reg * sum((params[k] ** 2).sum() for k in ("W1", "W2"))
    p[range(N), y] -= 1
    p /= N
    dh = p @ params["W2"].T * (h > 0)
    return value, {
        "W1": X.T @ dh + 2 * reg * params["W1"],
        "b1": dh.sum(0),
        "W2": h.T @ p + 2 * reg * params["W2"],
        "b2": p.sum(0),
    }


ANSWERS = {
    "plus_sign": "delta is minus the gradient",
    "zero_initialisation": "b2 only",
    "parameter_count": "2410",
}
