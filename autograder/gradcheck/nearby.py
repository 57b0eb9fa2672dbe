"""A gradient function in the immediate neighbourhood of x: which entries have a kink there, and whether x fits in.

At a kink of f, the gradients at points so close to x that nothing else changes jump from side to side. An
entry on which they all agree is smooth at x and has to be the same there; a kinked one has to lie between
its sides. Kinks that always switch together are the exception, e.g. those of max(0, z) - max(0, -z) = z: code
that takes 0 for the slope of both is outside of all gradients around it, and its fault cannot be told from a
convention. Only what is far outside is certainly wrong.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.layout import Layout
from autograder.gradcheck.norms import rms
from autograder.gradcheck.precision import EPS64
from autograder.gradcheck.report import FloatArray
from autograder.gradcheck.scales import random_direction

PAIRS, MOST_PAIRS = 3, 16
"""Pairs of opposite points looked at, and at most where the gradient at x is not between those of the first."""

CLOSE, CLOSE_LOW = 2.0**-30, 2.0**-9
"""Distance of these points in coordinate scales, for float64 and less."""

SAME, SAME_LOW = 1e-6, 5e-2
"""Difference of two gradients, in units of the block's rms, that tells of no kink between them."""

_FAR = 4.0
"""Times the largest gradient around x: conventions do not add up to more."""


class Fit(enum.Enum):
    """How an entry at x fits in with the gradients around it."""

    INSIDE = 0
    UNSURE = 1
    OUTSIDE = 2


@dataclass(frozen=True)
class Surroundings:
    """The gradients closest to x, entry by entry; all of shape (n,).

    Attributes
    ----------
    low, high : ndarray
        Smallest and largest gradient found around x.
    kinked : ndarray of bool
        Entries on which they differ.
    """

    low: FloatArray
    high: FloatArray
    kinked: NDArray[np.bool_]


def explore(
    gradient_at: Callable[[FloatArray], FloatArray],
    layout: Layout,
    x: FloatArray,
    at_x: FloatArray,
    scales: FloatArray,
    rng: np.random.Generator,
    eps: float,
) -> tuple[Surroundings, NDArray[np.int_]]:
    """Look around x.

    Parameters
    ----------
    gradient_at : callable
        The gradient as a function of the flat point.
    layout : Layout
    x, at_x, scales : ndarray, shape (n,)
        The point, the gradient given there, and the coordinate scales.
    rng : numpy.random.Generator
    eps : float
        Relative spacing of the float type of x and the gradient.

    Returns
    -------
    around : Surroundings
    fits : ndarray of int, shape (n,)
        Values of `Fit`.
    """
    close, same = (CLOSE, SAME) if eps <= EPS64 else (CLOSE_LOW, SAME_LOW)
    low = high = None
    for pair in range(MOST_PAIRS):
        step = close * random_direction(scales, rng)
        for side in (step, -step):
            found = gradient_at(layout.rounded(x + side))
            low = found if low is None else np.minimum(low, found)
            high = found if high is None else np.maximum(high, found)
        assert low is not None
        assert high is not None
        sizes = np.maximum(entry_sizes(layout, low), entry_sizes(layout, high))
        around = Surroundings(low, high, high - low > same * sizes)
        fits = _fits(around, at_x, sizes, same, largest(layout, around))
        if pair + 1 >= PAIRS and not fits.any():
            break
    return around, fits


def _fits(
    around: Surroundings, at_x: FloatArray, sizes: FloatArray, same: float, most: FloatArray
) -> NDArray[np.int_]:
    excess = np.maximum(around.low - at_x, at_x - around.high) - same * sizes
    fits = np.where(excess > 0, Fit.UNSURE.value, Fit.INSIDE.value)
    fits[(excess > around.high - around.low) & (np.abs(at_x) > _FAR * most)] = Fit.OUTSIDE.value
    return fits


def largest(layout: Layout, around: Surroundings) -> FloatArray:
    """For each entry, the largest gradient around x in its block, or three quarters of that in any block."""
    absolute = np.maximum(np.abs(around.low), np.abs(around.high))
    found = np.full_like(absolute, 0.75 * float(absolute.max()))
    for block in layout.blocks:
        if block.size:
            found[block.place] = np.maximum(found[block.place], absolute[block.place].max())
    return found


def entry_sizes(layout: Layout, gradient: FloatArray) -> FloatArray:
    """The rms of each entry's block, plus a hundredth of the whole gradient's for blocks that are zero."""
    sizes = np.full_like(gradient, 0.01 * rms(gradient))
    for block in layout.blocks:
        sizes[block.place] += rms(gradient[block.place])
    return sizes
