"""What students write instead, with the question that leads on. Each is an executable wrong version of one exercise.

The comments name the slip only where the code does not show it at a glance.
"""

import numpy as np
from network import as_labels, check_network, check_xor, two_layer_forward, two_layer_loss, xor_step

from autograder.misconceptions import misconception, probe

_right_loss = two_layer_loss
_right_step = xor_step


def _relu(values):
    return np.maximum(0, values)


def _parts(params):
    return params["W1"], params["b1"], params["W2"], params["b2"]


def _forward(params, X):
    """The right forward pass."""
    params, X = check_network(params, X)
    W1, b1, W2, b2 = _parts(params)
    hidden = _relu(X @ W1 + b1)
    return hidden @ W2 + b2, hidden


def _like(got, expected):
    """Whether a result is the right one, so that a probe goes on to what comes after it."""
    try:
        return bool(np.allclose(got, expected))
    except (TypeError, ValueError):
        return False


def _raised(call, *args):
    """The name of the exception that a call ends with, or None."""
    try:
        call(*args)
    except Exception as error:
        return getattr(error, "type_name", type(error).__name__)
    return None


def _changed(code, given, original):
    """Whether the last call wrote into the arrays `given`; for code in another process the proxy knows."""
    call = getattr(code, "last_call", None)
    if call is not None:
        return bool(call.mutated)
    return not all(np.array_equal(a, b) for a, b in zip(given, original))


# Where training starts


