"""How much rounding noise a function's values carry, measured from a table of differences.

The idea is that of J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM J. Sci. Comput. 33
(2011): over points close together the smooth part of f has tiny third differences, so what is left in
them is noise.
"""

from __future__ import annotations

import math

import numpy as np

from autograder.gradcheck.loss import Loss
from autograder.gradcheck.report import FloatArray

POINTS = 8

_SUSPICIOUS = 1e3
"""Times the assumed noise, beyond which measured noise is looked at twice."""

FINE, COARSE = 2.0**-36, 2.0**-20
"""Spacing of the table, in coordinate scales. The fine one sees the rounding of a float64 computation;
the coarse one is wide enough to see the steps of a computation that rounds its inputs to float32."""


def assumed_noise(loss: Loss, value: FloatArray) -> float:
    """The noise to expect before anything is measured: one unit in the last place of the terms of f.

    A function that rounds to decimals has the noise of that: its quantum over the square root of 12.
    """
    return max(loss.grid.eps * loss.magnitude(value), loss.grid.quantum / math.sqrt(12.0))


def measured_noise(loss: Loss, point: FloatArray, value: FloatArray, direction: FloatArray) -> float:
    """Standard deviation of the noise in f near `point`, from `POINTS` calls, or twice as many.

    Where the coarse table shows more than rounding, and the fine one shows a function that moves smoothly, the
    coarse one has seen features of f and not noise.

    Parameters
    ----------
    loss
        f, with what is known of its precision.
    point, direction
        Flat arrays: where, and along which way.
    value
        f at `point`.
    """
    assumed = assumed_noise(loss, value)
    coarse, _ = table_of_differences(loss, point, value, direction, COARSE)
    if coarse <= _SUSPICIOUS * assumed:
        return max(coarse, assumed / 4)
    fine, moved = table_of_differences(loss, point, value, direction, FINE)
    return max(fine if moved > 10 * fine else coarse, assumed / 4)


def table_of_differences(
    loss: Loss, point: FloatArray, value: FloatArray, direction: FloatArray, spacing: float
) -> tuple[float, float]:
    """Noise seen in the third differences of f at points with this spacing, and how far f moves from one to the next.

    The points lie on one side, so that a kink of f exactly at `point` does not count as noise, and the
    median of the differences ignores one kink between them.

    Parameters
    ----------
    loss
        f.
    point, direction
        Flat arrays: where the table begins, and along which way it goes.
    value
        f at `point`, which is taken off for accuracy.
    spacing
        Step from one entry to the next, in multiples of `direction`.
    """
    table = [loss.total(loss(point + j * spacing * direction) - value) for j in range(1, POINTS + 1)]
    third = np.diff(table, n=3)
    # The median of |N(0, 1)| is 0.6745; a third difference of unit noise has variance 1 + 9 + 9 + 1.
    noise = float(np.median(np.abs(third))) / (0.6745 * math.sqrt(20.0))
    return noise, float(np.median(np.abs(np.diff(table))))
