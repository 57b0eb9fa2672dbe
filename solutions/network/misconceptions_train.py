"""Wrong training."""

from functools import cache, partial

import numpy as np
from misconceptions import INPUTS, LABELS, PARAMS, right_loss
from network import two_layer_loss

from autograder import contract, misconception, numbers, probe


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


@misconception("train", hint="On which rows is each step's gradient taken?")
def train_whose_batches_go_unused(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    loss = right_loss if loss is None else loss
    history = []
    for _ in range(epochs):
        for _ in range(0, len(X), batch_size):
            value, grads = loss(params, X, y, reg)
            history.append(value)
            for name in grads:
                params[name] = params[name] - learning_rate * grads[name]
    return history


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


class Asked:
    """The right loss, and a record of what it was asked."""

    def __init__(self):
        self.calls = []

    def __call__(self, params, X, y, reg):
        self.calls.append(({name: np.array(params[name]) for name in PARAMS}, np.array(X), np.array(y), reg))
        return right_loss(params, X, y, reg)


@probe("train")
def train_probe(code):
    def run(size, epochs, seed=4):
        asked = Asked()
        history = code.train(
            PARAMS, INPUTS, LABELS, 0.5, epochs, size, 0.4, np.random.default_rng(seed), loss=asked
        )
        return asked.calls, list(history), code.last_call.arguments_after[0]

    whole, twice = cache(lambda: run(5, 1)), cache(lambda: run(5, 2))
    batches, large = cache(lambda: run(2, 3)), cache(lambda: run(64, 2))

    def moved(of, name):
        """How far a parameter moved on all rows, in steps of the learning rate."""
        return numbers(of()[2][name]) - PARAMS[name]

    def first_move():
        """How far b2 moved by its first mini-batch, measured by the gradient there."""
        calls = batches()[0]
        if len(calls) < 2:
            return ""
        params, X, y, reg = calls[0]
        gradient = right_loss(params, X, y, reg)[1]["b2"]
        return float((calls[1][0]["b2"] - params["b2"]) @ gradient / (gradient @ gradient))

    def own_labels():
        where = [
            (int(np.argmin(np.abs(INPUTS - row).sum(axis=1))), label)
            for _, X, y, _ in batches()[0]
            for row, label in zip(X, y)
        ]
        return "own" if all(LABELS[row] == label for row, label in where) else "others'"

    def order():
        rows = [X.tolist() for _, X, _, _ in batches()[0]]
        return (
            "as given"
            if rows[:3] == [INPUTS[:2].tolist(), INPUTS[2:4].tolist(), INPUTS[4:].tolist()]
            else "drawn"
        )

    def data_after():
        run(2, 1)
        after = code.last_call.arguments_after
        return (
            "as they were"
            if np.array_equal(after[1], INPUTS) and np.array_equal(after[2], LABELS)
            else "changed"
        )

    looks = {
        "steps of an epoch": lambda: len(whole()[0]),
        "steps of three epochs in mini-batches": lambda: len(batches()[0]),
        "steps with a batch larger than the data": lambda: len(large()[0]),
        "rows of a mini-batch": lambda: len(batches()[0][0][1]),
        "different rows seen": lambda: len({tuple(row) for _, X, _, _ in batches()[0] for row in X}),
        "labels": own_labels,
        "order": order,
        "reg that the loss is given": lambda: batches()[0][0][3],
        "step of a mini-batch": first_move,
        "losses of two epochs": lambda: twice()[1],
        "number of losses": lambda: len(batches()[1]),
        "the data afterwards": contract(data_after),
    }
    for name in PARAMS:
        looks[f"how far {name} moves in one step"] = partial(moved, whole, name)
        looks[f"how far {name} moves in two steps"] = partial(moved, twice, name)
    return looks