@misconception("init_two_layer", hint="What is the gradient of a hidden unit whose weights are all 0?")
def init_with_zeros(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return {
        "W1": np.zeros((input_dim, hidden_dim)),
        "b1": np.zeros(hidden_dim),
        "W2": np.zeros((hidden_dim, num_classes)),
        "b2": np.zeros(num_classes),
    }


@misconception("init_two_layer", hint="What will two hidden units with equal weights learn?")
def init_with_one_value(input_dim, hidden_dim, num_classes, weight_scale, rng):
    zeros = init_with_zeros(input_dim, hidden_dim, num_classes, weight_scale, rng)
    return {name: value + weight_scale * (name[0] == "W") for name, value in zeros.items()}


def _init(input_dim, hidden_dim, num_classes, draw):
    params = init_with_zeros(input_dim, hidden_dim, num_classes, None, None)
    return params | {"W1": draw((input_dim, hidden_dim)), "W2": draw((hidden_dim, num_classes))}


@misconception("init_two_layer", hint="What happens to the weights when weight_scale changes?")
def init_without_scale(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(input_dim, hidden_dim, num_classes, rng.standard_normal)


@misconception("init_two_layer", hint="Is weight_scale a standard deviation or a variance?")
def init_with_variance(input_dim, hidden_dim, num_classes, weight_scale, rng):
    spread = np.sqrt(weight_scale)
    return _init(input_dim, hidden_dim, num_classes, lambda shape: spread * rng.standard_normal(shape))


@misconception("init_two_layer", hint="Can a weight be negative in yours?")
def init_with_positive_weights(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.random(shape))


@misconception("init_two_layer", hint="What is the standard deviation of a uniform distribution?")
def init_with_uniform_weights(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim, hidden_dim, num_classes, lambda shape: rng.uniform(-weight_scale, weight_scale, shape)
    )


@misconception("init_two_layer", hint="Does the generator that was passed decide your weights?")
def init_with_global_randomness(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * np.random.standard_normal(shape)
    )


@misconception("init_two_layer", hint="Do two different generators give different weights in yours?")
def init_with_its_own_seed(input_dim, hidden_dim, num_classes, weight_scale, rng):
    own = np.random.default_rng(0)
    return _init(input_dim, hidden_dim, num_classes, lambda shape: weight_scale * own.standard_normal(shape))


@misconception("init_two_layer", hint="Is a row of W1 an input or a hidden unit?")
def init_with_units_as_rows(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    return params | {"W1": params["W1"].T, "W2": params["W2"].T}


@misconception("init_two_layer", hint="Where should the biases start?")
def init_with_random_biases(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    b1, b2 = rng.standard_normal(hidden_dim), rng.standard_normal(num_classes)
    return params | {"b1": weight_scale * b1, "b2": weight_scale * b2}


@probe("init_two_layer")
def init_probe(code):
    first, again = (code.init_two_layer(5, 4, 3, 0.3, np.random.default_rng(2)) for _ in range(2))
    return first if _like(again["W1"], first["W1"]) else "other weights from an equal generator"


# The scores


@misconception("two_layer_forward", hint="Can a score be negative in yours?")
def forward_with_rectified_scores(params, X):
    scores, hidden = _forward(params, X)
    return _relu(scores), hidden


@misconception("two_layer_forward", hint="What is left of two layers without the max in between?")
def forward_without_relu(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = _parts(params)
    hidden = X @ W1 + b1
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which of the four parameters did you not use?")
def forward_without_b1(params, X):
    params, X = check_network(params, X)
    W1, _, W2, b2 = _parts(params)
    hidden = _relu(X @ W1)
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which parameter of the last layer is missing?")
def forward_without_b2(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, _ = _parts(params)
    hidden = _relu(X @ W1 + b1)
    return hidden @ W2, hidden


@misconception("two_layer_forward", hint="How often is b1 added?")
def forward_with_b1_twice(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = _parts(params)
    hidden = X @ W1 + b1
    hidden = _relu(hidden + b1)
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Is the bias inside max(0, ...) or outside?")
def forward_with_b1_after_relu(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = _parts(params)
    hidden = _relu(X @ W1) + b1
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which nonlinearity does the slide use between the layers?")
def forward_with_sigmoid(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = _parts(params)
    hidden = 1 / (1 + np.exp(-(X @ W1 + b1)))
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Are scores and probabilities the same?")
def forward_with_softmax(params, X):
    scores, hidden = _forward(params, X)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True), hidden


@misconception("two_layer_forward", hint="How many values does the docstring promise?")
def forward_without_cache(params, X):
    return _forward(params, X)[0]


@misconception("two_layer_forward", hint="Which of the two comes first, the scores or the cache?")
def forward_swapped(params, X):
    scores, hidden = _forward(params, X)
    return hidden, scores


@misconception("two_layer_forward", hint="Whose array does `-=` change?")
def forward_that_centres_in_place(params, X):
    params, X = check_network(params, X)
    X -= X.mean(axis=0)
    return _forward(params, X)


@misconception("two_layer_forward", hint="What becomes of an empty batch in yours?")
def forward_without_the_check(params, X):
    W1, b1, W2, b2 = _parts(params)
    hidden = _relu(np.matmul(X, W1) + b1)
    return np.matmul(hidden, W2) + b2, hidden


_PARAMS = {
    "W1": np.array([[0.8, -0.3, 0.5, -0.9], [-0.4, 0.7, -0.6, 0.2], [0.3, 0.6, -0.2, 0.9]]),
    "b1": np.array([0.15, -0.25, 0.35, -0.1]),
    "W2": np.array([[0.7, -0.5], [-0.6, 0.4], [0.2, 0.9], [-0.8, 0.3]]),
    "b2": np.array([-0.45, 0.3]),
}
_X = np.array([[0.9, -0.7, 0.4], [-0.6, 0.8, 0.3], [0.2, 0.5, -0.9], [-0.3, -0.4, 0.7], [0.6, 0.1, 0.8]])
_Y = np.array([1, 0, 0, 1, 1])


def _fresh():
    return {name: value.copy() for name, value in _PARAMS.items()}


@probe("two_layer_forward")
def forward_probe(code):
    answer = code.two_layer_forward(_fresh(), _X.copy())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return "no pair", answer
    if not _like(answer[0], _forward(_PARAMS, _X)[0]):
        return answer[0]
    return _raised(code.two_layer_forward, _fresh(), _X[:0])


# The loss and its gradients


@misconception("two_layer_loss", hint="Does the loss carry a term that the gradient does not?")
def loss_with_reg_missing_in_gradient(params, X, y, reg):
    return _right_loss(params, X, y, reg)[0], _right_loss(params, X, y, 0.0)[1]


@misconception("two_layer_loss", hint="Does the gradient carry a term that the loss does not?")
def loss_with_reg_missing_in_loss(params, X, y, reg):
    return _right_loss(params, X, y, 0.0)[0], _right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="What is the derivative of reg * W**2?")
def loss_with_half_the_reg_gradient(params, X, y, reg):
    return _right_loss(params, X, y, reg)[0], _right_loss(params, X, y, reg / 2)[1]


@misconception("two_layer_loss", hint="Is there a ½ in R(W) here?")
def loss_with_half_the_reg(params, X, y, reg):
    return _right_loss(params, X, y, reg / 2)


@misconception("two_layer_loss", hint="Which parameters are regularised?")
def loss_with_regularised_biases(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    b1, b2 = np.asarray(params["b1"]), np.asarray(params["b2"])
    loss = loss + reg * (np.sum(b1**2) + np.sum(b2**2))
    return loss, grads | {"b1": grads["b1"] + 2 * reg * b1, "b2": grads["b2"] + 2 * reg * b2}


@misconception("two_layer_loss", hint="How many weight matrices are regularised?")
def loss_with_only_W2_regularised(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    W1 = np.asarray(params["W1"])
    return loss - reg * np.sum(W1**2), grads | {"W1": grads["W1"] - 2 * reg * W1}


@misconception("two_layer_loss", hint="Is R(W) averaged over the examples?")
def loss_with_reg_averaged(params, X, y, reg):
    return _right_loss(params, X, y, reg / len(X))


@misconception("two_layer_loss", hint="Is there a root in R(W)?")
def loss_with_norm_for_reg(params, X, y, reg):
    loss, _grads = _right_loss(params, X, y, 0.0)
    return loss + reg * (np.linalg.norm(params["W1"]) + np.linalg.norm(params["W2"])), (
        _right_loss(params, X, y, reg)[1]
    )


@misconception("two_layer_loss", hint="Does W.T @ W square each weight?")
def loss_with_products_for_squares(params, X, y, reg):
    loss, _grads = _right_loss(params, X, y, 0.0)
    W1, W2 = np.asarray(params["W1"]), np.asarray(params["W2"])
    return loss + reg * (np.sum(W1.T @ W1) + np.sum(W2.T @ W2)), _right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="What shape has the gradient of R(W)?")
def loss_with_scalar_reg_gradient(params, X, y, reg):
    _loss, grads = _right_loss(params, X, y, 0.0)
    for name in ("W1", "W2"):
        grads[name] = grads[name] + 2 * reg * np.sum(params[name])
    return _right_loss(params, X, y, reg)[0], grads


@misconception("two_layer_loss", hint="Does doubling the data double your loss?")
def loss_as_sum(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, 0.0)
    extra, reg_grads = _right_loss(params, X, y, reg)
    n = len(X)
    return n * loss + extra - loss, {name: (n - 1) * grads[name] + reg_grads[name] for name in grads}


@misconception("two_layer_loss", hint="Did loss and gradient get the same divisor?")
def loss_with_gradient_not_averaged(params, X, y, reg):
    loss, _grads = _right_loss(params, X, y, reg)
    return loss, loss_as_sum(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="Which way should the right score move?")
def loss_with_gradient_uphill(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    return loss, {name: -value for name, value in grads.items()}


@misconception("two_layer_loss", hint="Which of the two comes first?")
def loss_swapped(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    return grads, loss


@misconception("two_layer_loss", hint="Which base inverts exp?")
def loss_with_log10(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    data_loss, _ = _right_loss(params, X, y, 0.0)
    return loss - data_loss + data_loss / np.log(10), grads


@misconception("two_layer_loss", hint="How many examples share one bias?")
def loss_with_mean_bias_gradient(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    return loss, grads | {"b1": grads["b1"] / len(X), "b2": grads["b2"] / len(X)}


@misconception("two_layer_loss", hint="Whose arrays does `-=` change?")
def loss_that_takes_the_step(params, X, y, reg):
    loss, grads = _right_loss(params, X, y, reg)
    for name in grads:
        params[name] -= 0.1 * grads[name]
    return loss, grads


def _network_loss(params, X, y, reg, forward=None, dscores_of=None, back=None):
    """A loss with a part exchanged: hidden(X, W1, b1), dscores(p, y), or (dhidden, hidden) -> what goes on."""
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, b1, W2, b2 = _parts(params)
    rows = np.arange(len(y))
    hidden = (forward or (lambda X, W1, b1: _relu(X @ W1 + b1)))(X, W1, b1)
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
    return _network_loss(params, X, y, reg, back=lambda dhidden, hidden: _relu(dhidden))


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
    return _network_loss(params, X, y, reg, forward=lambda X, W1, b1: _relu(X @ W1))


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
    W1, b1, W2, b2 = _parts(params)
    p = np.exp(_relu(X @ W1 + b1) @ W2 + b2)
    p = p / p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(X)), y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
    return loss, _right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="Which of the arrays that you make yourself are float64?")
def loss_in_double_precision(params, X, y, reg):
    def dscores(p, y):
        return p - np.eye(p.shape[1])[y]

    return _network_loss(params, X, y, reg, dscores_of=dscores)


@misconception("two_layer_loss", hint="Can the scores that softmax gets be negative in yours?")
def loss_with_rectified_scores(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, b1, W2, b2 = _parts(params)
    hidden = _relu(X @ W1 + b1)
    scores = _relu(hidden @ W2 + b2)
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
    W1, _b1, W2, b2 = _parts(params)
    scores, hidden = _forward(params, X)
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
    return _right_loss(params, X, y, reg)


@probe("two_layer_loss")
def loss_probe(code):
    params, right = _fresh(), _right_loss(_PARAMS, _X, _Y, 0.4)
    loss, grads = code.two_layer_loss(params, _X.copy(), _Y.copy(), 0.4)
    if isinstance(loss, dict):
        return "swapped"
    changed = _changed(code, params.values(), _PARAMS.values())
    if not _like(loss, right[0]) or not all(_like(grads[name], right[1][name]) for name in right[1]):
        return loss, [grads[name] for name in right[1]]
    big = _fresh() | {"W2": 2000 * _PARAMS["W2"]}
    finite = np.isfinite(code.two_layer_loss(big, _X.copy(), _Y.copy(), 0.0)[0])
    small = {name: value.astype(np.float32) for name, value in _PARAMS.items()}
    _, grads = code.two_layer_loss(small, _X.astype(np.float32), _Y.copy(), 0.4)
    dtype = str(getattr(grads["W1"], "dtype", None))
    return changed, bool(finite), dtype, _raised(code.two_layer_loss, _fresh(), _X, _Y - 1, 0.4)


# One layer more


def _three_layers(params, X, first=_relu, second=_relu, last=None):
    params, X = check_network(params, X, layers=3)
    hidden1 = first(X @ params["W1"] + params["b1"])
    hidden2 = second(hidden1 @ params["W2"] + params["b2"])
    scores = hidden2 @ params["W3"] + params["b3"]
    return scores if last is None else last(scores)


@misconception("three_layer_forward", hint="Can a score be negative in yours?")
def three_layers_with_rectified_scores(params, X):
    return _three_layers(params, X, last=_relu)


@misconception("three_layer_forward", hint="How many times does the slide write max(0, ...)?")
def three_layers_without_the_first_relu(params, X):
    return _three_layers(params, X, first=lambda values: values)


@misconception("three_layer_forward", hint="What stands between the second layer and the third?")
def three_layers_without_the_second_relu(params, X):
    return _three_layers(params, X, second=lambda values: values)


@misconception("three_layer_forward", hint="Which parameters did you not use?")
def three_layers_without_biases(params, X):
    zeros = {name: np.zeros_like(value) if name[0] == "b" else value for name, value in params.items()}
    return _three_layers(zeros, X)


@misconception("three_layer_forward", hint="How many values does the docstring promise?")
def three_layers_with_cache(params, X):
    return _three_layers(params, X), X


@misconception(
    "three_layer_forward", hint="What becomes of an empty batch, or of a bias of the wrong length?"
)
def three_layers_without_the_check(params, X):
    hidden = np.asarray(X)
    for layer in (1, 2):
        hidden = _relu(hidden @ params[f"W{layer}"][: hidden.shape[1]] + params[f"b{layer}"])
    return hidden @ params["W3"] + np.resize(params["b3"], np.shape(params["W3"])[1])


@probe("three_layer_forward")
def three_layers_probe(code):
    params = _fresh() | {
        "W3": np.array([[0.5, -1.1, 0.3], [-0.9, 0.6, -0.7]]),
        "b3": np.array([0.2, -0.6, -0.1]),
    }
    scores = code.three_layer_forward(params, _X.copy())
    if not _like(scores, _three_layers(params, _X)):
        return scores
    return _raised(code.three_layer_forward, params | {"b3": np.zeros(2)}, _X)


# The network's answer


@misconception("predict", hint="Is a row of the scores an example or a class?")
def predict_down_the_columns(params, X, forward=None):
    return np.argmax((forward or two_layer_forward)(params, X)[0], axis=0)


@misconception("predict", hint="How many answers are there for N examples?")
def predict_from_all_at_once(params, X, forward=None):
    return np.argmax((forward or two_layer_forward)(params, X)[0])


@misconception("predict", hint="Is a high score good or bad?")
def predict_the_least(params, X, forward=None):
    return np.argmin((forward or two_layer_forward)(params, X)[0], axis=1)


@misconception("predict", hint="Which class is it, or how high is its score?")
def predict_the_score(params, X, forward=None):
    return np.max((forward or two_layer_forward)(params, X)[0], axis=1)


@misconception("predict", hint="What is the number of the first class?")
def predict_from_one(params, X, forward=None):
    return np.argmax((forward or two_layer_forward)(params, X)[0], axis=1) + 1


@misconception("predict", hint="Is -5 a higher score than 3?")
def predict_the_largest_magnitude(params, X, forward=None):
    return np.argmax(np.abs((forward or two_layer_forward)(params, X)[0]), axis=1)


@misconception("predict", hint="Can all scores of a row be below where your search starts?")
def predict_by_search_from_zero(params, X, forward=None):
    scores, _ = (forward or two_layer_forward)(params, X)
    answers = []
    for row in scores:
        best, answer = 0, 0
        for k in range(len(row)):
            if row[k] > best:
                best, answer = row[k], k
        answers.append(answer)
    return np.array(answers)


@probe("predict")
def predict_probe(code):
    scores = np.array([[0.1, 0.7, 0.2], [0.9, 0.3, -1.5], [-0.2, -0.1, -0.4], [0.3, 0.8, 0.6]])
    params = {"W1": np.eye(3), "b1": np.zeros(3), "W2": np.eye(3), "b2": np.zeros(3)}
    return code.predict(params, scores, forward=lambda params, X: (scores, None))


# The 11 lines


def _sigmoid(values):
    return 1 / (1 + np.exp(-values))


def _eleven_lines(X, Y, W0, W1, slope2=None, slope1=None, rate=1.0, loss=None, updated=False):
    X, Y, W0, W1 = check_xor(X, Y, W0, W1)
    l1 = _sigmoid(X @ W0)
    l2 = _sigmoid(l1 @ W1)
    delta_l2 = (Y - l2) * (l2 * (1 - l2) if slope2 is None else slope2(l2))
    new_W1 = W1 + rate * (l1.T @ delta_l2)
    back = delta_l2 @ (new_W1 if updated else W1).T
    delta_l1 = back * (l1 * (1 - l1) if slope1 is None else slope1(l1))
    return W0 + rate * (X.T @ delta_l1), new_W1, (loss or (lambda errors: np.sum(errors**2) / 2))(Y - l2)


@misconception("xor", replaces="xor_step", hint="Which weights produced this output?")
def step_with_the_updated_W1(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, updated=True)


@misconception("xor", replaces="xor_step", hint="Is delta the gradient, or minus the gradient?")
def step_uphill(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, rate=-1.0)


@misconception(
    "xor", replaces="xor_step", hint="How steep is the output's sigmoid where it is almost 0 or 1?"
)
def step_without_the_outputs_slope(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, slope2=lambda l2: 1.0)


@misconception("xor", replaces="xor_step", hint="What stands between the hidden units and their inputs?")
def step_without_the_hidden_slope(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, slope1=lambda l1: 1.0)


@misconception("xor", replaces="xor_step", hint="Is l2 what goes into the sigmoid or what comes out of it?")
def step_with_the_sigmoid_twice(X, Y, W0, W1):
    def slope(out):
        return _sigmoid(out) * (1 - _sigmoid(out))

    return _eleven_lines(X, Y, W0, W1, slope2=slope, slope1=slope)


@misconception("xor", replaces="xor_step", hint="Which learning rate do the slide's lines have?")
def step_with_a_rate_of_its_own(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, rate=0.1)


@misconception("xor", replaces="xor_step", hint="Where did the ½ of the loss go?")
def step_with_the_loss_doubled(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.sum(errors**2))


@misconception("xor", replaces="xor_step", hint="Is this loss a sum or a mean?")
def step_with_the_mean_loss(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.mean(errors**2))


@misconception("xor", replaces="xor_step", hint="Can errors of opposite sign cancel in a loss?")
def step_with_the_mean_error(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.mean(np.abs(errors)))


@misconception(
    "xor", replaces="xor_step", hint="Is the loss that of the weights before the step or after it?"
)
def step_with_the_loss_after_it(X, Y, W0, W1):
    W0, W1, _ = _right_step(X, Y, W0, W1)
    return W0, W1, _right_step(X, Y, W0, W1)[2]


@misconception("xor", replaces="xor_step", hint="Is W1 += ... a new array?")
def step_in_place(X, Y, W0, W1):
    new_W0, new_W1, loss = _right_step(X, Y, W0, W1)
    W0[...], W1[...] = new_W0, new_W1
    return W0, W1, loss


@misconception("xor", replaces="xor_step", hint="What does numpy do with a Y of one column too few?")
def step_without_the_check(X, Y, W0, W1):
    K = np.shape(W1)[1]
    return _right_step(X, np.broadcast_to(Y, (len(X), K)), W0, W1)


def _program(seed, steps, draw=None, step=None):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    W0, W1 = (draw or _drawn)(seed)
    history = []
    for _ in range(steps):
        W0, W1, loss = (step or xor_step)(X, Y, W0, W1)
        history.append(loss)
    return W0, W1, history


def _drawn(seed):
    rng = np.random.RandomState(seed)
    W0 = 2 * rng.random_sample((3, 4)) - 1
    return W0, 2 * rng.random_sample((4, 1)) - 1


@misconception("xor", replaces="train_xor", hint="Which of numpy's generators does the exercise name?")
def program_with_the_new_generator(seed, steps):
    def draw(seed):
        rng = np.random.default_rng(seed)
        return 2 * rng.random((3, 4)) - 1, 2 * rng.random((4, 1)) - 1

    return _program(seed, steps, draw)


@misconception("xor", replaces="train_xor", hint="Which weights are drawn first?")
def program_that_draws_W1_first(seed, steps):
    def draw(seed):
        rng = np.random.RandomState(seed)
        W1 = 2 * rng.random_sample((4, 1)) - 1
        return 2 * rng.random_sample((3, 4)) - 1, W1

    return _program(seed, steps, draw)


@misconception("xor", replaces="train_xor", hint="Can a weight start below 0 in yours?")
def program_with_positive_weights(seed, steps):
    return _program(seed, steps, lambda seed: tuple((W + 1) / 2 for W in _drawn(seed)))


@misconception("xor", replaces="train_xor", hint="Does it matter to yours which seed it is given?")
def program_without_its_seed(seed, steps):
    return _program(seed, steps, lambda seed: _drawn(0))


@misconception("xor", replaces="train_xor", hint="What does each step start from?")
def program_that_starts_again_each_step(seed, steps):
    return _program(seed, steps, step=lambda X, Y, W0, W1: xor_step(X, Y, *_drawn(seed)))


@misconception("xor", replaces="train_xor", hint="How many losses are in the history of 5000 steps?")
def program_with_the_last_loss_alone(seed, steps):
    W0, W1, history = _program(seed, steps)
    return W0, W1, history[-1] if history else []


@probe("xor")
def xor_probe(code):
    W0 = np.array([[0.4, -0.9, 0.6], [-0.3, 0.8, 0.5]])
    W1 = np.array([[0.7, -0.2], [-0.6, 0.9], [0.3, 0.4]])
    X, Y = np.array([[0.2, 0.9], [-0.5, 0.4], [0.8, -0.1]]), np.array([[1.0, 0.2], [0.0, 0.6], [0.3, 1.0]])
    given = W0.copy(), W1.copy()
    step = code.xor_step(X, Y, *given)
    changed = _changed(code, given, (W0, W1))
    # A wrong step makes a wrong program: the program tells something only where the step is right.
    right = _right_step(X, Y, W0, W1)
    if len(step) != 3 or not all(_like(got, expected) for got, expected in zip(step, right)):
        return "step", step
    return "program", code.train_xor(4, 3), changed, _raised(code.xor_step, X, Y[:, :1], W0, W1)


# Training with mini-batches


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
    params, X, y, seen = _fresh(), _X.copy(), _Y.copy(), []

    def loss(params, X, y, reg):
        seen.append([np.array(params["W1"]), np.array(params["b1"]), np.array(X), np.array(y), reg])
        return _right_loss(params, X, y, reg)

    history = code.train(params, X, y, 0.5, 2, 2, 0.4, np.random.default_rng(3), loss=loss)
    # In another process the caller's own objects stay as they are, and the proxy tells how the student left them.
    call = getattr(code, "last_call", None)
    after = call.arguments_after[:3] if call is not None else (params, X, y)
    seen_by_none = code.train(
        _fresh(), _X.copy(), _Y.copy(), 0.5, 2, 64, 0.4, np.random.default_rng(3), loss=loss
    )
    return (
        seen,
        list(history),
        [np.asarray(after[0]["W1"]), np.asarray(after[1]), np.asarray(after[2])],
        len(seen_by_none),
    )
