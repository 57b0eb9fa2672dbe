"""Wrong losses of the network: a part of the forward or backward pass exchanged."""

from functools import cache, partial

import numpy as np
from misconceptions import (
    ALL_ON,
    INPUTS,
    LABELS,
    NO_BIASES,
    PARAMS,
    POSITIVE,
    parts_of,
    relu,
    right_loss,
    run_forward,
)
from network import as_labels, check_network

from autograder import changed_by, contract, dtype_of, misconception, numbers, part, probe, refusal, shape_of


def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _cross_entropy(log_p, y):
    return -log_p[np.arange(len(y)), y].mean()


def _network_loss(params, X, y, reg, forward=None, dscores_of=None, back=None, data_loss=None):
    """A loss with a part exchanged: hidden(X, W1, b1), dscores(p, y), (dhidden, hidden) -> what goes on, or loss(log_p, y)."""
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, b1, W2, b2 = parts_of(params)
    rows = np.arange(len(y))
    hidden = (forward or (lambda X, W1, b1: relu(X @ W1 + b1)))(X, W1, b1)
    scores = hidden @ W2 + b2
    log_p = log_softmax(scores)
    p = np.exp(log_p)
    loss = (data_loss or _cross_entropy)(log_p, y) + reg * (np.sum(W1**2) + np.sum(W2**2))
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


@misconception("two_layer_loss", hint="What does p[:, y] pick: one number per row, or N?")
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
    return _with_shares(params, X, y, reg, lambda s: np.exp(s) / np.exp(s).sum(axis=1, keepdims=True))


def _with_data_loss(params, X, y, reg, loss_of):
    """The right gradients beside a data loss of (scores, y)."""
    right, grads = right_loss(params, X, y, reg)
    scores, _ = run_forward(params, X)
    return right - right_loss(params, X, y, 0.0)[0] + loss_of(
        scores, as_labels(y, len(scores), scores.shape[1])
    ), grads


@misconception(
    "two_layer_loss",
    hint="What is the logarithm of a probability that is too small for a float, and must you form it first?",
)
def loss_with_log_of_p(params, X, y, reg):
    def loss(scores, y):
        return -np.log(np.exp(log_softmax(scores))[np.arange(len(y)), y]).mean()

    return _with_data_loss(params, X, y, reg, loss)


@misconception("two_layer_loss", hint="What is the largest loss that your logarithm can give?")
def loss_with_a_small_number_in_the_log(params, X, y, reg):
    def loss(scores, y):
        return -np.log(np.exp(log_softmax(scores))[np.arange(len(y)), y] + 1e-12).mean()

    return _with_data_loss(params, X, y, reg, loss)


@misconception("two_layer_loss", hint="Whose maximum helps row 0?")
def loss_with_one_maximum_for_all(params, X, y, reg):
    params, X = check_network(params, X)
    scores, hidden = run_forward(params, X)
    e = np.exp(scores - scores.max())
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.log(p[rows, y]).mean() + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))
    p[rows, y] -= 1
    dscores = p / len(y)
    dhidden = dscores @ params["W2"].T * (hidden > 0)
    return loss, {
        "W1": X.T @ dhidden + 2 * reg * params["W1"],
        "b1": dhidden.sum(axis=0),
        "W2": hidden.T @ dscores + 2 * reg * params["W2"],
        "b2": dscores.sum(axis=0),
    }


@misconception("two_layer_loss", hint="Which of the four parameters did your scores not use?")
def loss_without_b2(params, X, y, reg):
    return right_loss(params | {"b2": np.zeros_like(params["b2"])}, X, y, reg)


@misconception("two_layer_loss", hint="How often is b1 added?")
def loss_with_b1_twice(params, X, y, reg):
    loss, grads = right_loss(params | {"b1": 2 * np.asarray(params["b1"])}, X, y, reg)
    return loss, grads


@misconception("two_layer_loss", hint="Which nonlinearity does the slide use between the layers?")
def loss_of_a_sigmoid_network(params, X, y, reg):
    return _network_loss(
        params,
        X,
        y,
        reg,
        forward=lambda X, W1, b1: 1 / (1 + np.exp(-(X @ W1 + b1))),
        back=lambda dhidden, hidden: dhidden * hidden * (1 - hidden),
    )


@misconception("two_layer_loss", hint="How many of a row's probabilities does the loss look at?")
def loss_of_all_classes(params, X, y, reg):
    return _network_loss(params, X, y, reg, data_loss=lambda log_p, y: -log_p.sum(axis=1).mean())


