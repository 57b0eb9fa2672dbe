"""Residual probes: does the analytic slope along one direction agree with central differences?

A probe looks at the residual ``c(t) = (f(x + tv) - f(x - tv) - <g, step>) / 2t``, where `step` is the
difference of the two points as rounded. For a right gradient on smooth ground c is O(t^2) plus noise; for
a wrong one it tends to a constant; at a kink the second difference divided by t tends to a constant too.
Steps t are powers of 8, so that Richardson extrapolation is ``(64 c(t) - c(8t)) / 63`` and once more
``(4096 R(t) - R(8t)) / 4095``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np

from autograder.gradcheck.layout import Unusable
from autograder.gradcheck.loss import Loss
from autograder.gradcheck.noise import assumed_noise
from autograder.gradcheck.report import FloatArray, Kind, Trace

FIRST = 2.0**-14
"""The first step tried: small enough for few kinks and little curvature, large enough for little noise."""

LARGEST, SMALLEST = -4, 4
"""Levels: the step at level k is ``FIRST * 8**-k``, from ¼ to 1.5e-8."""

NOISE_FACTOR = 8.0
"""Noise of a residual is taken to be at most this many standard deviations of f's noise over t."""


class Outcome(enum.Enum):
    """What one probe shows."""

    PASS = enum.auto()
    FAIL = enum.auto()
    KINK = enum.auto()
    UNSURE = enum.auto()


@dataclass(frozen=True)
class Ground:
    """The point where probes start: x, f(x), the analytic gradient there, and f's noise.

    Attributes
    ----------
    tolerance : float
        Relative residual that a right gradient may have.
    kink_share : float
        A kink counts once its jump of slope exceeds this share of the residual. Small where another
        point can be tried, larger where this is the only one.
    measured : float or None
        Standard deviation of f's noise, where it has been measured.
    """

    loss: Loss
    point: FloatArray
    value: FloatArray
    gradient: FloatArray
    scales: FloatArray
    tolerance: float
    kink_share: float
    measured: float | None = None

    @property
    def noise(self) -> float:
        """Standard deviation of f's noise: measured, or else assumed from the values seen so far."""
        return assumed_noise(self.loss, self.value) if self.measured is None else self.measured


@dataclass(frozen=True)
class Reading:
    """Central difference at one step: residual slope c, second difference over t, bound on noise."""

    step: float
    residual: float
    bend: float
    noise: float


