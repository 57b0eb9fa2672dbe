"""Wrong training."""

import numpy as np
from misconceptions import INPUTS, LABELS, fresh_params, right_loss
from network import two_layer_loss

from autograder import misconception, probe


def _train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss, *, order=None, step=None):
    """The right loop with a part exchanged: order(rng, n) of the rows, or the step (params, grads, rate)."""
    X, y = np.asarray(X), np.asarray(y)
    history = []
    for _ in range(epochs):
        rows = (order or (lambda rng, n: rng.permutation(n)))(rng, len(X))
        for start in range(0, len(X), batch_size):
            batch = rows[start : start + batch_size]
            value, grads = (loss or two_layer_loss)(params, X[batch], y[batch], reg)
            history.append(value)
            (step or _step)(params, grads, learning_rate)
    return history


def _step(params, grads, learning_rate):
    for name in params:
        params[name] = params[name] - learning_rate * grads[name]


@misconception("train", hint="Which way is uphill?")
def train_uphill(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(params, X, y, -learning_rate, epochs, batch_size, reg, rng, loss)


@misconception("train", hint="Which of the four parameters never change in yours?")
def train_without_biases(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    def step(params, grads, rate):
        for name in ("W1", "W2"):
            params[name] = params[name] - rate * grads[name]

    return _train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss, step=step)


@misconception("train", hint="Is the gradient an average already?")
def train_with_a_factor_on_the_rate(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(params, X, y, learning_rate / batch_size, epochs, batch_size, reg, rng, loss)


@misconception("train", hint="Who asked for the learning rate to shrink?")
def train_with_a_decaying_rate(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    history = []
    for _ in range(epochs):
        history += _train(params, X, y, learning_rate, 1, batch_size, reg, rng, loss)
        learning_rate *= 0.95
    return history


@misconception("train", hint="Does the loss get the reg that train got?")
def train_without_reg(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(params, X, y, learning_rate, epochs, batch_size, 0.0, rng, loss)


@misconception("train", hint="Is row 0 still labelled y[0]?")
def train_with_labels_shuffled_apart(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    labels = rng.permutation(y)
    return _train(params, X, labels, learning_rate, epochs, batch_size, reg, rng, loss)


@misconception("train", hint="Are X and y yours to reorder?")
def train_that_shuffles_in_place(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    rows = rng.permutation(len(X))
    X[:], y[:] = X[rows], y[rows]
    return _train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss)


@misconception("train", hint="Which rows does the second step see?")
def train_on_the_first_rows(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(
        params, X, y, learning_rate, epochs, batch_size, reg, rng, loss, order=lambda rng, n: [0] * n
    )


@misconception("train", hint="What is rng for?")
def train_in_the_given_order(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(
        params, X, y, learning_rate, epochs, batch_size, reg, rng, loss, order=lambda rng, n: np.arange(n)
    )


@misconception("train", hint="How many rows does one step see?")
def train_on_all_rows(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(params, X, y, learning_rate, epochs, len(X), reg, rng, loss)


@misconception("train", hint="What is N // batch_size when batch_size exceeds N?")
def train_on_whole_batches_only(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    whole = len(X) // batch_size * batch_size
    if whole == 0:
        return []
    history = []
    for _ in range(epochs):
        rows = rng.permutation(len(X))[:whole]
        history += _train(params, X[rows], y[rows], learning_rate, 1, batch_size, reg, rng, loss)
    return history


@misconception("train", hint="Whose params hold the trained weights afterwards?")
def train_a_copy(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    params = {name: np.array(value) for name, value in params.items()}
    return _train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss)


@misconception("train", hint="How many losses does one epoch add to the history?")
def train_with_one_loss_an_epoch(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    history = []
    for _ in range(epochs):
        history.append(np.mean(_train(params, X, y, learning_rate, 1, batch_size, reg, rng, loss)))
    return history


@misconception("train", hint="How often does it go through the data?")
def train_for_one_epoch(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    return _train(params, X, y, learning_rate, 1, batch_size, reg, rng, loss)


@misconception("train", hint="At which parameters is each gradient taken?")
def train_one_parameter_after_another(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            for name in ("W2", "b2", "W1", "b1"):
                value, grads = (loss or two_layer_loss)(params, X[batch], y[batch], reg)
                params[name] = params[name] - learning_rate * grads[name]
            history.append(value)
    return history


@probe("train")
def train_probe(code):
    params, X, y, seen = fresh_params(), INPUTS.copy(), LABELS.copy(), []

    def loss(params, X, y, reg):
        seen.append([np.array(params["W1"]), np.array(params["b1"]), np.array(X), np.array(y), reg])
        return right_loss(params, X, y, reg)

    history = code.train(params, X, y, 0.5, 2, 2, 0.4, np.random.default_rng(3), loss=loss)
    # In another process the caller's own objects stay as they are, and the proxy tells how the student left them.
    call = getattr(code, "last_call", None)
    after = call.arguments_after[:3] if call is not None else (params, X, y)
    seen_by_none = code.train(
        fresh_params(), INPUTS.copy(), LABELS.copy(), 0.5, 2, 64, 0.4, np.random.default_rng(3), loss=loss
    )
    return (
        seen,
        list(history),
        [np.asarray(after[0]["W1"]), np.asarray(after[1]), np.asarray(after[2])],
        len(seen_by_none),
    )
