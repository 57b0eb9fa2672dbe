"""Wrong softmax functions."""

import numpy as np
from losses import check_scores
from misconceptions import AHEAD, APART, HIGH, SCORES, SQUARE, disturbed, finite, log_softmax

from autograder import changed_by, contract, dtype_of, misconception, numbers, probe, refusal


@misconception("softmax", hint="What may you subtract without changing the answer?")
def softmax_without_shift(scores):
    exps = np.exp(check_scores(scores))
    return exps / exps.sum(axis=1, keepdims=True)


@misconception("softmax", hint="Which score of a row is dangerous for exp: its smallest, or its largest?")
def softmax_shifted_by_the_minimum(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.min(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


@misconception("softmax", hint="Which sums should be 1?", seen_in=["sums of 1"])
def softmax_over_columns(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.max(axis=0))
    return exps / exps.sum(axis=0)


@misconception("softmax", hint="Do images compete with each other?", seen_in=["sums of 1"])
def softmax_over_everything(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()


@misconception("softmax", hint="Whose maximum helps row 0?")
def softmax_with_one_shift(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.max())
    return exps / exps.sum(axis=1, keepdims=True)


@misconception("softmax", hint="What does the softmax do to numbers that are probabilities already?")
def softmax_twice(scores):
    return np.exp(log_softmax(np.exp(log_softmax(check_scores(scores)))))


@misconception("softmax", hint="What should each row sum to?")
def softmax_not_normalised(scores):
    scores = check_scores(scores)
    return np.exp(scores - scores.max(axis=1, keepdims=True))


@misconception("softmax", hint="What happens to a negative score in your formula?")
def softmax_without_exp(scores):
    scores = check_scores(scores)
    return scores / scores.sum(axis=1, keepdims=True)


@misconception("softmax", hint="Are your results between 0 and 1?")
def softmax_of_logarithms(scores):
    return log_softmax(check_scores(scores))


@misconception("softmax", hint="Which number is raised to the power of the score?")
def softmax_with_base_two(scores):
    scores = check_scores(scores)
    powers = 2.0 ** (scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@misconception("softmax", hint="Whose array is it?")
def softmax_in_place(scores):
    scores = check_scores(scores)
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    return scores / scores.sum(axis=1, keepdims=True)


@misconception("softmax", hint="Is a single row of scores a batch? What is its shape?")
def softmax_of_anything(scores):
    return np.exp(log_softmax(np.atleast_2d(np.asarray(scores, float))))


@misconception("softmax", hint="Print the shapes that you divide. Do they fit when N differs from C?")
def softmax_without_keepdims(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1)


@misconception("softmax", hint="Do the probabilities still sum to 1 with a small number below the line?")
def softmax_with_epsilon(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / (exps.sum(axis=1, keepdims=True) + 1e-3)


@misconception("softmax", hint="Which sign does the exponent have?")
def softmax_of_negative_scores(scores):
    return np.exp(log_softmax(-check_scores(scores)))


@misconception("softmax", hint="After dividing by the largest score, are the probabilities still the same?")
def softmax_divided_by_the_maximum(scores):
    scores = check_scores(scores)
    exps = np.exp(scores / np.abs(scores).max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


@probe("softmax")
def softmax_probe(code):
    function = code.softmax

    def sums_of_one():
        p = np.reshape(numbers(function(SCORES)), SCORES.shape)
        sums = {"rows": p.sum(axis=1), "columns": p.sum(axis=0), "everything": p.sum()}
        return next((name for name, values in sums.items() if np.allclose(values, 1)), "")

    return {
        "probabilities": lambda: function(SCORES),
        "probabilities of a square batch": lambda: function(SQUARE[0]),
        "sums of 1": sums_of_one,
        "one example": lambda: function(SCORES[:1]),
        "high scores": lambda: disturbed(function(HIGH), function(SCORES)),
        "low scores": lambda: disturbed(function(-HIGH), function(-SCORES)),
        "rows far apart": lambda: disturbed(function(APART), function(SCORES)),
        "a score far ahead": lambda: finite(function(AHEAD[0])),
        "arguments changed": contract(lambda: changed_by(code, function, SCORES)),
        "one axis": contract(lambda: refusal(function, SCORES[0])),
        "empty batch": contract(lambda: refusal(function, SCORES[:0])),
        "dtype": contract(lambda: dtype_of(function(np.float32(SCORES)))),
    }
