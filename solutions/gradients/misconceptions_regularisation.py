"""Wrong regularisers of both linear losses."""

import numpy as np
from gradients import check_batch
from misconceptions import right_softmax, right_svm

from autograder import misconception

# linear_svm_loss: the regulariser


@misconception("linear_svm_loss", hint="What is the derivative of w squared?")
def svm_reg_gradient_halved(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW - reg * W


@misconception("linear_svm_loss", hint="Does the loss carry a term that the gradient does not?")
def svm_reg_gradient_missing(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW - 2 * reg * W


@misconception("linear_svm_loss", hint="Does the gradient carry a term that the loss does not?")
def svm_reg_loss_missing(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss - reg * float(np.sum(W**2)), dW


@misconception("linear_svm_loss", hint="Which factor stands before the sum of squares here?")
def svm_reg_with_one_half(W, X, y, reg):
    return right_svm(W, X, y, reg / 2)


@misconception("linear_svm_loss", hint="Does the penalty on W depend on the number of examples?")
def svm_reg_before_division(W, X, y, reg):
    return right_svm(W, X, y, reg / len(y))


@misconception("linear_svm_loss", hint="In which order does Python work out loss /= N + reg * R?")
def svm_reg_in_the_divisor(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss * len(y) / (len(y) + reg * float(np.sum(W**2))), dW + 2 * reg * W


@misconception("linear_svm_loss", hint="What happens to your loss if reg doubles?")
def svm_reg_strength_ignored(W, X, y, reg):
    return right_svm(W, X, y, 1.0 if reg else 0.0)


@misconception("linear_svm_loss", hint="Which shape has the gradient of the sum of squares?")
def svm_reg_scalar_gradient(W, X, y, reg):
    loss, dW = right_svm(W, X, y, reg)
    return loss, dW - 2 * reg * W + 2 * reg * np.sum(W)


@misconception("linear_svm_loss", hint="Is W.T @ W the same as squaring each entry?")
def svm_reg_matrix_square(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    return loss + reg * float(np.sum(W.T @ W)), dW + 2 * reg * W


@misconception("linear_svm_loss", hint="Which rows of W does sum(W**2) count?")
def svm_reg_skips_bias_row(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, reg)
    last = np.zeros_like(W)
    last[-1] = W[-1]
    return loss - reg * float(np.sum(last**2)), dW - 2 * reg * last


@misconception("linear_svm_loss", hint="After R = W, are these two arrays or one?")
def svm_reg_wipes_bias_row(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_svm(W, X, y, reg)
    R = W
    R[-1] = 0
    return loss, dW


@misconception("linear_svm_loss", hint="Is there a root in R?")
def svm_reg_norm(W, X, y, reg):
    loss, dW = right_svm(W, X, y, 0.0)
    norm = float(np.linalg.norm(W))
    return loss + reg * norm, dW + (reg * W / norm if norm else 0 * W)


# linear_softmax_loss: the regulariser


@misconception("linear_softmax_loss", hint="What is the derivative of w squared?")
def softmax_reg_gradient_halved(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW - reg * W


@misconception("linear_softmax_loss", hint="Does the loss carry a term that the gradient does not?")
def softmax_reg_gradient_missing(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss, dW - 2 * reg * W


@misconception("linear_softmax_loss", hint="Does the gradient carry a term that the loss does not?")
def softmax_reg_loss_missing(W, X, y, reg):
    loss, dW = right_softmax(W, X, y, reg)
    return loss - reg * float(np.sum(W**2)), dW


@misconception("linear_softmax_loss", hint="Which factor stands before the sum of squares here?")
def softmax_reg_with_one_half(W, X, y, reg):
    return right_softmax(W, X, y, reg / 2)


@misconception("linear_softmax_loss", hint="Which rows of W does sum(W**2) count?")
def softmax_reg_skips_bias_row(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_softmax(W, X, y, reg)
    last = np.zeros_like(W)
    last[-1] = W[-1]
    return loss - reg * float(np.sum(last**2)), dW - 2 * reg * last


@misconception("linear_softmax_loss", hint="After dW = W, whose array does dW *= 2 * reg change?")
def softmax_reg_in_place(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    loss, dW = right_softmax(W, X, y, reg)
    W *= 2 * reg
    return loss, dW
