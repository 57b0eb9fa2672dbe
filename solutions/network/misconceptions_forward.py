"""Wrong forward passes of two layers."""

import numpy as np
from misconceptions import INPUTS, PARAMS, fresh_params, one_like, parts_of, raised_by, relu, run_forward
from network import check_network

from autograder import misconception, probe


@misconception("two_layer_forward", hint="Can a score be negative in yours?")
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


@misconception("two_layer_forward", hint="What becomes of an empty batch in yours?")
def forward_without_the_check(params, X):
    W1, b1, W2, b2 = parts_of(params)
    hidden = relu(np.matmul(X, W1) + b1)
    return np.matmul(hidden, W2) + b2, hidden


@probe("two_layer_forward")
def forward_probe(code):
    answer = code.two_layer_forward(fresh_params(), INPUTS.copy())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return "no pair", answer
    if not one_like(answer[0], run_forward(PARAMS, INPUTS)[0]):
        return answer[0]
    return raised_by(code.two_layer_forward, fresh_params(), INPUTS[:0])
