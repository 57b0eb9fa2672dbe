"""Why a block is wrong: from all its entries where they are known, from a few probes where not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.explanations import Fit, Support, explain, fit, named_ratio
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Block
from autograder.gradcheck.locate import Locator
from autograder.gradcheck.norms import norm, relative_error, rms
from autograder.gradcheck.patterns import (
    SHOWN,
    few_entries,
    in_lines,
    in_region,
    on_diagonal,
    one_entry,
    spread_out,
    tried,
    worst,
)
from autograder.gradcheck.report import Diagnosis, Entry, FloatArray, Kind
from autograder.gradcheck.scales import aligned_direction
from autograder.gradcheck.wording import variable

SMALL = 40
"""Blocks of up to so many entries are measured entry by entry."""

FIT_CALLS, SEARCH_CALLS = 40, 40

_Found = tuple[Diagnosis, tuple[Entry, ...], FloatArray | None]
"""A finding, the worst entries, and the expected gradient in the block's shape where it is all known."""


def diagnose_known(
    block: Block, analytic: FloatArray, expected: FloatArray, x: FloatArray, limit: float, hints: Hints
) -> _Found:
    """Diagnose a block whose expected gradient is known.

    Parameters
    ----------
    block : Block
    analytic, expected, x : ndarray, shape (block.size,)
    limit : float
        Largest difference that counts as equal.
    hints : Hints
    """
    missing = expected - analytic
    wrong = np.abs(missing) > limit
    entries = worst(block, analytic, expected, np.flatnonzero(wrong))
    numerical = expected.reshape(block.shape)
    special = _zero(block, analytic, hints)
    if special is not None:
        return special, entries, numerical
    if np.count_nonzero(wrong) == 1 < block.size:
        return one_entry(block, entries[0]), entries, numerical
    allowed = max(limit, 1e-6 * float(np.abs(missing).max()))
    found = fit(analytic, x, missing, allowed, Support.of(analytic, x))
    if found is not None:
        return explain(found, block, hints), entries, numerical
    if block.size == 1 and (named := named_ratio(analytic[0], expected[0], block, hints)):
        return named, entries, numerical
    if _is_square(block):
        turned = analytic.reshape(block.shape).T.ravel()
        if np.abs(turned - expected).max() <= limit:
            return _transposed(block, entries), entries, numerical
    return spread_out(block, wrong.reshape(block.shape), hints, entries), entries, numerical


def diagnose_probed(locator: Locator, hints: Hints) -> _Found:
    """Diagnose a block from calls of f, as many as the locator's budget allows.

    In order: explanations for the whole block, all entries of a small block, named regions, then one line along
    each axis, several lines, the diagonal, and a few entries anywhere.
    """
    block, ground = locator.block, locator.ground
    analytic = ground.gradient[block.place]
    special = _zero(block, analytic, hints) or _constant_ratio(locator, hints)
    if special is None and locator.may_call(FIT_CALLS):
        special = _whole(locator, hints)
    if special is not None:
        return special, _measured(locator, _largest(locator, analytic)), None
    if block.size <= SMALL and locator.may_call(4 * block.size):
        measured = locator.entries(list(range(block.size)))
        if len(measured) == block.size:
            expected = np.array([measured[i] for i in range(block.size)])
            limit = 1e-4 * float(np.abs(expected - analytic).max())
            return diagnose_known(block, analytic, expected, ground.point[block.place], limit, hints)
    for label, mask in hints.masks(block).items():
        if locator.may_call(12) and locator.holds_all(mask.astype(float)):
            entries = _measured(locator, _largest(locator, analytic * mask.ravel()))
            return in_region(block, label, entries), entries, None
    return _searched(locator)


def _zero(block: Block, analytic: FloatArray, hints: Hints) -> Diagnosis | None:
    if analytic.any():
        return None
    of = f" of {block.name}" if block.name else ""
    called = variable(block.name, hints.variable)
    text = f"the gradient{of} is zero everywhere, yet the function changes with {called}"
    return Diagnosis(Kind.ZERO, text, block.name or None)


