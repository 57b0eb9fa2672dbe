"""Where probes start: a point with f, the analytic gradient, the scales and the noise there."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.gradcheck.findings import FloatArray
from autograder.gradcheck.loss import Loss
from autograder.gradcheck.noise import assumed_noise
from autograder.gradcheck.precision import EPS16, EPS32, EPS64

_USUAL_BOUND = {EPS64: 1e-6, EPS32: 2e-2, EPS16: 0.5}
"""The largest relative error that a pass may leave possible, by the precision of f, x and the gradient."""


ZERO, ZERO_AT_MOST = 64.0, 2e-3
"""Units in the last place of its terms that a gradient that counts as zero may have, and never more than this share."""

_LARGEST = 0.5
"""The largest bound of a pass by default, where uneven scales within a block make it larger than the usual one of slopes."""


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

    @property
    def nothing(self) -> float:
        """A gradient that is less than this share of other blocks' gradients, or of f's curvature, counts as zero."""
        return min(ZERO * self.eps, ZERO_AT_MOST)

    def visible(self, eps: float, share: float = 1.0) -> float:
        """The largest error that a probe may leave possible, for an f computed with a relative spacing of eps.

        Parameters
        ----------
        eps : float
        share : float
            How much smaller the plain norm of a block's gradient is than its slopes, because its scales are uneven.

        Returns
        -------
        float
            In units of the slopes.
        """
        asked = self.most * share
        if self.bound is None:
            asked = min(asked, max(_USUAL_BOUND[max(self.eps, eps)], 30 * self.tolerance))
        return asked / (1.0 + asked)  # of the gradient given, where what is asked for is of the true one

    @property
    def most(self) -> float:
        """The largest bound that a pass may have."""
        return _LARGEST if self.bound is None else self.bound


@dataclass(frozen=True)
class Ground:
    """The point where probes start: x, f(x), the analytic gradient there, and f's noise.

    Attributes
    ----------
    magnitude : float
        Size of the terms that make up f there.
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
    magnitude: float
    gradient: FloatArray
    scales: FloatArray
    wider: FloatArray
    demands: Demands
    measured: float | None = None
    slope: float = 0.0

    @property
    def noise(self) -> float:
        """Standard deviation of f's noise at the point: given, measured, or else assumed from the values so far."""
        assumed = assumed_noise(self.loss, self.magnitude)
        if self.demands.noise is not None:
            return max(self.demands.noise, assumed)
        return assumed if self.measured is None else max(self.measured, assumed / 4)
