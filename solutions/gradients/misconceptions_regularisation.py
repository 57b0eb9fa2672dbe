"""Wrong regularisers of both linear losses."""

import numpy as np
from gradients import check_batch

from autograder import misconception

LOSSES = ("linear_svm_loss", "linear_softmax_loss")
SQUARES = "What is the derivative of w squared?"
BATCH_SIZE = "Does the penalty on W depend on the number of examples?"
FACTOR = "Which factor stands before the sum of squares in this exercise?"
MATRIX = "Is W.T @ W the same as squaring each entry?"
SHAPE = "Does every weight have the same slope in the sum of squares, or each its own?"
STRENGTH = "What happens to the penalty if reg doubles?"


def with_terms(right, W, X, y, reg, *, penalty=None, pull=None):
    """The right loss and gradient of the data, with another penalty in the loss or another pull in the gradient."""
    W, X, y = check_batch(W, X, y)
    loss, dW = right(W, X, y, 0.0)
    penalty = reg * np.sum(W**2) if penalty is None else penalty
    pull = 2 * reg * W if pull is None else pull
    return float(loss + penalty), (dW + pull).astype(dW.dtype)


# One of the two terms, or both, missing or of another size


@misconception(*LOSSES, hint="Which of your lines uses the argument reg?", wraps=True)
def reg_missing(right, W, X, y, reg):
    return right(W, X, y, 0.0)


@misconception(*LOSSES, hint="Does the loss carry a term that the gradient does not?", wraps=True)
def reg_gradient_missing(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=0 * W)


@misconception(*LOSSES, hint="Does the gradient carry a term that the loss does not?", wraps=True)
def reg_loss_missing(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=0.0)


@misconception(*LOSSES, hint=SQUARES, wraps=True)
def reg_gradient_halved(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=reg * W)


@misconception(*LOSSES, hint=SQUARES, wraps=True)
def reg_gradient_doubled(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=4 * reg * W)


@misconception(*LOSSES, hint="Is the slope of w squared a square?", wraps=True)
def reg_gradient_squared(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=2 * reg * W**2)


@misconception(*LOSSES, hint="Does a larger weight make the penalty larger or smaller?", wraps=True)
def reg_gradient_sign(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=-2 * reg * W)


@misconception(*LOSSES, hint=SHAPE, wraps=True, seen_in=["pull of each weight"])
def reg_gradient_of_one_number(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=np.full(np.shape(W), 2 * reg * np.sum(W)))


@misconception(*LOSSES, hint="Which factor stands before the sum of squares here?", wraps=True)
def reg_with_one_half(right, W, X, y, reg):
    return right(W, X, y, reg / 2)


@misconception(*LOSSES, hint=FACTOR, wraps=True)
def reg_loss_halved(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=0.5 * reg * np.sum(np.square(W)))


@misconception(*LOSSES, hint="How often does your loss count the penalty?", wraps=True)
def reg_loss_doubled(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=2 * reg * np.sum(np.square(W)))


@misconception(*LOSSES, hint="How often do loss and gradient count the penalty?", wraps=True)
def reg_doubled(right, W, X, y, reg):
    return right(W, X, y, 2 * reg)


# The strength


@misconception(*LOSSES, hint=STRENGTH, wraps=True)
def reg_strength_ignored(right, W, X, y, reg):
    return right(W, X, y, 1.0 if reg else 0.0)


@misconception(*LOSSES, hint=STRENGTH, wraps=True)
def reg_loss_without_strength(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=np.sum(np.square(W)))


@misconception(*LOSSES, hint="What should the term of W in dW be for reg = 0?", wraps=True)
def reg_gradient_without_strength(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=2 * np.asarray(W))


@misconception(*LOSSES, hint="What should the term of W in dW be for reg = 0?", wraps=True)
def reg_gradient_is_the_weights(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=1.0 * np.asarray(W))


@misconception(*LOSSES, hint=STRENGTH, wraps=True)
def reg_always_one(right, W, X, y, reg):
    return right(W, X, y, 1.0)


# The number of examples


@misconception(*LOSSES, hint=BATCH_SIZE, wraps=True)
def reg_before_division(right, W, X, y, reg):
    return right(W, X, y, reg / len(y))