def _constant_ratio(locator: Locator, hints: Hints) -> Diagnosis | None:
    """A factor, where all probes that have failed so far saw the same ratio of slopes."""
    analytic = np.array([slopes.analytic for slopes in locator.seen])
    missing = np.array([slopes.missing for slopes in locator.seen])
    entries = np.count_nonzero(locator.ground.gradient[locator.block.place])
    if len(locator.seen) < 2 or np.any(analytic == 0) or entries < 2:
        return None
    ratios = missing / analytic
    if np.ptp(ratios) > 1e-6 * float(np.abs(ratios).max()) or abs(1 + ratios[0]) < 1e-6:
        return None
    return explain(Fit(float(ratios[0]), 0.0), locator.block, hints)


def _is_square(block: Block) -> bool:
    return len(block.shape) == 2 and block.shape[0] == block.shape[1] > 1


def _transposed(block: Block, entries: tuple[Entry, ...]) -> Diagnosis:
    of = f" of {block.name}" if block.name else ""
    index = entries[0].index if entries else None
    return Diagnosis(Kind.TRANSPOSED, f"the gradient{of} is transposed", block.name or None, index=index)


def _whole(locator: Locator, hints: Hints) -> Diagnosis | None:
    """A factor, a regulariser or a transposition that explains the residuals along five directions."""
    block, ground = locator.block, locator.ground
    analytic = locator.shaped(ground.gradient[block.place])
    x, scales = ground.point[block.place], ground.scales[block.place]
    directions = [locator.direction() for _ in range(3)]
    directions += [locator.shaped(aligned_direction(a, scales, locator.rng)) for a in (analytic.ravel(), x)]
    residuals = [locator.missing(direction) for direction in directions]
    missing = np.array([value for value, _ in residuals])
    allowed = 1e-3 * rms(missing) + max(error for _, error in residuals)
    if allowed > 0.05 * rms(missing):
        return None
    slopes = np.array([np.sum(analytic * d) for d in directions])
    x_slopes = np.array([np.sum(locator.shaped(x) * d) for d in directions])
    ones = np.array([np.sum(d) for d in directions])
    found = fit(slopes, x_slopes, missing, allowed, Support.of(analytic.ravel(), x), ones)
    if found is not None:
        return explain(found, block, hints)
    if _is_square(block):
        turned = np.array([np.sum((analytic.T - analytic) * d) for d in directions])
        if np.abs(turned - missing).max() <= allowed:
            return _transposed(block, ())
    return None


def _searched(locator: Locator) -> _Found:
    """Look for one wrong line along each axis; where they cross, for one entry; then for a few lines or entries."""
    block, analytic = locator.block, locator.ground.gradient[locator.block.place]
    single, within = _single_lines(locator)
    if len(single) == len(block.shape) and locator.holds_all(within):
        index = tuple(single[axis] for axis in range(len(block.shape)))
        entries = _measured(locator, [int(np.ravel_multi_index(index, block.shape))])
        if entries:
            return one_entry(block, entries[0]), entries, None
    for axis in sorted(range(len(block.shape)), key=block.shape.__getitem__):  # few lines cost few calls
        candidates = (single[axis],) if axis in single else locator.lines(axis)
        if axis in single and not locator.holds_all(locator.mask(axis, (single[axis],))):
            candidates = locator.lines(axis)  # two lines had the weighted residual of a third
        if not candidates or 2 * len(candidates) > block.shape[axis]:
            continue
        mask = locator.mask(axis, candidates)
        if locator.holds_all(mask):
            few = (
                _few(locator, np.flatnonzero(np.broadcast_to(mask, block.shape)))
                if len(block.shape) > 1
                else None
            )
            if few is not None:
                return few
            inside = np.broadcast_to(mask, block.shape).ravel()
            entries = _measured(locator, _largest(locator, analytic, inside))
            return in_lines(block, axis, candidates, entries), entries, None
    if len(block.shape) == 2 and min(block.shape) > 2 and locator.may_call(12):
        diagonal = np.eye(*block.shape)
        if locator.holds_all(diagonal):
            entries = _measured(locator, _largest(locator, analytic, diagonal.ravel()))
            return on_diagonal(block, entries), entries, None
    few = _few(locator, np.arange(block.size))
    if few is not None:
        return few
    offsets = _largest(locator, analytic)
    entries = _measured(locator, offsets)
    return tried(block, entries, len(offsets)), entries, None


