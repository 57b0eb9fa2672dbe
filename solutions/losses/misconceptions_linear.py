"""Wrong linear scores."""

from functools import cache

import numpy as np
from losses import check_linear
from misconceptions import B, W, X

from autograder import changed_by, contract, misconception, numbers, probe, refusal


@misconception("linear_scores", hint="Which input did you not use?")
def scores_without_bias(X, W, b):
    X, W, b = check_linear(X, W, b)
    return X @ W


@misconception("linear_scores", hint="Which class does each bias belong to?")
def scores_with_summed_bias(X, W, b):
    X, W, b = check_linear(X, W, b)
    return X @ W + b.sum()


@misconception(
    "linear_scores", hint="After the reshape, does each weight still belong to its input and class?"
)
def scores_with_reshaped_weights(X, W, b):
    X, W, b = check_linear(X, W, b)
    return X @ W.reshape(W.shape[::-1]).T + b


@misconception(
    "linear_scores", hint="What does numpy do with a bias of length 1 when there are three classes?"
)
def scores_of_anything(X, W, b):
    return np.asarray(X) @ np.asarray(W) + np.asarray(b)


@misconception("linear_scores", hint="What does * do with two arrays, and what does @?")
def scores_entry_by_entry(X, W, b):
    X, W, b = check_linear(X, W, b)
    return (X[:, :1] * W[:1]) + b


@misconception("linear_scores", hint="Is the bias added or taken away?")
def scores_minus_bias(X, W, b):
    X, W, b = check_linear(X, W, b)
    return X @ W - b


@probe("linear_scores")
def linear_scores_probe(code):
    plain = cache(lambda: numbers(code.linear_scores(X, W, 0 * B)))
    return {
        "scores without bias": lambda: plain(),
        "effect of the bias": lambda: numbers(code.linear_scores(X, W, B)) - plain(),
        "one example": lambda: code.linear_scores(X[:1], W, B),
        "square": lambda: code.linear_scores(X, W[:, :2], B[:2]),
        "arguments changed": contract(lambda: changed_by(code, code.linear_scores, X, W, B)),
        "a bias for one class": contract(lambda: refusal(code.linear_scores, X, W, B[:1])),
    }
