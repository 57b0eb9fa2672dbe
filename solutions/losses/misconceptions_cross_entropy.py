"""Wrong cross-entropies of single examples."""

import numpy as np
from losses import check_scores_and_labels
from misconceptions import (
    AHEAD,
    APART,
    HIGH,
    LABELS,
    SCORES,
    SQUARE,
    disturbed,
    fate,
    finite,
    hopeless,
    log_softmax,
    manners,
    one_hot,
    rows_of,
)

from autograder import misconception, probe


@misconception("cross_entropy", hint="Do you need to form p before taking its log?")
def cross_entropy_log_of_softmax(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(log_softmax(scores))[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="What is your largest possible loss?", seen_in=["a hopeless example"])
def cross_entropy_with_epsilon(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(log_softmax(scores))[rows_of(y), y] + 1e-8) / np.log(base)


@misconception("cross_entropy", hint="What may you subtract without changing the answer?")
def cross_entropy_without_shift(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return (np.log(np.exp(scores).sum(axis=1)) - scores[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="What may you subtract from the scores before any exp?")
def cross_entropy_of_plain_probabilities(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores)
    return -np.log(exps[rows_of(y), y] / exps.sum(axis=1)) / np.log(base)


@misconception("cross_entropy", hint="Whose maximum helps row 0?")
def cross_entropy_with_one_shift(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    shifted = scores - scores.max()
    return (np.log(np.exp(shifted).sum(axis=1)) - shifted[rows_of(y), y]) / np.log(base)


@misconception(
    "cross_entropy", hint="Which score of a row is dangerous for exp: its smallest, or its largest?"
)
def cross_entropy_shifted_by_the_minimum(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    shifted = scores - scores.min(axis=1, keepdims=True)
    return (np.log(np.exp(shifted).sum(axis=1)) - shifted[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="Which base inverts exp?")
def cross_entropy_always_base_10(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y] / np.log(10)


@misconception("cross_entropy", hint="Which base inverts exp? And what does np.log2 use?")
def cross_entropy_always_base_2(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y] / np.log(2)


@misconception("cross_entropy", hint="Does your function still use its third argument?")
def cross_entropy_always_natural(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y]


@misconception("cross_entropy", hint="Is a logarithm to base 10 larger or smaller than the natural one?")
def cross_entropy_base_upside_down(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y] * np.log(base)


@misconception("cross_entropy", hint="Which sums should be 1?")
def cross_entropy_over_columns(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores.T).T[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Do images compete with each other?")
def cross_entropy_over_everything(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores.reshape(1, -1)).reshape(scores.shape)[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Which sums should be 1?")
def cross_entropy_divided_by_sums_of_columns(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    shifted = scores - scores.max(axis=1, keepdims=True)
    return -(shifted - np.log(np.exp(shifted).sum(axis=0)))[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Do images compete with each other?")
def cross_entropy_divided_by_one_sum(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    shifted = scores - scores.max(axis=1, keepdims=True)
    return -(shifted - np.log(np.exp(shifted).sum()))[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Can this loss be negative?")
def cross_entropy_without_minus(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return log_softmax(scores)[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Where do the labels enter?")
def cross_entropy_entropy_of_p(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    return -(np.exp(log_p) * log_p).sum(axis=1) / np.log(base)


@misconception("cross_entropy", hint="Whose probability matters?")
def cross_entropy_of_all_classes(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores).mean(axis=1) / np.log(base)


@misconception("cross_entropy", hint="How many terms are nonzero?")
def cross_entropy_one_hot_mean(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -(one_hot(scores, y) * log_softmax(scores)).mean(axis=1) / np.log(base)


@misconception("cross_entropy", hint="Are your inputs already probabilities?")
def cross_entropy_softmax_twice(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(np.exp(log_softmax(scores)))[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Where is the logarithm?")
def cross_entropy_without_log(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -np.exp(log_softmax(scores))[rows_of(y), y]


@misconception("cross_entropy", hint="How many numbers should come back for N examples?")
def cross_entropy_averages_the_batch(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean() / np.log(base)


@misconception("cross_entropy", hint="Is the label of row i y[i], or always the same one?")
def cross_entropy_first_label_for_all(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[:, y[0]] / np.log(base)


@misconception("cross_entropy", hint="Whose array is it?")
def cross_entropy_in_place(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(scores).sum(axis=1)) - scores[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="What does -1 mean to numpy?")
def cross_entropy_of_anything(scores, y, base=np.e):
    y = np.asarray(y)
    return -log_softmax(np.asarray(scores, float))[rows_of(y), y] / np.log(base)


@misconception("cross_entropy", hint="Is the sum of the exponentials complete when you divide by it?")
def cross_entropy_of_partial_sums(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    before = np.cumsum(exps, axis=1) - exps
    with np.errstate(all="ignore"):
        return -np.log((exps / before)[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="Which terms are in the sum below the fraction line: all classes?")
def cross_entropy_sum_without_right_class(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True)) * (1 - one_hot(scores, y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    return (np.log(exps.sum(axis=1)) - shifted[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="Are the scores a loss, before any exp and log?")
def cross_entropy_of_scores(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -scores[rows_of(y), y] / np.log(base)


@misconception(
    "cross_entropy", hint="Over what does the softmax's sum run when the maximum has one axis less?"
)
def cross_entropy_without_keepdims(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    shifted = scores - scores.max(axis=1)
    return (np.log(np.exp(shifted).sum(axis=1)) - shifted[rows_of(y), y]) / np.log(base)


@misconception("cross_entropy", hint="How many numbers did you pick? Print the shape of p[:, y].")
def cross_entropy_picks_whole_columns(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[:, y] / np.log(base)


@probe("cross_entropy")
def cross_entropy_probe(code):
    function = code.cross_entropy
    return {
        "losses": lambda: function(SCORES, LABELS),
        "losses of a square batch": lambda: function(*SQUARE),
        "losses to base 5": lambda: function(SCORES, LABELS, base=5),
        "one example": lambda: function(SCORES[:1], LABELS[:1]),
        "high scores": lambda: disturbed(function(HIGH, LABELS), function(SCORES, LABELS)),
        "rows far apart": lambda: disturbed(function(APART, LABELS), function(SCORES, LABELS)),
        "a score far ahead": lambda: finite(function(*AHEAD)),
        "a hopeless example": lambda: fate(lambda gap: function(*hopeless(gap)), 2000.0, 4000.0),
        **manners(code, function, LABELS),
    }