def _few(locator: Locator, offsets: NDArray[np.intp]) -> _Found | None:
    """A handful of wrong entries among these, all measured; None if there are more, or too few calls left."""
    places = locator.few(offsets)
    if not places or not locator.may_call(4 * len(places)):
        return None
    entries = _measured(locator, places, len(places))
    if len(entries) != len(places):
        return None
    if len(entries) == 1:
        return one_entry(locator.block, entries[0]), entries, None
    return few_entries(locator.block, entries), entries, None


def _single_lines(locator: Locator) -> tuple[dict[int, int], FloatArray]:
    """The wrong line along each axis that has only one, and the mask of where they cross.

    A line once found narrows the search along the other axes. A search without result is repeated once
    in another direction, since a kink may have misled it.
    """
    single: dict[int, int] = {}
    within = np.ones(locator.block.shape)
    for axis in range(len(locator.block.shape)):
        for _ in range(2):
            line = locator.line(axis, within) if locator.may_call(SEARCH_CALLS) else None
            if line is not None:
                single[axis] = line
                within = within * locator.mask(axis, (line,))
                break
    return single, within


def _largest(locator: Locator, analytic: FloatArray, inside: FloatArray | None = None) -> list[int]:
    """Entries worth showing: the largest of the analytic gradient within `inside`, and three at random."""
    offsets = np.arange(analytic.size) if inside is None else np.flatnonzero(inside)
    by_size = offsets[np.argsort(-np.abs(analytic[offsets]), kind="stable")]
    picked = locator.rng.choice(offsets, size=min(3, offsets.size), replace=False)
    return list(dict.fromkeys([int(i) for i in by_size[:3]] + [int(i) for i in picked]))


def _measured(locator: Locator, offsets: list[int], most: int = SHOWN) -> tuple[Entry, ...]:
    """The worst of these entries that are wrong at all, measured."""
    block, analytic = locator.block, locator.ground.gradient[locator.block.place]
    found = locator.entries(offsets)
    numerical = analytic.copy()
    for offset, derivative in found.items():
        numerical[offset] = derivative
    size = max(rms(analytic), rms(numerical))
    wrong = [i for i in found if abs(numerical[i] - analytic[i]) > 1e-6 * size]
    return worst(block, analytic, numerical, np.array(wrong, dtype=np.intp), most)


def explained_error(
    diagnosis: Diagnosis, analytic: FloatArray, x: FloatArray, entries: tuple[Entry, ...]
) -> float:
    """The norm-wise relative error that an explanation, or else the entries that are known, amounts to.

    Parameters
    ----------
    diagnosis
        The explanation that was found.
    analytic, x
        Flat arrays: the gradient that was given, and where.
    entries
        The wrong entries that are known, for explanations that are no formula.
    """
    if diagnosis.kind is Kind.ZERO:
        return 1.0
    if diagnosis.kind is Kind.FACTOR and diagnosis.factor:
        return abs(1 - 1 / diagnosis.factor) / (1 + abs(1 / diagnosis.factor))
    expected = analytic.copy()
    if diagnosis.kind is Kind.OFFSET and diagnosis.coefficient:
        expected += diagnosis.coefficient
    elif diagnosis.kind in (Kind.REGULARISER, Kind.PARTS) and diagnosis.coefficient:
        expected += diagnosis.coefficient * x
    else:
        missing = norm(np.array([entry.numerical - entry.analytic for entry in entries]))
        return missing / (2 * norm(analytic) + missing) if missing else 0.0
    return relative_error(analytic, expected)
