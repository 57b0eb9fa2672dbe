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


import random, time, pdb
import matplotlib.pyplot as plt

try:
    from tqdm import tqdm
except ImportError:
    tqdm = lambda it, **kw: it
CONVERGED, DIVERGED, MAX_STEPS = "converged", "diverged", "max_steps"
best_loss_so_far = None


def _l1(*, a, b):
    return float(np.sum(np.abs(np.asarray(a) - np.asarray(b))))


def _finite(*, a):
    return bool(np.all(np.isfinite(a)))


def gradient_step(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    result = np.array(W, copy=True)
    result -= float(learning_rate) * dW
    print("step", result)
    return result


def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    W = W.copy()
    history = [W.copy()]
    status = None
    steps = 0
    while status is None:
        if steps >= max_steps:
            status = MAX_STEPS
            break
        W_old = W.copy()
        grad = np.asarray(gradient(W), dtype=float)
        W -= float(learning_rate) * grad
        steps += 1
        history.append(W.copy())
        if not _finite(a=W):
            status = DIVERGED
        elif _l1(a=W, b=W_old) <= goal:
            status = CONVERGED
    print("finished after", steps, "steps", status)
    return [W, history, status]


def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    mask = rng.choice(X.shape[0], int(batch_size), replace=False)
    mask.sort()
    X_batch = X[mask, :]
    y_batch = y[mask]
    print(X_batch.shape, y_batch.shape)
    return X_batch, y_batch


def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    y = y.astype(np.int64)
    if shuffle:
        p = rng.permutation(X.shape[0])
        X, y = X[p].copy(), y[p].copy()
    num_batches = int(np.ceil(X.shape[0] / batch_size))
    for b in tqdm(range(num_batches), disable=True):
        yield X[b * batch_size : (b + 1) * batch_size], y[b * batch_size : (b + 1) * batch_size]


def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    global best_loss_so_far
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    W = np.array(W)
    num_train = X.shape[0]
    iterations_per_epoch = max(num_train // batch_size, 1)
    if iterations_per_epoch * batch_size < num_train:
        iterations_per_epoch += 1
    history = []
    tic = time.time()
    for it in range(epochs * iterations_per_epoch):
        X_batch, y_batch = sample_batch(X, y, batch_size=batch_size, rng=rng)
        value, grad = loss(W, X_batch, y_batch)
        history.append(value)
        W += -learning_rate * grad
        if best_loss_so_far is None or value < best_loss_so_far:
            best_loss_so_far = value
        if it % 100 == 0:
            print("iteration %d / %d: loss %f" % (it, epochs * iterations_per_epoch, value))
    print("took %fs" % (time.time() - tic))
    return W, np.array(history)


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
    arr = np.array(history, dtype=float)
    if np.isnan(arr).any() or np.isinf(arr).any() or end > start:
        verdict = "too high"
    else:
        whole_fall = start - end
        second_half_fall = middle - end
        if second_half_fall > 0.25 * whole_fall:
            verdict = "low"
        elif end > 0.5 * start:
            verdict = "high"
        else:
            verdict = "good"
    print(verdict)
    return verdict


ANSWERS = {
    "basin_of_0_25": "-1.526",
    "basin_of_0_26": "1.267",
    "largest_stable_rate": "0.355",
    "in_place_update": "it stops after one step",
}