@misconception("two_layer_loss", hint="Where is the logarithm?")
def loss_without_log(params, X, y, reg):
    return _network_loss(
        params, X, y, reg, data_loss=lambda log_p, y: -np.exp(log_p)[np.arange(len(y)), y].mean()
    )


@misconception("two_layer_loss", hint="Can this loss be negative?")
def loss_without_minus(params, X, y, reg):
    return _network_loss(params, X, y, reg, data_loss=lambda log_p, y: -_cross_entropy(log_p, y))


@misconception("two_layer_loss", hint="How many numbers do you average, N or N times C?")
def loss_averaged_over_classes(params, X, y, reg):
    return _network_loss(
        params, X, y, reg, data_loss=lambda log_p, y: _cross_entropy(log_p, y) / log_p.shape[1]
    )


@misconception("two_layer_loss", hint="Are the probabilities those of a row, or of a column?")
def loss_normalised_over_the_batch(params, X, y, reg):
    return _with_data_loss(params, X, y, reg, lambda scores, y: _cross_entropy(log_softmax(scores.T).T, y))


@misconception("two_layer_loss", hint="Do images compete with each other?")
def loss_normalised_over_everything(params, X, y, reg):
    def loss(scores, y):
        return _cross_entropy(log_softmax(scores.reshape(1, -1)).reshape(scores.shape), y)

    return _with_data_loss(params, X, y, reg, loss)


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
    log_p = log_softmax(scores)
    rows = np.arange(len(y))
    loss = _cross_entropy(log_p, y) + reg * (np.sum(W1**2) + np.sum(W2**2))
    p = np.exp(log_p)
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


