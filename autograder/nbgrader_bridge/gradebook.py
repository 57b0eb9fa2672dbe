"""Entering results in nbgrader's gradebook, as nbgrader's own autograde leaves them.

What a person entered stays through every regrade: manual scores, comments and extra credit are other columns than those
written here.
"""

from __future__ import annotations

import warnings
from datetime import UTC, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedNotebook
from sqlalchemy.exc import SAWarning, SQLAlchemyError

from autograder.course.course import Course
from autograder.course.late import penalty
from autograder.nbgrader_bridge.cells import check_id, solution_id
from autograder.nbgrader_bridge.config import AUTOGRADED, let_alembic_be_found
from autograder.nbgrader_bridge.intake import Intake
from autograder.nbgrader_bridge.own_gradebook import cannot_be_written, is_own_gradebook, with_whole_path
from autograder.nbgrader_bridge.release import notebook_bytes, release
from autograder.nbgrader_bridge.results import comment, write_results
from autograder.nbgrader_bridge.source_notebook import source_notebook
from autograder.nbgrader_bridge.submitted_cells import take_in_submission
from autograder.submissions.finding import Submission
from autograder.upkeep.build import read_source
from autograder.vocabulary.atomic_file import replacing
from autograder.vocabulary.errors import StorageError, UsageError
from autograder.vocabulary.outcomes import SubmissionResult


class GradebookWriter:
    """Enters the results of one assignment.

    Parameters
    ----------
    course : Course
    assignment : str
    db_url : str
        Any URL that SQLAlchemy takes: ``sqlite:///gradebook.db``, ``postgresql+psycopg2://...``. The tables are made where there
        are none.

    Raises
    ------
    UsageError
        The database cannot be reached.
    StorageError
        It is a file that cannot be written to.
    CourseError
        nbgrader refuses the assignment as it is now, since the gradebook has submissions with other cells.
    """

    def __init__(self, course: Course, assignment: str, db_url: str) -> None:
        self._course = course
        self._rules = course.assignment(assignment)
        self._is_own = is_own_gradebook(course, db_url)
        source = source_notebook(self._rules, read_source(course, self._rules))
        let_alembic_be_found()
        whole = with_whole_path(db_url)
        try:
            self._gradebook = Gradebook(whole)
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            said = (
                f"--gradebook {_without_password(db_url)}: the database cannot be used: {_first_line(error)}"
            )
            raise StorageError(said) if cannot_be_written(whole) else UsageError(said) from None
        if cannot_be_written(whole):
            raise StorageError(
                f"--gradebook {_without_password(db_url)}: results cannot be entered: the file or its folder is read-only"
            )
        (released,) = release({assignment: source}, whole).values()
        self._released: NotebookNode = nbformat.reads(released.decode(), as_version=4)

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gradebook.close()

    def write(self, submission: Submission, result: SubmissionResult) -> None:
        """Enter one result, and write the autograded notebook that nbgrader's pages show.

        The notebook is written for the course's own gradebook only, to which the folder of these notebooks belongs.

        Raises
        ------
        StorageError
            The gradebook or the folder of notebooks cannot be written; nothing of this result is entered.
        """
        try:
            self._write(submission, result)
        except (SQLAlchemyError, OSError) as error:
            self._gradebook.db.rollback()
            raise StorageError(
                f"--gradebook: the result of {submission.student} cannot be entered: {_first_line(error)}"
            ) from error

    def _write(self, submission: Submission, result: SubmissionResult) -> None:
        name = self._rules.name
        intake = take_in_submission(submission, self._released)
        write_results(intake.notebook, result, self._rules, intake.notes)
        if self._is_own:
            self._write_notebook(submission, intake)
        self._gradebook.update_or_create_student(submission.student)
        record_dates(self._gradebook, self._course, submission)
        notebook = self._gradebook.find_submission_notebook(name, name, submission.student)
        _record_scores(notebook, result)
        record_comments(notebook, result)
        self._gradebook.db.flush()
        self._gradebook.db.refresh(notebook)
        seconds_late = notebook.assignment.total_seconds_late
        taken = penalty(notebook.score, timedelta(seconds=seconds_late), self._course.late)
        notebook.late_submission_penalty = taken if seconds_late > 0 else None
        self._gradebook.db.commit()

    def _write_notebook(self, submission: Submission, intake: Intake) -> None:
        folder = self._course.root / AUTOGRADED / submission.student / self._rules.name
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / f"{self._rules.name}.ipynb", notebook_bytes(intake.notebook))
        if submission.handed_in is not None:
            text = f"{submission.handed_in.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
            _replace(folder / "timestamp.txt", text.encode())


def record_dates(gradebook: Gradebook, course: Course, submission: Submission) -> None:
    """Enter the assignment's due date, this student's own one, and when this student handed in.

    nbgrader keeps times in UTC. An assignment without a due date in course.yaml keeps the one that it has in the gradebook.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        Open; each entry is committed at once, as nbgrader does it.
    course : Course
        Has the due date and the extensions.
    submission : Submission
        Whose extension is entered, and its `handed_in` unless that is None.
    """
    rules = course.assignment(submission.assignment)
    columns: dict[str, Any] = {}
    if rules.due is not None:
        gradebook.update_or_create_assignment(rules.name, duedate=rules.due.astimezone(UTC))
        own = course.late.due_for(submission.student, rules.name, rules.due)
        # In UTC: two times of one zone are subtracted by their clocks, and clocks change.
        extension = own.astimezone(UTC) - rules.due.astimezone(UTC) if own is not None else None
        columns["extension"] = extension or None
    if submission.handed_in is not None:
        columns["timestamp"] = submission.handed_in.astimezone(UTC)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader makes a submission while its session flushes
        gradebook.update_or_create_submission(rules.name, submission.student, **columns)


def forget_scores(notebook: SubmittedNotebook) -> None:
    """Remove the scores of an earlier grading; what has none afterwards is marked for a person to look at."""
    for grade in notebook.grades:
        grade.auto_score = None
        grade.needs_manual_grade = True


def _record_scores(notebook: SubmittedNotebook, result: SubmissionResult) -> None:
    """Enter the scores; as in nbgrader, one that a person has changed is marked to be looked at again."""
    exercises = {check_id(exercise.name): exercise for exercise in result.exercises}
    for grade in notebook.grades:
        grade.auto_score = exercises[grade.name].points
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def record_comments(notebook: SubmittedNotebook, result: SubmissionResult) -> None:
    """Enter the automatic comment on each exercise."""
    exercises = {solution_id(exercise.name): exercise for exercise in result.exercises}
    for entry in notebook.comments:
        entry.auto_comment = comment(exercises[entry.name])


def _replace(path: Path, content: bytes) -> None:
    """Write a file, also where nbgrader has left one that cannot be written to."""
    with replacing(path, mode=0o644) as file:
        file.write(content)


def _without_password(url: str) -> str:
    before, at, host = url.rpartition("@")
    return f"{before.rpartition(':')[0]}:...@{host}" if at else url


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
