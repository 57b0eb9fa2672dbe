"""Wrong mean softmax losses and gradients."""

from functools import cache

import numpy as np
from losses import as_floats, check_scores_and_labels
from misconceptions import (
    AHEAD,
    APART,
    HIGH,
    LABELS,
    SCORES,
    SQUARE,
    disturbed,
    fate,
    float32_kept,
    hopeless,
    log_softmax,
    manners,
    one_hot,
    rows_of,
    times_own_slope,
)

from autograder import misconception, part, probe


def softmax_gradient(scores, y):
    """The right gradient of the mean."""
    return (np.exp(log_softmax(scores)) - one_hot(scores, y)) / len(y)


def loss_and_gradient_shifted_by(shift, scores, y):
    """The formulas, with something subtracted from all scores first."""
    exps = np.exp(scores - shift)
    sums = exps.sum(axis=1)
    losses = np.log(sums) - (scores - shift)[rows_of(y), y]
    return losses.mean(), (exps / sums[:, np.newaxis] - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="What may you subtract without changing the answer?")
def softmax_loss_without_shift(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return loss_and_gradient_shifted_by(0.0, scores, y)


@misconception("softmax_loss", hint="Do you need to form p before taking its log?")
def softmax_loss_log_of_softmax(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(log_softmax(scores))[rows_of(y), y]).mean(), softmax_gradient(scores, y)


@misconception(
    "softmax_loss", hint="What is your largest possible loss?", seen_in=["loss of a hopeless example"]
)
def softmax_loss_with_epsilon(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(log_softmax(scores))[rows_of(y), y] + 1e-8).mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Whose maximum helps row 0?")
def softmax_loss_with_one_shift(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return loss_and_gradient_shifted_by(scores.max(), scores, y)


@misconception(
    "softmax_loss", hint="Which score of a row is dangerous for exp: its smallest, or its largest?"
)
def softmax_loss_shifted_by_the_minimum(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores - scores.min(axis=1, keepdims=True))
    sums = exps.sum(axis=1, keepdims=True)
    losses = np.log(sums[:, 0]) - (scores - scores.min(axis=1, keepdims=True))[rows_of(y), y]
    return losses.mean(), (exps / sums - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Which base inverts exp?")
def softmax_loss_base_10(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean() / np.log(10), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Which sums should be 1?")
def softmax_loss_over_columns(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores.T).T
    return -log_p[rows_of(y), y].mean(), (np.exp(log_p) - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Which sums should be 1?")
def softmax_loss_divided_by_sums_of_columns(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return loss_and_gradient_over(0, scores, y)


@misconception("softmax_loss", hint="Do images compete with each other?")
def softmax_loss_divided_by_one_sum(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return loss_and_gradient_over(None, scores, y)


def loss_and_gradient_over(axis, scores, y):
    """The formulas with the right shift, and sums over another axis."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return -log_p[rows_of(y), y].mean(), (np.exp(log_p) - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Do images compete with each other?")
def softmax_loss_over_everything(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores.reshape(1, -1)).reshape(scores.shape)
    return -log_p[rows_of(y), y].mean(), (np.exp(log_p) - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Can this loss be negative?")
def softmax_loss_without_minus(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return log_softmax(scores)[rows_of(y), y].mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Does doubling the data double your loss?", seen_in=["loss"])
def softmax_loss_summed(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].sum(), softmax_gradient(scores, y) * len(y)


@misconception("softmax_loss", hint="Where do the labels enter?")
def softmax_loss_entropy_of_p(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    return -(np.exp(log_p) * log_p).sum(axis=1).mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Whose probability matters?")
def softmax_loss_of_all_classes(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores).mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="How many terms are nonzero?")
def softmax_loss_one_hot_mean(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -(one_hot(scores, y) * log_softmax(scores)).mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Average then log, or log then average?")
def softmax_loss_log_of_mean(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)[rows_of(y), y]
    return np.log(len(y)) - np.logaddexp.reduce(log_p), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Are your inputs already probabilities?")
def softmax_loss_softmax_twice(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    p = np.exp(log_softmax(scores))
    return -log_softmax(p)[rows_of(y), y].mean(), softmax_gradient(p, y)


@misconception("softmax_loss", hint="What shape did the indexing return?")
def softmax_loss_labels_as_column(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y.reshape(-1, 1)].mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Where is the logarithm?")
def softmax_loss_without_log(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.exp(log_softmax(scores))[rows_of(y), y].mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="What should each row sum to?")
def softmax_gradient_is_p(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    return -log_p[rows_of(y), y].mean(), np.exp(log_p) / len(y)


@misconception("softmax_loss", hint="Did loss and gradient get the same divisor?", seen_in=["own slope"])
def softmax_gradient_not_averaged(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean(), softmax_gradient(scores, y) * len(y)


@misconception("softmax_loss", hint="Which way should the right score move?")
def softmax_gradient_downhill(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean(), -softmax_gradient(scores, y)


@misconception("softmax_loss", hint="How many entries does P[:, y] -= 1 change in each row?")
def softmax_gradient_whole_columns(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    p = np.exp(log_p)
    p[:, y] -= 1
    return -log_p[rows_of(y), y].mean(), p / len(y)


@misconception("softmax_loss", hint="If a wrong class's score rises, does the loss move?")
def softmax_gradient_right_class_only(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    gradient = softmax_gradient(scores, y) * one_hot(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean(), gradient


@misconception("softmax_loss", hint="Which class's probability belongs in column j?")
def softmax_gradient_same_p_for_all(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    p_right = np.exp(log_p[rows_of(y), y])[:, np.newaxis]
    return -log_p[rows_of(y), y].mean(), (p_right - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Is the label of row i y[i], or always the same one?")
def softmax_gradient_first_label_for_all(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean(), softmax_gradient(scores, np.full_like(y, y[0]))


@misconception("softmax_loss", hint="Which comes first, the loss or the gradient?")
def softmax_gradient_first(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return softmax_gradient(scores, y), -log_softmax(scores)[rows_of(y), y].mean()


@misconception("softmax_loss", hint="What dtype does np.zeros give you?")
def softmax_gradient_always_double(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    gradient = np.zeros(scores.shape)
    gradient += softmax_gradient(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean(), gradient


@misconception("softmax_loss", hint="Whose array is it?")
def softmax_loss_in_place(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores.max(axis=1, keepdims=True)
    return -log_softmax(scores)[rows_of(y), y].mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="What does -1 mean to numpy?")
def softmax_loss_of_anything(scores, y):
    scores, y = as_floats(scores, 2), np.asarray(y)
    log_p = log_softmax(scores)
    gradient = np.exp(log_p)
    gradient[rows_of(y), y] -= 1
    return -log_p[rows_of(y), y].mean(), gradient / len(y)


@misconception("softmax_loss", hint="What is a mean of nothing?")
def softmax_loss_of_nothing(scores, y):
    scores, y = np.asarray(scores), np.asarray(y)
    if len(y) > 0:
        scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    gradient = np.exp(log_p)
    gradient[rows_of(y), y.astype(int)] -= 1
    with np.errstate(all="ignore"):
        return np.sum(-log_p[rows_of(y), y.astype(int)]) / np.float64(len(y)), gradient / max(len(y), 1)


@misconception("softmax_loss", hint="Which base inverts exp: 2 or e?")
def softmax_loss_base_2(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean() / np.log(2), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Does doubling the data double your loss, while the gradient stays?")
def softmax_loss_summed_only(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].sum(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="How many losses does one example have?")
def softmax_loss_in_the_class_loop(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean() * scores.shape[1], softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Is the sum of the exponentials complete when you divide by it?")
def softmax_loss_of_partial_sums(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    before = np.cumsum(exps, axis=1) - exps
    with np.errstate(all="ignore"):
        return -np.log((exps / before)[rows_of(y), y]).mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Does each example add to the loss, or replace it?")
def softmax_loss_of_the_last_example(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[-1, y[-1]] / len(y), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Are the scores a loss, before any exp and log?")
def softmax_loss_of_scores(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -scores[rows_of(y), y].mean(), softmax_gradient(scores, y)


@misconception("softmax_loss", hint="By how many did you divide the gradient, and by how many the loss?")
def softmax_gradient_averaged_twice(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -log_softmax(scores)[rows_of(y), y].mean(), softmax_gradient(scores, y) / len(y)


@misconception(
    "softmax_loss", hint="By what number did you divide the gradient, and how many examples are there?"
)
def softmax_gradient_divided_by_classes(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    ratio = len(y) / scores.shape[1]
    return -log_softmax(scores)[rows_of(y), y].mean(), softmax_gradient(scores, y) * ratio


@misconception("softmax_loss", hint="From which entries of P does the 1 go: from all of them?")
def softmax_gradient_one_from_all(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    return -log_p[rows_of(y), y].mean(), (np.exp(log_p) - 1) / len(y)


@misconception("softmax_loss", hint="Is the gradient made of probabilities, or of exponentials?")
def softmax_gradient_of_exponentials(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return -log_softmax(scores)[rows_of(y), y].mean(), (exps - one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Does the right class's score move at all in your gradient?")
def softmax_gradient_wrong_classes_only(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    gradient = softmax_gradient(scores, y) * (1 - one_hot(scores, y))
    return -log_softmax(scores)[rows_of(y), y].mean(), gradient


@misconception("softmax_loss", hint="Is the gradient of log p the gradient of p?")
def softmax_gradient_of_the_probability(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = log_softmax(scores)
    p_right = np.exp(log_p[rows_of(y), y])[:, np.newaxis]
    return -log_p[rows_of(y), y].mean(), softmax_gradient(scores, y) * p_right


@probe("softmax_loss")
def softmax_loss_probe(code):
    function = code.softmax_loss
    plain = cache(lambda: function(SCORES, LABELS))
    square = cache(lambda: function(*SQUARE))
    high = cache(lambda: function(HIGH, LABELS))
    apart = cache(lambda: function(APART, LABELS))
    return {
        "loss": lambda: part(plain(), 0),
        "gradient": lambda: part(plain(), 1),
        "own slope": lambda: times_own_slope(function),
        "loss of a square batch": lambda: part(square(), 0),
        "gradient of a square batch": lambda: part(square(), 1),
        "loss of high scores": lambda: disturbed(part(high(), 0), part(plain(), 0)),
        "gradient of high scores": lambda: disturbed(part(high(), 1), part(plain(), 1)),
        "loss of rows far apart": lambda: disturbed(part(apart(), 0), part(plain(), 0)),
        "gradient of rows far apart": lambda: disturbed(part(apart(), 1), part(plain(), 1)),
        "gradient of a score far ahead": lambda: disturbed(part(function(*AHEAD), 1), np.zeros(3)),
        "loss of a hopeless example": lambda: fate(
            lambda gap: part(function(*hopeless(gap)), 0), 2000.0, 4000.0
        ),
        "dtype": float32_kept(function, SCORES, LABELS),
        **manners(code, function, LABELS),
    }
