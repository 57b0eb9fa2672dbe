"""A folder as a student has it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Make a copy of an assignment's folder as it is handed out, with course.yaml above it or without."""

    def make(name: str, *, course: bool = True, call_it: str = "", solved: bool = False) -> Path:
        to = tmp_path / "course" / "assignments" / (call_it or name)
        shutil.copytree(ROOT / "assignments" / name, to, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        if course:
            shutil.copy(ROOT / "course.yaml", tmp_path / "course")
        if solved:
            shutil.copy(ROOT / "solutions" / name / f"{name}.py", to / f"{name}.py")
        return to

    return make


def replace_function(path: Path, code: str) -> None:
    """Define something anew at the end of a student's file: the last definition counts."""
    path.write_text(path.read_text(encoding="utf-8") + "\n\n" + code, encoding="utf-8")
