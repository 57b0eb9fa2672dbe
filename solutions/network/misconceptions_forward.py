"""Wrong forward passes of two layers."""

import numpy as np
from misconceptions import ALL_ON, INPUTS, NO_BIASES, PARAMS, POSITIVE, parts_of, relu, run_forward
from network import check_network

from autograder import changed_by, contract, misconception, numbers, part, probe, refusal


@misconception("two_layer_forward", hint="Can a score be negative in your code?")
def forward_with_rectified_scores(params, X):
    scores, hidden = run_forward(params, X)
    return relu(scores), hidden


@misconception("two_layer_forward", hint="What is left of two layers without the max in between?")
def forward_without_relu(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    hidden = X @ W1 + b1
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which of the four parameters did you not use?")
def forward_without_b1(params, X):
    params, X = check_network(params, X)
    W1, _, W2, b2 = parts_of(params)
    hidden = relu(X @ W1)
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which parameter of the last layer is missing?")
def forward_without_b2(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, _ = parts_of(params)
    hidden = relu(X @ W1 + b1)
    return hidden @ W2, hidden


@misconception("two_layer_forward", hint="How often is b1 added?")
def forward_with_b1_twice(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    hidden = X @ W1 + b1
    hidden = relu(hidden + b1)
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Is the bias inside max(0, ...) or outside?")
def forward_with_b1_after_relu(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    hidden = relu(X @ W1) + b1
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which nonlinearity does the slide use between the layers?")
def forward_with_sigmoid(params, X):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    hidden = 1 / (1 + np.exp(-(X @ W1 + b1)))
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Are scores and probabilities the same?")
def forward_with_softmax(params, X):
    scores, hidden = run_forward(params, X)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True), hidden


@misconception("two_layer_forward", hint="How many values does the docstring promise?")
def forward_without_cache(params, X):
    return run_forward(params, X)[0]


@misconception("two_layer_forward", hint="Which of the two comes first, the scores or the cache?")
def forward_swapped(params, X):
    scores, hidden = run_forward(params, X)
    return hidden, scores


@misconception("two_layer_forward", hint="Whose array does `-=` change?")
def forward_that_centres_in_place(params, X):
    params, X = check_network(params, X)
    X -= X.mean(axis=0)
    return run_forward(params, X)


@misconception("two_layer_forward", hint="What happens to an empty batch in your code?")
def forward_without_the_check(params, X):
    W1, b1, W2, b2 = parts_of(params)
    hidden = relu(np.matmul(X, W1) + b1)
    return np.matmul(hidden, W2) + b2, hidden


def _scores_with(params, X, nonlinearity):
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    hidden = nonlinearity(X @ W1 + b1)
    return hidden @ W2 + b2, hidden


@misconception("two_layer_forward", hint="Which nonlinearity does the slide use between the layers?")
def forward_with_tanh(params, X):
    return _scores_with(params, X, np.tanh)


@misconception("two_layer_forward", hint="What is the larger of 0 and -2?", seen_in=["units that are off"])
def forward_with_leaking_units(params, X):
    return _scores_with(params, X, lambda values: np.where(values > 0, values, 0.01 * values))


@misconception("two_layer_forward", hint="What is the larger of 0 and -2?")
def forward_with_absolute_values(params, X):
    return _scores_with(params, X, np.abs)


@misconception("two_layer_forward", hint="What is the larger of 0 and -2?")
def forward_with_the_smaller(params, X):
    return _scores_with(params, X, lambda values: np.minimum(0, values))


@misconception("two_layer_forward", hint="Does a unit that is on pass its value, or just a 1?")
def forward_with_steps(params, X):
    return _scores_with(params, X, lambda values: (values > 0).astype(values.dtype))


@misconception("two_layer_forward", hint="What is the difference between np.max and np.maximum?")
def forward_with_the_maximum_along_an_axis(params, X):
    return _scores_with(params, X, lambda values: np.max(values, 0))


@probe("two_layer_forward")
def forward_probe(code):
    def scores(params, X=INPUTS):
        found = code.two_layer_forward(params, X)
        return part(found, 0) if isinstance(found, (tuple, list)) else found

    def moved(params, X, **others):
        return numbers(scores(params | others, X)) - numbers(scores(params, X))

    def units_that_are_off():
        """What passes hidden units that are off, as a part of what goes in; nothing where that is all or none."""
        one = {"W1": np.ones((1, 1)), "b1": np.zeros(1), "W2": np.ones((1, 1)), "b2": np.zeros(1)}
        shares = np.ravel(numbers(scores(one, np.array([[-1.0], [-2.0]])))) / [-1.0, -2.0]
        return "a part" if np.isclose(*shares) and 0 < shares[0] < 1 else ""

    return {
        "units that are off": units_that_are_off,
        "scores": lambda: scores(NO_BIASES),
        "scores of one example": lambda: scores(NO_BIASES, INPUTS[:1]),
        "what b1 does": lambda: moved(ALL_ON, POSITIVE, b1=np.zeros(4)),
        "what b1 does to units that are off": lambda: moved(NO_BIASES, INPUTS, b1=PARAMS["b1"]),
        "what b2 does": lambda: moved(ALL_ON, POSITIVE, b2=np.array([2.5, 1.25])),
        "how many results": lambda: pair_or_not(code.two_layer_forward(PARAMS, INPUTS)),
        "arguments changed": contract(lambda: changed_by(code, code.two_layer_forward, PARAMS, INPUTS)),
        "empty batch": contract(lambda: refusal(code.two_layer_forward, PARAMS, INPUTS[:0])),
    }


def pair_or_not(answer):
    return "" if isinstance(answer, (tuple, list)) and len(answer) == 2 else "no pair"
