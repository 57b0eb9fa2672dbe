"""nbgrader's step that takes the solutions out, by the same function that makes the stub."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course.source import strip_solutions


class StripSolutions(NbGraderPreprocessor):
    """Takes the place of nbgrader's ClearSolutions, which cannot blank the values of a dict of answers."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Blank the solutions of one cell."""
        if cell.cell_type == "code":
            cell.source = strip_solutions(cell.source, f"cell {cell.id}")
        return cell, resources
