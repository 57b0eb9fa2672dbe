"""Reading a submission for `nbgrader autograde`: nothing that a student can save stops it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from autograder.course.course import Course, find_course, load_course
from autograder.course.source import starter_text
from autograder.grading.plan import GradingPlan
from autograder.nbgrader_bridge.submitted_cells import take_in_submission
from autograder.submissions.finding import Submission, read_submission
from autograder.vocabulary.errors import UsageError


@dataclass(frozen=True)
class Received:
    """A submission on its way through autograde: what is graded, by which rules, and notes on its notebook."""

    plan: GradingPlan
    submission: Submission
    notes: tuple[str, ...]


class SubmissionExporter(NotebookExporter):
    """Reads the notebook of a submission as the engine does, and hands a sound notebook to nbgrader's steps.

    nbgrader converts twice, from submitted/ to autograded/ and there in place; only the first time is there anything to
    repair.

    Attributes
    ----------
    received : Received
        The submission read last.
    """

    received: Received

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert one notebook."""
        assert resources is not None
        marks = resources["nbgrader"]
        coursedir = self.parent.coursedir
        submitted = coursedir.format_path(
            coursedir.submitted_directory, marks["student"], marks["assignment"]
        )
        if Path(filename).resolve().parent != Path(submitted).resolve():
            converted: tuple[str, dict[str, Any]] = super().from_filename(
                filename, resources=resources, **kwargs
            )
            return converted
        course = course_of(Path(coursedir.root))
        self.received, notebook = receive(course, Path(filename), marks["assignment"], marks["student"])
        if not self.received.plan.has_hidden_checks():
            self.log.warning("%s has no hidden checks: graded by the visible ones alone", marks["assignment"])
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def course_of(folder: Path) -> Course:
    """Return the course in whose folder nbgrader runs.

    Raises
    ------
    UsageError
        There is no course.yaml.
    """
    path = find_course(folder)
    if path is None:
        raise UsageError(
            f"{folder}: there is no course.yaml here or above; run nbgrader in the course's folder"
        )
    return load_course(path)


def receive(course: Course, path: Path, assignment: str, student: str) -> tuple[Received, NotebookNode]:
    """Read what was handed in where nbgrader has the notebook `path`, and return it with the notebook to show.

    Parameters
    ----------
    course : Course
    path : Path
        The submitted notebook; all that lies in its folder is read.
    assignment : str
    student : str
        As nbgrader writes the name.
    """
    plan = GradingPlan(course.path, assignment, course.isolation)
    submission = read_submission(
        path.parent, student, assignment, stub=starter_text(plan.folders), zone=ZoneInfo(course.timezone)
    )
    # As nbgrader writes the name, in whatever form of Unicode.
    submission = msgspec.structs.replace(submission, student=student)
    released = nbformat.read(plan.visible_folder / f"{assignment}.ipynb", as_version=4)
    intake = take_in_submission(submission, released)
    return Received(plan, submission, intake.notes), intake.notebook
