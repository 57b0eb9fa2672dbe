"""Residual probes: does the analytic slope along one direction agree with central differences?

A probe looks at the residual ``c(t) = (f(x + tv) - f(x - tv) - <g, step>) / 2t``, where `step` is the
difference of the two points as rounded. For a right gradient on smooth ground c vanishes like t^2, down to
noise; for a wrong one it tends to a constant; at a kink the second difference over t does so too.
"""

from __future__ import annotations

import enum
import itertools
import math
from dataclasses import dataclass, field, replace

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

_FIRST = 14
"""Steps are t = 2**-e; this is the first e tried, unless the caller says otherwise: small enough for few kinks and
little curvature, large enough for little noise."""

LARGER, SMALLER, BETWEEN = (-3, -6, -9, -12), (3, 6, 9, 12), (-1, 1, -2, 2, 5, 7)
"""Exponents of further steps, counted from the first. Those between the others settle what is left undecided:
where kinks are close on one side and noise on the other."""

_FINEST = 47
"""Exponent of the smallest step: below it, the rounding of x is all there is."""

_NOISE_FACTOR = 6.0
"""Noise of a residual is taken to be at most this many standard deviations of f's noise over t."""

_FINE_ENOUGH = 2e-8
"""Relative residual that noise may hide in a probe that passes at once; afterwards, what the demanded bound allows."""

BOUND_FACTOR = 20.0
"""An error of so many times what one probe could overlook escapes all three of them once in more than a thousand
times: each sees less than a twentieth of it with a probability of at most a tenth."""

_JUMP = 1e-3
"""Jump of slope, as a share of the residual, that counts as a kink."""

