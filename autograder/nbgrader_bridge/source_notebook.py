"""From the percent-format source to the notebook that nbgrader calls the source: full solutions, locked test cells."""

from __future__ import annotations

import itertools

import jupytext
from nbformat import NotebookNode

from autograder.course.assignment import Assignment
from autograder.course.public import first_steps
from autograder.nbgrader_bridge.cells import check_cell, notebook_metadata, solution_id, solution_metadata


def source_notebook(assignment: Assignment, source: str) -> NotebookNode:
    """Return the instructor's notebook of an assignment.

    Parameters
    ----------
    assignment : Assignment
    source : str
        The percent-format source, its cells already found to agree with course.yaml.

    Returns
    -------
    NotebookNode
        The source's cells in order, the cell of every exercise followed by its locked test cell. Ids of cells are
        the same in every run.
    """
    notebook = jupytext.reads(source, fmt="py:percent")
    numbers = itertools.count(1)
    cells = []
    for cell in notebook.cells:
        name = cell.metadata.pop("exercise", None)
        cell.id = f"cell-{next(numbers):02}" if name is None else solution_id(name)
        cells.append(cell)
        if name is not None:
            cell.metadata["nbgrader"] = solution_metadata(name)
            cells.append(check_cell(assignment.exercise(name)))
    if cells and cells[0].cell_type == "markdown":
        cells[0].source += f"\n\n**Three steps**\n\n{first_steps(assignment.name)}"
    notebook.cells = cells
    notebook.metadata = NotebookNode(notebook_metadata())
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook
