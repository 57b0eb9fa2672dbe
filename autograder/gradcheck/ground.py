"""Where probes start: a point with f, the analytic gradient, the scales and the noise there."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.gradcheck.loss import Loss
from autograder.gradcheck.noise import assumed_noise
from autograder.gradcheck.report import FloatArray


@dataclass(frozen=True)
class Ground:
    """The point where probes start: x, f(x), the analytic gradient there, and f's noise.

    Attributes
    ----------
    scales, wider : ndarray, shape (n,)
        Coordinate scales, and those at which blocks too small to be seen are tried once more.
    tolerance : float
        Relative residual that a right gradient may have.
    only_point : bool
        Whether no other point can be tried, so that a kink must be seen past as far as possible.
    measured : float or None
        Standard deviation of f's noise, where it has been measured.
    """

    loss: Loss
    point: FloatArray
    value: FloatArray
    gradient: FloatArray
    scales: FloatArray
    wider: FloatArray
    tolerance: float
    only_point: bool
    measured: float | None = None

    @property
    def noise(self) -> float:
        """Standard deviation of f's noise: measured, or else assumed from the values seen so far."""
        return assumed_noise(self.loss, self.value) if self.measured is None else self.measured
