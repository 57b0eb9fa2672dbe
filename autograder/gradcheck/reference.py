"""Comparison with a trusted gradient, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.gradcheck.diagnosis import diagnose_known
from autograder.gradcheck.layout import Unusable
from autograder.gradcheck.nearby import Fit, entry_sizes, explore
from autograder.gradcheck.norms import norm, relative_error
from autograder.gradcheck.report import BlockFinding, FloatArray, Verdict
from autograder.gradcheck.scales import coordinate_scales, jitter
from autograder.gradcheck.subject import Subject

TIGHT, LOOSE = 1e-12, 1e-5
"""Limits in units of the block's rms, for float64 and float32. Summing in another order changes a float64
gradient by up to 3e-15 of its rms, computing in float32 by up to 2e-6."""


@dataclass(frozen=True)
class Comparison:
    """Analytic and trusted gradient at one point, and which entries differ; all flat."""

    point: FloatArray
    analytic: FloatArray
    expected: FloatArray
    limits: FloatArray

    @property
    def wrong(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which entries differ by more than rounding explains."""
        return ~(np.abs(self.analytic - self.expected) <= self.limits)


def compare(subject: Subject, reference: Callable[[Any], Any]) -> Comparison:
    """Compare at x and, with a gradient function, at a generic point near it.

    At x, two right gradients may differ on entries with a kink, as long as each lies between the slopes on its
    sides; on all others they have to agree. Where they differ at x for that reason, the gradient has to be right
    on both sides of x. Rounding is judged by the larger of the gradients at x and near it: at a minimum there
    is nothing but rounding.
    """
    trusted = _Trusted(subject, reference)
    at_x = trusted.compared(subject.x, subject.analytic)
    differs = at_x.wrong.any()
    if differs:
        at_x = _excused(subject, trusted, at_x)
    if subject.gradient is None or at_x.wrong.any():
        return at_x
    offset = subject.offset()
    beside = trusted.compared(*subject.beside(offset))
    if differs and not beside.wrong.any():
        beside = trusted.compared(*subject.beside(-offset))
    return beside if beside.wrong.any() else at_x


@dataclass(frozen=True)
class _Trusted:
    """The trusted gradient as a function of the flat point."""

    subject: Subject
    reference: Callable[[Any], Any]

    def __call__(self, point: FloatArray) -> FloatArray:
        layout = self.subject.layout
        try:
            return layout.flatten_gradient(self.reference(layout.unflatten(point)))[0]
        except Unusable as broken:
            raise ValueError(f"the reference cannot be used: {broken.diagnosis.text}") from broken

    def compared(self, point: FloatArray, analytic: FloatArray) -> Comparison:
        expected = self(point)
        limits = _relative_limit(self.subject) * entry_sizes(self.subject.layout, expected)
        return Comparison(point, analytic, expected, limits)


def _excused(subject: Subject, trusted: _Trusted, at_x: Comparison) -> Comparison:
    """The comparison at x without the differences that kinks and rounding explain."""
    layout, x = subject.layout, subject.x
    scales = coordinate_scales(layout, x, at_x.expected)
    around, fits = explore(trusted, layout, x, at_x.analytic, scales, subject.rng, subject.eps)
    allowed = Fit.UNSURE.value if subject.gradient is not None else Fit.INSIDE.value
    near = trusted(layout.rounded(x + jitter(scales, subject.rng)))
    rounding = _relative_limit(subject) * entry_sizes(layout, near)
    excused = (around.kinked & (fits <= allowed)) | (np.abs(at_x.analytic - at_x.expected) <= rounding)
    expected = np.where(excused, at_x.analytic, at_x.expected)
    return Comparison(x, at_x.analytic, expected, at_x.limits)


def _relative_limit(subject: Subject) -> float:
    """How far an entry may be from the reference's, in units of its block's rms."""
    if subject.low_precision:
        return max(LOOSE, subject.demands.tolerance)
    return max(TIGHT, 1e-3 * subject.demands.tolerance)


def findings(subject: Subject, comparison: Comparison) -> tuple[BlockFinding, ...]:
    """One finding a block, with everything known about each entry."""
    found = []
    for block in subject.layout.blocks:
        analytic, expected = comparison.analytic[block.place], comparison.expected[block.place]
        error = relative_error(analytic, expected)
        limits = comparison.limits[block.place]
        if not comparison.wrong[block.place].any():
            size = norm(expected) or norm(comparison.expected)
            bound = norm(limits) / size if size else 0.0
            found.append(BlockFinding(block.name, Verdict.RIGHT, error, bound=max(bound, error)))
            continue
        x = comparison.point[block.place]
        diagnosis, worst, numerical = diagnose_known(
            block, analytic, expected, x, float(limits[0]), subject.hints
        )
        found.append(BlockFinding(block.name, Verdict.WRONG, error, worst, diagnosis, numerical))
    return tuple(found)
