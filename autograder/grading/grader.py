"""Grading one submission after another, with everything that is costly set up once."""

from __future__ import annotations

import contextlib
import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from autograder.checks.declaration import Check
from autograder.course.misconceptions import Misconception, load_bank
from autograder.course.reference import Reference
from autograder.course.secret import course_secret
from autograder.grading.diagnosis import Diagnosis
from autograder.grading.notes import load_notes
from autograder.grading.plan import GradingPlan
from autograder.grading.scoring import score_assignment, total_points
from autograder.running.session import CheckSession, any_check
from autograder.running.solution_worker import SolutionWorker
from autograder.running.subjects import Subject, functions_of
from autograder.seam.own_memory import bounded_memory
from autograder.seam.packages import missing_packages
from autograder.seam.proxy import SubmissionProxy, keep_trace, names_called
from autograder.seam.starters import Starter
from autograder.seam.student_process import StudentProcess
from autograder.seam.trace import Run
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.outcomes import (
    RESULT_SCHEMA,
    CheckResult,
    ExerciseResult,
    Outcome,
    SubmissionResult,
)
from autograder.vocabulary.wording import listing

# Diagnosis helps where code ran and was wrong; nothing can be said about code that is absent or did not come back.
_DIAGNOSABLE = frozenset({Outcome.FAILED, Outcome.ERROR})
# What grading one submission may take in this process beyond what it has already.
_GRADER_MEMORY_BYTES = 2 * 2**30


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
        if missing := missing_packages(self._rules.limits.packages):
            raise CourseError(
                f"{plan.course_file.name}: packages: {listing(missing)} is not installed here; "
                f"type  pip install {' '.join(missing)}  (the name there may differ), or take it out of the list"
            )
        self._reference = Reference(plan.folders)
        self._secret = course_secret(plan.course())
        self._session = CheckSession([plan.visible_folder, plan.hidden_folder], plan.folders.root)
        try:
            plan.require_matching(self._session.checks)
            self._diagnosis = Diagnosis(load_bank(plan.hidden_folder))
        except BaseException:
            self._session.close()
            raise

    @property
    def checks(self) -> Sequence[Check]:
        """All checks of the assignment, in the order in which pytest collects them."""
        return self._session.checks

    def grade(self, submission: Submission, wanted: Callable[[Check], bool] = any_check) -> SubmissionResult:
        """Return the result of one submission. Whatever the submission does, this returns.

        `wanted` picks checks; an exercise of which none is picked has no points.
        """
        if not submission.units:
            return self._unread(submission)
        subject, processes = self._start(submission)
        try:
            with bounded_memory(_GRADER_MEMORY_BYTES):
                checks = self._session.run(subject, wanted)
                named = self._named(checks, subject)
        finally:
            for process in processes:
                process.close()
        exercises = score_assignment(self._rules, checks, named)
        if _has_grader_error(exercises):
            # One broken source costs one submission.
            self._workers.drop(self._plan.isolation, self._rules.limits)
        notes = (*submission.notes, *load_notes(processes[0].last_report))
        return self._result(submission, exercises, notes)

    def _unread(self, submission: Submission) -> SubmissionResult:
        """Return the result of a submission of which no code could be read: no points, and its notes say why."""
        exercises = tuple(
            ExerciseResult(name=exercise.name, points=None, max_points=exercise.points, checks=())
            for exercise in self._rules.exercises
        )
        return self._result(submission, exercises, submission.notes)

    def _result(
        self, submission: Submission, exercises: tuple[ExerciseResult, ...], notes: tuple[str, ...]
    ) -> SubmissionResult:
        return SubmissionResult(
            schema=RESULT_SCHEMA,
            student=submission.student,
            assignment=submission.assignment,
            points=total_points(exercises) if submission.units else None,
            max_points=self._rules.max_points,
            exercises=exercises,
            notes=notes,
            staff_notes=submission.staff_notes,
            isolation="enforced" if self._source().confined else "none",
            digest=self._plan.digest(submission),
            graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            made_by=self._plan.made_by(),
            unread=not submission.units,
        )

    def names_called(self, submission: Submission) -> dict[str, frozenset[str]]:
        """Return, by name of check, which names of the submission each check calls or reads."""
        subject, processes = self._start(submission)
        called = {}
        try:
            for check in self._session.checks:
                self._session.run(subject, functools.partial(operator.is_, check))
                called[check.name] = names_called(subject.proxy)
        finally:
            for process in processes:
                process.close()
        return called

    def traced(
        self, submission: Submission, check_name: str
    ) -> tuple[CheckResult, Sequence[Run], Sequence[Run]]:
        """Run one check; return its result, what passed in each of its runs, and what passes in runs on the solution."""
        subject, processes = self._start(submission)

        def wanted(check: Check) -> bool:
            return check.name == check_name

        try:
            with bounded_memory(_GRADER_MEMORY_BYTES):
                trace = keep_trace(subject.proxy)
                ((result,),) = self._session.run(subject, wanted).values()
                solution = subject.of_the_solution()
                assert solution is not None
                expected = keep_trace(solution.proxy)
                self._session.run(solution, wanted)
        finally:
            for process in processes:
                process.close()
        return result, trace.runs, expected.runs

    def try_many(
        self, submission: Submission, choose: str, picks: Iterable[Callable[[Check], bool]]
    ) -> Iterator[list[CheckResult]]:
        """Run checks on one worker again and again, and yield their results each time.

        Parameters
        ----------
        submission : Submission
            Its time is not bounded as a whole.
        choose : str
            A function of the submission that is called with 0, 1, 2, ... before each run.
        picks : iterable of callable
            For each run, picks the checks.
        """
        subject, processes = self._start(submission, submission_s=1e6)
        try:
            for number, wanted in enumerate(picks):
                subject.begin_check(None, None)
                getattr(subject.proxy, choose)(number)
                with bounded_memory(_GRADER_MEMORY_BYTES):
                    results = self._session.run(subject, wanted)
                yield [check for checks in results.values() for check in checks]
        finally:
            for process in processes:
                process.close()

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def _source(self) -> Starter:
        return self._workers.source(self._plan.isolation, self._rules.limits)

    def _start(
        self, submission: Submission, submission_s: float | None = None
    ) -> tuple[Subject, list[StudentProcess]]:
        """Return the submission as the checks take it, and its processes: the student's and the solution's."""
        starter, limits = self._source(), self._rules.limits
        own = limits if submission_s is None else msgspec.structs.replace(limits, submission_s=submission_s)
        process = StudentProcess(submission, starter, own, functions_of(self._rules))
        solution = SolutionWorker(self._plan.folders.solution, self._reference, starter, own)
        subject = Subject(
            process, SubmissionProxy(process), self._rules, self._reference, solution, self._secret
        )
        return subject, [process, solution.process]

    def _named(
        self, checks: Mapping[str, Sequence[CheckResult]], subject: Subject
    ) -> dict[str, list[Misconception]]:
        named = {}
        for exercise, results in checks.items():
            outcomes = {result.outcome for result in results}
            # What helps may not cost a score, whatever value it stumbles over.
            with contextlib.suppress(Exception):
                if outcomes & _DIAGNOSABLE:
                    named[exercise] = self._diagnosis.matches(exercise, subject)
                elif outcomes == {Outcome.PASSED}:
                    named[exercise] = self._diagnosis.remarks(exercise, subject)
        return named


def _has_grader_error(exercises: Sequence[ExerciseResult]) -> bool:
    return any(exercise.points is None for exercise in exercises)
