"""Residual probes: does the analytic slope along one direction agree with central differences?

A probe looks at the residual ``c(t) = (f(x + tv) - f(x - tv) - <g, step>) / 2t``, where `step` is the
difference of the two points as rounded. For a right gradient on smooth ground c vanishes like t^2, down to
noise; for a wrong one it tends to a constant; at a kink the second difference over t does so too.
"""

from __future__ import annotations

import enum
import itertools
import math
from dataclasses import dataclass, field

import numpy as np

from autograder.gradcheck.extrapolation import (
    Reading,
    jump_of_slope,
    residual_at_zero,
    residual_with_error,
)
from autograder.gradcheck.ground import Ground
from autograder.gradcheck.layout import Unusable
from autograder.gradcheck.report import FloatArray, Kind, Trace

FIRST = 14
"""Steps are t = 2**-e; this is the first e tried: small enough for few kinks and little curvature, large
enough for little noise."""

LARGER, SMALLER, BETWEEN = (11, 8, 5, 2), (17, 20, 23, 26), (13, 15, 12, 16, 19, 21)
"""The exponents e of further steps. Those between the others settle what is left undecided: where kinks
are close on one side and noise on the other."""

NOISE_FACTOR = 6.0
"""Noise of a residual is taken to be at most this many standard deviations of f's noise over t."""

FINE_ENOUGH, GOOD_ENOUGH = 2e-8, 4e-8
"""Relative residuals that noise may hide, so that 1e-7 is never overlooked: at first, and at last."""

ALONE, AMONG_OTHERS = 0.5, 1e-3
"""Jump of slope, as a share of the residual, that counts as a kink: where x is the only point that can be
tested, and where others can be tried."""