ZERO = 64.0
"""A gradient that changes f by less than so many units in its last place, over a whole scale, counts as zero."""


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
    level: float = math.inf
    moving: int = 1

    def __post_init__(self) -> None:
        self.moving = max(1, int(np.count_nonzero(self.direction)))

    @property
    def limit(self) -> float:
        """The largest residual of a right gradient."""
        return min(self.ground.demands.tolerance, 0.5 * self._visible) * self.size

    @property
    def noise_limit(self) -> float:
        """The largest noise at which "no residual seen" still means something."""
        tolerance = self.ground.demands.tolerance
        enough = max(self._visible - tolerance, 0.5 * self._visible)
        if not self.exhausted:
            enough = min(enough, max(_FINE_ENOUGH, tolerance))
        return enough * self.size

    @property
    def _visible(self) -> float:
        """The relative residual that has to be seen for the bound that is asked for."""
        return self.ground.demands.bound_for(self.ground.loss.grid.eps) / BOUND_FACTOR

    def run(self) -> Outcome:
        """Read at steps in an order that suits what is seen, until the probe passes or fails.

        A residual that is small but too large is curvature or noise: larger steps help. A gross one
        is a mistake or a kink: smaller steps tell them apart, unless it grows on the way down as noise
        does. Running again after `ground` has changed uses the readings there are.
        """
        if not math.isfinite(self.size):
            return Outcome.UNSURE
        first = self.ground.demands.first
        if first not in self.readings:
            self._read(first)
        self._settle_size()
        verdict = self._verdict()
        pending = [e for e in self._order() if e not in self.readings]
        while verdict is None and pending:
            exponent = pending.pop(0)
            if not self._read(exponent):
                continue
            verdict = self._verdict()
            pending = self._worthwhile(exponent, pending)
        self.exhausted = True
        return verdict or self._verdict() or self._finer() or Outcome.UNSURE

    def confirmed(self) -> bool:
        """Whether a failure is seen at the smallest step that noise allows, too, and f does not move in steps.

        Differences over steps that are longer than f's own features, and those of a function that stands
        still between steps of its own, show slopes that are not there. Where the failure is not confirmed,
        only the smaller steps count from now on.
        """
        if self._stands_still():
            return False
        residual, error = self.residual()
        if abs(residual) <= error:
            return False
        finest = max(self.readings)
        sigma = self._sigma(self.readings[finest])
        seen = math.floor(math.log2(abs(residual) / (100 * _NOISE_FACTOR * sigma))) if sigma > 0 else _FINEST
        exponent = min(seen, _FINEST)
        if exponent < finest + 3:
            return True
        if not self._read(exponent):
            return False
        fine = self.readings[exponent]
        if abs(fine.residual - residual) <= 0.1 * abs(residual) + self._noise(fine):
            return True
        self.readings = {exponent: fine}
        self.ground = replace(self.ground, demands=replace(self.ground.demands, first=exponent - 3))
        return False

    def zoomed(self) -> Outcome:
        """Judge again with steps around the smallest one."""
        exponent = max(self.readings)
        for e in (exponent - 3, exponent + 3, exponent - 6, exponent - 9):
            if e <= _FINEST and self._read(e):
                verdict = self._verdict()
                if verdict is not None:
                    return verdict
        return Outcome.UNSURE

    def _settle_size(self) -> None:
        """Find what to compare the residual with where the gradient is next to nothing.

        There it is zero as far as f can show, and the unit is how much f varies over a quarter of a scale;
        where it varies by no more than rounding, the size of f and of the gradient as a whole.
        """
        if not self.readings:
            return
        nothing = ZERO * self.ground.loss.grid.eps
        near = next(iter(self.readings.values()))
        if self.size > nothing * (self.ground.unit + near.rise / near.step**2):
            return
        for exponent in (2, 5, 8):
            if self._read(exponent):
                variation = self.readings[exponent].rise / self.readings[exponent].step
                self.size = variation if variation > nothing * self.ground.unit else self.ground.unit
                return

    def _finer(self) -> Outcome | None:
        """Go on to smaller steps while the residual is gross and stands out of the noise there."""
        while self.readings:
            finest = max(self.readings)
            reading = self.readings[finest]
            if abs(reading.residual) <= max(1e-2 * self.size, 80 * self._noise(reading)):
                return None
            if finest + 3 > _FINEST or not self._read(finest + 3):
                return None
            verdict = self._verdict()
            if verdict is not None:
                return verdict
        return None

    def _stands_still(self) -> bool:
        """Whether f keeps one value over several steps and yet moves further out, as a rounded one does.

        What it moves by at once is then its noise.
        """
        still = [reading for reading in self.readings.values() if reading.rise == 0.0]
        if len(still) < 2:
            return False
        moved = []
        for exponent in (8, 5, 2, 0, -2):
            if exponent in self.readings or self._read(exponent):
                moved.append(self.readings[exponent].rise)
            if exponent == 2 and (any(moved) or not self.ground.loss.grid.whole):
                break
        quantum = min((rise for rise in moved if rise > 0.0), default=0.0)
        if quantum <= 8 * self.ground.noise:
            return False
        self.ground = replace(self.ground, measured=max(quantum, self.ground.noise))
        return True

    def measure(self) -> None:
        """Read at as many steps as it takes to know the residual to four digits or to within the limit."""
        first = self.ground.demands.first
        for exponent in (
            first,
            first + SMALLER[0],
            first + SMALLER[1],
            first + LARGER[0],
            first + SMALLER[2],
        ):
            if exponent in self.readings:
                continue
            self._read(exponent)
            residual, error = self.residual()
            if error <= max(1e-4 * abs(residual), self.limit):
                return

    def residual(self) -> tuple[float, float]:
        """Best estimate of (true - analytic) slope so far, and a bound on its error.

        A kink closer than the steps shifts the residual by half of what it adds to the jump of slope.
        """
        ordered = self._ordered()
        candidates = [(r.residual, max(abs(r.residual), self._noise(r))) for r in ordered]
        for fine, coarse in itertools.pairwise(ordered):
            value, error = self._extrapolated(fine, coarse)
            candidates.append((value, error + abs(jump_of_slope(fine, coarse))))
        return min(candidates, key=lambda pair: pair[1], default=(math.nan, math.inf))

    def steepest(self) -> float:
        """The steepest that f has been seen to move along the direction, above its noise."""
        clear = [r.rise / r.step for r in self.readings.values() if r.rise > 100 * self.ground.noise]
        return max(clear, default=0.0)

    def finest_pair(self) -> tuple[Reading, Reading]:
        """The readings at the two smallest steps."""
        fine, coarse = self._ordered()[:2]
        return fine, coarse

    def finest_noise(self) -> float:
        """Bound on the noise of the residual at the smallest step."""
        return self._noise(self._ordered()[0])

    def overlooked(self) -> float:
        """The residual that this probe, which has passed, could have overlooked."""
        return self.level

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
        at = self.ground.demands.first
        larger, smaller = [at + e for e in LARGER], [at + e for e in SMALLER]
        between = [at + e for e in BETWEEN]
        first = self.readings.get(at)
        if first is None:
            return [*smaller, *between[1::2]]
        if abs(first.residual) <= self._noise(first):
            return [*larger, *between]
        if abs(first.residual) <= 1e-5 * self.size:
            return [e for pair in zip(larger, smaller) for e in pair] + between
        return [*smaller, *larger, *between]

    def _read(self, exponent: int) -> bool:
        """Take one reading; False where f is not finite so far out."""
        ground, t = self.ground, 2.0**-exponent
        ahead = ground.point + t * self.direction
        behind = ground.point - t * self.direction
        try:
            above, below = ground.loss(ahead), ground.loss(behind)
        except Unusable as broken:
            if (
                broken.diagnosis.kind is Kind.LOSS_NOT_FINITE
                and exponent < ground.demands.first + SMALLER[-1]
            ):
                return False
            raise
        ahead -= behind
        predicted = float(ground.gradient @ ahead)
        residual = (ground.loss.total(above - below) - predicted) / (2 * t)
        rise, fall = above - ground.value, ground.value - below
        bend = ground.loss.total(rise - fall) / t
        largest = max(ground.loss.magnitude(rise), ground.loss.magnitude(fall))
        self.readings[exponent] = Reading(t, residual, bend, largest)
        return True

    def _sigma(self, reading: Reading) -> float:
        """Standard deviation of f's noise at a reading.

        Beside the noise at the point, f has the rounding of its own larger values there, and that of what it
        computes from x on the way: a relative eps of x, different in every entry, moves f by its slope.
        """
        ground, slope = self.ground, reading.rise / reading.step
        return ground.noise + ground.loss.grid.eps * (reading.rise + slope / math.sqrt(self.moving))

    def _noise(self, reading: Reading) -> float:
        """Bound on the rounding noise of a residual."""
        return _NOISE_FACTOR * self._sigma(reading) / reading.step

    def _extrapolated(self, fine: Reading, coarse: Reading) -> tuple[float, float]:
        return residual_with_error(fine, coarse, self._noise(fine))

    def _verdict(self) -> Outcome | None:
        ordered = self._ordered()
        if any(self._passes(ordered[i : i + 3]) for i in range(len(ordered))):
            return Outcome.PASS
        for start, triple in enumerate(zip(ordered, ordered[1:], ordered[2:])):
            verdict = self._judged(*triple)
            if verdict is not None and self._contradicted(verdict, triple, ordered[:start]):
                verdict = None
            if verdict is not None:
                return verdict
        return None

    def _contradicted(self, verdict: Outcome, seen: tuple[Reading, ...], finer: list[Reading]) -> bool:
        """Whether smaller steps show something else: then those of `seen` are longer than f's features."""
        if verdict is Outcome.FAIL:
            return any(abs(r.residual) + self._noise(r) < 0.5 * abs(seen[0].residual) for r in finer)
        jump = jump_of_slope(seen[0], seen[1])
        return any(abs(r.bend - jump) > 0.5 * abs(jump) + 2 * self._noise(r) for r in finer)

    def _passes(self, readings: list[Reading]) -> bool:
        """Whether the first reading, or its extrapolation with the next one or two, shows no residual."""
        noise = self._noise(readings[0])
        if noise > self.noise_limit:
            return False
        limit = max(self.limit, noise)
        estimates = [residual_at_zero(readings[:n]) for n in range(1, len(readings) + 1)]
        estimates += [residual_at_zero(readings[:n], power=1) for n in range(2, len(readings) + 1)]
        if any(abs(estimate) <= limit for estimate in estimates):
            self.level = self.limit + noise
            return True
        return False

    def _worthwhile(self, exponent: int, pending: list[int]) -> list[int]:
        """Leave out steps that cannot help after the reading at `exponent`.

        Smaller ones once the residual drowns in noise or grows as noise does; larger ones once it has
        grown by more than curvature explains, since kinks lie in between.
        """
        here = self.readings[exponent]
        size, noise = abs(here.residual), self._noise(here)
        if exponent > self.ground.demands.first:
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
        curvature leaves of a jump shrinks with the step. Any jump counts, since it also spoils the
        extrapolation of the residual.
        """
        small, large = jump_of_slope(fine, middle), jump_of_slope(middle, coarse)
        noise = 2 * self._noise(fine)
        steady = abs(small - large) <= 0.1 * abs(small)
        if steady and abs(small) > 1e-6 * self.size + 4 * noise:
            return Outcome.KINK
        if not self._fails(fine, middle, coarse):
            return None
        residual, _ = self._extrapolated(fine, middle)
        if abs(small) <= _JUMP * abs(residual) + noise or abs(small) < 0.25 * abs(large):
            return Outcome.FAIL
        return Outcome.KINK if abs(small - large) <= 0.25 * abs(small) else None
