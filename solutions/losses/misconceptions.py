"""What students write instead, with the question that leads on. Each is an executable wrong version of one exercise.

The comments name the slip only where the code does not show it at a glance.
"""

from types import SimpleNamespace

import numpy as np
from losses import (
    as_floats,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    check_linear,
    check_logits,
    check_predictions,
    check_scores,
    check_scores_and_labels,
    cross_entropy,
    full_loss,
    l2_regularization,
    linear_scores,
    softmax,
    softmax_loss,
    svm_loss,
    svm_losses,
)

from autograder.misconceptions import misconception, probe


def _rows(y):
    return np.arange(len(y))


def _one_hot(scores, y):
    return (np.arange(scores.shape[1]) == y[:, np.newaxis]).astype(scores.dtype)


def _differences(scores, y):
    """Each score minus the right one of its row."""
    return scores - scores[_rows(y), y][:, np.newaxis]


def _margins(scores, y, delta):
    """The right margins: the hinge, and 0 for the right class."""
    margins = np.maximum(0, _differences(scores, y) + delta)
    margins[_rows(y), y] = 0
    return margins


def _hinge_gradient(margins, y):
    """The right gradient of the sum of the margins."""
    gradient = (margins > 0).astype(margins.dtype)
    gradient[_rows(y), y] = -gradient.sum(axis=1)
    return gradient


def _log_p(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _softmax_gradient(scores, y):
    """The right gradient of the mean."""
    return (np.exp(_log_p(scores)) - _one_hot(scores, y)) / len(y)


# Linear scores


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


# The SVM loss of each example


@misconception("svm_losses", hint="How safely must the right class win?")
def svm_without_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, y, 0.0).sum(axis=1)


@misconception("svm_losses", hint="Does your function still use its third argument?")
def svm_with_fixed_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, y, 1.0).sum(axis=1)


@misconception("svm_losses", hint="Which j does the sum skip?")
def svm_counts_the_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.maximum(0, _differences(scores, y) + delta).sum(axis=1)


@misconception("svm_losses", hint="Recheck the slide's third example: 2.2 - (-3.1) + 1 is not 5.3.")
def svm_copies_the_slide(scores, y, delta=1.0):
    # Like the slide, drops the margin where the right score is negative.
    scores, y = check_scores_and_labels(scores, y)
    margin = np.where(scores[_rows(y), y] < 0, 0.0, delta)[:, np.newaxis]
    return _margins(scores, y, margin).sum(axis=1)