@dataclass
class Probe:
    """One direction at one point, read at as many steps as it takes.

    Parameters
    ----------
    ground : Ground
    direction : ndarray, shape (n,)
        In the units of x, of the order of the coordinate scales.
    size : float
        What the residual is compared with: the size of the analytic gradient along such directions.
    """

    ground: Ground
    direction: FloatArray
    size: float
    readings: dict[int, Reading] = field(default_factory=dict)

    @property
    def limit(self) -> float:
        """The largest residual of a right gradient."""
        return self.ground.tolerance * self.size

    @property
    def noise_limit(self) -> float:
        """The largest noise at which "no residual seen" still means something.

        2e-8 of the gradient's size, so that 1e-7 is never overlooked; more only where f is so noisy that
        even a step of 2^-8 cannot resolve that, and never more than 1e-3.
        """
        attainable = NOISE_FACTOR * self.ground.noise * 2**8
        return float(np.clip(attainable, max(2e-8, self.ground.tolerance) * self.size, 1e-3 * self.size))

    def run(self) -> Outcome:
        """Read at steps in an order that suits what is seen, until the probe passes or fails.

        A residual that is small but too large is curvature or noise: larger steps help. A gross one
        is a mistake or a kink: smaller steps tell them apart, unless it grows on the way down as noise
        does.
        """
        if self._read(0) and self._passes(0):
            return Outcome.PASS
        pending = self._order()
        while pending:
            level = pending.pop(0)
            if not self._read(level):
                continue
            if any(self._passes(k) for k in self.readings):
                return Outcome.PASS
            verdict = self._failure()
            if verdict is not None:
                return verdict
            if level > 0 and self._grows(level):
                pending = [k for k in pending if k < 0]
        return Outcome.UNSURE

    def measure(self) -> None:
        """Read at as many steps as it takes to know the residual to four digits or a tenth of the limit."""
        for level in (0, 1, -1, 2):
            self._read(level)
            residual, error = self.residual()
            if error <= max(1e-4 * abs(residual), 0.1 * self.limit):
                return

    def _order(self) -> list[int]:
        up = list(range(-1, LARGEST - 1, -1))
        down = list(range(1, SMALLEST + 1))
        first = self.readings.get(0)
        if first is None:
            return down
        if abs(first.residual) <= first.noise:
            return up
        if abs(first.residual) <= 1e-5 * self.size:
            return [k for pair in zip(up, down) for k in pair]
        return down + up

    def _read(self, level: int) -> bool:
        """Take one reading; False where f is not finite so far out."""
        ground, t = self.ground, FIRST * 8.0**-level
        ahead = ground.point + t * self.direction
        behind = ground.point - t * self.direction
        try:
            above, below = ground.loss(ahead), ground.loss(behind)
        except Unusable as broken:
            if broken.diagnosis.kind is Kind.LOSS_NOT_FINITE and level < SMALLEST:
                return False
            raise
        predicted = float(ground.gradient @ (ahead - behind))
        residual = (ground.loss.total(above - below) - predicted) / (2 * t)
        bend = ground.loss.total((above - ground.value) - (ground.value - below)) / t
        self.readings[level] = Reading(t, residual, bend, NOISE_FACTOR * ground.noise / t)
        return True

    def _estimates(self, level: int) -> list[float]:
        """The residual at this step, and what extrapolation with larger steps makes of it."""
        here, above, top = (self.readings.get(k) for k in (level, level - 1, level - 2))
        if here is None:
            return []
        estimates = [here.residual]
        if above is not None:
            estimates.append((64 * here.residual - above.residual) / 63)
        if above is not None and top is not None:
            coarse = (64 * above.residual - top.residual) / 63
            estimates.append((4096 * estimates[1] - coarse) / 4095)
        return estimates

    def _passes(self, level: int) -> bool:
        reading = self.readings.get(level)
        if reading is None:
            return False
        limit = self.limit
        if reading.noise <= self.noise_limit:
            limit = max(limit, reading.noise)
        return any(abs(estimate) <= limit for estimate in self._estimates(level))

    def _grows(self, level: int) -> bool:
        here, above = self.readings[level], self.readings.get(level - 1)
        return above is not None and abs(here.residual) > 4 * abs(above.residual) + above.noise

    def _extrapolated(self, level: int) -> tuple[float, float] | None:
        """Residual for t -> 0 from the steps at `level` and the one above, and a bound on its error."""
        here, above = self.readings.get(level), self.readings.get(level - 1)
        if here is None or above is None:
            return None
        correction = (here.residual - above.residual) / 63
        return here.residual + correction, abs(correction) + here.noise

    def _failure(self) -> Outcome | None:
        """FAIL or KINK once two extrapolations from three steps in a row agree on a residual."""
        for level in sorted(self.readings, reverse=True):
            fine, coarse = self._extrapolated(level), self._extrapolated(level - 1)
            if fine is None or coarse is None:
                continue
            clear = abs(fine[0]) > 4 * fine[1] and abs(coarse[0]) > 4 * coarse[1]
            if not clear or abs(fine[0] - coarse[0]) > 0.25 * abs(fine[0]):
                continue
            return Outcome.KINK if self._has_kink(level, fine[0]) else Outcome.FAIL
        return None

    def _has_kink(self, level: int, residual: float) -> bool:
        here, above = self.readings[level], self.readings[level - 1]
        jump = (8 * here.bend - above.bend) / 7  # removes what curvature adds to the second difference
        return abs(jump) > self.ground.kink_share * abs(residual) + 2 * here.noise

    def residual(self) -> tuple[float, float]:
        """Best estimate of (true - analytic) slope so far, and a bound on its error."""
        candidates = [pair for level in self.readings if (pair := self._extrapolated(level))]
        candidates += [(r.residual, abs(r.residual)) for r in self.readings.values()]
        return min(candidates, key=lambda pair: pair[1], default=(float("nan"), float("inf")))

    def resolution(self) -> float:
        """Relative size of the residual that a passing probe could have overlooked."""
        best = min((r.noise for r in self.readings.values()), default=float("inf"))
        return max(self.limit, min(best, self.noise_limit)) / self.size if self.size > 0 else 0.0

    def trace(self) -> Trace:
        """The readings for a picture, largest step first."""
        ordered = [self.readings[level] for level in sorted(self.readings)]
        size = self.size or 1.0
        return Trace(
            tuple(r.step for r in ordered),
            tuple(abs(r.residual) / size for r in ordered),
            tuple(r.noise / size for r in ordered),
        )
