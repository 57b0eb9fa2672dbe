"""An exercise's task as the student has it: the text above its cell, and its docstring."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.source import read_cells
from autograder.submissions.notebook_file import open_notebook
from autograder.submissions.notebooks import cell_source
from autograder.vocabulary.errors import AutograderError

_HEADING_STARS = re.compile(r"^(#+ .*?) *★+ *$", re.MULTILINE)  # in words beside the exercise's name


@dataclass(frozen=True)
class Task:
    """What an exercise asks for.

    Attributes
    ----------
    text : str
        Markdown; empty where the student's file has it no more.
    signature : str
        The beginning of its definition, e.g. ``def svm_loss(scores, y, delta=1.0):``.
    docstring : str
    line : int
        Where it stands in the .py; 0 where it is in a notebook.
    """

    text: str = ""
    signature: str = ""
    docstring: str = ""
    line: int = 0


def find_task(folder: Path, assignment: str, exercise: str, functions: Sequence[str]) -> Task:
    """Return an exercise's task, from the .py in `folder` or from the notebook.

    Parameters
    ----------
    folder : Path
        The assignment's.
    assignment : str
    exercise : str
    functions : sequence of str
        The names it asks for, the first of which is shown; none where they are not known.
    """
    sources = (
        _from_script(folder / f"{assignment}.py", exercise),
        _from_notebook(folder / f"{assignment}.ipynb", exercise),
    )
    text, code, line = next((found for found in sources if found is not None), ("", "", 0))
    signature, docstring = next(_definitions(code, functions or (exercise,)), ("", ""))
    return Task(_HEADING_STARS.sub(r"\1", text).strip(), signature, docstring, line)


def _from_script(path: Path, exercise: str) -> tuple[str, str, int] | None:
    try:
        cells = read_cells(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError, AutograderError):
        return None
    before = ""
    for cell in cells:
        if cell.exercise == exercise:
            return before, cell.text, cell.line + 1
        if cell.header.startswith("[markdown]"):
            before = "\n".join(line.removeprefix("#").removeprefix(" ") for line in cell.text.splitlines())
    return None


def _from_notebook(path: Path, exercise: str) -> tuple[str, str, int] | None:
    try:
        cells = open_notebook(path.read_bytes()).cells
    except (OSError, AutograderError):
        return None
    before = ""
    for cell in cells:
        metadata = cell.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        if isinstance(marks, dict) and marks.get("grade_id") == exercise:
            return before, cell_source(cell), 0
        if cell.get("cell_type") == "markdown":
            before = cell_source(cell)
    return None


def _definitions(code: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            end = f"({ast.unparse(node.args)}):" if isinstance(node, ast.FunctionDef) else ":"
            word = "def" if isinstance(node, ast.FunctionDef) else "class"
            yield f"{word} {node.name}{end}", inspect.cleandoc(ast.get_docstring(node) or "")
