"""What students hand in, made of the course itself: right work and the untouched starter, as a script and as a notebook."""

from __future__ import annotations

import copy
import functools
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.conftest import ROOT

Notebook = dict[str, Any]
ASSIGNMENT = "losses"
FULL = 29.0
WITHOUT_SOFTMAX = 26.0

_MARKER = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n", re.MULTILINE)
_CELL = re.compile(r"^# %%", re.MULTILINE)


@dataclass(frozen=True)
class HandedIn:
    """What one student handed in, and what is to come of it.

    Attributes
    ----------
    files : mapping of str to text, bytes or notebook
        By path in the student's folder.
    points : float or None
        None where nothing can be read.
    notes : tuple of str
        An expression that each note must match, in their order.
    late_penalty : float
    staff_notes : tuple of str
        As `notes`, for whoever teaches.
    """

    files: Mapping[str, str | bytes | Notebook]
    points: float | None = FULL
    notes: tuple[str, ...] = ()
    late_penalty: float = 0.0
    staff_notes: tuple[str, ...] = ()


def content_of(work: str | bytes | Notebook) -> bytes:
    """Return a file's bytes."""
    if isinstance(work, dict):
        work = json.dumps(work, indent=1)
    return work.encode() if isinstance(work, str) else work


@functools.cache
def right() -> str:
    """Return right work as a script."""
    return _MARKER.sub("", (ROOT / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py").read_text())


@functools.cache
def starter() -> str:
    """Return the untouched script."""
    return (ROOT / "assignments" / ASSIGNMENT / f"{ASSIGNMENT}.py").read_text()


def starter_notebook() -> Notebook:
    """Return the untouched notebook."""
    found: Notebook = json.loads((ROOT / "assignments" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
    return found


def right_notebook(*more: str, at: int | None = None) -> Notebook:
    """Return right work as a notebook, with `more` code cells at its end or before cell `at`."""
    notebook = copy.deepcopy(starter_notebook())
    solved = _exercises()
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution"):
            cell["source"] = solved[marks["grade_id"]]
    for text in more:
        notebook["cells"].insert(len(notebook["cells"]) if at is None else at, code_cell(text))
    return notebook


def code_cell(text: str) -> dict[str, Any]:
    """Return a code cell as Jupyter saves it."""
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}


def cell_of(notebook: Notebook, exercise: str) -> dict[str, Any]:
    """Return the cell in which an exercise is written."""
    return next(
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == exercise
    )


def with_softmax(notebook: Notebook, text: str) -> Notebook:
    """Return a notebook with another softmax."""
    cell_of(notebook, "softmax")["source"] = text
    return notebook


def script_with(below: str = "", *, imports: str = "") -> str:
    """Return right work as a script, with lines below its imports and at its end."""
    text = right()
    if imports:
        text = text.replace("import numpy as np\n", f"import numpy as np\n{imports}\n", 1)
    return f"{text}\n\n{below}\n" if below else text


def softmax_that(line: str, maximum: str = "scores.max(axis=1, keepdims=True)") -> str:
    """Return a right softmax with a line of one's own in it, and its own way to the largest score of each row."""
    return (
        "def softmax(scores):\n    scores = check_scores(scores)\n"
        f"    {line}\n"
        f"    exps = np.exp(scores - {maximum})\n"
        "    return exps / exps.sum(axis=1, keepdims=True)\n"
    )


def svm_losses_over(rows: str) -> str:
    """Return right SVM losses that loop over `rows`, an expression in which y is known."""
    return (
        "def svm_losses(scores, y, delta=1.0):\n    scores, y = check_scores_and_labels(scores, y)\n    losses = []\n"
        f"    for i in {rows}:\n"
        "        margins = np.maximum(0, scores[i] - scores[i, y[i]] + delta)\n        margins[y[i]] = 0\n"
        "        losses.append(margins.sum())\n    return np.array(losses)\n"
    )


def zipped(files: Mapping[str, str | bytes | Notebook]) -> bytes:
    """Return a .zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, work in files.items():
            archive.writestr(name, content_of(work))
    return buffer.getvalue()


@functools.cache
def _exercises() -> dict[str, str]:
    found = {}
    for part in _CELL.split(right())[1:]:
        head, _, body = part.partition("\n")
        if name := re.search(r'exercise="(\w+)"', head):
            found[name[1]] = body.strip("\n")
    return found
