"""What the wrong descents share: words for how a step goes, and a batch of rows that can be told apart."""

import numpy as np

from autograder import numbers

# No right run in a probe asks for more gradients than this.
MANY_CALLS = 60


class EndlessRun(Exception):
    """Raised out of a gradient that is asked for without end."""


def direction(move, gradient):
    """Say in words where a step goes; nothing unless all weights go the same way along the gradient, which has no zeros."""
    move, gradient = np.ravel(numbers(move)), np.ravel(gradient)
    if move.shape != gradient.shape or not np.all(np.isfinite(move)):
        return ""
    signs = np.sign(move) * np.sign(gradient)
    return "uphill" if np.all(signs > 0) else "downhill" if np.all(signs < 0) else ""


def length(move, gradient):
    """Return how long a step is, measured by the gradient; nothing where it does not lie along it."""
    move, gradient = np.ravel(numbers(move)), np.ravel(gradient)
    if move.shape != gradient.shape:
        return ""
    share = float(move @ gradient) / float(gradient @ gradient)
    return abs(share) if share and np.allclose(move, share * gradient, rtol=1e-6, atol=1e-9) else ""


def without_repeats(positions):
    """Return a path without the positions that are those before them."""
    path = []
    for position in positions:
        if not path or not np.array_equal(position, path[-1]):
            path.append(position)
    return path


def rows_and_labels(n):
    """Return rows that tell their own number, and labels that tell it too."""
    return np.stack([np.arange(n), np.arange(n) + 100.0], axis=1), 2 * np.arange(n)


def row_numbers(X):
    """Return the numbers of the rows in a batch."""
    rows = numbers(X)
    return rows[:, 0] if rows.ndim == 2 else np.zeros(0)


def whose_labels(X, y):
    """Say whether the rows of a batch have their own labels; nothing where there are not as many."""
    rows, labels = row_numbers(X), np.ravel(numbers(y))
    if rows.shape != labels.shape:
        return ""
    return "own" if np.array_equal(2 * rows, labels) else "others'"
