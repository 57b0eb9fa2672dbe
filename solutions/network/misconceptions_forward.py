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


@probe("two_layer_forward")
def forward_probe(code):
    def scores(params, X=INPUTS):
        return part(code.two_layer_forward(params, X), 0)

    def moved(params, **others):
        return numbers(scores(params | others, POSITIVE)) - numbers(scores(params, POSITIVE))

    return {
        "scores": lambda: scores(PARAMS),
        "scores without biases": lambda: scores(NO_BIASES),
        "scores of one example": lambda: scores(NO_BIASES, INPUTS[:1]),
        "what b1 does": lambda: moved(ALL_ON, b1=np.zeros(4)),
        "what b2 does": lambda: moved(ALL_ON, b2=np.array([2.5, 1.25])),
        "how many results": lambda: pair_or_not(code.two_layer_forward(PARAMS, INPUTS)),
        "arguments changed": contract(lambda: changed_by(code, code.two_layer_forward, PARAMS, INPUTS)),
        "empty batch": contract(lambda: refusal(code.two_layer_forward, PARAMS, INPUTS[:0])),
    }


def pair_or_not(answer):
    return "" if isinstance(answer, (tuple, list)) and len(answer) == 2 else "no pair"