@misconception(
    "two_layer_loss", hint="Which values did the second layer get: those before max(0, ...) or after?"
)
def loss_with_W2_gradient_before_the_relu(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    checked, X = check_network(params, X)
    scores, _ = run_forward(params, X)
    dscores = np.exp(log_softmax(scores)) - np.eye(scores.shape[1], dtype=scores.dtype)[np.asarray(y)]
    before = X @ checked["W1"] + checked["b1"]
    return loss, grads | {"W2": before.T @ dscores / len(X) + 2 * reg * checked["W2"]}


@misconception("two_layer_loss", hint="Does b1 come before the switch or after it?")
def loss_with_b1_gradient_past_the_switch(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    checked, X = check_network(params, X)
    scores, _ = run_forward(params, X)
    dscores = np.exp(log_softmax(scores)) - np.eye(scores.shape[1], dtype=scores.dtype)[np.asarray(y)]
    return loss, grads | {"b1": (dscores @ checked["W2"].T).sum(axis=0) / len(X)}


@misconception(
    "two_layer_loss", hint="What is the shape of a parameter after it has moved against your gradient?"
)
def loss_with_bias_gradients_as_rows(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, grads | {"b1": grads["b1"][None, :], "b2": grads["b2"][None, :]}


@misconception("two_layer_loss", hint="Do the biases move the loss?")
def loss_without_bias_gradients(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, grads | {"b1": np.zeros_like(grads["b1"]), "b2": np.zeros_like(grads["b2"])}


@misconception("two_layer_loss", hint="Where is the logarithm?")
def loss_of_what_p_lacks(params, X, y, reg):
    return _network_loss(
        params, X, y, reg, data_loss=lambda log_p, y: 1 - np.exp(log_p)[np.arange(len(y)), y].mean()
    )


@misconception("two_layer_loss", hint="How many of a row's probabilities does the loss look at?")
def loss_averaged_over_all_classes(params, X, y, reg):
    return _network_loss(params, X, y, reg, data_loss=lambda log_p, y: -log_p.mean())


def _with_shares(params, X, y, reg, shares_of):
    """Loss and gradients with probabilities of one's own, made of the scores."""
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, _, W2, _ = parts_of(params)
    scores, hidden = run_forward(params, X)
    p, rows = shares_of(scores), np.arange(len(y))
    loss = -np.log(p[rows, y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    dscores = p.copy()
    dscores[rows, y] -= 1
    dscores /= len(y)
    dhidden = dscores @ W2.T * (hidden > 0)
    return loss, {
        "W1": X.T @ dhidden + 2 * reg * W1,
        "b1": dhidden.sum(axis=0),
        "W2": hidden.T @ dscores + 2 * reg * W2,
        "b2": dscores.sum(axis=0),
    }


def _shifted_exp(scores):
    return np.exp(scores - scores.max(axis=1, keepdims=True))


@misconception("two_layer_loss", hint="Are the probabilities those of a row, or of a column?")
def loss_with_shares_of_columns(params, X, y, reg):
    return _with_shares(params, X, y, reg, lambda s: np.exp(s) / np.exp(s).sum(axis=0))


@misconception("two_layer_loss", hint="Are the probabilities those of a row, or of a column?")
def loss_with_shares_of_shifted_columns(params, X, y, reg):
    return _with_shares(params, X, y, reg, lambda s: _shifted_exp(s) / _shifted_exp(s).sum(axis=0))


@misconception("two_layer_loss", hint="Do images compete with each other?")
def loss_with_shares_of_everything(params, X, y, reg):
    return _with_shares(params, X, y, reg, lambda s: np.exp(s) / np.exp(s).sum())


@misconception("two_layer_loss", hint="Do images compete with each other?")
def loss_with_shifted_shares_of_everything(params, X, y, reg):
    return _with_shares(params, X, y, reg, lambda s: _shifted_exp(s) / _shifted_exp(s).sum())


KEPT = "Is a gradient kept, or added to, from example to example?"


def _with_the_last_example(params, X, y, reg, names):
    """Gradients of which some are those of the last example alone, divided by N."""
    loss, grads = right_loss(params, X, y, reg)
    _, last = right_loss(params, np.asarray(X)[-1:], np.asarray(y)[-1:], 0.0)
    _, plain = right_loss(params, X, y, 0.0)
    return loss, grads | {name: grads[name] - plain[name] + last[name] / len(X) for name in names}


@misconception("two_layer_loss", hint=KEPT)
def loss_with_the_last_example_in_W1(params, X, y, reg):
    return _with_the_last_example(params, X, y, reg, ["W1"])


@misconception("two_layer_loss", hint=KEPT)
def loss_with_the_last_example_in_W2(params, X, y, reg):
    return _with_the_last_example(params, X, y, reg, ["W2"])


@misconception("two_layer_loss", hint=KEPT)
def loss_with_the_last_example_in_the_weights(params, X, y, reg):
    return _with_the_last_example(params, X, y, reg, ["W1", "W2"])


@misconception("two_layer_loss", hint=KEPT)
def loss_with_the_last_example_everywhere(params, X, y, reg):
    return _with_the_last_example(params, X, y, reg, list(PARAMS))


@misconception("two_layer_loss", hint="Which units were on in the forward pass?")
def loss_switched_to_the_units_that_were_off(params, X, y, reg):
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: dhidden * (hidden <= 0))


@misconception("two_layer_loss", hint="Which units were on in the forward pass?")
def loss_with_everything_switched_off(params, X, y, reg):
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: 0 * dhidden)


def _shifted_by(params, X, y, reg, shift_of):
    """The right way from shifted scores on, with a shift of one's own."""

    def log_p(scores):
        shifted = scores - shift_of(scores)
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    _, grads = _with_shares(params, X, y, reg, lambda scores: np.exp(log_p(scores)))
    scores, _ = run_forward(params, X)
    plain = -log_p(scores)[np.arange(len(y)), np.asarray(y)].mean()
    return plain + reg * (
        np.sum(np.asarray(params["W1"]) ** 2) + np.sum(np.asarray(params["W2"]) ** 2)
    ), grads


@misconception("two_layer_loss", hint="Is the same number subtracted from all scores of a row?")
def loss_shifted_by_the_maximum_of_columns(params, X, y, reg):
    return _shifted_by(params, X, y, reg, lambda scores: scores.max(axis=0, keepdims=True))


@misconception("two_layer_loss", hint="Which score is dangerous for exp, the smallest or the largest?")
def loss_shifted_by_the_minimum(params, X, y, reg):
    return _shifted_by(params, X, y, reg, lambda scores: scores.min(axis=1, keepdims=True))


ALL_OFF = {"W1": np.zeros((3, 4)), "b1": -np.ones(4), "W2": np.zeros((4, 2))}


@probe("two_layer_loss")
def loss_probe(code):
    def answer(params, reg=0.0, X=INPUTS, y=LABELS):
        return code.two_layer_loss(params, X, y, reg)

    def loss(params, **options):
        return part(results(lambda: answer(params, **options)), 0)

    def gradients_of_a_hopeless_class():
        """Whether they are right where the loss is that of a hopeless class; nothing where they are not at plain scores."""
        hopeless = ALL_OFF | {"b2": np.array([1500.0, -1500.0])}
        if not are_right(plain, PARAMS):
            return ""
        return "right" if are_right(lambda: answer(hopeless), hopeless) else "others"

    def are_right(of, params):
        grads, right = part(results(of), 1), right_loss(params, INPUTS, LABELS, 0.0)[1]
        return grads.keys() >= right.keys() and all(
            np.allclose(np.ravel(numbers(grads[name])), np.ravel(right[name]), atol=1e-6) for name in right
        )

    def results(of):
        """(loss, grads), in whatever order they came."""
        found = of()
        is_swapped = isinstance(part(found, 0), dict) and not isinstance(part(found, 1), dict)
        return [part(found, 1), part(found, 0)] if is_swapped else found

    def gradient(of, name):
        """A gradient; nothing where there is none of this name, which is a mistake of its own."""
        grads = part(results(of), 1)
        return numbers(grads[name]) if name in grads else ""

    def share_of_reg(name):
        with_reg, without = gradient(regular, name), gradient(plain, name)
        return "" if isinstance(without, str) else with_reg - without

    def names():
        return "those of the parameters" if part(results(plain), 1).keys() >= PARAMS.keys() else "others"

    def dtypes():
        found = part(results(lambda: answer(small, 0.4, np.float32(INPUTS))), 1)
        known = {dtype_of(value) for value in found.values()} - {"a list", "no numbers"}
        return "" if not known else "float64 somewhere" if "float64" in known else "float32"

    plain, regular = cache(lambda: answer(PARAMS)), cache(lambda: answer(PARAMS, reg=0.4))
    one = cache(lambda: answer(ALL_ON, X=INPUTS[:1], y=LABELS[:1]))
    small = {name: value.astype(np.float32) for name, value in PARAMS.items()}

    def far(b2, y):
        """The loss where the scores are about b2; a word where it is cut off, nothing where plain losses are wrong too."""
        if not np.allclose(numbers(part(results(plain), 0)), right_loss(PARAMS, INPUTS, LABELS, 0.0)[0]):
            return ""
        found = loss(ALL_OFF | {"b2": np.array(b2)}, y=np.array(y))
        return "cut off" if np.isfinite(numbers(found)) and numbers(found) < 0.1 * max(b2) else found

    looks = {
        "names in grads": names,
        "loss": lambda: part(results(plain), 0),
        "loss without biases": lambda: loss(NO_BIASES),
        "loss of one example": lambda: part(results(one), 0),
        "what b1 does to the loss": lambda: (
            numbers(loss(ALL_ON, X=POSITIVE)) - numbers(loss(ALL_ON | {"b1": np.zeros(4)}, X=POSITIVE))
        ),
        "what b2 does to the loss": lambda: (
            numbers(loss(ALL_ON | {"b2": np.array([0.9, -0.4])})) - numbers(loss(ALL_ON))
        ),
        "regulariser in the loss": lambda: (
            numbers(part(results(regular), 0)) - numbers(part(results(plain), 0))
        ),
        "all scores high": lambda: loss(ALL_OFF | {"b2": np.array([2000.3, 2000.0])}),
        "a hopeless class": lambda: far([1500.0, -1500.0], LABELS),
        "gradients of a hopeless class": gradients_of_a_hopeless_class,
        "rows far apart": lambda: loss(
            {
                "W1": np.ones((1, 1)),
                "b1": np.zeros(1),
                "W2": np.array([[1000.0, 1000.3]]),
                "b2": np.array([-500.0, -500.2]),
            },
            X=np.array([[0.0], [1.0], [0.0], [1.0], [1.0]]),
        ),
        "order": lambda: "(grads, loss)" if isinstance(part(plain(), 0), dict) else "",
        "dtypes": contract(dtypes),
        "shapes of the biases' gradients": contract(
            lambda: [shape_of(part(results(plain), 1)[name]) for name in ("b1", "b2")]
        ),
        "arguments changed": contract(
            lambda: changed_by(code, code.two_layer_loss, PARAMS, INPUTS, LABELS, 0.4)
        ),
        "label -1": contract(lambda: refusal(code.two_layer_loss, PARAMS, INPUTS, LABELS - 1, 0.4)),
    }
    for name in PARAMS:
        looks[f"gradient of {name}"] = partial(gradient, plain, name)
        looks[f"gradient of {name} for one example"] = partial(gradient, one, name)
        looks[f"regulariser in the gradient of {name}"] = partial(share_of_reg, name)
    return looks
