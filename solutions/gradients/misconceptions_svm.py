"""Wrong linear SVM losses: the hinge and its gradient."""

import numpy as np
from gradients import check_batch
from misconceptions import Batch, loss_looks, pushes, right_svm

from autograder import misconception, probe


@misconception("linear_svm_loss", hint="How safely must the right class win?")
def svm_without_margin(W, X, y, reg):
    b = Batch(W, X, y, delta=0.0)
    return b.finish(reg, b.hinge, pushes(b.margins > 0, b.y))


@misconception("linear_svm_loss", hint="Which j does the sum skip, and what would that one add?")
def svm_counts_right_class(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss + 1.0, dW


@misconception("linear_svm_loss", hint="Does your count of violated margins include the right class itself?")
def svm_gradient_counts_right_class(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = (b.margins > 0).astype(np.float64)
    dscores[b.rows, b.y] = -dscores.sum(axis=1) - 1
    return b.finish(reg, b.hinge, dscores)


@misconception(
    "linear_svm_loss", hint="What is the margin of the right class against itself, and who counts it?"
)
def svm_right_class_is_a_rival(W, X, y, reg):
    loss, dW = svm_gradient_counts_right_class(W, X, y, reg)
    return loss + 1.0, dW


@misconception("linear_svm_loss", hint="Should a confident, right answer cost more?")
def svm_margin_reversed(W, X, y, reg):
    b = Batch(W, X, y)
    margins = 2 - b.margins
    margins[b.rows, b.y] = 0
    return b.finish(reg, np.maximum(0, margins).sum(axis=1), -pushes(margins > 0, b.y))


@misconception("linear_svm_loss", hint="Does doubling the data double your loss?")
def svm_sum_not_mean(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss * len(y) + reg * float(np.sum(W**2)), dW * len(y) + 2 * reg * W


@misconception("linear_svm_loss", hint="Does doubling the data double your loss, while the gradient stays?")
def svm_loss_not_mean(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    penalty = reg * float(np.sum(np.square(W)))
    return (loss - penalty) * len(y) + penalty, dW


@misconception("linear_svm_loss", hint="How many losses are you averaging?", seen_in=["loss"])
def svm_mean_over_entries(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, 0.0)
    classes = W.shape[1]
    return loss / classes + reg * float(np.sum(W**2)), dW / classes + 2 * reg * W


@misconception("linear_svm_loss", hint="Is D the number of examples? What are you averaging over?")
def svm_divides_by_features(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, 0.0)
    ratio = len(X) / X.shape[1]
    return loss * ratio + reg * float(np.sum(W**2)), dW * ratio + 2 * reg * W


@misconception(
    "linear_svm_loss", hint="Print the shapes that you subtract. Do they fit when N differs from C?"
)
def svm_without_keepdims(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish_hinge(reg, b.scores - b.scores[b.rows, b.y] + 1)


@misconception("linear_svm_loss", hint="How many numbers did you pick with scores[:, y]?")
def svm_picks_a_matrix(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish_hinge(reg, b.scores - b.scores[:, b.y] + 1)


@misconception("linear_svm_loss", hint="What does scores[y] pick: entries, or whole rows?")
def svm_picks_rows(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish_hinge(reg, b.scores - b.scores[b.y] + 1)


@misconception("linear_svm_loss", hint="Is a row of X an image or a feature?")
def svm_examples_as_columns(W, X, y, reg):
    return right_svm(W, np.transpose(X), y, reg)


@misconception("linear_svm_loss", hint="How many rivals can hurt?", seen_in=["loss"])
def svm_worst_rival_only(W, X, y, reg):
    b = Batch(W, X, y)
    worst = (b.margins == b.margins.max(axis=1, keepdims=True)) & (b.margins > 0)
    return b.finish(reg, np.maximum(0, b.margins).max(axis=1), pushes(worst, b.y))


@misconception("linear_svm_loss", hint="What power is on the margin?", seen_in=["loss"])
def svm_squared(W, X, y, reg):
    b = Batch(W, X, y)
    margins = np.maximum(0, b.margins)
    return b.finish(reg, (margins**2).sum(axis=1), pushes(2 * margins, b.y))


@misconception("linear_svm_loss", hint="Can one rival's slack cancel another's?", seen_in=["loss"])
def svm_clamps_the_sum(W, X, y, reg):
    b = Batch(W, X, y)
    totals = b.margins.sum(axis=1)
    active = np.repeat(totals[:, np.newaxis] > 0, b.margins.shape[1], axis=1)
    return b.finish(reg, np.maximum(0, totals), pushes(active, b.y))


@misconception("linear_svm_loss", hint="What does a rival that is far behind cost?", seen_in=["loss"])
def svm_without_clamp(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.margins.sum(axis=1), pushes(np.ones(b.margins.shape), b.y))


@misconception("linear_svm_loss", hint="If every score of a row rises equally, does the loss move?")
def svm_gradient_without_right_class(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, (b.margins > 0).astype(np.float64))


@misconception("linear_svm_loss", hint="How many rivals push the right class?")
def svm_gradient_right_class_once(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = (b.margins > 0).astype(np.float64)
    dscores[b.rows, b.y] = -1
    return b.finish(reg, b.hinge, dscores)


@misconception("linear_svm_loss", hint="Is the right class pushed once, or once for each violated margin?")
def svm_gradient_right_class_once_if_violated(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = (b.margins > 0).astype(np.float64)
    dscores[b.rows, b.y] = -dscores.max(axis=1)
    return b.finish(reg, b.hinge, dscores)


@misconception("linear_svm_loss", hint="Is your count of violated margins complete when you use it?")
def svm_gradient_counts_while_counting(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = (b.margins > 0).astype(np.float64)
    counts = dscores.sum(axis=1)
    dscores[b.rows, b.y] = -counts * (counts + 1) / 2
    return b.finish(reg, b.hinge, dscores)


@misconception("linear_svm_loss", hint="Which rivals move: only those whose margin is violated?")
def svm_gradient_all_rivals(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, pushes(np.ones(b.margins.shape), b.y))


@misconception("linear_svm_loss", hint="Which classes move when a margin is violated: only the right one?")
def svm_gradient_right_class_only(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = pushes(b.margins > 0, b.y)
    return b.finish(reg, b.hinge, np.where(dscores < 0, dscores, 0.0))


@misconception("linear_svm_loss", hint="If a violated score rises by 1, by how much does the loss rise?")
def svm_gradient_is_the_margin(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, pushes(np.maximum(0, b.margins), b.y))


@misconception("linear_svm_loss", hint="In which row of the scores is the label y[j]?")
def svm_label_of_another_row(W, X, y, reg):
    b = Batch(W, X, y)
    margins = b.scores - b.scores[b.rows, b.y[0]][:, np.newaxis] + 1
    margins[b.rows, b.y[0]] = 0
    return b.finish(reg, np.maximum(0, margins).sum(axis=1), pushes(margins > 0, np.full_like(b.y, b.y[0])))


@misconception("linear_svm_loss", hint="Is it the score or the margin that must be greater than 0?")
def svm_mask_from_scores(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, pushes(b.scores > 0, b.y))


@misconception("linear_svm_loss", hint="What is the stated rule at exactly zero?", costs_points=False)
def svm_counts_the_kink(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.hinge, pushes(b.margins >= 0, b.y))


@misconception("linear_svm_loss", hint="Can one of your scores be negative?")
def svm_relu_on_scores(W, X, y, reg):
    b = Batch(W, X, y)
    on = b.scores > 0
    scores = np.maximum(0, b.scores)
    margins = scores - scores[b.rows, b.y][:, np.newaxis] + 1
    margins[b.rows, b.y] = 0
    return b.finish(reg, np.maximum(0, margins).sum(axis=1), on * pushes(margins > 0, b.y))


@misconception("linear_svm_loss", hint="Did loss and gradient get the same divisor?", seen_in=["own slope"])
def svm_gradient_not_mean(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, (dW - 2 * reg * W) * len(y) + 2 * reg * W


@misconception("linear_svm_loss", hint="By how many did you divide the gradient, and by how many the loss?")
def svm_gradient_averaged_twice(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss + reg * float(np.sum(np.square(W))), dW / len(y) + 2 * reg * np.asarray(W)


@misconception("linear_svm_loss", hint="By how many did you divide the gradient: examples or features?")
def svm_gradient_divided_by_features(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    ratio = len(X) / np.shape(X)[1]
    return loss + reg * float(np.sum(np.square(W))), dW * ratio + 2 * reg * np.asarray(W)


@misconception("linear_svm_loss", hint="Does each example add to the loss, or replace it?")
def svm_loss_assigned(W, X, y, reg):
    b = Batch(W, X, y)
    losses = b.hinge.copy()
    losses[:-1] = 0
    return b.finish(reg, losses, pushes(b.margins > 0, b.y))


@misconception("linear_svm_loss", hint="How many examples has the loop seen when it returns?")
def svm_returns_in_the_loop(W, X, y, reg):
    b = Batch(W, X, y)
    losses, dscores = b.hinge.copy(), pushes(b.margins > 0, b.y)
    losses[1:], dscores[1:] = 0, 0
    return b.finish(reg, losses, dscores)


@misconception("linear_svm_loss", hint="Does each example add to dW, or take the place of the last one?")
def svm_gradient_of_last_example(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = pushes(b.margins > 0, b.y)
    dscores[:-1] = 0
    return b.finish(reg, b.hinge, dscores)


@misconception("linear_svm_loss", hint="Does each example add to dW, or replace it?")
def svm_gradient_assigned(W, X, y, reg):
    b = Batch(W, X, y)
    dW = np.zeros_like(b.W)
    for i in b.rows:
        for j in range(b.W.shape[1]):
            if b.margins[i, j] > 0:
                dW[:, j] = b.X[i]
                dW[:, b.y[i]] = -b.X[i]
    return right_svm(b.W, b.X, b.y, reg)[0], dW / len(b.y) + 2 * reg * b.W


@misconception("linear_svm_loss", hint="Does each example add to dW, or replace it?")
def svm_gradient_half_assigned(W, X, y, reg):
    b = Batch(W, X, y)
    dW = np.zeros_like(b.W)
    for i in b.rows:
        for j in range(b.W.shape[1]):
            if b.margins[i, j] > 0:
                dW[:, j] = b.X[i]
                dW[:, b.y[i]] -= b.X[i]
    return right_svm(b.W, b.X, b.y, reg)[0], dW / len(b.y) + 2 * reg * b.W


@misconception("linear_svm_loss", hint="Which way should the right class's score move?")
def svm_gradient_sign(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, 4 * reg * W - dW


@misconception("linear_svm_loss", hint="Which shape must dW have so that W - dW makes sense?")
def svm_gradient_transposed(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW.T


@misconception("linear_svm_loss", hint="In which order does the docstring return loss and gradient?")
def svm_swapped_return(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return dW, loss


@misconception("linear_svm_loss", hint="Which dtype does np.zeros have if you give none?")
def svm_always_float64(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW.astype(np.float64)


@misconception("linear_svm_loss", hint="What is a mean of nothing?")
def svm_accepts_empty_batch(W, X, y, reg):
    if len(X) == 0:
        return float("nan"), W * float("nan")
    return right_svm(W, X, y, reg)


@misconception("linear_svm_loss", hint="What does -1 mean to numpy?")
def svm_accepts_minus_one(W, X, y, reg):
    y = np.asarray(y)
    return right_svm(W, X, np.where(y == -1, np.shape(W)[1] - 1, y), reg)


@probe("linear_svm_loss")
def svm_probe(code):
    return loss_looks(code, "linear_svm_loss")
