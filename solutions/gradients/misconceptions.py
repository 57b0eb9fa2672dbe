"""What the wrong versions of the gradients exercises share."""

from functools import cache

import numpy as np
from gradients import check_batch, linear_softmax_loss, linear_svm_loss, numerical_gradient, relative_error

from autograder import changed_by, contract, dtype_of, numbers, part, refusal

# The right versions, under names that stay when a wrong one takes a function's place.
right_gradient = numerical_gradient
right_error = relative_error
right_svm = linear_svm_loss
right_softmax = linear_softmax_loss


def in_float64(x):
    return np.array(x, dtype=np.float64)


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


# What tells the losses apart. N, D and C are different primes, so that no divisor is taken for another; in one small batch
# they are the same, since there nothing raises and slips with shapes can be told apart.

rng = np.random.default_rng(5)
BATCH_W, BATCH_X = rng.normal(size=(7, 3)).round(2), rng.normal(size=(5, 7)).round(2)
BATCH_X[:, -1] = 1.0
BATCH_Y = np.array([1, 1, 0, 1, 0])
SQUARE = BATCH_W[:3], BATCH_X[:3, :3], np.array([2, 0, 1])
ASIDE = rng.normal(size=BATCH_W.shape)  # a direction to move in
LIFTED_W = np.array([[0.2, 1.3, -0.6], [1.0, -0.4, 0.5], [0.0, 0.0, 0.0]])
LIFTED_X = np.array([[1.0, 0.5, 1.0], [-0.3, 2.0, 1.0]])
LIFTED_Y = np.array([2, 1])
AHEAD = np.array([[800.0, 0.0, -800.0]]), np.array([[1.0]]), np.array([0])
LIFT = np.array([[0.0], [0.0], [1000.0]])


def loss_looks(code, name):
    """The looks at one of the two linear losses."""
    function = getattr(code, name)
    plain = cache(lambda: function(BATCH_W, BATCH_X, BATCH_Y, 0.0))
    pulled = cache(lambda: function(BATCH_W, BATCH_X, BATCH_Y, 0.3))
    square = cache(lambda: function(*SQUARE, 0.0))
    kink = np.array([[10.0, 9.0, 9.0]]), np.array([[1.0]]), np.array([0])

    def pull():
        return numbers(part(pulled(), 1)) - numbers(part(plain(), 1))

    def disturbance(X, at):
        """0 where 1000 more for all scores of a row changes nothing, nan where it does; other mistakes do not matter."""
        plain, lifted = (
            np.squeeze(numbers(part(function(W, X, LIFTED_Y, 0.0), at))) for W in (LIFTED_W, LIFTED_W + LIFT)
        )
        return 0.0 if plain.shape == lifted.shape and np.allclose(plain, lifted, rtol=1e-5) else np.nan

    apart = LIFTED_X * np.array([[1.0], [-1.0]])
    looks = {
        "loss": lambda: part(plain(), 0),
        "gradient": lambda: part(plain(), 1),
        "own slope": lambda: times_own_slope(function),
        "penalty": lambda: numbers(part(pulled(), 0)) - numbers(part(plain(), 0)),
        "pull": pull,
        "pull of each weight": lambda: "the same" if is_one_number(pull()) else "",
        "loss of a square batch": lambda: part(square(), 0),
        "gradient of a square batch": lambda: part(square(), 1),
        "kink": contract(lambda: part(function(*kink, 0.0), 1)),
        "dtype": contract(
            lambda: dtype_of(part(function(np.float32(BATCH_W), np.float32(BATCH_X), BATCH_Y, 0.5), 1))
        ),
        "arguments changed": contract(lambda: changed_by(code, function, BATCH_W, BATCH_X, BATCH_Y, 0.3)),
        "label -1": contract(
            lambda: refusal(function, BATCH_W, BATCH_X, np.where(BATCH_Y == 1, -1, BATCH_Y), 0.3)
        ),
        "empty batch": contract(lambda: refusal(function, BATCH_W, BATCH_X[:0], BATCH_Y[:0], 0.3)),
    }
    if name == "linear_softmax_loss":
        looks |= {
            "loss of high scores": lambda: disturbance(LIFTED_X, 0),
            "gradient of high scores": lambda: disturbance(LIFTED_X, 1),
            "loss of rows far apart": lambda: disturbance(apart, 0),
            "gradient of rows far apart": lambda: disturbance(apart, 1),
            "gradient of a score far ahead": lambda: (
                0.0 if np.allclose(numbers(part(function(*AHEAD, 0.0), 1)), 0.0) else np.nan
            ),
            "loss of a hopeless example": lambda: loss_of_the_hopeless(function),
        }
    return looks


def times_own_slope(function):
    """How many times the slope of its own loss a gradient is, along one direction, where that is a number to recognise."""

    def loss(step):
        return float(np.squeeze(numbers(part(function(BATCH_W + step * ASIDE, BATCH_X, BATCH_Y, 0.0), 0))))

    claimed = np.sum(numbers(part(function(BATCH_W, BATCH_X, BATCH_Y, 0.0), 1)) * ASIDE)
    ratio = claimed / ((loss(1e-5) - loss(-1e-5)) / 2e-5)
    for words, value in {
        "1": 1,
        "N": 5,
        "1 / N": 1 / 5,
        "N / D": 5 / 7,
        "-1": -1,
        "2": 2,
        "1 / 2": 0.5,
    }.items():
        if abs(ratio / value - 1) < 1e-4:
            return words
    return ""


def is_one_number(array):
    """Whether all entries are the same number, not 0."""
    return array.size > 1 and array.flat[0] != 0 and np.allclose(array, array.flat[0], rtol=1e-9)


def loss_of_the_hopeless(function):
    """What becomes of a probability that underflows: the loss itself, nan, or "capped" at some largest loss."""

    def loss(gap):
        W = np.array([[10.0, -gap, 0.0]])
        return float(np.squeeze(numbers(part(function(W, np.array([[1.0]]), np.array([1]), 0.0), 0))))

    near, far = loss(2000.0), loss(4000.0)
    if not np.isfinite([near, far]).all():
        return np.nan
    return "capped" if near == far and near > 5 else near
