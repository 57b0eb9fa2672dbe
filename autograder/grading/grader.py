"""Grading one submission after another, with everything that is costly set up once."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from autograder.checks.declaration import Check
from autograder.course.limits import Isolation, Limits
from autograder.course.misconceptions import load_bank
from autograder.grading.diagnosis import Diagnosis
from autograder.grading.plan import GradingPlan
from autograder.grading.scoring import score_assignment, total_points
from autograder.running.session import CheckSession, any_check
from autograder.running.subjects import Subject
from autograder.seam.fork_server import ForkServer
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy, names_called
from autograder.seam.starters import Starter
from autograder.seam.student_process import LoadReport, StudentProcess, walls_of
from autograder.seam.walls import missing_mechanisms
from autograder.submissions.finding import Submission
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome, SubmissionResult
from autograder.vocabulary.wording import visible

RESULT_SCHEMA = "autograder/result-1"
_NOTE_CHARACTERS = 2500
# Diagnosis helps where code ran and was wrong; nothing can be said about code that is absent or did not come back.
_DIAGNOSABLE = frozenset({Outcome.FAILED, Outcome.ERROR})

# Every notebook of a course imports these for its figures and checks; a student need not be told of them.
_LEFT_BY_NOTEBOOKS = frozenset({"autograder", "figures", "matplotlib", "IPython"})


class Workers:
    """The sources of workers in this process, one for each isolation and set of limits that is asked for."""

    def __init__(self) -> None:
        self._starters: dict[tuple[Isolation, Limits], Starter] = {}

    def source(self, isolation: Isolation, limits: Limits) -> Starter:
        """Return where workers with these limits come from."""
        key = (isolation, limits)
        if key not in self._starters:
            self._starters[key] = start_workers(isolation, limits)
        return self._starters[key]

    def drop(self, isolation: Isolation, limits: Limits) -> None:
        """End a source that may be broken; the next call of `source` starts a new one."""
        starter = self._starters.pop((isolation, limits), None)
        if starter is not None:
            starter.close()

    def close(self) -> None:
        """End all sources and their workers."""
        for starter in self._starters.values():
            starter.close()
        self._starters.clear()


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
        self._session = CheckSession([plan.visible_folder, plan.hidden_folder], plan.course().root)
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
        subject = Subject(process, SubmissionProxy(process))
        try:
            checks = self._session.run(subject, wanted)
            hints = self._hints(checks, subject)
        finally:
            process.close()
        exercises = score_assignment(self._rules, checks, hints)
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
            isolation="enforced" if starter.confined else "none",
            digest=self._plan.digest(submission),
            graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def names_called(self, submission: Submission) -> dict[str, frozenset[str]]:
        """Return, by name of check, which names of the submission each check calls or reads."""
        starter = self._workers.source(self._plan.isolation, self._rules.limits)
        process = StudentProcess(submission, starter, self._rules.limits)
        subject = Subject(process, SubmissionProxy(process))
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

    def _hints(self, checks: Mapping[str, Sequence[CheckResult]], subject: Subject) -> dict[str, list[str]]:
        hints = {}
        for exercise, results in checks.items():
            outcomes = {result.outcome for result in results}
            if outcomes & _DIAGNOSABLE:
                hints[exercise] = self._diagnosis.hints(exercise, subject)
            elif outcomes == {Outcome.PASSED}:
                hints[exercise] = self._diagnosis.remarks(exercise, subject)
        return hints


def start_workers(isolation: Isolation, limits: Limits) -> Starter:
    """Return the source of workers that `isolation` asks for on this machine."""
    output_bytes = limits.output_kb * 1024
    required = isolation is Isolation.REQUIRED
    if required or (isolation is Isolation.BEST_EFFORT and not missing_mechanisms()):
        return ForkServer(walls_of(limits), output_bytes, required=required)
    return PlainStarter(output_bytes)


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
