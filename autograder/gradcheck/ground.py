"""Where probes start: a point with f, the analytic gradient, the scales and the noise there."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.gradcheck.loss import Loss
from autograder.gradcheck.noise import assumed_noise
from autograder.gradcheck.precision import EPS16, EPS32, EPS64
from autograder.gradcheck.report import FloatArray

_USUAL_BOUND = {EPS64: 1e-6, EPS32: 2e-2, EPS16: 0.5}
"""The largest relative error that a pass may leave possible, by the precision of f, x and the gradient."""


@dataclass(frozen=True)
class Demands:
    """What a check asks for.

    Attributes
    ----------
    eps : float
        Relative spacing of the coarsest float type that x or the gradient came in.
    tolerance : float
        Relative residual that a right gradient may have.
    bound : float or None
        The largest relative error that a pass may leave possible; None for what is usual.
    first : int
        Probes start with steps of 2**-first scales.
    noise : float or None
        Standard deviation of f's noise, where the caller knows it.
    """

    eps: float = EPS64
    tolerance: float = 1e-9
    bound: float | None = None
    first: int = 14
    noise: float | None = None

    def bound_for(self, eps: float) -> float:
        """The largest error that a pass may leave possible, for an f computed with a relative spacing of eps."""
        if self.bound is not None:
            return self.bound
        return max(_USUAL_BOUND[max(self.eps, eps)], 30 * self.tolerance)


@dataclass(frozen=True)
class Ground:
    """The point where probes start: x, f(x), the analytic gradient there, and f's noise.

    Attributes
    ----------
    scales, wider : ndarray, shape (n,)
        Coordinate scales, and those at which blocks too small to be seen are tried once more.
    demands : Demands
    measured : float or None
        Standard deviation of f's noise, where it has been measured.
    slope : float
        Size of the whole gradient: the slope along random directions.
    """

    loss: Loss
    point: FloatArray
    value: FloatArray
    gradient: FloatArray
    scales: FloatArray
    wider: FloatArray
    demands: Demands
    measured: float | None = None
    slope: float = 0.0

    @property
    def unit(self) -> float:
        """What is next to nothing beside it counts as zero: the terms of f, or the whole gradient over a scale."""
        return max(self.loss.magnitude(self.value), self.slope)

    @property
    def noise(self) -> float:
        """Standard deviation of f's noise at the point: given, measured, or else assumed from the values so far."""
        assumed = assumed_noise(self.loss, self.value)
        if self.demands.noise is not None:
            return max(self.demands.noise, assumed)
        return assumed if self.measured is None else max(self.measured, assumed / 4)
