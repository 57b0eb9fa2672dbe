"""Comparison with a trusted gradient, entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.gradcheck.diagnosis import diagnose_known
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.norms import relative_error, rms
from autograder.gradcheck.report import BlockFinding, FloatArray, Verdict
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
    """Compare at a generic point near x, where no kink lets two right gradients differ.

    Without a gradient function there is only x. With one, x itself may differ where it has a kink, and
    then the other side of x has to agree as well. Where x differs as the generic point does, the
    comparison at x is returned: a student can reproduce its numbers.
    """
    at_x = _compare_at(subject, reference, subject.x, subject.analytic)
    if subject.gradient is None:
        return at_x
    offset = subject.offset()
    beside = _compare_at(subject, reference, *subject.beside(offset))
    if at_x.wrong.any() and not beside.wrong.any():
        beside = _compare_at(subject, reference, *subject.beside(-offset))
    return at_x if np.array_equal(at_x.wrong, beside.wrong) else beside


def _compare_at(
    subject: Subject, reference: Callable[[Any], Any], point: FloatArray, analytic: FloatArray
) -> Comparison:
    layout = subject.layout
    try:
        expected, _ = layout.flatten_gradient(reference(layout.unflatten(point)))
    except Unusable as broken:
        raise ValueError(f"the reference cannot be used: {broken.diagnosis.text}") from broken
    relative = LOOSE if subject.low_precision else max(TIGHT, 1e-3 * subject.tolerance)
    return Comparison(point, analytic, expected, relative * _block_rms(layout, expected))


def _block_rms(layout: Layout, expected: FloatArray) -> FloatArray:
    """The rms of each entry's block, plus a hundredth of the whole gradient's for blocks that are zero."""
    sizes = np.full_like(expected, 0.01 * rms(expected))
    for block in layout.blocks:
        sizes[block.place] += rms(expected[block.place])
    return sizes


def findings(subject: Subject, comparison: Comparison) -> tuple[BlockFinding, ...]:
    """One finding a block, with everything known about each entry."""
    found = []
    for block in subject.layout.blocks:
        analytic, expected = comparison.analytic[block.place], comparison.expected[block.place]
        error = relative_error(analytic, expected)
        if not comparison.wrong[block.place].any():
            found.append(BlockFinding(block.name, Verdict.RIGHT, error))
            continue
        limit = float(comparison.limits[block.place][0])
        x = comparison.point[block.place]
        diagnosis, worst, numerical = diagnose_known(block, analytic, expected, x, limit, subject.hints)
        found.append(BlockFinding(block.name, Verdict.WRONG, error, worst, diagnosis, numerical))
    return tuple(found)
