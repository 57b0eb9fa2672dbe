"""What the wrong versions and the probes of the losses share: the right pieces, inputs, and comparison with the solution."""

from types import SimpleNamespace

import numpy as np
from losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    full_loss,
    l2_regularization,
    linear_scores,
    softmax,
    softmax_loss,
    svm_loss,
    svm_losses,
)


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
LABELS = np.array([2, 0, 3, 1, 1])
SQUARE_LABELS = np.array([2, 0, 1])
SPREAD = SCORES + np.array([[0.0], [900.0], [-900.0], [0.0], [0.0]])
HOPELESS = np.array([[10.0, -2000.0, 0.0]])
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