class Outcome(enum.Enum):
    """What one probe shows."""

    PASS = enum.auto()
    FAIL = enum.auto()
    KINK = enum.auto()
    UNSURE = enum.auto()


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
    exhausted: bool = False

    @property
    def limit(self) -> float:
        """The largest residual of a right gradient."""
        return self.ground.tolerance * self.size

    @property
    def noise_limit(self) -> float:
        """The largest noise at which "no residual seen" still means something.

        A fraction `FINE_ENOUGH` of the gradient's size, or `GOOD_ENOUGH` after all steps; more only where
        f is so noisy that even a step of 2^-8 cannot resolve that, and never more than 1e-3.
        """
        attainable = NOISE_FACTOR * self.ground.noise * 2**8
        enough = max(GOOD_ENOUGH if self.exhausted else FINE_ENOUGH, self.ground.tolerance)
        return float(np.clip(attainable, enough * self.size, 1e-3 * self.size))

    def run(self) -> Outcome:
        """Read at steps in an order that suits what is seen, until the probe passes or fails.

        A residual that is small but too large is curvature or noise: larger steps help. A gross one
        is a mistake or a kink: smaller steps tell them apart, unless it grows on the way down as noise
        does. Running again after `ground` has changed uses the readings there are.
        """
        if not math.isfinite(self.size):
            return Outcome.UNSURE
        if FIRST not in self.readings:
            self._read(FIRST)
        verdict = self._verdict()
        pending = [e for e in self._order() if e not in self.readings]
        while verdict is None and pending:
            exponent = pending.pop(0)
            if not self._read(exponent):
                continue
            verdict = self._verdict()
            pending = self._worthwhile(exponent, pending)
        self.exhausted = True
        return verdict or self._verdict() or Outcome.UNSURE

    def measure(self) -> None:
        """Read at as many steps as it takes to know the residual to four digits or a tenth of the limit."""
        for exponent in (FIRST, *SMALLER[:2], LARGER[0], SMALLER[2]):
            self._read(exponent)
            residual, error = self.residual()
            if error <= max(1e-4 * abs(residual), 0.1 * self.limit):
                return

    def residual(self) -> tuple[float, float]:
        """Best estimate of (true - analytic) slope so far, and a bound on its error.

        A kink closer than the steps shifts the residual by half of what it adds to the jump of slope.
        """
        ordered = self._ordered()
        candidates = [(reading.residual, abs(reading.residual)) for reading in ordered]
        for fine, coarse in itertools.pairwise(ordered):
            value, error = self._extrapolated(fine, coarse)
            candidates.append((value, error + abs(jump_of_slope(fine, coarse))))
        return min(candidates, key=lambda pair: pair[1], default=(math.nan, math.inf))

    def resolution(self) -> float:
        """Relative size of the residual that a passing probe could have overlooked."""
        best = min((self._noise(reading) for reading in self.readings.values()), default=math.inf)
        return max(self.limit, min(best, self.noise_limit)) / self.size if self.size > 0 else 0.0

    def trace(self) -> Trace:
        """The readings for a picture, smallest step first."""
        ordered, size = self._ordered(), self.size or 1.0
        return Trace(
            tuple(reading.step for reading in ordered),
            tuple(abs(reading.residual) / size for reading in ordered),
            tuple(self._noise(reading) / size for reading in ordered),
        )

    def _ordered(self) -> list[Reading]:
        """The readings, smallest step first."""
        return [self.readings[e] for e in sorted(self.readings, reverse=True)]

    def _order(self) -> list[int]:
        first = self.readings.get(FIRST)
        if first is None:
            return [*SMALLER, *BETWEEN[1::2]]
        if abs(first.residual) <= self._noise(first):
            return [*LARGER, *BETWEEN]
        if abs(first.residual) <= 1e-5 * self.size:
            return [e for pair in zip(LARGER, SMALLER) for e in pair] + list(BETWEEN)
        return [*SMALLER, *LARGER, *BETWEEN]

    def _read(self, exponent: int) -> bool:
        """Take one reading; False where f is not finite so far out."""
        ground, t = self.ground, 2.0**-exponent
        ahead = ground.point + t * self.direction
        behind = ground.point - t * self.direction
        try:
            above, below = ground.loss(ahead), ground.loss(behind)
        except Unusable as broken:
            if broken.diagnosis.kind is Kind.LOSS_NOT_FINITE and exponent < SMALLER[-1]:
                return False
            raise
        predicted = float(ground.gradient @ (ahead - behind))
        residual = (ground.loss.total(above - below) - predicted) / (2 * t)
        bend = ground.loss.total((above - ground.value) - (ground.value - below)) / t
        self.readings[exponent] = Reading(t, residual, bend)
        return True

    def _noise(self, reading: Reading) -> float:
        """Bound on the rounding noise of a residual."""
        return NOISE_FACTOR * self.ground.noise / reading.step

    def _extrapolated(self, fine: Reading, coarse: Reading) -> tuple[float, float]:
        return residual_with_error(fine, coarse, self._noise(fine))

    def _verdict(self) -> Outcome | None:
        ordered = self._ordered()
        if any(self._passes(ordered[i : i + 3]) for i in range(len(ordered))):
            return Outcome.PASS
        for triple in zip(ordered, ordered[1:], ordered[2:]):
            verdict = self._judged(*triple)
            if verdict is not None:
                return verdict
        return None

    def _passes(self, readings: list[Reading]) -> bool:
        """Whether the first reading, or its extrapolation with the next one or two, shows no residual."""
        limit, noise = self.limit, self._noise(readings[0])
        if noise <= self.noise_limit:
            limit = max(limit, noise)
        estimates = [residual_at_zero(readings[:n]) for n in range(1, len(readings) + 1)]
        estimates += [residual_at_zero(readings[:n], power=1) for n in range(2, len(readings) + 1)]
        return any(abs(estimate) <= limit for estimate in estimates)

    def _worthwhile(self, exponent: int, pending: list[int]) -> list[int]:
        """Leave out steps that cannot help after the reading at `exponent`.

        Smaller ones once the residual drowns in noise or grows as noise does; larger ones once it has
        grown by more than curvature explains, since kinks lie in between.
        """
        here = self.readings[exponent]
        size, noise = abs(here.residual), self._noise(here)
        if exponent > FIRST:
            larger = self.readings.get(
                max((e for e in self.readings if e < exponent), default=exponent), here
            )
            if size <= noise or size > 4 * abs(larger.residual) + self._noise(larger):
                return [e for e in pending if e < exponent]
        elif any(
            size > 100 * abs(r.residual) + noise for e, r in self.readings.items() if 0 < e - exponent <= 3
        ):
            return [e for e in pending if e > exponent]
        return pending

    def _fails(self, fine: Reading, middle: Reading, coarse: Reading) -> bool:
        """Whether two extrapolations show the same residual, far above noise and their difference."""
        small, _ = self._extrapolated(fine, middle)
        large, _ = self._extrapolated(middle, coarse)
        return abs(small) > 4 * (abs(small - large) + self._noise(fine))

    def _judged(self, fine: Reading, middle: Reading, coarse: Reading) -> Outcome | None:
        """FAIL or KINK, where three steps in a row are clear about it.

        A kink at the point itself shows as a jump of slope on which two pairs of steps agree; what
        curvature leaves of a jump shrinks with the step. Where other points can be tried, any jump
        counts, since it also spoils the extrapolation of the residual; where not, only one that could
        explain the residual.
        """
        small, large = jump_of_slope(fine, middle), jump_of_slope(middle, coarse)
        noise = 2 * self._noise(fine)
        steady = abs(small - large) <= 0.1 * abs(small)
        if steady and abs(small) > 1e-6 * self.size + 4 * noise and not self.ground.only_point:
            return Outcome.KINK
        if not self._fails(fine, middle, coarse):
            return None
        share = ALONE if self.ground.only_point else AMONG_OTHERS
        residual, _ = self._extrapolated(fine, middle)
        if abs(small) <= share * abs(residual) + noise or abs(small) < 0.25 * abs(large):
            return Outcome.FAIL
        return Outcome.KINK if abs(small - large) <= 0.25 * abs(small) else None
