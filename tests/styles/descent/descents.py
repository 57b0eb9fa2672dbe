"""Right descents, as different students write them."""

import numpy as np


def gradient_step__copy(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    W = W.copy()
    W -= learning_rate * dW
    return W


def gradient_step__added(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    step = -learning_rate * dW
    return np.add(W, step)


def gradient_descent__while(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W.copy()]
    steps, change = 0, np.inf
    while change > goal:
        if steps == max_steps:
            return W, history, "max_steps"
        W_old = W
        W = W_old - learning_rate * np.asarray(gradient(W_old))
        history.append(W)
        steps += 1
        if not np.isfinite(W).all():
            return W, history, "diverged"
        change = np.abs(W - W_old).sum()
    return W, history, "converged"


def gradient_descent__for_else(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(W0, dtype=float)
    path, status = [W], "converged"
    for _ in range(max_steps):
        new = W - learning_rate * gradient(W)
        path += [new]
        moved = np.linalg.norm(np.ravel(new - W), 1)
        W = new
        if np.isnan(W).any() or np.isinf(W).any():
            status = "diverged"
            break
        if moved <= goal:
            break
    else:
        status = "max_steps"
    return [W, path, status]


def sample_batch__choice(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    mask = rng.choice(len(X), size=batch_size, replace=False)
    return X[mask], y[mask]


def sample_batch__argsort(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = np.argsort(rng.random(len(y)))[:batch_size]
    return [np.take(X, order, axis=0), [y[i] for i in order]]


def sample_batch__spawned(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    own = rng.spawn(1)[0]
    rows = own.permutation(len(X))[:batch_size]
    return X[rows], y[rows]


def iterate_minibatches__list(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    idx = np.arange(len(X))
    if shuffle:
        rng.shuffle(idx)
    return [(X[idx[i : i + batch_size]], y[idx[i : i + batch_size]]) for i in range(0, len(X), batch_size)]


def iterate_minibatches__zipped(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    pairs = list(zip(X, y))
    if shuffle:
        pairs = [pairs[i] for i in rng.permutation(len(pairs))]
    while pairs:
        batch, pairs = pairs[:batch_size], pairs[batch_size:]
        rows, labels = zip(*batch)
        yield np.array(rows), np.array(labels)


def sgd__own_order(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = np.array(W0, dtype=float)
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            value, dW = loss(W, X[rows], y[rows])
            history.append(value)
            W -= learning_rate * dW
    return W, history


def sgd__batches(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W, history = as_float_array(W0), []
    for _epoch in range(epochs):
        for X_batch, y_batch in iterate_minibatches(X, y, batch_size, rng):
            value, gradient = loss(W, X_batch, y_batch)
            W = gradient_step(W, gradient, learning_rate)
            history = [*history, value]
    return W, np.array(history)


def diagnose_learning_rate__branches(history):
    start, middle, end = levels(history)
    if np.isnan(history).any() or np.isinf(history).any():
        return "too high"
    elif end > start:
        return "too high"
    elif (middle - end) / (start - end or 1) > 1 / 4:
        return "low"
    elif end > start / 2:
        return "high"
    else:
        return "good"