@misconception("svm_losses", hint="Should a confident, right answer cost more?")
def svm_margin_reversed(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(-scores, y, delta).sum(axis=1)


@misconception("svm_losses", hint="How many rivals can hurt?")
def svm_worst_rival_only(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, y, delta).max(axis=1)


@misconception("svm_losses", hint="What power is on the margin?")
def svm_squared_hinge(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return (_margins(scores, y, delta) ** 2).sum(axis=1)


@misconception("svm_losses", hint="Can one rival's slack cancel another's?")
def svm_max_outside_the_sum(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return np.maximum(0, (_differences(scores, y) + delta).sum(axis=1) - delta)


@misconception("svm_losses", hint="Can this loss be negative?")
def svm_without_clamp(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return (_differences(scores, y) + delta).sum(axis=1) - delta


@misconception("svm_losses", hint="Does the formula for one example divide by anything?")
def svm_averages_the_classes(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, y, delta).mean(axis=1)


@misconception("svm_losses", hint="How many numbers should come back for N examples?")
def svm_averages_the_batch(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, y, delta).sum(axis=1).mean()


@misconception("svm_losses", hint="How many violated margins does a row have, and how large are they?")
def svm_counts_violations(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return (_margins(scores, y, delta) > 0).sum(axis=1)


@misconception("svm_losses", hint="Is the label of row i y[i], or always the same one?")
def svm_first_label_for_all(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, np.full_like(y, y[0]), delta).sum(axis=1)


@misconception("svm_losses", hint="Is every label equal to its row's number, as on the slide?")
def svm_takes_the_diagonal(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    return _margins(scores, _rows(y) % scores.shape[1], delta).sum(axis=1)


@misconception("svm_losses", hint="Whose array is it?")
def svm_in_place(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores[_rows(y), y][:, np.newaxis] - delta
    scores[_rows(y), y] = 0
    return np.maximum(0, scores).sum(axis=1)


@misconception("svm_losses", hint="What does -1 mean to numpy?")
def svm_of_anything(scores, y, delta=1.0):
    return _margins(np.asarray(scores, float), np.asarray(y), delta).sum(axis=1)


@probe("svm_losses")
def svm_losses_probe(code):
    return first_difference(
        code,
        lambda code: answer_to(code.svm_losses, SCORES[:3, :3], SQUARE_LABELS),
        lambda code: answer_to(code.svm_losses, SCORES, LABELS),
        lambda code: answer_to(code.svm_losses, SCORES, LABELS, delta=0.25),
        lambda code: changes_its_input(code, "svm_losses", SCORES, LABELS),
        lambda code: answer_to(code.svm_losses, SCORES, np.full(5, -1)),
    )


# The SVM loss and its gradient


@misconception("svm_loss", hint="How safely must the right class win?")
def svm_loss_without_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, 0.0)
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Which j does the sum skip?")
def svm_loss_counts_the_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y) + delta, _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Should a confident, right answer cost more?")
def svm_loss_margin_reversed(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(-scores, y, delta)
    return margins.sum() / len(y), -_hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Does doubling the data double your loss?")
def svm_loss_summed(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum(), _hinge_gradient(margins, y)


@misconception("svm_loss", hint="How many losses are you averaging?")
def svm_loss_mean_over_everything(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.mean(), _hinge_gradient(margins, y) / margins.size


@misconception("svm_loss", hint="Print the shapes that you subtract.")
def svm_loss_without_keepdims(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[_rows(y), y] + delta)
    margins[_rows(y), y] = 0
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Is a row an image or a class?")
def svm_loss_of_columns(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[y, _rows(y)] + delta)
    margins[y, _rows(y)] = 0
    gradient = (margins > 0).astype(scores.dtype)
    gradient[y, _rows(y)] = -gradient.sum(axis=0)
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Is every label equal to its row's number, as on the slide?")
def svm_loss_takes_the_diagonal(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - np.diag(scores)[:, np.newaxis] + delta)
    np.fill_diagonal(margins, 0)
    return margins.sum() / len(y), _hinge_gradient(margins, _rows(y)) / len(y)


@misconception("svm_loss", hint="How many numbers did you pick? Print the shape of scores[:, y].")
def svm_loss_picks_whole_columns(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[_rows(y), y] = 0
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Is scores[y] one number an example? Print its shape.")
def svm_loss_picks_whole_rows(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = np.maximum(0, scores - scores[y] + delta)
    margins[_rows(y), y] = 0
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="How many rivals can hurt?")
def svm_loss_worst_rival_only(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    margins[margins < margins.max(axis=1, keepdims=True)] = 0
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="What power is on the margin?")
def svm_loss_squared_hinge(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    gradient = 2 * margins
    gradient[_rows(y), y] = -gradient.sum(axis=1)
    return (margins**2).sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Does your function still use its third argument?")
def svm_loss_with_fixed_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, 1.0)
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="If every score rises equally, does the loss move?")
def svm_gradient_without_right_class(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y), (margins > 0).astype(scores.dtype) / len(y)


@misconception("svm_loss", hint="How many rivals push the right class?")
def svm_gradient_right_class_minus_one(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    gradient = (margins > 0).astype(scores.dtype)
    gradient[_rows(y), y] = -1
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="How many rivals push the right class: at most one?")
def svm_gradient_right_class_at_most_once(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    gradient = (margins > 0).astype(scores.dtype)
    gradient[_rows(y), y] = -gradient.max(axis=1)
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="What is the stated rule at exactly zero?", costs_points=False)
def svm_gradient_counts_the_kink(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    gradient = (_differences(scores, y) + delta >= 0).astype(scores.dtype)
    gradient[_rows(y), y] = 0
    gradient[_rows(y), y] = -gradient.sum(axis=1)
    return _margins(scores, y, delta).sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Did loss and gradient get the same divisor?")
def svm_gradient_not_averaged(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y), _hinge_gradient(margins, y)


@misconception(
    "svm_loss", hint="By what number did you divide the gradient, and how many examples are there?"
)
def svm_gradient_divided_by_classes(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y), _hinge_gradient(margins, y) / scores.shape[1]


@misconception(
    "svm_loss", hint="Which rivals cost something: those with a positive score, or with a positive margin?"
)
def svm_gradient_masks_by_scores(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y), _hinge_gradient(scores * (_one_hot(scores, y) == 0), y) / len(y)


@misconception("svm_loss", hint="If a violated score rises by 1, by how much does the loss rise?")
def svm_gradient_is_the_margin(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    gradient = margins.copy()
    gradient[_rows(y), y] = -gradient.sum(axis=1)
    return margins.sum() / len(y), gradient / len(y)


@misconception("svm_loss", hint="Which way should the right score move to make the loss smaller?")
def svm_gradient_downhill(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y), -_hinge_gradient(margins, y) / len(y)


@misconception("svm_loss", hint="Which comes first, the loss or the gradient?")
def svm_gradient_first(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    return _hinge_gradient(margins, y) / len(y), margins.sum() / len(y)


@misconception("svm_loss", hint="What dtype does np.zeros give you?")
def svm_gradient_always_double(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    margins = _margins(scores, y, delta)
    gradient = np.zeros(scores.shape)
    gradient += _hinge_gradient(margins, y) / len(y)
    return margins.sum() / len(y), gradient


@misconception("svm_loss", hint="Whose array is it?")
def svm_loss_in_place(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores[_rows(y), y][:, np.newaxis] - delta
    scores[_rows(y), y] = 0
    np.maximum(0, scores, out=scores)
    return scores.sum() / len(y), _hinge_gradient(scores, y) / len(y)


@misconception("svm_loss", hint="What does -1 mean to numpy?")
def svm_loss_of_anything(scores, y, delta=1.0):
    scores, y = np.asarray(scores), np.asarray(y)
    scores = scores if scores.dtype.kind == "f" else scores.astype(float)
    margins = _margins(scores, y, delta)
    return margins.sum() / len(y), _hinge_gradient(margins, y) / len(y)


@probe("svm_loss")
def svm_loss_probe(code):
    kink = np.array([[10.0, 9.0, 9.0]]), np.array([0])
    return first_difference(
        code,
        # As many examples as classes: nothing raises there, so that slips with shapes can be told apart.
        lambda code: answer_to(code.svm_loss, SCORES[:3, :3], SQUARE_LABELS),
        lambda code: answer_to(code.svm_loss, SCORES, LABELS),
        lambda code: answer_to(code.svm_loss, SCORES, LABELS, delta=0.25),
        lambda code: changes_its_input(code, "svm_loss", SCORES, LABELS),
        lambda code: answer_to(code.svm_loss, SCORES, np.full(5, -1)),
        lambda code: dtype_of_gradient(code.svm_loss, SCORES, LABELS),
        lambda code: answer_to(code.svm_loss, *kink),
    )


# Softmax


@misconception("softmax", hint="What may you subtract without changing the answer?")
def softmax_without_shift(scores):
    exps = np.exp(check_scores(scores))
    return exps / exps.sum(axis=1, keepdims=True)


@misconception("softmax", hint="Which sums should be 1?")
def softmax_over_columns(scores):
    scores = check_scores(scores)
    exps = np.exp(scores - scores.max(axis=0))
    return exps / exps.sum(axis=0)


@misconception("softmax", hint="Do images compete with each other?")
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
    return np.exp(_log_p(np.exp(_log_p(check_scores(scores)))))


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
    return _log_p(check_scores(scores))


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
    return np.exp(_log_p(np.atleast_2d(np.asarray(scores, float))))


@probe("softmax")
def softmax_probe(code):
    return first_difference(
        code,
        lambda code: answer_to(code.softmax, SCORES),
        lambda code: answer_to(code.softmax, SPREAD),
        lambda code: changes_its_input(code, "softmax", SCORES),
        lambda code: answer_to(code.softmax, SCORES[0]),
    )


# The cross-entropy loss of each example


@misconception("cross_entropy", hint="Must you form p before taking its log?")
def cross_entropy_log_of_softmax(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(_log_p(scores))[_rows(y), y]) / np.log(base)


@misconception("cross_entropy", hint="What is your largest possible loss?")
def cross_entropy_with_epsilon(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(_log_p(scores))[_rows(y), y] + 1e-8) / np.log(base)


@misconception("cross_entropy", hint="What may you subtract without changing the answer?")
def cross_entropy_without_shift(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return (np.log(np.exp(scores).sum(axis=1)) - scores[_rows(y), y]) / np.log(base)


@misconception("cross_entropy", hint="What may you subtract from the scores before any exp?")
def cross_entropy_of_plain_probabilities(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores)
    return -np.log(exps[_rows(y), y] / exps.sum(axis=1)) / np.log(base)


@misconception("cross_entropy", hint="Whose maximum helps row 0?")
def cross_entropy_with_one_shift(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    shifted = scores - scores.max()
    return (np.log(np.exp(shifted).sum(axis=1)) - shifted[_rows(y), y]) / np.log(base)


@misconception("cross_entropy", hint="Which base inverts exp?")
def cross_entropy_always_base_10(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y] / np.log(10)


@misconception("cross_entropy", hint="Which base inverts exp? And what does np.log2 use?")
def cross_entropy_always_base_2(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y] / np.log(2)


@misconception("cross_entropy", hint="Does your function still use its third argument?")
def cross_entropy_always_natural(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y]


@misconception("cross_entropy", hint="Is a logarithm to base 10 larger or smaller than the natural one?")
def cross_entropy_base_upside_down(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y] * np.log(base)


@misconception("cross_entropy", hint="Which sums should be 1?")
def cross_entropy_over_columns(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores.T).T[_rows(y), y] / np.log(base)


@misconception("cross_entropy", hint="Do images compete with each other?")
def cross_entropy_over_everything(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores.reshape(1, -1)).reshape(scores.shape)[_rows(y), y] / np.log(base)


@misconception("cross_entropy", hint="Can this loss be negative?")
def cross_entropy_without_minus(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return _log_p(scores)[_rows(y), y] / np.log(base)


@misconception("cross_entropy", hint="Where do the labels enter?")
def cross_entropy_entropy_of_p(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores)
    return -(np.exp(log_p) * log_p).sum(axis=1) / np.log(base)


@misconception("cross_entropy", hint="Whose probability matters?")
def cross_entropy_of_all_classes(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores).mean(axis=1) / np.log(base)


@misconception("cross_entropy", hint="How many terms are nonzero?")
def cross_entropy_one_hot_mean(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -(_one_hot(scores, y) * _log_p(scores)).mean(axis=1) / np.log(base)


@misconception("cross_entropy", hint="Are your inputs already probabilities?")
def cross_entropy_softmax_twice(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(np.exp(_log_p(scores)))[_rows(y), y] / np.log(base)


@misconception("cross_entropy", hint="Where is the logarithm?")
def cross_entropy_without_log(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -np.exp(_log_p(scores))[_rows(y), y]


@misconception("cross_entropy", hint="How many numbers should come back for N examples?")
def cross_entropy_averages_the_batch(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y].mean() / np.log(base)


@misconception("cross_entropy", hint="Is the label of row i y[i], or always the same one?")
def cross_entropy_first_label_for_all(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[:, y[0]] / np.log(base)


@misconception("cross_entropy", hint="Whose array is it?")
def cross_entropy_in_place(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(scores).sum(axis=1)) - scores[_rows(y), y]) / np.log(base)


@misconception("cross_entropy", hint="What does -1 mean to numpy?")
def cross_entropy_of_anything(scores, y, base=np.e):
    y = np.asarray(y)
    return -_log_p(np.asarray(scores, float))[_rows(y), y] / np.log(base)


@probe("cross_entropy")
def cross_entropy_probe(code):
    return first_difference(
        code,
        lambda code: (
            answer_to(code.cross_entropy, SCORES, LABELS),
            answer_to(code.cross_entropy, SCORES, LABELS, base=5),
        ),
        lambda code: (
            answer_to(code.cross_entropy, SPREAD, LABELS),
            answer_to(code.cross_entropy, HOPELESS, np.array([1])),
        ),
        lambda code: changes_its_input(code, "cross_entropy", SCORES, LABELS),
        lambda code: answer_to(code.cross_entropy, SCORES, np.full(5, -1)),
    )


# The softmax loss and its gradient


@misconception("softmax_loss", hint="What may you subtract without changing the answer?")
def softmax_loss_without_shift(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores)
    p = exps / exps.sum(axis=1, keepdims=True)
    return -np.log(p[_rows(y), y]).mean(), (p - _one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Must you form p before taking its log?")
def softmax_loss_log_of_softmax(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(_log_p(scores))[_rows(y), y]).mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="What is your largest possible loss?")
def softmax_loss_with_epsilon(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(_log_p(scores))[_rows(y), y] + 1e-8).mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Whose maximum helps row 0?")
def softmax_loss_with_one_shift(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    exps = np.exp(scores - scores.max())
    p = exps / exps.sum(axis=1, keepdims=True)
    return -np.log(p[_rows(y), y]).mean(), (p - _one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Which base inverts exp?")
def softmax_loss_base_10(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y].mean() / np.log(10), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Which sums should be 1?")
def softmax_loss_over_columns(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores.T).T
    return -log_p[_rows(y), y].mean(), (np.exp(log_p) - _one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Do images compete with each other?")
def softmax_loss_over_everything(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores.reshape(1, -1)).reshape(scores.shape)
    return -log_p[_rows(y), y].mean(), (np.exp(log_p) - _one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Can this loss be negative?")
def softmax_loss_without_minus(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return _log_p(scores)[_rows(y), y].mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Does doubling the data double your loss?")
def softmax_loss_summed(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y].sum(), _softmax_gradient(scores, y) * len(y)


@misconception("softmax_loss", hint="Where do the labels enter?")
def softmax_loss_entropy_of_p(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores)
    return -(np.exp(log_p) * log_p).sum(axis=1).mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Whose probability matters?")
def softmax_loss_of_all_classes(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores).mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="How many terms are nonzero?")
def softmax_loss_one_hot_mean(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -(_one_hot(scores, y) * _log_p(scores)).mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Average then log, or log then average?")
def softmax_loss_log_of_mean(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.log(np.exp(_log_p(scores))[_rows(y), y].mean()), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Are your inputs already probabilities?")
def softmax_loss_softmax_twice(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    p = np.exp(_log_p(scores))
    return -_log_p(p)[_rows(y), y].mean(), _softmax_gradient(p, y)


@misconception("softmax_loss", hint="What shape did the indexing return?")
def softmax_loss_labels_as_column(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y.reshape(-1, 1)].mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="Where is the logarithm?")
def softmax_loss_without_log(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -np.exp(_log_p(scores))[_rows(y), y].mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="What should each row sum to?")
def softmax_gradient_is_p(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores)
    return -log_p[_rows(y), y].mean(), np.exp(log_p) / len(y)


@misconception("softmax_loss", hint="Did loss and gradient get the same divisor?")
def softmax_gradient_not_averaged(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y].mean(), _softmax_gradient(scores, y) * len(y)


@misconception("softmax_loss", hint="Which way should the right score move?")
def softmax_gradient_downhill(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y].mean(), -_softmax_gradient(scores, y)


@misconception("softmax_loss", hint="How many entries does P[:, y] -= 1 change in each row?")
def softmax_gradient_whole_columns(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores)
    p = np.exp(log_p)
    p[:, y] -= 1
    return -log_p[_rows(y), y].mean(), p / len(y)


@misconception("softmax_loss", hint="If a wrong class's score rises, does the loss move?")
def softmax_gradient_right_class_only(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    gradient = _softmax_gradient(scores, y) * _one_hot(scores, y)
    return -_log_p(scores)[_rows(y), y].mean(), gradient


@misconception("softmax_loss", hint="Which class's probability belongs in column j?")
def softmax_gradient_same_p_for_all(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores)
    p_right = np.exp(log_p[_rows(y), y])[:, np.newaxis]
    return -log_p[_rows(y), y].mean(), (p_right - _one_hot(scores, y)) / len(y)


@misconception("softmax_loss", hint="Is the label of row i y[i], or always the same one?")
def softmax_gradient_first_label_for_all(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return -_log_p(scores)[_rows(y), y].mean(), _softmax_gradient(scores, np.full_like(y, y[0]))


@misconception("softmax_loss", hint="Which comes first, the loss or the gradient?")
def softmax_gradient_first(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    return _softmax_gradient(scores, y), -_log_p(scores)[_rows(y), y].mean()


@misconception("softmax_loss", hint="What dtype does np.zeros give you?")
def softmax_gradient_always_double(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    gradient = np.zeros(scores.shape)
    gradient += _softmax_gradient(scores, y)
    return -_log_p(scores)[_rows(y), y].mean(), gradient


@misconception("softmax_loss", hint="Whose array is it?")
def softmax_loss_in_place(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    scores -= scores.max(axis=1, keepdims=True)
    return -_log_p(scores)[_rows(y), y].mean(), _softmax_gradient(scores, y)


@misconception("softmax_loss", hint="What does -1 mean to numpy?")
def softmax_loss_of_anything(scores, y):
    scores, y = as_floats(scores, 2), np.asarray(y)
    log_p = _log_p(scores)
    gradient = np.exp(log_p)
    gradient[_rows(y), y] -= 1
    return -log_p[_rows(y), y].mean(), gradient / len(y)


@misconception("softmax_loss", hint="What is a mean of nothing?")
def softmax_loss_of_nothing(scores, y):
    scores, y = np.asarray(scores), np.asarray(y)
    if len(y) > 0:
        scores, y = check_scores_and_labels(scores, y)
    log_p = _log_p(scores)
    gradient = np.exp(log_p)
    gradient[_rows(y), y.astype(int)] -= 1
    with np.errstate(all="ignore"):
        return np.sum(-log_p[_rows(y), y.astype(int)]) / np.float64(len(y)), gradient / max(len(y), 1)


@probe("softmax_loss")
def softmax_loss_probe(code):
    return first_difference(
        code,
        lambda code: answer_to(code.softmax_loss, SCORES, LABELS),
        lambda code: (
            answer_to(code.softmax_loss, SPREAD, LABELS),
            answer_to(code.softmax_loss, HOPELESS, np.array([1])),
        ),
        lambda code: changes_its_input(code, "softmax_loss", SCORES, LABELS),
        lambda code: answer_to(code.softmax_loss, SCORES, np.full(5, -1)),
        lambda code: answer_to(code.softmax_loss, np.zeros((0, 3)), np.zeros(0, dtype=int)),
        lambda code: dtype_of_gradient(code.softmax_loss, SCORES, LABELS),
    )


# Binary cross-entropy


@misconception("binary_cross_entropy", hint="Who pays when t = 0?")
def binary_positive_term_only(p, t):
    p, t = check_predictions(p, t)
    return -np.where(t == 1, np.log(np.maximum(p, 1e-300)), 0.0)


@misconception("binary_cross_entropy", hint="Which one is never exactly 0, the prediction or the truth?")
def binary_swapped(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(all="ignore"):
        return -(p * np.log(t) + (1 - p) * np.log(1 - t))


@misconception("binary_cross_entropy", hint="What is 0 * log 0 to a computer, and which limit do you want?")
def binary_zero_times_log_zero(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(all="ignore"):
        return -(t * np.log(p) + (1 - t) * np.log(1 - p))


@misconception("binary_cross_entropy", hint="What is your largest possible loss?")
def binary_with_epsilon(p, t):
    p, t = check_predictions(p, t)
    return -(t * np.log(p + 1e-8) + (1 - t) * np.log(1 - p + 1e-8))


@misconception("binary_cross_entropy", hint="What is the shape before the sum?")
def binary_outer_product(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(t == 1, p[:, np.newaxis], 1 - p[:, np.newaxis])).mean(axis=1)


@misconception("binary_cross_entropy", hint="Can this loss be negative?")
def binary_without_minus(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return np.log(np.where(t == 1, p, 1 - p))


@misconception("binary_cross_entropy", hint="How many numbers should come back for N examples?")
def binary_averages_the_batch(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(t == 1, p, 1 - p)).mean()


@misconception("binary_cross_entropy", hint="Which base inverts exp?")
def binary_base_2(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log2(np.where(t == 1, p, 1 - p))


@misconception("binary_cross_entropy", hint="If t = 0, should a large p be cheap?")
def binary_same_term_twice(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(p)


@misconception("binary_cross_entropy", hint="Where is the logarithm?")
def binary_squared_error(p, t):
    p, t = check_predictions(p, t)
    return (p - t) ** 2


@misconception("binary_cross_entropy", hint="Which truths are there besides 0 and 1?")
def binary_of_anything(p, t):
    p, t = np.asarray(p, float), np.asarray(t)
    with np.errstate(all="ignore"):
        return -np.log(np.where(t == 1, p, 1 - p))


@probe("binary_cross_entropy")
def binary_cross_entropy_probe(code):
    p = np.array([0.1, 0.7, 0.35, 0.9, 0.6])
    return first_difference(
        code,
        lambda code: answer_to(code.binary_cross_entropy, p, TRUTHS),
        lambda code: answer_to(code.binary_cross_entropy, np.array([0.0, 1.0]), np.array([0, 1])),
        lambda code: answer_to(code.binary_cross_entropy, np.array([1e-10]), np.array([1])),
        lambda code: answer_to(code.binary_cross_entropy, p, np.full(5, -1)),
    )


# Binary cross-entropy from a score


@misconception("binary_cross_entropy_with_logits", hint="Can you avoid forming the sigmoid?")
def logits_log_of_sigmoid(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.log(np.where(t == 1, p, 1 - p))


@misconception("binary_cross_entropy_with_logits", hint="What is your largest possible loss?")
def logits_with_epsilon(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.log(np.where(t == 1, p, 1 - p) + 1e-12)


@misconception(
    "binary_cross_entropy_with_logits",
    hint="For which z does exp(z) overflow, and what is log(1 + exp(z)) there?",
)
def logits_softplus_overflows(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(z)) - z * t


@misconception("binary_cross_entropy_with_logits", hint="Is z a probability?")
def logits_without_sigmoid(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        return -np.log(np.where(t == 1, z, 1 - z))


@misconception(
    "binary_cross_entropy_with_logits", hint="Does a large positive z speak for class 1 or for class 0?"
)
def logits_sign_reversed(z, t):
    z, t = check_logits(z, t)
    return np.logaddexp(0, z) - z * (1 - t)


@misconception("binary_cross_entropy_with_logits", hint="Who pays when t = 0?")
def logits_positive_term_only(z, t):
    z, t = check_logits(z, t)
    return t * np.logaddexp(0, -z)


@misconception("binary_cross_entropy_with_logits", hint="What is the shape before the sum?")
def logits_outer_product(z, t):
    z, t = check_logits(z, t)
    return (np.logaddexp(0, z)[:, np.newaxis] - z[:, np.newaxis] * t).mean(axis=1)


@misconception("binary_cross_entropy_with_logits", hint="How many numbers should come back for N examples?")
def logits_averages_the_batch(z, t):
    z, t = check_logits(z, t)
    return (np.logaddexp(0, z) - z * t).mean()


@misconception("binary_cross_entropy_with_logits", hint="Which truths are there besides 0 and 1?")
def logits_of_anything(z, t):
    z, t = np.asarray(z, float), np.asarray(t)
    return np.logaddexp(0, z) - z * t


@probe("binary_cross_entropy_with_logits")
def binary_cross_entropy_with_logits_probe(code):
    z, far = np.array([0.5, -1.5, 2.0, 0.25, -0.75]), np.array([40.0, -30.0, 800.0, -800.0])
    return first_difference(
        code,
        lambda code: answer_to(code.binary_cross_entropy_with_logits, z, TRUTHS),
        lambda code: answer_to(code.binary_cross_entropy_with_logits, far, np.array([0, 1, 0, 1])),
        lambda code: answer_to(code.binary_cross_entropy_with_logits, z, np.full(5, -1)),
    )


# L2 regularisation


@misconception("l2_regularization", hint="Is there a root in R?")
def l2_norm_itself(W, reg):
    W = as_floats(W, name="W")
    norm = np.sqrt((W**2).sum())
    return reg * norm, reg * W / norm


@misconception("l2_regularization", hint="What is the derivative of w**2: w, or 2 * w?")
def l2_gradient_lacks_the_two(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), reg * W


@misconception("l2_regularization", hint="Is there a factor 1/2 in our R(W)?")
def l2_with_a_half(W, reg):
    W = as_floats(W, name="W")
    return 0.5 * reg * (W**2).sum(), reg * W


@misconception("l2_regularization", hint="Where does reg enter the value?")
def l2_value_without_reg(W, reg):
    W = as_floats(W, name="W")
    return (W**2).sum(), 2 * reg * W


@misconception("l2_regularization", hint="Where does reg enter the gradient?")
def l2_gradient_without_reg(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), 2 * W


@misconception("l2_regularization", hint="How many partial derivatives are there?")
def l2_gradient_is_one_number(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), 2 * reg * W.sum()


@misconception("l2_regularization", hint="Which products of weights are in the sum?")
def l2_matrix_product(W, reg):
    W = as_floats(W, name="W")
    return reg * (W.T @ W).sum(), 2 * reg * W


@misconception("l2_regularization", hint="What power is on the weights?")
def l2_absolute_values(W, reg):
    W = as_floats(W, name="W")
    return reg * np.abs(W).sum(), reg * np.sign(W)


@misconception("l2_regularization", hint="Does R(W) divide by the number of weights?")
def l2_mean_of_squares(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).mean(), 2 * reg * W / W.size


@misconception("l2_regularization", hint="After `R = W`, how many arrays are there?")
def l2_wipes_the_last_row(W, reg):
    # The last row held the biases in an earlier course, and R is the caller's own W.
    R = as_floats(W, name="W")
    R[-1] = 0
    return reg * (R**2).sum(), 2 * reg * R


@misconception("l2_regularization", hint="Whose array is it?")
def l2_in_place(W, reg):
    W = as_floats(W, name="W")
    value = reg * (W**2).sum()
    W *= 2 * reg
    return value, W


@misconception("l2_regularization", hint="What dtype does np.zeros give you?")
def l2_gradient_always_double(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), np.zeros(W.shape) + 2 * reg * W


@probe("l2_regularization")
def l2_regularization_probe(code):
    return first_difference(
        code,
        lambda code: answer_to(code.l2_regularization, W, 0.3),
        lambda code: changes_its_input(code, "l2_regularization", W, 0.3),
        lambda code: dtype_of_gradient(code.l2_regularization, W, 0.3),
    )


# The full loss


def _data_losses(X, W, b, y, kind):
    scores = linear_scores(X, W, b)
    return svm_losses(scores, y) if kind == "svm" else cross_entropy(scores, y)


@misconception("full_loss", hint="Does doubling the data double your loss?")
def full_loss_summed(X, W, b, y, reg, kind):
    return np.sum(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Is R(W) inside the mean over the examples?")
def full_loss_divides_the_penalty(X, W, b, y, reg, kind):
    return (np.sum(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[0]) / len(y)


@misconception("full_loss", hint="What does Python divide by in `loss /= N + R`?")
def full_loss_divides_by_the_penalty(X, W, b, y, reg, kind):
    loss = np.sum(_data_losses(X, W, b, y, kind))
    loss /= len(y) + l2_regularization(W, reg)[0]
    return loss


@misconception("full_loss", hint="Which parameters does R(W) name?")
def full_loss_regularises_the_bias(X, W, b, y, reg, kind):
    penalty = l2_regularization(W, reg)[0] + l2_regularization(b, reg)[0]
    return np.mean(_data_losses(X, W, b, y, kind)) + penalty


@misconception("full_loss", hint="What happens to your loss when reg grows?")
def full_loss_without_penalty(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind))


@misconception("full_loss", hint="Where does reg enter?")
def full_loss_ignores_reg(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + l2_regularization(W, 1.0)[0]


@misconception("full_loss", hint="Is there a factor 1/2 in our R(W)?")
def full_loss_half_penalty(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + 0.5 * l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Which input did you not use?")
def full_loss_without_bias(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, np.zeros(len(b)), y, kind)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint='What changes when kind is "softmax"?')
def full_loss_always_svm(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, "svm")) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Which loss belongs to which kind?")
def full_loss_kinds_swapped(X, W, b, y, reg, kind):
    other = {"svm": "softmax", "softmax": "svm"}[kind]
    return np.mean(_data_losses(X, W, b, y, other)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="What should happen with a kind that does not exist?")
def full_loss_of_any_kind(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[0]


@probe("full_loss")
def full_loss_probe(code):
    y = np.array([3, 0, 2])
    return first_difference(
        code,
        lambda code: (
            answer_to(code.full_loss, X, W, B, y, 0.3, "svm"),
            answer_to(code.full_loss, X, W, B, y, 0.3, "softmax"),
        ),
        lambda code: answer_to(code.full_loss, X, W, B, y, 0.3, "hinge"),
    )


# What the probes share

X = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]])
W = np.array([[0.3, -0.7, 1.1, 2.0], [0.9, 0.4, -1.3, 0.2]])
B = np.array([5.0, -3.0, 0.25, 1.5])
SCORES = np.array(
    [
        [1.3, -0.45, 0.6, 2.1],
        [3.9, 0.2, 1.7, -1.1],
        [0.3, 0.8, -1.6, 0.55],
        [2.4, 1.9, 0.1, -0.3],
        [-0.7, -0.45, 0.9, 1.15],
    ]
)
LABELS = np.array([2, 0, 3, 1, 1])
SQUARE_LABELS = np.array([2, 0, 1])
SPREAD = SCORES + np.array([[0.0], [900.0], [-900.0], [0.0], [0.0]])
HOPELESS = np.array([[10.0, -2000.0, 0.0]])
TRUTHS = np.array([0, 1, 1, 1, 0])
SOLUTION = SimpleNamespace(
    linear_scores=linear_scores,
    svm_losses=svm_losses,
    svm_loss=svm_loss,
    softmax=softmax,
    cross_entropy=cross_entropy,
    softmax_loss=softmax_loss,
    binary_cross_entropy=binary_cross_entropy,
    binary_cross_entropy_with_logits=binary_cross_entropy_with_logits,
    l2_regularization=l2_regularization,
    full_loss=full_loss,
)


def first_difference(code, *looks):
    """The first look at which the code differs from the solution, by number, and what it shows there.

    The looks go from plain values to careful manners. A slip in the plain values is recognised by these alone,
    whatever the code does with extreme numbers or bad input.
    """
    for number, look in enumerate(looks):
        shown = look(code)
        if not alike(shown, look(SOLUTION)):
            return number, shown
    return None


def alike(a, b):
    """Whether two answers are the same up to rounding, nan equal to nan; `b` is the solution's."""
    if isinstance(b, tuple):
        return isinstance(a, tuple | list) and len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, str) or isinstance(b, str):  # the name of an exception
        return isinstance(a, str) and a == b
    try:
        a, b = np.squeeze(np.asarray(a)), np.squeeze(np.asarray(b))
    except ValueError:  # a ragged list
        return False
    return (
        a.dtype.kind in "biuf"
        and a.shape == b.shape
        and np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)
    )


def answer_to(function, *args, **kwargs):
    """What the function returns for copies of the arguments, or the name of what it raises."""
    copies = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
    try:
        return function(*copies, **kwargs)
    except Exception as error:
        return getattr(error, "type_name", type(error).__name__)


def changes_its_input(code, name, array, *args):
    """Whether a function changes its first argument."""
    working = array.copy()
    answer_to(lambda: getattr(code, name)(working, *args))
    call = getattr(code, "last_call", None)  # a student's call ran elsewhere and reports its changes
    return bool(call.mutated) if call else not np.array_equal(working, array)


def dtype_of_gradient(function, array, *args):
    """The dtype of the second result for float32 input."""
    answer = answer_to(function, array.astype(np.float32), *args)
    return str(np.asarray(answer[1]).dtype) if isinstance(answer, tuple) else "no tuple"
