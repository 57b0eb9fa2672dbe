"""Students' own checks: the visible ones, in their assignment's folder or in a notebook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.course import find_course, load_course
from autograder.course.folders import AssignmentFolders
from autograder.course.hidden import hidden_remaining
from autograder.course.limits import Limits
from autograder.course.reference import Reference
from autograder.grading.notes import load_notes
from autograder.grading.scoring import score_exercise
from autograder.running.session import run_once
from autograder.running.subjects import Process, Subject
from autograder.seam.in_process import InProcess
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import ExerciseResult, Outcome


@dataclass(frozen=True)
class OwnReport:
    """What the visible checks found, and the sentence about the hidden ones.

    `stars` has each exercise's difficulty, from course.yaml where there is one.
    """

    exercises: tuple[ExerciseResult, ...]
    notes: tuple[str, ...]
    hidden: str
    stars: dict[str, int]

    @property
    def all_passed(self) -> bool:
        """Whether every visible check passed."""
        return self.counts().keys() <= {Outcome.PASSED}

    def counts(self) -> Counter[Outcome]:
        """Return how many checks had each outcome."""
        return Counter(check.outcome for exercise in self.exercises for check in exercise.checks)


def check_folder(folder: Path, exercise: str | None, chosen: Path | None) -> OwnReport:
    """Run the visible checks of the assignment in `folder` on the file beside them, or on `chosen`.

    Raises
    ------
    UsageError
        The folder has no checks, or none for `exercise`.
    """
    _require_checks(folder)
    (submission,) = find_submissions([chosen or _own_file(folder)], folder.name)
    rules = _rules(folder)
    limits = rules.limits if rules else Limits()
    starter = PlainStarter(limits.output_kb * 1024)
    process = StudentProcess(submission, starter, limits)
    try:
        report = _report(folder, rules, process, SubmissionProxy(process), exercise)
        notes = (*submission.notes, *load_notes(process.last_report))
        return OwnReport(report.exercises, notes, report.hidden, report.stars)
    finally:
        process.close()
        starter.close()


def check_namespace(folder: Path, exercise: str, namespace: dict[str, Any]) -> OwnReport:
    """Run the visible checks of one exercise on functions that live in this process."""
    _require_checks(folder)
    process = InProcess(namespace)
    return _report(folder, _rules(folder), process, SubmissionProxy(process), exercise)


def _report(
    folder: Path, rules: Assignment | None, process: Process, proxy: SubmissionProxy, exercise: str | None
) -> OwnReport:
    if rules is not None and exercise is not None:
        rules.exercise(exercise)
    reference = Reference(AssignmentFolders(folder.parent.parent, folder.name))
    checks = run_once([folder], folder, Subject(process, proxy, rules, reference), exercise)
    exercises = tuple(
        score_exercise(rules.exercise(name), results) if rules else _unscored(name, results)
        for name, results in checks.items()
    )
    stars = {entry.name: entry.difficulty for entry in rules.exercises} if rules else {}
    return OwnReport(exercises, (), hidden_remaining(folder, {exercise} if exercise else None), stars)


def _unscored(name: str, results: Any) -> ExerciseResult:
    return ExerciseResult(name=name, points=None, max_points=0.0, checks=tuple(results))


def _own_file(folder: Path) -> Path:
    """Return the folder's .py, or its notebook where it has no .py."""
    script, notebook = (folder / f"{folder.name}{suffix}" for suffix in (".py", ".ipynb"))
    return notebook if notebook.is_file() and not script.is_file() else script


def _require_checks(folder: Path) -> None:
    if not any(folder.glob("test_*.py")):
        raise UsageError(
            f"{folder}: there are no checks here (test_*.py); go to an assignment's folder first"
        )


def _rules(folder: Path) -> Assignment | None:
    course = find_course(folder)
    return load_course(course).assignment(folder.name) if course else None
