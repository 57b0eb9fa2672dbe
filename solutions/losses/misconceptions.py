"""What the wrong versions and the probes of the losses share: the right pieces, inputs and looks."""

import numpy as np

from autograder import changed_by, contract, dtype_of, numbers, part, refusal


def rows_of(y):
    return np.arange(len(y))


def one_hot(scores, y):
    return (np.arange(scores.shape[1]) == y[:, np.newaxis]).astype(scores.dtype)


def differences(scores, y):
    """Each score minus the right one of its row."""
    return scores - scores[rows_of(y), y][:, np.newaxis]


def right_margins(scores, y, delta):
    """The right margins: the hinge, and 0 for the right class."""
    margins = np.maximum(0, differences(scores, y) + delta)
    margins[rows_of(y), y] = 0
    return margins


def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


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
LABELS = np.array([2, 0, 0, 1, 1])
# As many examples as classes: nothing raises there, so that slips with shapes can be told apart.
SQUARE = SCORES[:3, :3], np.array([2, 0, 1])
HIGH = SCORES + 1000.0
APART = SCORES + np.array([[0.0], [900.0], [-900.0], [0.0], [0.0]])
AHEAD = np.array([[800.0, 0.0, -800.0]]), np.array([0])
ASIDE = np.sin(np.arange(20.0)).reshape(5, 4)  # a direction to move in


def manners(code, function, *arguments):
    """The looks at what a function of scores and labels does to its arguments and to bad ones."""
    return {
        "arguments changed": contract(lambda: changed_by(code, function, SCORES, *arguments)),
        "label -1": contract(lambda: refusal(function, SCORES, np.full(5, -1))),
        "empty batch": contract(lambda: refusal(function, SCORES[:0], LABELS[:0])),
    }


def float32_kept(function, array, *arguments):
    """A look at the dtype of the gradient, the second result."""
    return contract(lambda: dtype_of(part(function(np.float32(array), *arguments), 1)))


def times_own_slope(function):
    """How many times the slope of its own loss a gradient is, along one direction, where that is a number to recognise."""

    def loss(step):
        return float(np.squeeze(numbers(part(function(SCORES + step * ASIDE, LABELS), 0))))

    claimed = np.sum(numbers(part(function(SCORES, LABELS), 1)) * ASIDE)
    ratio = claimed / ((loss(1e-5) - loss(-1e-5)) / 2e-5)
    for words, value in {"1": 1, "N": 5, "1 / N": 0.2, "N / C": 1.25, "-1": -1, "2": 2, "1 / 2": 0.5}.items():
        if abs(ratio / value - 1) < 1e-4:
            return words
    return ""


def disturbed(answer, plain):
    """0 where an answer is the plain one, nan where it is not: how a shift of scores that should not matter does.

    It is compared with the code's own plain answer, so that other mistakes do not matter.
    """
    answer, plain = np.squeeze(numbers(answer)), np.squeeze(numbers(plain))
    return 0.0 if answer.shape == plain.shape and np.allclose(answer, plain, rtol=1e-5, atol=1e-8) else np.nan


def finite(answer):
    """0 for finite numbers, else nan."""
    return 0.0 if np.isfinite(numbers(answer)).all() else np.nan


def fate(loss, near, far):
    """What becomes of a very large loss at two inputs: the loss itself, nan, or "capped" at some largest loss."""
    losses = [float(np.squeeze(numbers(loss(at)))) for at in (near, far)]
    if not np.isfinite(losses).all():
        return np.nan
    return "capped" if losses[0] == losses[1] and losses[0] > 5 else losses[0]


def hopeless(gap):
    """Scores whose class 1 is far behind."""
    return np.array([[10.0, -gap, 0.0]]), np.array([1])
