"""Wrong losses of the network: a part of the forward or backward pass exchanged."""

import numpy as np
from misconceptions import (
    INPUTS,
    LABELS,
    PARAMS,
    changed_by,
    fresh_params,
    one_like,
    parts_of,
    raised_by,
    relu,
    right_loss,
    run_forward,
)
from network import as_labels, check_network

from autograder import misconception, probe


def _network_loss(params, X, y, reg, forward=None, dscores_of=None, back=None):
    """A loss with a part exchanged: hidden(X, W1, b1), dscores(p, y), or (dhidden, hidden) -> what goes on."""
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, b1, W2, b2 = parts_of(params)
    rows = np.arange(len(y))
    hidden = (forward or (lambda X, W1, b1: relu(X @ W1 + b1)))(X, W1, b1)
    scores = hidden @ W2 + b2
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    loss = -np.log(p[rows, y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    if dscores_of is None:
        dscores = p.copy()
        dscores[rows, y] -= 1
    else:
        dscores = dscores_of(p, y)
    dscores = dscores / len(y)
    dhidden = (back or (lambda dhidden, hidden: dhidden * (hidden > 0)))(dscores @ W2.T, hidden)
    return loss, {
        "W1": X.T @ dhidden + 2 * reg * W1,
        "b1": dhidden.sum(axis=0),
        "W2": hidden.T @ dscores + 2 * reg * W2,
        "b2": dscores.sum(axis=0),
    }


@misconception("two_layer_loss", hint="Which units were on in the forward pass?")
def loss_without_the_switch(params, X, y, reg):
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: dhidden)


@misconception("two_layer_loss", hint="Is ReLU's slope the value of the unit, or 1 where it is on?")
def loss_switched_by_value(params, X, y, reg):
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: dhidden * hidden)


@misconception("two_layer_loss", hint="Does the sign of the upstream gradient decide which units were on?")
def loss_switched_by_upstream(params, X, y, reg):
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: relu(dhidden))


@misconception("two_layer_loss", hint="Which nonlinearity has the slope h * (1 - h)?")
def loss_with_the_sigmoids_slope(params, X, y, reg):
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: dhidden * hidden * (1 - hidden))


@misconception("two_layer_loss", hint="What is left of two layers without the max in between?")
def loss_of_a_linear_network(params, X, y, reg):
    return _network_loss(
        params, X, y, reg, forward=lambda X, W1, b1: X @ W1 + b1, back=lambda dhidden, hidden: dhidden
    )


@misconception("two_layer_loss", hint="Which of the four parameters did your forward pass not use?")
def loss_without_b1(params, X, y, reg):
    return _network_loss(params, X, y, reg, forward=lambda X, W1, b1: relu(X @ W1))


@misconception("two_layer_loss", hint="What should each row of dscores add up to?")
def loss_with_p_for_dscores(params, X, y, reg):
    return _network_loss(params, X, y, reg, dscores_of=lambda p, y: p)


@misconception("two_layer_loss", hint="If the right score must rise, must the wrong ones not fall?")
def loss_with_the_right_class_alone(params, X, y, reg):
    def dscores(p, y):
        return (p - 1) * (np.arange(p.shape[1]) == y[:, None])

    return _network_loss(params, X, y, reg, dscores_of=dscores)


@misconception("two_layer_loss", hint="What does p[:, y] pick: one number a row, or N?")
def loss_with_columns_for_entries(params, X, y, reg):
    def dscores(p, y):
        p = p.copy()
        p[:, y] -= 1
        return p

    return _network_loss(params, X, y, reg, dscores_of=dscores)


@misconception(
    "two_layer_loss", hint="What may you subtract from a row of scores without changing its softmax?"
)
def loss_without_the_shift(params, X, y, reg):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    p = np.exp(relu(X @ W1 + b1) @ W2 + b2)
    p = p / p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(X)), y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    return loss, right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="Which of the arrays that you make yourself are float64?")
def loss_in_double_precision(params, X, y, reg):
    def dscores(p, y):
        return p - np.eye(p.shape[1])[y]

    return _network_loss(params, X, y, reg, dscores_of=dscores)


@misconception("two_layer_loss", hint="Can the scores that softmax gets be negative in yours?")
def loss_with_rectified_scores(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, b1, W2, b2 = parts_of(params)
    hidden = relu(X @ W1 + b1)
    scores = relu(hidden @ W2 + b2)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.log(p[rows, y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    p[rows, y] -= 1
    dscores = p / len(y) * (scores > 0)
    dhidden = dscores @ W2.T * (hidden > 0)
    return loss, {
        "W1": X.T @ dhidden + 2 * reg * W1,
        "b1": dhidden.sum(axis=0),
        "W2": hidden.T @ dscores + 2 * reg * W2,
        "b2": dscores.sum(axis=0),
    }


@misconception("two_layer_loss", hint="Is a label a number to come close to, or a name?")
def loss_of_squared_errors(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, _b1, W2, b2 = parts_of(params)
    scores, hidden = run_forward(params, X)
    errors = scores - np.eye(len(b2))[y]
    loss = np.mean(np.sum(errors**2, axis=1)) + reg * (np.sum(W1**2) + np.sum(W2**2))
    dscores = 2 * errors / len(y)
    dhidden = dscores @ W2.T * (hidden > 0)
    return loss, {
        "W1": X.T @ dhidden + 2 * reg * W1,
        "b1": dhidden.sum(axis=0),
        "W2": hidden.T @ dscores + 2 * reg * W2,
        "b2": dscores.sum(axis=0),
    }


@misconception("two_layer_loss", hint="What does -1 mean to numpy as an index?")
def loss_that_takes_any_label(params, X, y, reg):
    y = np.asarray(y).astype(int) % len(params["b2"])
    return right_loss(params, X, y, reg)


@probe("two_layer_loss")
def loss_probe(code):
    params, right = fresh_params(), right_loss(PARAMS, INPUTS, LABELS, 0.4)
    loss, grads = code.two_layer_loss(params, INPUTS.copy(), LABELS.copy(), 0.4)
    if isinstance(loss, dict):
        return "swapped"
    changed = changed_by(code, params.values(), PARAMS.values())
    if not one_like(loss, right[0]) or not all(one_like(grads[name], right[1][name]) for name in right[1]):
        return loss, [grads[name] for name in right[1]]
    big = fresh_params() | {"W2": 2000 * PARAMS["W2"]}
    finite = np.isfinite(code.two_layer_loss(big, INPUTS.copy(), LABELS.copy(), 0.0)[0])
    small = {name: value.astype(np.float32) for name, value in PARAMS.items()}
    _, grads = code.two_layer_loss(small, INPUTS.astype(np.float32), LABELS.copy(), 0.4)
    dtype = str(getattr(grads["W1"], "dtype", None))
    return (
        changed,
        bool(finite),
        dtype,
        raised_by(code.two_layer_loss, fresh_params(), INPUTS, LABELS - 1, 0.4),
    )
