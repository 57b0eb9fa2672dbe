"""Wrong SVM losses of single examples."""

import numpy as np
from losses import check_scores_and_labels
from misconceptions import LABELS, SCORES, SQUARE, differences, manners, right_margins, rows_of

from autograder import misconception, probe


@misconception("svm_losses", hint="How safely must the right class win?")
def svm_without_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, 0.0).sum(axis=1)


@misconception("svm_losses", hint="Does your function still use its third argument?")
def svm_with_fixed_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, 1.0).sum(axis=1)


@misconception("svm_losses", hint="Which j does the sum skip, and what would that one add?")
def svm_counts_the_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.maximum(0, differences(scores, y) + delta).sum(axis=1)


@misconception("svm_losses", hint="Recheck the slide's third example: 2.2 - (-3.1) + 1 is not 5.3.")
def svm_copies_the_slide(scores, y, delta=1.0):
    # Like the slide, drops the margin where the right score is negative.
    scores, y = check_scores_and_labels(scores, y)
    margin = np.where(scores[rows_of(y), y] < 0, 0.0, delta)[:, np.newaxis]
    return right_margins(scores, y, margin).sum(axis=1)


@misconception("svm_losses", hint="Should a confident, right answer cost more?")
def svm_margin_reversed(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(-scores, y, delta).sum(axis=1)


@misconception("svm_losses", hint="How many rivals can hurt?")
def svm_worst_rival_only(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, delta).max(axis=1)


@misconception("svm_losses", hint="What power is on the margin?")
def svm_squared_hinge(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return (right_margins(scores, y, delta) ** 2).sum(axis=1)


@misconception("svm_losses", hint="Can one rival's slack cancel another's?")
def svm_max_outside_the_sum(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.maximum(0, (differences(scores, y) + delta).sum(axis=1) - delta)


@misconception("svm_losses", hint="Can this loss be negative?")
def svm_without_clamp(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return (differences(scores, y) + delta).sum(axis=1) - delta


@misconception("svm_losses", hint="Does the formula for one example divide by anything?")
def svm_averages_the_classes(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, delta).mean(axis=1)


@misconception("svm_losses", hint="How many numbers should come back for N examples?")
def svm_averages_the_batch(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, delta).sum(axis=1).mean()


@misconception("svm_losses", hint="How many violated margins does a row have, and how large are they?")
def svm_counts_violations(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return (right_margins(scores, y, delta) > 0).sum(axis=1)


@misconception("svm_losses", hint="Is the label of row i y[i], or always the same one?")
def svm_first_label_for_all(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, np.full_like(y, y[0]), delta).sum(axis=1)


@misconception("svm_losses", hint="Is every label equal to its row's number, as on the slide?")
def svm_takes_the_diagonal(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, rows_of(y) % scores.shape[1], delta).sum(axis=1)


@misconception("svm_losses", hint="Whose array is it?")
def svm_in_place(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores[rows_of(y), y][:, np.newaxis] - delta
    scores[rows_of(y), y] = 0
    return np.maximum(0, scores).sum(axis=1)


@misconception("svm_losses", hint="What does -1 mean to numpy?")
def svm_of_anything(scores, y, delta=1.0):
    return right_margins(np.asarray(scores, float), np.asarray(y), delta).sum(axis=1)


@misconception("svm_losses", hint="Print the shapes that you subtract.")
def svm_without_keepdims(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[rows_of(y), y] + delta)
    margins[rows_of(y), y] = 0
    return margins.sum(axis=1)


@misconception("svm_losses", hint="How many numbers did you pick? Print the shape of scores[:, y].")
def svm_picks_whole_columns(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[rows_of(y), y] = 0
    return margins.sum(axis=1)


@misconception("svm_losses", hint="Over what does the sum run: the classes of an example, or the examples?")
def svm_sums_the_examples(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, delta).sum(axis=0)


@misconception("svm_losses", hint="What does the right class cost itself: delta, minus delta, or nothing?")
def svm_subtracts_the_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.maximum(0, right_margins(scores, y, delta).sum(axis=1) - delta)


@misconception("svm_losses", hint="Is delta added to the rival's lead, or taken from it?")
def svm_margin_subtracted(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return right_margins(scores, y, -delta).sum(axis=1)


@probe("svm_losses")
def svm_losses_probe(code):
    function = code.svm_losses
    return {
        "losses": lambda: function(SCORES, LABELS),
        "losses of a square batch": lambda: function(*SQUARE),
        "losses at margin 0.3": lambda: function(SCORES, LABELS, delta=0.3),
        "one example": lambda: function(SCORES[:1], LABELS[:1]),
        **manners(code, function, LABELS),
    }
