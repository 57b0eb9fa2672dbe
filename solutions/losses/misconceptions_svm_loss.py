"""Wrong mean SVM losses, and how their probe tells them apart."""

from functools import cache

import numpy as np
from losses import check_scores_and_labels
from misconceptions import (
    LABELS,
    SCORES,
    SQUARE,
    differences,
    float32_kept,
    manners,
    one_hot,
    right_margins,
    rows_of,
    times_own_slope,
)

from autograder import contract, misconception, part, probe


def hinge_gradient(margins, y):
    """The right gradient of the sum of the margins."""
    gradient = (margins > 0).astype(margins.dtype)
    gradient[rows_of(y), y] = -gradient.sum(axis=1)
    return gradient


@misconception("svm_loss", hint="How safely must the right class win?")
def svm_loss_without_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, 0.0)
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Which j does the sum skip, and what would that one add?")
def svm_loss_counts_the_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y) + delta, hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Should a confident, right answer cost more?")
def svm_loss_margin_reversed(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(-scores, y, delta)
    return margins.sum() / len(y), -hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Does doubling the data double your loss?")
def svm_loss_summed(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum(), hinge_gradient(margins, y)


@misconception("svm_loss", hint="How many losses are you averaging?", seen_in=["loss"])
def svm_loss_mean_over_everything(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.mean(), hinge_gradient(margins, y) / margins.size


@misconception("svm_loss", hint="Print the shapes that you subtract.")
def svm_loss_without_keepdims(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[rows_of(y), y] + delta)
    margins[rows_of(y), y] = 0
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Is a row an image or a class?")
def svm_loss_of_columns(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[y, rows_of(y)] + delta)
    margins[y, rows_of(y)] = 0
    gradient = (margins > 0).astype(scores.dtype)
    gradient[y, rows_of(y)] = -gradient.sum(axis=0)
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Is every label equal to its row's number, as on the slide?")
def svm_loss_takes_the_diagonal(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - np.diag(scores)[:, np.newaxis] + delta)
    np.fill_diagonal(margins, 0)
    return margins.sum() / len(y), hinge_gradient(margins, rows_of(y)) / len(y)


@misconception("svm_loss", hint="How many numbers did you pick? Print the shape of scores[:, y].")
def svm_loss_picks_whole_columns(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[rows_of(y), y] = 0
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Is scores[y] one number per example? Print its shape.")
def svm_loss_picks_whole_rows(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[y] + delta)
    margins[rows_of(y), y] = 0
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="How many rivals can hurt?", seen_in=["loss"])
def svm_loss_worst_rival_only(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    margins[margins < margins.max(axis=1, keepdims=True)] = 0
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="What power is on the margin?", seen_in=["loss"])
def svm_loss_squared_hinge(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = 2 * margins
    gradient[rows_of(y), y] = -gradient.sum(axis=1)
    return (margins**2).sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Does your function still use its third argument?")
def svm_loss_with_fixed_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, 1.0)
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="If every score rises equally, does the loss move?")
def svm_gradient_without_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), (margins > 0).astype(scores.dtype) / len(y)


@misconception("svm_loss", hint="How many rivals push the right class?")
def svm_gradient_right_class_minus_one(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = (margins > 0).astype(scores.dtype)
    gradient[rows_of(y), y] = -1
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="How many rivals push the right class: at most one?")
def svm_gradient_right_class_at_most_once(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = (margins > 0).astype(scores.dtype)
    gradient[rows_of(y), y] = -gradient.max(axis=1)
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="What is the stated rule at exactly zero?", costs_points=False)
def svm_gradient_counts_the_kink(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    gradient = (differences(scores, y) + delta >= 0).astype(scores.dtype)
    gradient[rows_of(y), y] = 0
    gradient[rows_of(y), y] = -gradient.sum(axis=1)
    return right_margins(scores, y, delta).sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Did loss and gradient get the same divisor?", seen_in=["own slope"])
def svm_gradient_not_averaged(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), hinge_gradient(margins, y)


@misconception(
    "svm_loss", hint="By what number did you divide the gradient, and how many examples are there?"
)
def svm_gradient_divided_by_classes(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), hinge_gradient(margins, y) / scores.shape[1]


@misconception(
    "svm_loss", hint="Which rivals cost something: those with a positive score, or with a positive margin?"
)
def svm_gradient_masks_by_scores(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), hinge_gradient(scores * (one_hot(scores, y) == 0), y) / len(y)


@misconception("svm_loss", hint="If a violated score rises by 1, by how much does the loss rise?")
def svm_gradient_is_the_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = margins.copy()
    gradient[rows_of(y), y] = -gradient.sum(axis=1)
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Which way should the right score move to make the loss smaller?")
def svm_gradient_downhill(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), -hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Which comes first, the loss or the gradient?")
def svm_gradient_first(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return hinge_gradient(margins, y) / len(y), margins.sum() / len(y)


@misconception("svm_loss", hint="What dtype does np.zeros give you?")
def svm_gradient_always_double(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = np.zeros(scores.shape)
    gradient += hinge_gradient(margins, y) / len(y)
    return margins.sum() / len(y), gradient


@misconception("svm_loss", hint="Whose array is it?")
def svm_loss_in_place(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores[rows_of(y), y][:, np.newaxis] - delta
    scores[rows_of(y), y] = 0
    np.maximum(0, scores, out=scores)
    return scores.sum() / len(y), hinge_gradient(scores, y) / len(y)


@misconception("svm_loss", hint="What does -1 mean to numpy?")
def svm_loss_of_anything(scores, y, delta=1.0):
    scores, y = np.asarray(scores), np.asarray(y)
    scores = scores if scores.dtype.kind == "f" else scores.astype(float)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Is the right class pushed once, or once for each violated margin?")
def svm_gradient_counts_while_counting(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = (margins > 0).astype(scores.dtype)
    counts = gradient.sum(axis=1)
    gradient[rows_of(y), y] = -counts * (counts + 1) / 2
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Does your count of violated margins include the right class itself?")
def svm_gradient_counts_the_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    gradient = hinge_gradient(margins, y)
    gradient[rows_of(y), y] -= 1
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Which rivals move: only those whose margin is violated?")
def svm_gradient_of_all_rivals(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    gradient = np.ones_like(scores)
    gradient[rows_of(y), y] = 1 - scores.shape[1]
    return right_margins(scores, y, delta).sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Which classes move when a margin is violated: only the right one?")
def svm_gradient_of_the_right_class_only(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), np.minimum(0, hinge_gradient(margins, y)) / len(y)


@misconception("svm_loss", hint="What does a rival that is far behind cost?", seen_in=["loss"])
def svm_loss_without_clamp(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = differences(scores, y) + delta
    margins[rows_of(y), y] = 0
    gradient = np.ones_like(scores)
    gradient[rows_of(y), y] = 1 - scores.shape[1]
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Can one rival's slack cancel another's?", seen_in=["loss"])
def svm_loss_max_outside_the_sum(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    totals = (differences(scores, y) + delta).sum(axis=1) - delta
    gradient = np.repeat((totals > 0).astype(scores.dtype)[:, np.newaxis], scores.shape[1], axis=1)
    gradient[rows_of(y), y] *= 1 - scores.shape[1]
    return np.maximum(0, totals).mean(), gradient / len(y)


@misconception("svm_loss", hint="Does each example add to the loss, or replace it?")
def svm_loss_of_the_last_example(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins[-1].sum() / len(y), hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="By how many did you divide the gradient, and by how many the loss?")
def svm_gradient_averaged_twice(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum() / len(y), hinge_gradient(margins, y) / len(y) ** 2


@misconception("svm_loss", hint="Does doubling the data double your loss, while the gradient stays?")
def svm_loss_summed_only(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = right_margins(scores, y, delta)
    return margins.sum(), hinge_gradient(margins, y) / len(y)


@probe("svm_loss")
def svm_loss_probe(code):
    function = code.svm_loss
    plain = cache(lambda: function(SCORES, LABELS))
    square = cache(lambda: function(*SQUARE))
    narrow = cache(lambda: function(SCORES, LABELS, delta=0.3))
    return {
        "loss": lambda: part(plain(), 0),
        "gradient": lambda: part(plain(), 1),
        "own slope": lambda: times_own_slope(function),
        "loss of a square batch": lambda: part(square(), 0),
        "gradient of a square batch": lambda: part(square(), 1),
        "loss at margin 0.3": lambda: part(narrow(), 0),
        "gradient at margin 0.3": lambda: part(narrow(), 1),
        "kink": contract(lambda: part(function(np.array([[10.0, 9.0, 9.0]]), np.array([0])), 1)),
        "dtype": float32_kept(function, SCORES, LABELS),
        **manners(code, function, LABELS),
    }
