"""A few of each sample class, as notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from autograder.nbgrader_bridge.script import script_cells
from tests.nbgrader.term import ROOT

CLASSES = ROOT / "examples" / "class"
# Enough to see right, wrong, half done and hostile work; whole classes are graded by the engine's own tests.
CHOSEN = {
    "losses": ("student-05", "student-06", "student-14", "student-16", "student-17"),
    "gradients": ("student-03", "student-07"),
    "descent": ("student-03", "student-07"),
    "backprop": ("student-03", "student-08", "student-09"),
    "network": ("student-03", "student-07"),
}


def sample_notebooks(assignment: str) -> dict[str, bytes]:
    """Return the chosen submissions of a sample class; a script becomes a notebook of the same code."""
    return {student: _notebook(CLASSES / assignment, student) for student in CHOSEN[assignment]}


def expected_points(assignment: str) -> dict[str, float]:
    entries = yaml.safe_load((CLASSES / assignment / "expected.yaml").read_text())
    return {student: entries[student]["points"] for student in CHOSEN[assignment]}


def _notebook(folder: Path, student: str) -> bytes:
    notebook = folder / f"{student}.ipynb"
    if notebook.is_file():
        return notebook.read_bytes()
    cells = script_cells((folder / f"{student}.py").read_text())
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
