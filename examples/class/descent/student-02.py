import pdb
import random
from math import isfinite

import matplotlib.pyplot as plt
from matplotlib import cm
import numpy as np


def as_float_array(W):
    W = np.asarray(W)
    return W if W.dtype.kind == "f" else W.astype(np.float64)


def check_step(W, dW, learning_rate):
    W, dW = as_float_array(W), as_float_array(dW)
    if W.shape != dW.shape:
        raise ValueError(f"the gradient must have the weights' shape {W.shape}, got {dW.shape}")
    if not learning_rate > 0:
        raise ValueError(f"the learning rate must be above 0, got {learning_rate}")
    return W, dW


def check_batch(X, y, batch_size):
    X, y = np.asarray(X), np.asarray(y)
    if len(X) == 0 or X.shape[:1] != y.shape:
        raise ValueError(f"expected N >= 1 rows in X and N labels in y, got shapes {X.shape} and {y.shape}")
    if y.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers, got {y.dtype}")
    if batch_size < 1:
        raise ValueError(f"a batch needs at least one row, got batch_size {batch_size}")
    return X, y, min(batch_size, len(X))


def gradient_step(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    print("W has shape", W.shape)
    result = np.zeros_like(W)
    for index in np.ndindex(W.shape):
        result[index] = W[index] - learning_rate * dW[index]
    return result


def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    # pașii sunt ținuți într-o listă
    W = as_float_array(W0).copy()
    history = [W.copy()]
    steps = 0
    while steps < max_steps:
        W_old = W.copy()
        W -= learning_rate * gradient(W)
        history.append(W.copy())
        steps += 1
        moved = 0
        for a, b in zip(np.ravel(W), np.ravel(W_old)):
            if not isfinite(a):
                print("diverged after", steps)
                return W, history, "diverged"
            moved += abs(a - b)
        if moved <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    chosen = []
    while len(chosen) < batch_size:
        i = int(rng.integers(0, len(X)))
        if i not in chosen:
            chosen.append(i)
    X_batch, y_batch = [], []
    for i in chosen:
        X_batch.append(list(X[i]))
        y_batch.append(int(y[i]))
    return X_batch, y_batch


def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    pairs = list(zip(X, y))
    if shuffle:
        for i in range(len(pairs) - 1, 0, -1):
            j = int(rng.integers(0, i + 1))
            pairs[i], pairs[j] = pairs[j], pairs[i]
    batches = []
    while pairs:
        now, pairs = pairs[:batch_size], pairs[batch_size:]
        batches.append([np.array([row for row, _ in now]), np.array([label for _, label in now])])
    return batches


def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = np.array(as_float_array(W0))
    history = []
    order = np.arange(len(X))
    for epoch in range(epochs):
        rng.shuffle(order)
        k = 0
        while k < len(X):
            rows = list(order[k : k + batch_size])
            result = loss(W, X[rows], y[rows])
            history += [result[0]]
            W -= learning_rate * result[1]
            k += batch_size
        # plt.plot(history)
        print(f"epoch {epoch}: loss {history[-1]:.4f}")
    return W, history


def levels(history):
    history = np.asarray(history, dtype=np.float64)
    if history.ndim != 1 or len(history) < 4:
        raise ValueError(f"expected a list of at least 4 losses, got shape {history.shape}")
    width = max(1, len(history) // 10)
    first = (len(history) - width) // 2
    return float(history[0]), float(np.mean(history[first : first + width])), float(np.mean(history[-width:]))


def diagnose_learning_rate(history):
    start, middle, end = levels(history)
    if not np.isfinite(history).all() or end > start:
        return "too high"
    if middle - end > (start - end) / 4:
        return "low"
    if end > start / 2:
        return "high"
    return "good"


ANSWERS = {
    "basin_of_0_25": "-1.526",
    "basin_of_0_26": "1.267",
    "largest_stable_rate": "0.355",
    "in_place_update": "it stops after one step",
}
