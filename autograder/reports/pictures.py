"""A picture of an answer beside the expected one: each entry a square, red below zero, blue above, marked where they differ."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass

from autograder.gradcheck import DifferenceMap
from autograder.gradcheck.picture import map_svg
from autograder.vocabulary.message import Message

_MOST = 16  # rows and columns; a larger table is read better in words
_MOST_CHARACTERS = 4000
_CLOSE = 1e-5  # messages show six digits


@dataclass(frozen=True)
class Square:
    """One entry: its place, what is written in it, its sign, how strong its colour is (0 to 1), whether it differs."""

    row: int
    column: int
    text: str
    sign: str
    strength: float
    differs: bool


@dataclass(frozen=True)
class Picture:
    """Two tables of the same shape, `got` and `expected`, and what is to be seen in them in words."""

    rows: int
    columns: int
    got: tuple[Square, ...]
    expected: tuple[Square, ...]
    words: str


def picture_of(message: Message) -> Picture | None:
    """Return the picture of a message whose `got` and `expected` are whole arrays of one shape; None for any other.

    A vector is a row. Arrays that the message shows in part only have no picture: what is missing can't be drawn.
    """
    got, expected = _table(message.got), _table(message.expected)
    if got is None or expected is None or [len(row) for row in got] != [len(row) for row in expected]:
        return None
    rows, columns = len(got), len(got[0])
    if rows * columns < 2:
        return None
    finite = [
        abs(value) for table in (got, expected) for row in table for value in row if math.isfinite(value)
    ]
    scale = max(finite, default=0.0) or 1.0
    differing = {
        (i, j)
        for i in range(rows)
        for j in range(columns)
        if not math.isclose(got[i][j], expected[i][j], rel_tol=_CLOSE, abs_tol=_CLOSE * scale)
        and not (math.isnan(got[i][j]) and math.isnan(expected[i][j]))
    }
    count = rows * columns
    words = f"{len(differing)} of {count} entries differ" if differing else f"all {count} entries agree"
    return Picture(
        rows, columns, _squares(got, scale, differing), _squares(expected, scale, differing), words
    )


def gradient_picture(message: Message) -> str:
    """Return where a gradient of any size differs as SVG with its words, from what the message says of it; "" for any other."""
    shown = DifferenceMap.from_lines(message.differs)
    return map_svg(shown)[0] if shown else ""


def _squares(table: list[list[float]], scale: float, differing: set[tuple[int, int]]) -> tuple[Square, ...]:
    return tuple(
        Square(
            row=i,
            column=j,
            text=f"{value:.3g}",
            sign="none" if math.isnan(value) or value == 0 else "above" if value > 0 else "below",
            strength=round(min(abs(value) / scale, 1.0), 2) if math.isfinite(value) else 1.0,
            differs=(i, j) in differing,
        )
        for i, row in enumerate(table)
        for j, value in enumerate(row)
    )


def _table(text: str) -> list[list[float]] | None:
    """Return the numbers of an array as messages show it, ``[[1, 2], [3, 4]]`` or ``dscores = [1, nan]``."""
    if len(text) > _MOST_CHARACTERS:
        return None
    name, equals, rest = text.partition(" = ")
    shown = (rest if equals and name.isidentifier() else text).strip()
    if not (shown.startswith("[") and shown.endswith("]")):
        return None
    # Names have no place in a literal; these two are numbers to numpy. 1e999 is read as infinity.
    readable = shown.replace("nan", "None").replace("inf", "1e999")
    try:
        value = ast.literal_eval(readable)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    rows = value if value and isinstance(value[0], list) else [value]
    table = []
    for row in rows:
        if not isinstance(row, list) or not 0 < len(row) <= _MOST or len(row) != len(rows[0]):
            return None
        if not all(
            each is None or (isinstance(each, int | float) and not isinstance(each, bool)) for each in row
        ):
            return None
        table.append([math.nan if each is None else float(each) for each in row])
    return table if len(table) <= _MOST else None
