"""The sample classes as notebooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import yaml

from autograder.nbgrader_bridge.script import script_cells
from tests.nbgrader.term import ROOT

CLASSES = ROOT / "examples" / "class"

# Enough to see right, wrong, half done and hostile work where whole classes would take long.
CHOSEN = {
    "losses": ("student-05", "student-06", "student-14", "student-16", "student-17"),
    "gradients": ("student-03",),
    "descent": ("student-03",),
    "backprop": ("student-03", "student-08", "student-09"),
    "network": ("student-03",),
}


def chosen_notebooks(assignment: str) -> dict[str, bytes]:
    """Return the chosen submissions of a sample class."""
    found = {}
    for student in CHOSEN[assignment]:
        (path,) = (CLASSES / assignment).glob(f"{student}.*")
        found[student] = _content(path)
    return found


def expected_points(assignment: str) -> dict[str, float]:
    entries = yaml.safe_load((CLASSES / assignment / "expected.yaml").read_text())
    return {student: entry["points"] for student, entry in entries.items()}


def put_in_submitted(assignment: str, submitted: Path) -> None:
    """Put a sample class where `nbgrader collect` puts what it collects; a script becomes a notebook of the same code."""
    for student in expected_points(assignment):
        (path,) = (CLASSES / assignment).glob(f"{student}*")
        target = submitted / student / assignment
        if path.is_dir():
            shutil.copytree(path, target)
            path = next(
                target / f"{assignment}{suffix}"
                for suffix in (".ipynb", ".py")
                if (target / f"{assignment}{suffix}").is_file()
            )
        else:
            target.mkdir(parents=True)
        content = _content(path)
        (target / f"{assignment}.py").unlink(missing_ok=True)
        (target / f"{assignment}.ipynb").write_bytes(content)
        # What `nbgrader submit` adds.
        (target / "timestamp.txt").write_text("2026-02-27 10:00:00.000000 UTC")
        (target / "submission_secret.txt").write_text(f"secret of {student}")


def _content(path: Path) -> bytes:
    """Return a notebook as it is, and a script as a notebook of the same code."""
    if path.suffix == ".ipynb":
        return path.read_bytes()
    cells = script_cells(path.read_text())
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()
