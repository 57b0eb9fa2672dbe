"""nbgrader's autograde takes every folder that was collected, whatever the file in it is called and whether it can be read."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde

from autograder.course.course import find_course, load_course
from autograder.vocabulary.errors import CourseError

_ALL = "*"
_nbgraders_own = Autograde.init_notebooks


def take_whatever_was_handed_in() -> None:
    """Replace nbgrader's search for notebooks, which passes over folders in which none has the released one's name."""
    Autograde.init_notebooks = _init_notebooks


def _init_notebooks(self: Any) -> None:
    """Find the folders to be graded; each has one notebook, which the exporter makes of what lies there."""
    name = self.coursedir.assignment_id
    if self.coursedir.notebook_id not in (_ALL, name) or name not in _assignments(Path(self.coursedir.root)):
        _nbgraders_own(self)
        return
    folders = [
        folder
        for folder in glob.glob(  # noqa: PTH207 - as nbgrader matches them later
            self._format_source(name, self.coursedir.student_id)
        )
        if Path(folder).is_dir()
    ]
    if not folders:
        _nbgraders_own(self)  # which says that nothing was found
        return
    self.notebooks = []
    self.assignments = {folder: [str(Path(folder) / f"{name}.ipynb")] for folder in folders}


def _assignments(root: Path) -> set[str]:
    path = find_course(root)
    try:
        return {each.name for each in load_course(path).assignments} if path else set()
    except CourseError:  # the exporter says what is wrong with it
        return set()
