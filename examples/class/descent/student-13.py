import numpy as np


def gradient_step(W, dW, learning_rate):
    return W - learning_rate * dW


def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(W0, dtype=np.float64)
    history = [W]
    for _ in range(max_steps):
        grad = gradient(W)
        W = W - learning_rate * grad
        history.append(W)
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(grad)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


def sample_batch(X, y, batch_size, rng):
    order = rng.permutation(len(X))[:batch_size]
    return X[order], y[order]


def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    order = rng.permutation(len(X)) if shuffle else np.arange(len(X))
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]], y[order[start : start + batch_size]]


def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    W = np.array(W0, dtype=np.float64)
    history = []
    for _ in range(epochs):
        value, dW = loss(W, X, y)
        history.append(value)
        W = W - learning_rate * dW
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
