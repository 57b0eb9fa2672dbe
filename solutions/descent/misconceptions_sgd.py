"""Wrong stochastic gradient descents."""

from functools import cache

import numpy as np
from descent import as_float_array, check_batch

from autograder import misconception, probe


def _train(loss, W, X, y, batch_size, epochs, rng, step):
    """SGD with a step of one's own: `step` gets W, the batch's value and gradient, and returns the next W."""
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            value, dW = loss(W, X[rows], y[rows])
            history.append(float(value))
            W = step(W, value, dW)
    return W, history


@misconception("sgd", hint="Which way is uphill?")
def sgd_uphill(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W + learning_rate * dW)


@misconception("sgd", hint="Which of the two returned values is the gradient?")
def sgd_along_the_loss(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * value)


@misconception("sgd", hint="Has the loss taken the mean already?")
def sgd_that_divides_by_the_batch_again(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(
        loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * dW / batch_size
    )


@misconception("sgd", hint="At which W is each gradient to be taken?")
def sgd_with_gradients_at_the_start(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    start = as_float_array(W0)
    return _train(
        lambda W, X_batch, y_batch: loss(start, X_batch, y_batch),
        start,
        X,
        y,
        batch_size,
        epochs,
        rng,
        lambda W, value, dW: W - learning_rate * dW,
    )


@misconception("sgd", hint="After W = W0, are these two arrays?")
def sgd_that_moves_the_start(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)

    def step(W, value, dW):
        W -= learning_rate * dW
        return W

    return _train(loss, W, X, y, batch_size, epochs, rng, step)


@misconception("sgd", hint="On which rows is each step's gradient taken?")
def sgd_on_all_rows(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(
        lambda W, X_batch, y_batch: loss(W, X, y),
        W,
        X,
        y,
        batch_size,
        epochs,
        rng,
        lambda W, value, dW: W - learning_rate * dW,
    )


@misconception("sgd", hint="How many batches does an epoch have?")
def sgd_with_one_batch_an_epoch(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W, history = as_float_array(W0), []
    for _ in range(epochs):
        rows = rng.choice(len(X), batch_size, replace=False)
        value, dW = loss(W, X[rows], y[rows])
        history.append(float(value))
        W = W - learning_rate * dW
    return W, history


@misconception("sgd", hint="Is row 0 still labelled y[0]?")
def sgd_with_other_labels(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    X, y = rng.permutation(X), rng.permutation(y)
    return _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * dW)


@misconception("sgd", hint="Does every row get its turn?")
def sgd_on_the_first_batch_only(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(
        lambda W, X_batch, y_batch: loss(W, X[:batch_size], y[:batch_size]),
        W,
        X,
        y,
        batch_size,
        epochs,
        rng,
        lambda W, value, dW: W - learning_rate * dW,
    )


@misconception("sgd", hint="One number a step, or one an epoch?")
def sgd_with_one_loss_an_epoch(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    W, history = _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * dW)
    return W, [float(part[-1]) for part in np.array_split(history, epochs)]


@misconception("sgd", hint="Which generator was asked to draw?")
def sgd_with_another_generator(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(loss, W, X, y, batch_size, epochs, np.random, lambda W, value, dW: W - learning_rate * dW)


@misconception("sgd", hint="How many batches are there if one has room for more rows than there are?")
def sgd_that_drops_the_rest(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, _ = check_batch(X, y, batch_size)
    W, history = as_float_array(W0), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for number in range(len(X) // batch_size):
            rows = order[number * batch_size : (number + 1) * batch_size]
            value, dW = loss(W, X[rows], y[rows])
            history.append(float(value))
            W = W - learning_rate * dW
    return W, history


def _squared(W, X, y):
    error = X @ W - y
    return 0.5 * float(np.mean(error**2)), X.T @ error / len(X)


@probe("sgd")
def sgd_probe(code):
    def run(X, y, size, epochs, W0=None, seed=1):
        asked = []

        def loss(W, X, y):
            asked.append((np.array(W), np.array(X), np.array(y)))
            return _squared(W, X, y)

        W0 = np.zeros(2) if W0 is None else W0
        W, history = code.sgd(loss, W0, X, y, 0.1, size, epochs, np.random.default_rng(seed))
        return W, history, asked

    # Rows that are all the same: which of them are drawn makes no difference here.
    equal = np.repeat([[1.0, 2.0]], 4, axis=0), np.repeat([5], 4)
    different = np.stack([np.arange(6.0), np.ones(6)], axis=1) / 10, 3 * np.arange(6)
    plain = cache(lambda: run(*equal, 2, 2))
    mixed = cache(lambda: run(*different, 3, 6))

    def after_another():
        kept, _, _ = run(*equal, 2, 2)
        run(*equal, 2, 1, kept)
        return run(*equal, 2, 1, kept)[0]

    return {
        "W": lambda: plain()[0],
        "history": lambda: list(plain()[1]),
        "where the loss was asked": lambda: [W for W, _, _ in plain()[2]],
        "W after another training from there": after_another,
        "W with a batch larger than the data": lambda: run(*equal, 7, 2)[0],
        "history with a batch larger than the data": lambda: list(run(*equal, 7, 2)[1]),
        "steps": lambda: len(mixed()[2]),
        "numbers in the history": lambda: len(mixed()[1]),
        "sizes of the batches": lambda: [len(labels) for _, _, labels in mixed()[2]],
        "labels belong to their rows": lambda: all(
            bool(np.allclose(30 * batch[:, 0], labels)) for _, batch, labels in mixed()[2]
        ),
        "most rows are seen": lambda: len(np.unique(np.concatenate([y for _, _, y in mixed()[2]]))) > 3,
        "one seed, one training": lambda: np.array_equal(
            *(np.concatenate([y for _, _, y in run(*different, 3, 6)[2]]) for _ in range(2))
        ),
    }
