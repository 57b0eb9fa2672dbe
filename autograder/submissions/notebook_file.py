"""A notebook's cells from the bytes of its file, whatever an editor, a merge or an upload has made of it.

Nothing in a cell can be relied on. What had to be repaired is noted, for the student.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from autograder.submissions.units import conflict_sides
from autograder.vocabulary.errors import SubmissionError

MAX_CELLS = 2000

_DAMAGED = "is not a readable notebook (its JSON is damaged). Save it in Jupyter and try again."
# A string, or a comma before a closing bracket: strings are matched first, so that commas in them stay.
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
_CELLS = re.compile(r'"cells"\s*:\s*\[')


@dataclass(frozen=True)
class NotebookFile:
    """The cells of a notebook, of format 3 or 4, as they are in its file, and what had to be repaired to read them."""

    cells: tuple[dict[str, Any], ...]
    repairs: tuple[str, ...] = ()


def open_notebook(content: bytes) -> NotebookFile:
    """Read a notebook's file.

    Raises
    ------
    SubmissionError
        It is no notebook. The message goes on from the file's name.
    """
    text, repairs = _decoded(content)
    value = _parsed(text, repairs)
    for _ in range(2):  # a notebook that was saved as text, as JSON in JSON
        if isinstance(value, str):
            repairs.append("is a text with the notebook in it; the notebook was read")
            value = _parsed(value, repairs)
    cells = _cells_of(value)
    if len(cells) > MAX_CELLS:
        repairs.append(f"has more than {MAX_CELLS} cells; the others were left out")
    return NotebookFile(tuple(cells[:MAX_CELLS]), tuple(repairs))


def looks_like_notebook(content: bytes) -> bool:
    """Say whether a file is a notebook, whatever it is called."""
    try:
        text, _ = _decoded(content)
    except SubmissionError:
        return False
    return text.lstrip()[:1] in ("{", '"') and _CELLS.search(text.replace('\\"', '"')) is not None


def without_outputs(content: bytes) -> bytes:
    """Return a notebook without what its cells have printed and drawn; the same bytes where it is not sound.

    Outputs may be many times as large as the work, and count for nothing.
    """
    try:
        notebook = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        cells = msgspec.json.decode(notebook["cells"], type=list[dict[str, msgspec.Raw]])
    except (msgspec.DecodeError, KeyError, RecursionError):
        return content
    for cell in cells:
        if "outputs" in cell:
            cell["outputs"] = msgspec.Raw(b"[]")
    return msgspec.json.encode({**notebook, "cells": cells})


def _decoded(content: bytes) -> tuple[str, list[str]]:
    """Return a file's text in the encoding that it seems to have."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:4]:
        encoding = "utf-16" if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-16-le"
        try:
            return content.decode(encoding), ["is saved as UTF-16; save it as UTF-8"]
        except UnicodeDecodeError:
            raise SubmissionError(_DAMAGED) from None
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), ["is not saved as UTF-8; it was read as Windows text"]


def _parsed(text: str, repairs: list[str]) -> Any:
    """Return what a text holds as JSON, once it is repaired."""
    found = _json(text)
    if found is not None:
        return found
    ours, theirs = conflict_sides(text)
    if ours != text:
        for side in (ours, theirs):
            found = _json(side) or _json(_without_trailing_commas(side))
            if found is not None:
                repairs.append("contains the marks of a merge conflict; one side was read")
                return found
        text = ours
    found = _json(_without_trailing_commas(text))
    if found is not None:
        repairs.append("has extra commas in its JSON, which were ignored")
        return found
    cells = _whole_cells(text)
    if cells:
        repairs.append(f"is cut off or damaged; the {len(cells)} cells before the damage were read")
        return {"cells": cells}
    raise SubmissionError(_DAMAGED)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(lambda found: found[1] or "", text)


def _whole_cells(text: str) -> list[Any]:
    """Return the cells of a damaged notebook up to the first that is not whole."""
    start = _CELLS.search(text)
    if start is None:
        return []
    decoder = json.JSONDecoder()
    cells: list[Any] = []
    at = start.end()
    while len(cells) <= MAX_CELLS:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            cell, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        cells.append(cell)
    return cells


def _cells_of(notebook: Any) -> list[dict[str, Any]]:
    sheets = notebook.get("worksheets", [notebook]) if isinstance(notebook, dict) else []  # sheets: format 3
    lists: list[Any] = (
        [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        if isinstance(sheets, list)
        else []
    )
    if not lists or not all(isinstance(cells, list) for cells in lists):
        raise SubmissionError("is not a notebook: it has no list of cells. Save it in Jupyter and try again.")
    return [cell for cells in lists for cell in cells if isinstance(cell, dict)]
