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
    if W.ndim == 2:
        W, dW = np.asmatrix(W), np.asmatrix(dW)
    return W - np.multiply(learning_rate, dW)


def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    path = [W]
    for _ in range(max_steps):
        step = learning_rate * gradient(W)
        W = W - step
        path.append(W)
        if not np.isfinite(W).all():
            return W, path, "diverged"
        if np.abs(step).sum() <= goal:
            return W, path, "converged"
    return W, path, "max_steps"


def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    i = rng.permutation(len(X))[:batch_size]
    return X[i], y[i]


def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    indices = np.arange(len(X))
    if shuffle:
        rng.shuffle(indices)
    for i in range(0, len(X), batch_size):
        yield X[indices[i : i + batch_size]], y[indices[i : i + batch_size]]


def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    history = []
    iterations_per_epoch = max(len(X) // batch_size, 1)
    for it in range(epochs * iterations_per_epoch):
        idx = rng.integers(len(X), size=batch_size)
        value, grad = loss(W, X[idx], y[idx])
        history.append(value)
        W = W + (-learning_rate * grad)
    return W, np.array(history)


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
