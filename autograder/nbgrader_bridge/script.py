"""A submitted .py file as the cells of a notebook, so that it can be shown and commented on like one."""

from __future__ import annotations

from typing import Any

import jupytext

from autograder.nbgrader_bridge.cells import solution_metadata


def script_cells(text: str) -> list[dict[str, Any]]:
    """Return the cells of a script: those of its percent format, or one where it has none that can be read."""
    try:
        cells = jupytext.reads(text, fmt="py:percent").cells
    except Exception:  # whatever a parser of the student's headings raises
        return [{"cell_type": "code", "source": text}]
    return [_raw(cell) for cell in cells]


def _raw(cell: Any) -> dict[str, Any]:
    exercise = cell.metadata.get("exercise")
    metadata = {"nbgrader": solution_metadata(exercise)} if isinstance(exercise, str) else {}
    return {"cell_type": cell.cell_type, "source": cell.source, "metadata": metadata}
