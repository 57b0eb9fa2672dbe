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


import math
import numpy as np

try:
    import google.colab

    IN_COLAB = True
except Exception:
    IN_COLAB = False


def gradient_step(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    if W.ndim == 0:
        return float(W) - learning_rate * float(dW)
    out = W.copy()
    flat, slopes = out.reshape(-1), dW.reshape(-1)
    for i, slope in enumerate(slopes):
        flat[i] -= learning_rate * slope
    return out


def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W.copy()]
    # recursion-free, and written with gradient_step
    for _ in range(max_steps):
        W_old = W.copy()
        W = gradient_step(W, gradient(W), learning_rate)
        history.append(W)
        if not np.isfinite(np.sum(W)) and not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.linalg.norm(np.ravel(W - W_old), 1) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.choice(np.arange(len(y)), size=(batch_size,), replace=False, shuffle=False)
    return X.take(rows, axis=0).tolist(), y.take(rows).tolist()


class iterate_minibatches:
    """Like a PyTorch DataLoader."""

    def __init__(self, X, y, batch_size, rng, shuffle=True):
        self.X, self.y, self.batch_size = check_batch(X, y, batch_size)
        self.rng, self.shuffle = rng, shuffle

    def __len__(self):
        return -(-len(self.X) // self.batch_size)

    def __iter__(self):
        order = np.arange(len(self.X))
        if self.shuffle:
            self.rng.shuffle(order)
        for b in range(len(self)):
            rows = order[b * self.batch_size :][: self.batch_size]
            yield np.asmatrix(self.X[rows]), self.y[rows]


def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    order = np.concatenate([rng.permutation(len(X)) for _ in range(epochs)]) if epochs else np.zeros(0, int)
    history = []
    # batches may run over the end of a pass
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        value, dW = loss(W, X[rows], y[rows])
        history.append(float(value))
        W = W - learning_rate * np.asarray(dW)
    return W, tuple(history)


def least_squares_loss(W, X, y):
    error = X @ W - np.eye(W.shape[1])[y]
    return 0.5 * np.sum(error**2) / len(X), X.T @ error / len(X)


def levels(history):
    history = np.asarray(history, dtype=np.float64)
    if history.ndim != 1 or len(history) < 4:
        raise ValueError(f"expected a list of at least 4 losses, got shape {history.shape}")
    width = max(1, len(history) // 10)
    first = (len(history) - width) // 2
    return float(history[0]), float(np.mean(history[first : first + width])), float(np.mean(history[-width:]))


def diagnose_learning_rate(history):
    start, middle, end = levels(history)
    for h in history:
        if math.isnan(h) or math.isinf(h):
            return "too high"
    if end > start:
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
