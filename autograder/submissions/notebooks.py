"""The Python in a Jupyter notebook, without Jupyter.

A notebook is JSON; its code cells may hold IPython's own syntax (``%matplotlib inline``, ``!ls``,
``np.sum?``), which is put out of action here so that what remains is Python with the same line numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from autograder.submissions.units import Unit
from autograder.vocabulary.errors import SubmissionError

# Cell magics that run their cell as Python in the notebook's own process.
_TRANSPARENT = {"time", "timeit", "capture", "prun"}

_CELL_MAGIC = re.compile(r"%%(\w+)")
_HELP = re.compile(r"\?.*|[%\w.*\[\]]+\?{1,2}")
_ASSIGNED_MAGIC = re.compile(r"(?P<target>[A-Za-z_][\w.,\s\[\]]*)=\s*(?P<magic>[!%].*)")
# What decides whether the next line begins a statement: strings, comments, brackets, a backslash at the end.
_LEXEME = re.compile(r"\\.|\\$|\"\"\"|'''|[\"'#()\[\]{}]")


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
        marks as locked tests are left out: they hold checks, not the student's work.
    notes : tuple of str
        What the student should know about what could not be read.
    """
    try:
        cells = raw_cells(content)
    except SubmissionError as error:
        return (), (f"{name} {error}",)
    units: list[Unit] = []
    notes: list[str] = []
    code_cells = (cell for cell in cells if cell.get("cell_type") == "code")
    for number, cell in enumerate(code_cells, start=1):
        source = cell_source(cell)
        magic = _CELL_MAGIC.match(source.lstrip())
        if _is_locked_test(cell) or not source.strip():
            continue
        if "\0" in source:
            notes.append(f"Cell {number} of {name} contains NUL bytes and was left out.")
        elif magic and magic[1] not in _TRANSPARENT:
            notes.append(f"Cell {number} of {name} (%%{magic[1]}) is not plain Python and was left out.")
        else:
            units.append(Unit(f"cell {number}", without_magics(source)))
    if not units:
        notes.append(f"{name} has no code in it. Was it saved before it was handed in?")
    return tuple(units), tuple(notes)


def raw_cells(content: bytes) -> list[dict[str, Any]]:
    """Return the cells of a notebook of format 3 or 4 as they are in its file; nothing in them can be relied on.

    Raises
    ------
    SubmissionError
        It is no notebook. The message goes on from the file's name.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SubmissionError(
            "is not a readable notebook (its JSON is damaged). Save it in Jupyter and try again."
        ) from None
    sheets = notebook.get("worksheets", [notebook]) if isinstance(notebook, dict) else []  # sheets: format 3
    lists: list[Any] = (
        [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        if isinstance(sheets, list)
        else []
    )
    if not lists or not all(isinstance(cells, list) for cells in lists):
        raise SubmissionError("is not a notebook: it has no list of cells. Save it in Jupyter and try again.")
    return [cell for cells in lists for cell in cells if isinstance(cell, dict)]


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


def without_magics(source: str) -> str:
    r"""Replace IPython's syntax by statements that do nothing; line numbers and indentation stay.

    Examples
    --------
    >>> print(without_magics("if True:\n    %matplotlib inline\nfiles = !ls\n%time loss = f(x)"))
    if True:
        pass  # %matplotlib inline
    files = None  # !ls
    loss = f(x)
    """
    lines = source.split("\n")
    continued = False
    for index, starts_statement in enumerate(_statement_starts(lines)):
        line = lines[index]
        if continued:
            lines[index] = f"# {line}"
        elif starts_statement:
            lines[index] = _plain_statement(line)
        else:
            continue
        changed = lines[index] is not line
        continued = (continued or changed) and line.endswith("\\")
    return "\n".join(lines)


def _plain_statement(line: str) -> str:
    """Return a line that begins a statement as Python; the same object where it already is."""
    code = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if code.startswith("%time ") and not code[6:].lstrip().startswith(("%", "!", "-")):
        return indent + code[6:].lstrip()
    if code.startswith(("%", "!")) or _HELP.fullmatch(code):
        return f"{indent}pass  # {code}"
    if assigned := _ASSIGNED_MAGIC.fullmatch(code):
        return f"{indent}{assigned['target'].rstrip()} = None  # {assigned['magic']}"
    return line


def _statement_starts(lines: list[str]) -> Iterator[bool]:
    """Say of each line whether a statement begins with it: not inside a string, a bracket or a continuation.

    Lines are looked at as they are when their turn comes, so a magic that was replaced counts as a comment.
    """
    quote = ""
    depth = 0
    continuation = False
    for index in range(len(lines)):
        yield not quote and depth == 0 and not continuation
        continuation = False
        for lexeme in _LEXEME.findall(lines[index]):
            if quote:
                quote = "" if lexeme == quote else quote
            elif lexeme == "#":
                break
            elif lexeme[0] in "\"'":
                quote = lexeme
            elif lexeme in "([{":
                depth += 1
            elif lexeme in ")]}":
                depth = max(0, depth - 1)
            else:
                continuation = lexeme == "\\"
        if len(quote) == 1 and not lines[index].endswith("\\"):
            quote = ""
