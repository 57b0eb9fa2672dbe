"""Make a valid notebook of whatever was submitted: each cell that nbgrader expects occurs exactly once.

What is graded is the code as it was handed in, read by the engine. The notebook made here is where scores, comments and
feedback are shown, so it keeps the student's cells in their order.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.nbgrader_bridge.cells import grade_id, notebook_metadata
from autograder.nbgrader_bridge.harmless import harmless_markdown, harmless_outputs
from autograder.submissions.notebooks import cell_source
from autograder.vocabulary.wording import listing

_MISSING = "# This cell was not in what was handed in."


@dataclass(frozen=True)
class Intake:
    """The notebook to show results in, and what the student should know about how it came to be."""

    notebook: NotebookNode
    notes: tuple[str, ...]


def take_in(cells: Sequence[dict[str, Any]], released: NotebookNode) -> Intake:
    """Return a sound notebook of the cells handed in.

    Parameters
    ----------
    cells : sequence of dict
        Cells as they are in the file, of format 3 or 4; nothing in them is relied on.
    released : NotebookNode
        The notebook that students were given.

    Returns
    -------
    Intake
        Locked cells are the released ones again; of cells with the same grade_id the last counts, which is the one
        whose definitions hold after a run; cells that are missing are put back, a solution cell without content.
    """
    known = {name: cell for cell in released.cells if (name := grade_id(cell))}
    given_texts = {cell.source for cell in released.cells if cell.cell_type == "markdown"}
    last = {name: at for at, cell in enumerate(cells) if (name := _claimed(cell)) in known}
    kept: list[NotebookNode] = []
    notes: list[str] = []
    for at, raw in enumerate(cells):
        name = _claimed(raw)
        if name is not None and last.get(name) == at:
            kept.append(_known_cell(raw, known[name], notes))
            continue
        if name in known:
            notes.append(
                f"There is more than one cell {name!r}. All were run in order; the last shows the result."
            )
        elif name is not None:
            notes.append(f"Cell {name!r} is not part of the assignment; it counts as a cell of your own.")
        kept.append(_own_cell(raw, given_texts, f"own-{at + 1}"))
    _put_back_missing(kept, known, notes)
    notebook = copy.deepcopy(released)
    notebook.cells = kept
    notebook.metadata = NotebookNode(notebook_metadata())
    return Intake(notebook, tuple(dict.fromkeys(notes)))


def _claimed(raw: dict[str, Any]) -> str | None:
    metadata = raw.get("metadata")
    return grade_id(raw) if isinstance(metadata, dict) else None


def _known_cell(raw: dict[str, Any], original: NotebookNode, notes: list[str]) -> NotebookNode:
    cell: NotebookNode = copy.deepcopy(original)
    source = cell_source(raw)
    name = grade_id(original)
    if cell.metadata.nbgrader.locked:
        if source.strip() != cell.source.strip():
            notes.append(f"The locked cell {name!r} had been changed; the original is back in its place.")
        return cell
    if raw.get("cell_type") != "code":
        notes.append(f"Cell {name!r} was handed in as text, not as code, so it was not run.")
    cell.source = source
    cell.outputs = harmless_outputs(raw.get("outputs"))
    return cell


def _own_cell(raw: dict[str, Any], given_texts: Iterable[str], cell_id: str) -> NotebookNode:
    """Return a cell of the student's own, or one that was given without a grade_id."""
    source = cell_source(raw)
    if raw.get("cell_type") == "code":
        return new_code_cell(source, id=cell_id, outputs=harmless_outputs(raw.get("outputs")))
    return new_markdown_cell(source if source in given_texts else harmless_markdown(source), id=cell_id)


def _put_back_missing(kept: list[NotebookNode], known: Mapping[str, NotebookNode], notes: list[str]) -> None:
    """Insert each missing cell behind the one that it follows in the released notebook."""
    present = {grade_id(cell) for cell in kept}
    place = 0
    missing = []
    for name, original in known.items():
        if name in present:
            place = 1 + next(at for at, cell in enumerate(kept) if grade_id(cell) == name)
            continue
        cell = copy.deepcopy(original)
        if not cell.metadata.nbgrader.locked:
            cell.source = _MISSING
        missing.append(name)
        kept.insert(place, cell)
        place += 1
    if missing:
        notes.append(f"These cells are missing and were put back to show results: {listing(missing)}.")
