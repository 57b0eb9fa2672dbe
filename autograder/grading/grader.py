"""Grading one submission after another, with everything that is costly set up once."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from autograder.checks.declaration import Check
from autograder.course.misconceptions import Misconception, load_bank
from autograder.course.reference import Reference
from autograder.grading.diagnosis import Diagnosis
from autograder.grading.plan import GradingPlan
from autograder.grading.scoring import score_assignment, total_points
from autograder.running.session import CheckSession, any_check
from autograder.running.subjects import Subject
from autograder.seam.proxy import SubmissionProxy, names_called
from autograder.seam.student_process import LoadReport, StudentProcess
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.vocabulary.outcomes import (
    RESULT_SCHEMA,
    CheckResult,
    ExerciseResult,
    Outcome,
    SubmissionResult,
)
from autograder.vocabulary.wording import visible

_NOTE_CHARACTERS = 2500
# Diagnosis helps where code ran and was wrong; nothing can be said about code that is absent or did not come back.
_DIAGNOSABLE = frozenset({Outcome.FAILED, Outcome.ERROR})

# Every notebook of a course imports these for its figures and checks; a student need not be told of them.
_LEFT_BY_NOTEBOOKS = frozenset({"autograder", "figures", "matplotlib", "IPython"})


class Grader:
    """Grades submissions of one assignment in this process.

    Parameters
    ----------
    plan : GradingPlan
    workers : Workers
        Where submissions run; the caller's to close.

    Raises
    ------
    CourseError
        The course, a check or a misconception is wrong.
    IsolationError
        The plan requires isolation that this machine cannot enforce.
    """

    def __init__(self, plan: GradingPlan, workers: Workers) -> None:
        self._plan = plan
        self._rules = plan.rules()
        self._workers = workers
        workers.source(plan.isolation, self._rules.limits)  # a machine that cannot isolate is refused at once
        self._reference = Reference(plan.folders)
        self._session = CheckSession([plan.visible_folder, plan.hidden_folder], plan.folders.root)
        try:
            plan.require_matching(self._session.checks)
            self._diagnosis = Diagnosis(load_bank(plan.hidden_folder))
        except BaseException:
            self._session.close()
            raise

    def grade(self, submission: Submission, wanted: Callable[[Check], bool] = any_check) -> SubmissionResult:
        """Return the result of one submission. Whatever the submission does, this returns.

        `wanted` picks checks; an exercise of which none is picked has no points.
        """
        starter = self._workers.source(self._plan.isolation, self._rules.limits)
        process = StudentProcess(submission, starter, self._rules.limits)
        subject = self._subject(process)
        try:
            checks = self._session.run(subject, wanted)
            named = self._named(checks, subject)
        finally:
            process.close()
        exercises = score_assignment(self._rules, checks, named)
        if _has_grader_error(exercises):
            # One broken source costs one submission.
            self._workers.drop(self._plan.isolation, self._rules.limits)
        return SubmissionResult(
            schema=RESULT_SCHEMA,
            student=submission.student,
            assignment=submission.assignment,
            points=total_points(exercises),
            max_points=self._rules.max_points,
            exercises=exercises,
            notes=(*submission.notes, *load_notes(process.last_report)),
            staff_notes=submission.staff_notes,
            isolation="enforced" if starter.confined else "none",
            digest=self._plan.digest(submission),
            graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            made_by=self._plan.made_by(),
        )

    def names_called(self, submission: Submission) -> dict[str, frozenset[str]]:
        """Return, by name of check, which names of the submission each check calls or reads."""
        starter = self._workers.source(self._plan.isolation, self._rules.limits)
        process = StudentProcess(submission, starter, self._rules.limits)
        subject = self._subject(process)
        called = {}
        try:
            for check in self._session.checks:
                self._session.run(subject, functools.partial(operator.is_, check))
                called[check.name] = names_called(subject.proxy)
        finally:
            process.close()
        return called

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def _subject(self, process: StudentProcess) -> Subject:
        return Subject(process, SubmissionProxy(process), self._rules, self._reference)

    def _named(
        self, checks: Mapping[str, Sequence[CheckResult]], subject: Subject
    ) -> dict[str, list[Misconception]]:
        named = {}
        for exercise, results in checks.items():
            outcomes = {result.outcome for result in results}
            if outcomes & _DIAGNOSABLE:
                named[exercise] = self._diagnosis.matches(exercise, subject)
            elif outcomes == {Outcome.PASSED}:
                named[exercise] = self._diagnosis.remarks(exercise, subject)
        return named


def load_notes(report: LoadReport | None) -> list[str]:
    """Return notes for the student about the top level of the submission."""
    if report is None:
        return []
    notes = [
        visible(f"{place}: {message}", _NOTE_CHARACTERS)
        + ". This statement was left out; the rest was graded."
        for place, message in report.problems
    ]
    notes += [
        f"{visible(name, _NOTE_CHARACTERS)} is not available while grading; an inert placeholder took its place."
        for name in report.placeholders
        if name not in _LEFT_BY_NOTEBOOKS
    ]
    return notes


def _has_grader_error(exercises: Sequence[ExerciseResult]) -> bool:
    return any(exercise.points is None for exercise in exercises)
