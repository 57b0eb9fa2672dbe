"""Reading the code cells of a notebook."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from autograder.submissions.magics import plain_source
from autograder.submissions.notebook_file import NotebookFile, open_notebook
from autograder.submissions.units import Unit, without_conflict_marks
from autograder.vocabulary.errors import SubmissionError
from autograder.vocabulary.wording import listing

# Cell magics that run their cell as Python in the notebook's own process.
_TRANSPARENT = {"time", "timeit", "capture", "prun", "memit", "lprun", "debug"}
_WRITES = {"writefile", "file"}
_MAX_SHOWN = 60
_MOST_NAMED = 6

_CELL_MAGIC = re.compile(r"%%(\w+)")
_DEFINITION = re.compile(r"^(?:def|class|import|from) \w", re.MULTILINE)


def notebook_units(name: str, content: bytes) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """Read the code cells of a notebook of format 3 or 4.

    Parameters
    ----------
    name : str
        What notes call the file.
    content : bytes
        The notebook.

    Returns
    -------
    units : tuple of Unit
        One for each code cell that is not empty, named by its place among the code cells. Cells that nbgrader
        marks as locked tests are left out: they hold checks, not the student's work. So are those that write a file
        (`written_files`).
    notes : tuple of str
        What the student should know about what could not be read.
    """
    try:
        notebook = open_notebook(content)
    except SubmissionError as error:
        return (), (f"{name} {error}",)
    notes = [f"{name} {repair}." for repair in notebook.repairs]
    units: list[Unit] = []
    dropped: list[str] = []
    cells = list(_numbered(notebook, name, notes))
    sources = [cell_source(cell) for _, cell in cells]
    for at, (number, cell) in enumerate(cells):
        source = _as_code(name, at, sources)
        unit = _unit(name, number, source, notes, dropped)
        if unit is not None and not _is_locked_test(cell):
            units.append(unit)
    if dropped:
        shown = listing(dropped, _MOST_NAMED)
        notes.append(f"Lines that only a notebook can run were skipped: {shown}.")
    if not units:
        notes.append(f"{name} has no code in it. Was it saved before it was handed in?")
    return tuple(units), tuple(notes)


def written_files(content: bytes) -> Mapping[str, bytes]:
    """Return the files that cells of a notebook write when it is run (``%%writefile helpers.py``), by name."""
    try:
        cells = open_notebook(content).cells
    except SubmissionError:
        return {}
    files: dict[str, bytes] = {}
    for cell in cells:
        written = _written_file(cell_source(cell)) if cell.get("cell_type") == "code" else None
        if written is not None:
            before = files.get(written.name, b"") if written.appends else b""
            files[written.name] = before + written.body.encode() + b"\n"
    return files


class _WrittenFile(NamedTuple):
    name: str
    body: str
    appends: bool


def _written_file(source: str) -> _WrittenFile | None:
    """Return the file that a cell writes (``%%writefile -a helpers.py``), or None where it does not."""
    first, _, body = source.lstrip().partition("\n")
    magic, *options = first.split()[:4] or [""]
    names = [option for option in options if not option.startswith("-")]
    if magic[:2] != "%%" or magic.removeprefix("%%") not in _WRITES or not names:
        return None
    return _WrittenFile(names[0].strip("'\"").removeprefix("./"), body, "-a" in options)


def _as_code(name: str, at: int, sources: Sequence[str]) -> str:
    """Return a cell's source; of one that writes a module which no other cell uses, that is what it writes."""
    written = _written_file(sources[at])
    if written is None or not written.name.endswith(".py"):
        return sources[at]
    stem = PurePosixPath(written.name).stem
    word = rf"\b{re.escape(stem)}\b"
    use = re.compile(rf"^\s*(?:from|import|%run|%load)\s[^\n]*{word}|{word}\.py\b", re.MULTILINE)
    others = [source for other, source in enumerate(sources) if other != at and _written_file(source) is None]
    if stem != PurePosixPath(name).stem and any(map(use.search, others)):
        return sources[at]
    return "\n" + written.body  # its lines keep their numbers


def _unit(name: str, number: int, source: str, notes: list[str], dropped: list[str]) -> Unit | None:
    """Return a code cell as Python, or None where it holds none; note what is left out of it."""
    magic = _CELL_MAGIC.match(source.lstrip())
    if not source.strip():
        return None
    if "\0" in source:
        notes.append(f"Cell {number} of {name} contains NUL bytes and was left out.")
        return None
    if magic and magic[1] in _WRITES:
        return None
    if magic and magic[1] not in _TRANSPARENT:
        _, *rest = source.strip().split("\n")
        first = next((line.strip() for line in rest if line.strip()), "")[:_MAX_SHOWN]
        notes.append(
            f"Cell {number} of {name} (%%{magic[1]}, then {first!r}) is not plain Python and was left out."
        )
        return None
    source, side = without_conflict_marks(source)
    if side:
        notes.append(f"Cell {number} of {name} contains the marks of a merge conflict; {side} was read.")
    plain = plain_source(source)
    dropped += [f"cell {number}, line {line} ({text[:_MAX_SHOWN]})" for line, text in plain.dropped]
    return Unit(f"cell {number}", plain.source)


def _numbered(notebook: NotebookFile, name: str, notes: list[str]) -> Iterable[tuple[int, dict[str, Any]]]:
    """Yield the code cells with their numbers; note other cells that hold code."""
    number = 0
    for cell in notebook.cells:
        if cell.get("cell_type") == "code":
            number += 1
            yield number, cell
        elif _holds_code(cell):
            first = cell_source(cell).strip().split("\n")[0][:_MAX_SHOWN]
            kind = "raw" if cell.get("cell_type") == "raw" else "text"
            notes.append(
                f"A {kind} cell of {name} holds code ({first!r}) and was not run; change its type to Code."
            )


def _holds_code(cell: dict[str, Any]) -> bool:
    """Say whether a cell that is no code cell begins with Python."""
    source = cell_source(cell).strip()
    if cell.get("cell_type") not in ("raw", "markdown") or not _DEFINITION.match(source):
        return False
    try:
        return bool(ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return cell.get("cell_type") == "raw"


def cell_source(cell: dict[str, Any]) -> str:
    """Return the text of a cell, whatever its format."""
    source = cell.get("source", cell.get("input", ""))  # "input" in format 3
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    # JSON can spell half of a surrogate pair, which no Python source can hold.
    text = source.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_locked_test(cell: dict[str, Any]) -> bool:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return isinstance(marks, dict) and marks.get("grade") is True and marks.get("solution") is False
