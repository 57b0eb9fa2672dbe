"""Wrong linear softmax losses: the cross-entropy and its gradient."""

import numpy as np
from gradients import check_batch
from misconceptions import Batch, log_softmax, loss_looks, right_softmax

from autograder import misconception, probe


@misconception("linear_softmax_loss", hint="What may you subtract without changing the answer?")
def softmax_without_shift(W, X, y, reg):
    b = Batch(W, X, y)
    exps = np.exp(b.scores)
    sums = exps.sum(axis=1)
    return b.finish(reg, np.log(sums) - b.scores[b.rows, b.y], exps / sums[:, np.newaxis] - b.onehot)


@misconception("linear_softmax_loss", hint="Do you need to form p before taking its log?")
def softmax_log_of_p(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -np.log(b.P[b.rows, b.y]), b.P - b.onehot)


@misconception(
    "linear_softmax_loss", hint="What is your largest possible loss?", seen_in=["loss of a hopeless example"]
)
def softmax_with_epsilon(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -np.log(b.P[b.rows, b.y] + 1e-8), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which base inverts exp?")
def softmax_log10(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y] / np.log(10), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which base inverts exp: 2 or e?")
def softmax_log2(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y] / np.log(2), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which sums should be 1?")
def softmax_over_examples(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax((b.scores).T).T
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Which sums should be 1?")
def softmax_divided_by_sums_of_columns(W, X, y, reg):
    return divided_by_sums_over(0, W, X, y, reg)


@misconception("linear_softmax_loss", hint="Do images compete with each other?")
def softmax_divided_by_one_sum(W, X, y, reg):
    return divided_by_sums_over(None, W, X, y, reg)


def divided_by_sums_over(axis, W, X, y, reg):
    """The formulas with the right shift, and sums over another axis."""
    b = Batch(W, X, y)
    shifted = b.scores - b.scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Do images compete with each other?")
def softmax_one_sum(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax(b.scores.reshape(1, -1)).reshape(b.scores.shape)
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Whose maximum helps row 0?")
def softmax_one_maximum(W, X, y, reg):
    b = Batch(W, X, y)
    scores = b.scores
    exps = np.exp(scores - scores.max())
    sums = exps.sum(axis=1, keepdims=True)
    losses = np.log(sums[:, 0]) - (scores - scores.max())[b.rows, b.y]
    return b.finish(reg, losses, exps / sums - b.onehot)


@misconception(
    "linear_softmax_loss", hint="Which score of a row is dangerous for exp: its smallest, or its largest?"
)
def softmax_shifted_by_the_minimum(W, X, y, reg):
    b = Batch(W, X, y)
    shifted = b.scores - b.scores.min(axis=1, keepdims=True)
    exps = np.exp(shifted)
    sums = exps.sum(axis=1, keepdims=True)
    return b.finish(reg, np.log(sums[:, 0]) - shifted[b.rows, b.y], exps / sums - b.onehot)


@misconception("linear_softmax_loss", hint="Where does the score of the right class enter the loss?")
def softmax_log_of_the_sum_alone(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, np.logaddexp.reduce(b.scores, axis=1), b.P - b.onehot)


@misconception(
    "linear_softmax_loss", hint="Is a probability a loss? Which sign, and which function, turns 1 into 0?"
)
def softmax_of_p(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.P[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Can this loss be negative?")
def softmax_minus_missing(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, b.log_p[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Where do the labels enter?")
def softmax_entropy(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -(b.P * b.log_p).sum(axis=1), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Whose probability matters?")
def softmax_all_classes(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p.mean(axis=1), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="How many terms of the one-hot product are nonzero?")
def softmax_onehot_mean(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -(b.onehot * b.log_p).mean(axis=1), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Average then log, or log then average?")
def softmax_log_of_mean(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = b.log_p[b.rows, b.y]
    return b.finish(reg, np.log(len(b.y)) - np.logaddexp.reduce(log_p), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Can one of your scores be negative?")
def softmax_relu_on_scores(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax(np.maximum(0, b.scores))
    return b.finish(reg, -log_p[b.rows, b.y], (b.scores > 0) * (np.exp(log_p) - b.onehot))


@misconception("linear_softmax_loss", hint="Are your inputs already probabilities?")
def softmax_twice(W, X, y, reg):
    b = Batch(W, X, y)
    log_p = log_softmax(b.P)
    return b.finish(reg, -log_p[b.rows, b.y], np.exp(log_p) - b.onehot)


@misconception("linear_softmax_loss", hint="Is a probability a loss? Which function turns 1 into 0?")
def softmax_without_log(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.P[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="How many losses does one example have?")
def softmax_loss_in_class_loop(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y] * b.W.shape[1], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Does doubling the data double your loss?")
def softmax_sum_not_mean(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, 0.0)
    return loss * len(y) + reg * float(np.sum(W**2)), dW * len(y) + 2 * reg * W


@misconception(
    "linear_softmax_loss", hint="Does doubling the data double your loss, while the gradient stays?"
)
def softmax_loss_not_mean(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    penalty = reg * float(np.sum(np.square(W)))
    return (loss - penalty) * len(y) + penalty, dW


@misconception("linear_softmax_loss", hint="How many numbers are in the array that you average?")
def softmax_mean_over_entries(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, 0.0)
    classes = np.shape(W)[1]
    return loss / classes + reg * float(np.sum(np.square(W))), dW / classes + 2 * reg * np.asarray(W)


@misconception("linear_softmax_loss", hint="Is the sum of the exponentials complete when you divide by it?")
def softmax_of_partial_sums(W, X, y, reg):
    b = Batch(W, X, y)
    exps = np.exp(b.scores - b.scores.max(axis=1, keepdims=True))
    before = np.cumsum(exps, axis=1) - exps
    return b.finish(reg, -np.log(exps / before)[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Which terms are in the sum below the fraction line: all classes?")
def softmax_sum_without_right_class(W, X, y, reg):
    b = Batch(W, X, y)
    exps = np.exp(b.scores - b.scores.max(axis=1, keepdims=True))
    others = (exps * (1 - b.onehot)).sum(axis=1)
    return b.finish(reg, -np.log(exps[b.rows, b.y] / others), b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Does each example add to the loss, or replace it?")
def softmax_loss_assigned(W, X, y, reg):
    b = Batch(W, X, y)
    losses = -b.log_p[b.rows, b.y]
    losses[:-1] = 0
    return b.finish(reg, losses, b.P - b.onehot)


@misconception("linear_softmax_loss", hint="How many examples has the loop seen when it returns?")
def softmax_returns_in_the_loop(W, X, y, reg):
    b = Batch(W, X, y)
    losses, dscores = -b.log_p[b.rows, b.y], b.P - b.onehot
    losses[1:], dscores[1:] = 0, 0
    return b.finish(reg, losses, dscores)


@misconception("linear_softmax_loss", hint="Is the label of row i y[i], or always the same one?")
def softmax_first_label_for_all(W, X, y, reg):
    b = Batch(W, X, np.full_like(np.asarray(y), y[0]))
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="Are the scores a loss, before any exp and log?")
def softmax_without_exp(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.scores[b.rows, b.y], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="What shape did the indexing return?")
def softmax_column_labels(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y[:, np.newaxis]], b.P - b.onehot)


@misconception("linear_softmax_loss", hint="What should each row of P minus the one-hot labels sum to?")
def softmax_gradient_is_p(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P)


@misconception(
    "linear_softmax_loss", hint="Did loss and gradient get the same divisor?", seen_in=["own slope"]
)
def softmax_gradient_not_mean(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, (dW - 2 * reg * W) * len(y) + 2 * reg * W


@misconception("linear_softmax_loss", hint="Which way should the right score move?")
def softmax_gradient_sign(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, 4 * reg * W - dW


@misconception(
    "linear_softmax_loss", hint="By how many did you divide the gradient, and by how many the loss?"
)
def softmax_gradient_averaged_twice(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, 0.0)
    return loss + reg * float(np.sum(np.square(W))), dW / len(y) + 2 * reg * np.asarray(W)


@misconception("linear_softmax_loss", hint="From which entries of P does the 1 go: from all of them?")
def softmax_gradient_one_from_all(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P - 1)


@misconception("linear_softmax_loss", hint="For which label is class j the right one: y[i] or y[j]?")
def softmax_gradient_label_of_class(W, X, y, reg):
    b = Batch(W, X, y)
    shifted = np.zeros_like(b.P)
    for j in range(min(b.P.shape[1], len(b.y))):
        shifted[:, j] = b.y[j] == j
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P - shifted)


@misconception("linear_softmax_loss", hint="Do the right class's weights move at all?")
def softmax_gradient_wrong_classes_only(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P * (1 - b.onehot))


@misconception("linear_softmax_loss", hint="Is a gradient made of probabilities or of exponentials?")
def softmax_gradient_of_exponentials(W, X, y, reg):
    b = Batch(W, X, y)
    exps = np.exp(b.scores - b.scores.max(axis=1, keepdims=True))
    return b.finish(reg, -b.log_p[b.rows, b.y], exps - b.onehot)


@misconception("linear_softmax_loss", hint="Into which array do you write: W, or dW?")
def softmax_gradient_written_into_W(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    dW, loss = np.zeros_like(W), 0.0
    for i in range(len(y)):
        log_p = log_softmax(X[i : i + 1] @ W)[0]
        loss -= log_p[y[i]]
        for j in range(W.shape[1]):
            into = dW if j == y[i] else W
            into[:, j] += (np.exp(log_p[j]) - (j == y[i])) * X[i]
    return loss / len(y) + reg * np.sum(W**2), dW / len(y) + 2 * reg * W


@misconception("linear_softmax_loss", hint="Which class's probability belongs in column j?")
def softmax_gradient_p_of_label(W, X, y, reg):
    b = Batch(W, X, y)
    p = np.exp(b.log_p[b.rows, b.y])[:, np.newaxis]
    return b.finish(reg, -b.log_p[b.rows, b.y], np.repeat(p, b.W.shape[1], axis=1) - b.onehot)


@misconception("linear_softmax_loss", hint="Do the wrong classes' weights move at all?")
def softmax_gradient_right_class_only(W, X, y, reg):
    b = Batch(W, X, y)
    return b.finish(reg, -b.log_p[b.rows, b.y], b.onehot * (b.P - 1))


@misconception("linear_softmax_loss", hint="Which entries does P[:, y] change?")
def softmax_gradient_whole_columns(W, X, y, reg):
    b = Batch(W, X, y)
    b.P[:, b.y] -= 1
    return b.finish(reg, -b.log_p[b.rows, b.y], b.P)


@misconception("linear_softmax_loss", hint="Does each example add to dW, or replace it?")
def softmax_gradient_last_example(W, X, y, reg):
    b = Batch(W, X, y)
    dscores = b.P - b.onehot
    dscores[:-1] = 0
    return b.finish(reg, -b.log_p[b.rows, b.y], dscores)


@misconception("linear_softmax_loss", hint="Which shape must dW have so that W - dW makes sense?")
def softmax_gradient_transposed(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW.T


@misconception("linear_softmax_loss", hint="In which order does the docstring return loss and gradient?")
def softmax_swapped_return(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return dW, loss


@misconception("linear_softmax_loss", hint="Which dtype do one-hot labels from np.eye have?")
def softmax_always_float64(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW.astype(np.float64)


@misconception("linear_softmax_loss", hint="What does -1 mean to numpy?")
def softmax_accepts_minus_one(W, X, y, reg):
    y = np.asarray(y)
    return right_softmax(W, X, np.where(y == -1, np.shape(W)[1] - 1, y), reg)


@misconception("linear_softmax_loss", hint="What is a mean of nothing?")
def softmax_accepts_empty_batch(W, X, y, reg):
    if len(X) == 0:
        return float("nan"), W * float("nan")
    return right_softmax(W, X, y, reg)


@probe("linear_softmax_loss")
def softmax_probe(code):
    return loss_looks(code, "linear_softmax_loss")
