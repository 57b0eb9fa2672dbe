"""Where a gradient differs from the expected one, over the shape of the array: a map of bounded size for an array of any size."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.findings import BlockFinding, Diagnosis, FloatArray, Kind, Verdict
from autograder.gradcheck.norms import rms

_MOST_CELLS = 40
"""Rows and columns of a map; a larger array has several entries in a cell."""

_NOTHING = 1e-8
"""Relative difference up to which two entries count as equal, as differences of f measure them, if others differ by much more."""

FAINTEST = 1e-12
"""Relative difference that is shown as faint as possible; one of 1 and more is shown in full."""

_WORDS = re.compile(
    r"(?:(?P<name>.*), )?(?P<shape>a number|\d{1,9}(?: × \d{1,9}){0,9}): (?P<rest>.*differ.*)"
)
"""The first of a map's lines."""

_EVERYWHERE = {
    Kind.FACTOR,
    Kind.REGULARISER,
    Kind.LOSS_REGULARISER,
    Kind.OFFSET,
    Kind.PARTS,
    Kind.ZERO,
    Kind.TRANSPOSED,
    Kind.SWAPPED,
}
"""Findings that concern every entry of a block."""


@dataclass(frozen=True)
class DifferenceMap:
    """The largest difference in each cell of an array seen as rows and columns.

    Attributes
    ----------
    name : str
        The block's name; ``""`` for a gradient that is one array.
    shape : tuple of int
        The array's own shape. A vector is one row; further axes than two are columns beside each other.
    levels : ndarray, shape (rows, columns)
        abs(analytic - expected) over the root mean square of the block; 0 where they agree, nan where it is not known.
    row_edges, column_edges : tuple of int
        Where the cells begin, and at last the end.
    complete : bool
        Whether every entry has been compared. Otherwise the map shows what a search has found.
    """

    name: str
    shape: tuple[int, ...]
    levels: FloatArray
    row_edges: tuple[int, ...]
    column_edges: tuple[int, ...]
    complete: bool

    @property
    def words(self) -> str:
        """What is to be seen, for those who do not see it."""
        cells = int(np.count_nonzero(np.nan_to_num(self.levels) > 0))
        per_cell = (self.row_edges[1] - self.row_edges[0]) * (self.column_edges[1] - self.column_edges[0])
        unit = "entries" if per_cell == 1 else "parts"
        shape = " × ".join(str(n) for n in self.shape) or "a number"
        name = f"{self.name}, " if self.name else ""
        if cells == self.levels.size:
            return f"{name}{shape}: differs everywhere"
        known = "" if self.complete else " are known to"
        return f"{name}{shape}: {cells} of {self.levels.size} {unit}{known} differ"

    @property
    def lines(self) -> tuple[str, ...]:
        """The words, then a line for each row: ``.`` where it agrees, ``1`` to ``9`` for a larger and larger difference."""
        rows = ("".join(_digit(float(level)) for level in row) for row in self.levels)
        return (self.words, *rows)

    @classmethod
    def from_lines(cls, lines: Sequence[str]) -> DifferenceMap | None:
        """Read `lines` back, with differences as far as the digits tell; None for anything else."""
        head = _WORDS.fullmatch(lines[0]) if lines else None
        if head is None:
            return None
        shape = tuple(int(n) for n in re.findall(r"\d+", head["shape"]))
        rows = _edges(shape[0] if len(shape) > 1 else 1)
        columns = _edges(math.prod(shape[1:]) if len(shape) > 1 else math.prod(shape))
        cells = lines[1:]
        if len(cells) != len(rows) - 1 or any(len(row) != len(columns) - 1 for row in cells):
            return None
        if not all(set(row) <= set(".123456789") for row in cells):
            return None
        levels = np.array([[_level(digit) for digit in row] for row in cells])
        complete = "known to" not in head["rest"]
        return cls(head["name"] or "", shape, levels, tuple(rows), tuple(columns), complete)


def _digit(level: float) -> str:
    if not level > 0:
        return "."
    share = 1 - math.log10(min(max(level, FAINTEST), 1.0)) / math.log10(FAINTEST)
    return str(1 + round(8 * share))


def _level(digit: str) -> float:
    return 0.0 if digit == "." else float(10.0 ** (math.log10(FAINTEST) * (9 - int(digit)) / 8))


def difference_map(finding: BlockFinding) -> DifferenceMap | None:
    """Map of a wrong block; None for any other, and where nothing is known of its entries."""
    if finding.verdict is not Verdict.WRONG or finding.analytic is None or not finding.analytic.size:
        return None
    shape = finding.analytic.shape
    differences = _differences(finding, finding.analytic)
    if differences is None:
        return None
    table = differences.reshape((1, -1) if len(shape) < 2 else (shape[0], -1))
    rows, columns = _edges(table.shape[0]), _edges(table.shape[1])
    pooled = np.maximum.reduceat(np.maximum.reduceat(table, rows[:-1], axis=0), columns[:-1], axis=1)
    complete = finding.numerical is not None
    return DifferenceMap(finding.name, shape, pooled, tuple(rows), tuple(columns), complete)


def _edges(length: int) -> list[int]:
    cells = min(length, _MOST_CELLS)
    return [int(edge) for edge in np.unique(np.linspace(0, length, cells + 1).round())]


def _differences(finding: BlockFinding, analytic: FloatArray) -> FloatArray | None:
    """Relative difference of every entry, as far as it is known."""
    if finding.numerical is not None:
        expected = finding.numerical.reshape(analytic.shape)
        size = rms(expected.ravel()) or rms(analytic.ravel()) or 1.0
        with np.errstate(over="ignore"):
            found = np.abs(analytic - expected) / size
        return np.where(found <= min(_NOTHING, 1e-3 * float(found.max())), 0.0, found)
    size = rms(analytic.ravel()) or 1.0
    found = np.zeros(analytic.shape)
    concerned = None if finding.diagnosis is None else _concerned(finding.diagnosis, analytic.shape)
    differing = [abs(entry.numerical - entry.analytic) / size for entry in finding.worst]
    if concerned is not None:
        found[concerned] = max(differing, default=1.0)
    for entry, difference in zip(finding.worst, differing):
        found[entry.index] = difference
    return found if found.any() else None


def _concerned(diagnosis: Diagnosis, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    """The entries that a finding is about, where it names them all."""
    mask = np.zeros(shape, dtype=np.bool_)
    if diagnosis.kind in _EVERYWHERE:
        mask[...] = True
    elif diagnosis.kind is Kind.DIAGONAL:
        np.fill_diagonal(mask, True)
    elif diagnosis.axis is not None:
        np.moveaxis(mask, diagnosis.axis, 0)[list(diagnosis.indices)] = True
    else:
        return None
    return mask
