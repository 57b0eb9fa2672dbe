"""Which entries of a block are wrong, in words: one entry, rows, columns, a named region, or many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Block
from autograder.gradcheck.report import Diagnosis, Entry, FloatArray, Index, Kind
from autograder.gradcheck.wording import digits_apart

SHOWN = 3
"""Entries named in a finding."""

FEW = 4
"""So many wrong entries are named one by one."""


def spread_out(block: Block, wrong: NDArray[np.bool_], hints: Hints, entries: tuple[Entry, ...]) -> Diagnosis:
    """Describe the set of wrong entries, `wrong` in the block's shape with at least one True.

    Parameters
    ----------
    block
        The parameter.
    wrong
        Boolean, in the block's shape, with at least one True.
    hints
        Regions that the check's author has named.
    entries
        The worst wrong entries, worst first.
    """
    count = int(wrong.sum())
    if count == 1 and block.size > 1:
        return one_entry(block, entries[0])
    region = next((label for label, mask in hints.masks(block).items() if _only_in(wrong, mask)), None)
    if region is not None:
        return in_region(block, region, entries)
    if wrong.ndim == 2 and min(wrong.shape) > 2 and not np.any(wrong[~np.eye(*wrong.shape, dtype=np.bool_)]):
        return on_diagonal(block, entries)
    if 1 < count <= FEW and 2 * count < block.size and not _fills_a_line(wrong):
        return few_entries(block, entries, count)
    if wrong.ndim == 2:
        rows, columns = np.flatnonzero(wrong.any(axis=1)), np.flatnonzero(wrong.any(axis=0))
        if 2 * len(columns) <= wrong.shape[1] and len(columns) <= len(rows):
            return in_lines(block, 1, tuple(int(j) for j in columns), entries)
        if 2 * len(rows) <= wrong.shape[0]:
            return in_lines(block, 0, tuple(int(i) for i in rows), entries)
    return everywhere(block, entries, count)


def _fills_a_line(wrong: NDArray[np.bool_]) -> bool:
    """Say whether the wrong entries of a matrix are one whole row or column."""
    if wrong.ndim != 2:
        return False
    return any(
        wrong.any(axis=1 - axis).sum() == 1 and wrong.sum() == wrong.shape[1 - axis] for axis in (0, 1)
    )


def _only_in(wrong: NDArray[np.bool_], mask: NDArray[np.bool_]) -> bool:
    return not (wrong & ~mask).any() and 2 * int((wrong & mask).sum()) >= int(mask.sum())


def one_entry(block: Block, entry: Entry) -> Diagnosis:
    """The finding for a single wrong entry."""
    expected, got = digits_apart(entry.numerical, entry.analytic)
    text = f"only one entry{_of(block)} differs: at {block.at(entry.index)} expected {expected}, got {got}"
    return _with_entry(Kind.ENTRY, text, block, (entry,))


def few_entries(block: Block, entries: tuple[Entry, ...], count: int = 0) -> Diagnosis:
    """The finding for a handful of wrong entries, of which these are the worst.

    Parameters
    ----------
    block
        The parameter.
    entries
        The worst wrong entries, worst first.
    count
        How many entries are wrong; 0 where they are just these.
    """
    count = count or len(entries)
    listed = ", ".join(block.at(entry.index) for entry in entries[:FEW])
    more = ", ..." if count > len(entries[:FEW]) else ""
    text = f"only {count} entries{_of(block)} differ: at {listed}{more}"
    return _with_entry(Kind.ENTRIES, text, block, entries)


def on_diagonal(block: Block, entries: tuple[Entry, ...]) -> Diagnosis:
    """The finding for errors on the diagonal alone."""
    return _with_entry(Kind.DIAGONAL, f"only the diagonal{_of(block)} differs", block, entries)


def in_region(block: Block, label: str, entries: tuple[Entry, ...]) -> Diagnosis:
    """The finding for errors within a region that the check's author has named.

    Parameters
    ----------
    block
        The parameter.
    label
        The author's name for the region.
    entries
        The worst wrong entries, worst first.
    """
    text = f"only {label}{_of(block)} differs"
    return _with_entry(Kind.REGION, text, block, entries, label=label)


def in_lines(block: Block, axis: int, indices: tuple[int, ...], entries: tuple[Entry, ...]) -> Diagnosis:
    """The finding for errors within some rows (axis 0), columns (axis 1) or slices of another axis.

    Parameters
    ----------
    block
        The parameter.
    axis, indices
        The axis along which the lines are counted, and the numbers of the wrong ones.
    entries
        The worst wrong entries, worst first.
    """
    noun = ("row", "column")[axis] if len(block.shape) == 2 else f"slice along axis {axis}"
    kind = Kind.COLUMNS if axis == 1 and len(block.shape) == 2 else Kind.ROWS
    plural, verb = ("", "s") if len(indices) == 1 else ("s", "")
    if len(indices) > 1 and not noun.endswith(("row", "column")):
        noun, plural = f"slices along axis {axis}", ""
    listed = ", ".join(str(i) for i in indices[:6]) + (", ..." if len(indices) > 6 else "")
    text = f"only {noun}{plural} {listed}{_of(block)} differ{verb}"
    return _with_entry(kind, text, block, entries, indices=indices)


def tried(block: Block, entries: tuple[Entry, ...], count: int) -> Diagnosis:
    """The finding where `count` entries were tried and these turned out wrong.

    Parameters
    ----------
    block
        The parameter.
    entries
        Those of the tried entries that are wrong, worst first.
    count
        How many were tried.
    """
    if not entries:
        text = f"some entries of the gradient{_of(block)} differ"
    elif len(entries) == min(count, SHOWN):
        text = f"many entries of the gradient{_of(block)} differ"
    else:
        text = f"some entries of the gradient{_of(block)} differ, among them {block.at(entries[0].index)}"
    return _with_entry(Kind.SPREAD, text, block, entries)


def everywhere(block: Block, entries: tuple[Entry, ...], count: int) -> Diagnosis:
    """The finding for `count` errors without a simple pattern.

    Parameters
    ----------
    block
        The parameter.
    entries
        The worst wrong entries, worst first.
    count
        How many entries are wrong.
    """
    if block.size == 1 and entries:
        expected, got = digits_apart(entries[0].numerical, entries[0].analytic)
        text = f"the derivative{_of(block)} should be {expected}, got {got}"
    else:
        text = f"{count} of {block.size} entries of the gradient{_of(block)} differ"
    return _with_entry(Kind.SPREAD, text, block, entries)


def _with_entry(
    kind: Kind,
    text: str,
    block: Block,
    entries: tuple[Entry, ...],
    *,
    label: str | None = None,
    indices: tuple[int, ...] = (),
) -> Diagnosis:
    index: Index | None = None
    expected, got = None, None
    if entries:
        index, expected, got = entries[0].index, entries[0].numerical, entries[0].analytic
    return Diagnosis(
        kind, text, block.name or None, label=label, index=index, indices=indices, expected=expected, got=got
    )


def worst(
    block: Block, analytic: FloatArray, numerical: FloatArray, offsets: NDArray[np.intp], most: int = SHOWN
) -> tuple[Entry, ...]:
    """The entries with the largest differences among `offsets`, worst first; all arrays flat.

    Parameters
    ----------
    block
        The parameter.
    analytic, numerical
        The gradient that was given and the measured one, flat.
    offsets
        Which entries to compare, as places in the flat arrays.
    most
        How many to return.
    """
    order = offsets[np.argsort(-np.abs(analytic[offsets] - numerical[offsets]), kind="stable")]
    return tuple(Entry(block.index(int(i)), float(analytic[i]), float(numerical[i])) for i in order[:most])


def _of(block: Block) -> str:
    return f" of {block.name}" if block.name else ""