@misconception(*LOSSES, hint=BATCH_SIZE, wraps=True)
def reg_loss_before_division(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=reg * np.sum(np.square(W)) / len(y))


@misconception(*LOSSES, hint=BATCH_SIZE, wraps=True)
def reg_gradient_before_division(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=2 * reg * np.asarray(W) / len(y))


@misconception(*LOSSES, hint="Is the penalty added once, or once for each example?", wraps=True)
def reg_loss_in_the_loop(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=reg * np.sum(np.square(W)) * len(y))


@misconception(*LOSSES, hint="Is the term of reg added to dW once, or once for each example?", wraps=True)
def reg_gradient_in_the_loop(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, pull=2 * reg * np.asarray(W) * len(y))


@misconception(*LOSSES, hint="In which order does Python work out loss /= N + reg * R?", wraps=True)
def reg_in_the_divisor(right, W, X, y, reg):
    loss, dW = right(W, X, y, 0.0)
    return loss * len(y) / (len(y) + reg * float(np.sum(W**2))), dW + 2 * reg * W


@misconception(*LOSSES, hint="In which order does Python work out dW /= N + 2 * reg * W?", wraps=True)
def reg_in_the_divisor_of_the_gradient(right, W, X, y, reg):
    loss, dW = right(W, X, y, 0.0)
    return loss + reg * float(np.sum(W**2)), dW * len(y) / (len(y) + 2 * reg * np.asarray(W))


# Another penalty


@misconception(*LOSSES, hint=MATRIX, wraps=True)
def reg_matrix_square(right, W, X, y, reg):
    W = np.asarray(W)
    return with_terms(right, W, X, y, reg, penalty=reg * np.sum(W.T @ W))


@misconception(*LOSSES, hint=MATRIX, wraps=True)
def reg_matrix_square_by_rows(right, W, X, y, reg):
    W = np.asarray(W)
    return with_terms(right, W, X, y, reg, penalty=reg * np.sum(W @ W.T))


@misconception(*LOSSES, hint="Is there a root in R?", wraps=True)
def reg_norm(right, W, X, y, reg):
    norm = float(np.linalg.norm(W))
    pull = reg * W / norm if norm else 0 * W
    return with_terms(right, W, X, y, reg, penalty=reg * norm, pull=pull)


@misconception(*LOSSES, hint="Is there a root in the penalty?", wraps=True)
def reg_loss_norm(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=reg * np.linalg.norm(W))


@misconception(
    *LOSSES, hint="Absolute values or squares: what does R(W) sum?", wraps=True, seen_in=["penalty"]
)
def reg_of_absolutes(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=reg * np.abs(W).sum(), pull=reg * np.sign(W))


@misconception(*LOSSES, hint="Is R(W) a sum or a mean?", wraps=True)
def reg_loss_mean(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=reg * np.mean(np.square(W)))


@misconception(*LOSSES, hint="First the squares or first the sum?", wraps=True)
def reg_loss_square_of_the_sum(right, W, X, y, reg):
    return with_terms(right, W, X, y, reg, penalty=reg * np.sum(W) ** 2)


# Which rows, and whose array


def last_row_only(W):
    last = np.zeros_like(W)
    last[-1] = W[-1]
    return last


@misconception(*LOSSES, hint="Which rows of W does sum(W**2) count?", wraps=True, seen_in=["penalty"])
def reg_skips_bias_row(right, W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    kept = W - last_row_only(W)
    return with_terms(right, W, X, y, reg, penalty=reg * np.sum(kept**2), pull=2 * reg * kept)


@misconception(*LOSSES, hint="Which rows of W does sum(W**2) count, and which do you pull?", wraps=True)
def reg_gradient_skips_bias_row(right, W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    return with_terms(right, W, X, y, reg, pull=2 * reg * (W - last_row_only(W)))


@misconception(*LOSSES, hint="After R = W, are these two arrays or one?", wraps=True)
def reg_wipes_bias_row(right, W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right(W, X, y, reg)
    R = W
    R[-1] = 0
    return loss, dW


@misconception(*LOSSES, hint="After R = W, are these two arrays or one?", wraps=True)
def reg_in_place(right, W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right(W, X, y, reg)
    W *= 2 * reg
    return loss, dW
