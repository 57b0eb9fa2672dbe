"""Wrong linear scores."""

import numpy as np
from losses import check_linear
from misconceptions import B, W, X, answer_to, first_difference

from autograder import misconception, probe


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


@probe("linear_scores")
def linear_scores_probe(code):
    return first_difference(
        code,
        lambda code: answer_to(code.linear_scores, X, W, B),
        lambda code: answer_to(code.linear_scores, X, W, B[:1]),
    )
