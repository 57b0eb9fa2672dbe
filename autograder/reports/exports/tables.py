"""CSV that a spreadsheet can open: text that it would take for a formula is marked as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from autograder.vocabulary.errors import UsageError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: object) -> object:
    """Return a value for a cell: text that begins like a formula gets an apostrophe, as spreadsheets mark text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_rows(out: BinaryIO, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as UTF-8, each cell made safe."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([safe(value) for value in row])
    text.detach()


def read_roster(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the header and the rows of a CSV file that a learning platform exported.

    Raises
    ------
    UsageError
        The file cannot be read, or is no CSV with a header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{name: value or "" for name, value in row.items() if name is not None} for row in reader]
            header = list(reader.fieldnames or [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"--roster {path}: cannot be read as CSV: {error}") from None
    if len(header) < 2:
        raise UsageError(
            f"--roster {path}: expected a header such as Student,ID,SIS Login ID, got {','.join(header) or 'nothing'}"
        )
    return header, rows


def identity(row: Mapping[str, str], columns: Iterable[str], students: Mapping[str, object]) -> str | None:
    """Return which student a row is about: the first of its columns that names one, if only before an address's ``@``.

    Parameters
    ----------
    row : mapping of str to str
        One row of a roster, by the names in its header.
    columns : iterable of str
        Where to look, in this order; absent columns are passed over.
    students : mapping
        Its keys are the students' names.
    """
    for column in columns:
        value = row.get(column, "").strip()
        for name in (value, value.partition("@")[0]):
            if name and name in students:
                return name
    return None
