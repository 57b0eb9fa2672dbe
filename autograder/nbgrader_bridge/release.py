"""The student's notebook, made from the source notebook by nbgrader's own generate_assignment."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.nbgrader_bridge.config import RELEASE, SOURCE, configure
from autograder.vocabulary.errors import CourseError

# nbgrader's own default, under which its steps open a gradebook; a server that enforces foreign keys wants one.
_COURSE_ID = "default_course"


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook as the bytes of its file."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def release(sources: Mapping[str, NotebookNode], db_url: str | None = None) -> dict[str, bytes]:
    """Return the student's notebook of each assignment.

    Parameters
    ----------
    sources : mapping of str to NotebookNode
        Source notebooks by assignment.
    db_url : str, optional
        A gradebook in which the assignments are entered or brought up to date; none by default.

    Raises
    ------
    CourseError
        nbgrader refuses: the source is wrong, or the gradebook has submissions of an assignment with other cells.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for name, notebook in sources.items():
            path = root / SOURCE / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(notebook_bytes(notebook))
        config = Config()
        configure(config)
        config.CourseDirectory.root = str(root)
        config.CourseDirectory.assignment_id = "*"
        if db_url is None:
            config.SaveCells.enabled = False
            config.GenerateAssignment.no_database = True
        else:
            config.CourseDirectory.db_url = db_url
            config.CourseDirectory.course_id = _COURSE_ID
        try:
            GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
        except NbGraderException:
            raise CourseError("nbgrader generate_assignment refuses, for the reason above") from None
        return {name: (root / RELEASE / name / f"{name}.ipynb").read_bytes() for name in sources}
