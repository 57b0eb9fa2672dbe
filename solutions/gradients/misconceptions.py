"""What the wrong versions of the gradients exercises share."""

import numpy as np
from gradients import check_batch, linear_softmax_loss, linear_svm_loss, numerical_gradient, relative_error

# The right versions, under names that stay when a wrong one takes a function's place.
right_gradient = numerical_gradient
right_error = relative_error
right_svm = linear_svm_loss
right_softmax = linear_softmax_loss


def left_behind(code, position, given):
    """The argument at that position as the last call left it; `given` where the call ran in this process."""
    last_call = getattr(code, "last_call", None)
    return given if last_call is None else last_call.arguments_after[position]


def tried(call, *args):
    """The result of the call, or the kind of error that it raises."""
    try:
        return call(*args)
    except Exception as error:
        return getattr(error, "type_name", type(error).__name__)


def in_float64(x):
    return np.array(x, dtype=np.float64)


def rounded(x):
    return np.round(np.asarray(x, dtype=np.float64), 6)


# Pieces of the two losses, with the regulariser and the mean right.


def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


class Batch:
    """A checked batch and what both losses are made of: margins (N, C), with 0 for the right class, and P (N, C)."""

    def __init__(self, W, X, y, delta=1.0):
        self.W, self.X, self.y = W, X, y = check_batch(W, X, y)
        self.rows = np.arange(len(y))
        self.scores = X @ W
        self.margins = self.scores - self.scores[self.rows, y][:, np.newaxis] + delta
        self.margins[self.rows, y] = 0
        self.hinge = np.maximum(0, self.margins).sum(axis=1)
        self.log_p = log_softmax(self.scores)
        self.P = np.exp(self.log_p)
        self.onehot = np.zeros_like(self.P)
        self.onehot[self.rows, y] = 1

    def finish(self, reg, losses, dscores):
        """Mean of `losses` plus the regulariser, and the gradient that follows from `dscores` (N, C)."""
        loss = float(np.mean(losses) + reg * np.sum(self.W**2))
        dW = self.X.T @ dscores / len(self.X) + 2 * reg * self.W
        return loss, dW.astype(np.result_type(self.W, self.X))

    def finish_hinge(self, reg, margins):
        """The hinge loss of `margins` that were computed in another way, and its gradient."""
        margins[self.rows, self.y] = 0
        return self.finish(reg, np.maximum(0, margins).sum(axis=1), pushes(margins > 0, self.y))


def pushes(mask, y):
    """The gradient with respect to the scores: `mask` pushes rivals down, and the right class up."""
    dscores = mask.astype(np.float64)
    dscores[np.arange(len(y)), y] = 0
    dscores[np.arange(len(y)), y] = -dscores.sum(axis=1)
    return dscores


# What tells the losses apart: a batch with N, D and C all different, one that is square, one with extreme
# scores, one on the hinge's kink, and what they do to their inputs and to bad ones.

BATCH_W = np.array([[0.5, -0.4, 0.9], [-0.7, 0.3, 0.2], [0.1, 0.8, -0.6], [0.4, -0.2, 0.3]])
BATCH_X = np.array(
    [
        [1.0, -2.0, 0.5, 1.0],
        [0.3, 1.2, -0.7, 1.0],
        [-1.5, 0.4, 0.8, 1.0],
        [0.6, -0.9, 2.0, 1.0],
        [2.0, 0.1, -1.1, 1.0],
    ]
)
BATCH_Y = np.array([2, 0, 1, 1, 0])


def loss_probe(code, name):
    loss = getattr(code, name)
    square = (BATCH_W[:3], BATCH_X[:3, :3], BATCH_Y[:3], 0.3)
    kink = (np.array([[10.0, 9.0, 9.0]]), np.array([[1.0]]), np.array([0]), 0.0)
    spread = (np.array([[1000.0, 0.0, -1000.0]]), np.array([[1.0], [-1.0], [2.0]]), np.array([2, 1, 1]), 0.0)
    far = (np.array([[30.0, 0.0, -20.0]]), np.array([[1.0], [-1.0]]), np.array([1, 1]), 0.0)
    W32, X32 = BATCH_W.astype(np.float32), BATCH_X.astype(np.float32)
    found = [tried(loss, BATCH_W.copy(), BATCH_X.copy(), BATCH_Y, reg) for reg in (0.0, 0.3)]
    found += [tried(loss, *(np.copy(a) for a in case[:3]), case[3]) for case in (square, kink, spread, far)]
    single = tried(loss, W32, X32, BATCH_Y, 0.3)
    found.append([str(np.asarray(part).dtype) for part in single if np.ndim(part) == 2])
    given = BATCH_W.copy()
    tried(loss, given, BATCH_X.copy(), BATCH_Y, 0.3)
    found += [
        left_behind(code, 0, given),
        tried(loss, BATCH_W, BATCH_X, np.where(BATCH_Y == 2, -1, BATCH_Y), 0.3),
    ]
    return [*found, tried(loss, BATCH_W, BATCH_X[:0], BATCH_Y[:0], 0.3)]
