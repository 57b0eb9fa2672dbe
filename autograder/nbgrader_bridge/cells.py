"""How an exercise appears in a notebook: its cells, their ids, their nbgrader metadata."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.course.assignment import Exercise

_TEST_PREFIX = "test_"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def notebook_metadata() -> dict[str, Any]:
    """Return the metadata of every notebook here: a Python kernel, and nothing that differs between machines."""
    return {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}}


def solution_id(exercise: str) -> str:
    """Return the grade_id of the cell in which an exercise is written."""
    return exercise


def check_id(exercise: str) -> str:
    """Return the grade_id of the locked cell that checks an exercise and carries its points."""
    return _TEST_PREFIX + exercise


def solution_metadata(exercise: str) -> dict[str, Any]:
    """Return nbgrader's marks of an exercise's own cell."""
    return _marks(solution_id(exercise), grade=False, solution=True, locked=False)


def check_cell(exercise: Exercise) -> NotebookNode:
    """Return the locked cell after an exercise: it runs the exercise's checks and carries its points (a stretch has none)."""
    marks = _marks(check_id(exercise.name), grade=not exercise.stretch, solution=False, locked=True)
    if not exercise.stretch:
        marks["points"] = exercise.points
    source = f'from autograder import check\n\ncheck("{exercise.name}")'
    metadata = {"deletable": False, "editable": False, "nbgrader": marks}
    return new_code_cell(source, id=check_id(exercise.name), metadata=metadata)


def grade_id(cell: NotebookNode) -> str | None:
    """Return the grade_id that a cell claims, or None."""
    marks = cell.get("metadata", {}).get("nbgrader")
    claimed = marks.get("grade_id") if isinstance(marks, dict) else None
    return claimed if isinstance(claimed, str) else None


def _marks(name: str, *, grade: bool, solution: bool, locked: bool) -> dict[str, Any]:
    return {
        "grade": grade,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
