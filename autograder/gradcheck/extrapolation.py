"""From differences at a few steps to the limit of no step: residual slope and jump of slope.

On smooth ground the residual of a central difference is a power series in t^2, the second difference over
t one in t, t^3, ...; where f has a kink at the point, the latter starts with the jump of its slope.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """Differences at one step t along a direction v.

    Attributes
    ----------
    step : float
        t.
    residual : float
        ``(f(x + tv) - f(x - tv) - <g, step>) / 2t``
    bend : float
        ``(f(x + tv) - 2 f(x) + f(x - tv)) / t``
    rise : float
        Size of the larger of ``f(x + tv) - f(x)`` and ``f(x - tv) - f(x)``.
    """

    step: float
    residual: float
    bend: float
    rise: float = 0.0


def residual_at_zero(readings: list[Reading], power: int = 2) -> float:
    """Neville's extrapolation of the residuals to t = 0 (Richardson's, for steps in one ratio).

    Parameters
    ----------
    readings : list of Reading
        One or more, with distinct steps.
    power : int
        2 for a series in t^2, as on smooth ground; 1 for one in t, as where the slope of the slope jumps.
    """
    powers = [reading.step**power for reading in readings]
    table = [reading.residual for reading in readings]
    for order in range(1, len(table)):
        for i in range(len(table) - order):
            near, far = powers[i], powers[i + order]
            table[i] = (near * table[i + 1] - far * table[i]) / (near - far)
    return table[0]


def residual_with_error(fine: Reading, coarse: Reading, noise: float) -> tuple[float, float]:
    """Residual at t = 0 from two steps, and a bound on its error.

    Parameters
    ----------
    fine, coarse : Reading
    noise : float
        Bound on the noise of the residual at the finer step.
    """
    value = residual_at_zero([fine, coarse])
    ratio = (coarse.step / fine.step) ** 2
    return value, abs(value - fine.residual) + noise * ratio / (ratio - 1)


def jump_of_slope(fine: Reading, coarse: Reading) -> float:
    """How much the slope of f jumps at the point along v, from two steps: 0 on smooth ground."""
    ratio = coarse.step / fine.step
    return (ratio * fine.bend - coarse.bend) / (ratio - 1)
