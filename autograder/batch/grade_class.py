"""Grading a class: what is still good is kept, what is new is graded, each result is stored as it comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from autograder.batch import executors
from autograder.batch.store import ResultStore
from autograder.course.late import late_penalty
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import CourseError, IsolationError
from autograder.vocabulary.message import said
from autograder.vocabulary.outcomes import (
    RESULT_SCHEMA,
    CheckResult,
    ExerciseResult,
    Outcome,
    SubmissionResult,
    Visibility,
)


@dataclass(frozen=True)
class Progress:
    """One submission is done: its result, and whether it was kept from an earlier run."""

    result: SubmissionResult
    kept: bool


def grade_class(
    plan: GradingPlan,
    submissions: Sequence[Submission],
    store: ResultStore,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    again: bool = False,
) -> Iterator[Progress]:
    """Grade submissions and store every result, yielding progress.

    Parameters
    ----------
    plan : GradingPlan
    submissions : sequence of Submission
    store : ResultStore
    jobs : int
        Processes on this machine; 1 grades in the calling process.
    scheduler : str, optional
        Address of a Dask scheduler, instead of processes on this machine.
    again : bool
        Grade also what has not changed since its stored result.

    Raises
    ------
    CourseError, IsolationError
        Nothing can be graded.
    """
    to_grade = []
    for submission in submissions:
        stored = None if again else store.load(submission.student)
        if stored is not None and stored.digest == plan.digest(submission) and stored.points is not None:
            dated = _dated(plan, submission, stored)
            if dated != stored:
                store.save(dated)
            yield Progress(dated, kept=True)
        else:
            to_grade.append(submission)
    if not to_grade:
        return
    for submission, outcome in _graded(plan, to_grade, jobs, scheduler):
        if isinstance(outcome, (CourseError, IsolationError)):
            raise outcome
        found = outcome if isinstance(outcome, SubmissionResult) else _our_fault(plan, submission, outcome)
        result = _dated(plan, submission, found)
        store.save(result)
        yield Progress(result, kept=False)


def _graded(
    plan: GradingPlan, submissions: Sequence[Submission], jobs: int, scheduler: str | None
) -> Iterator[executors.Graded]:
    if scheduler is not None:
        return executors.grade_on_cluster(plan, submissions, scheduler)
    if jobs == 1:
        return executors.grade_here(plan, submissions)
    return executors.grade_in_processes(plan, submissions, min(jobs, len(submissions)))


def _dated(plan: GradingPlan, submission: Submission, result: SubmissionResult) -> SubmissionResult:
    """Return the result with the time of handing in and what being late costs, as course.yaml has it now."""
    result = msgspec.structs.replace(result, staff_notes=submission.staff_notes)
    if submission.handed_in is None:
        return msgspec.structs.replace(result, handed_in=None, late_penalty=0.0)
    policy = plan.course().late
    due = policy.due_for(submission.student, submission.assignment, plan.rules().due)
    return msgspec.structs.replace(
        result,
        handed_in=submission.handed_in.isoformat(),
        late_penalty=late_penalty(result.points or 0.0, due, submission.handed_in, policy),
    )


def _our_fault(plan: GradingPlan, submission: Submission, error: Exception) -> SubmissionResult:
    """Return the result of a submission that could not be graded: no score, to be graded again."""
    check = CheckResult(
        name="grading",
        title="The submission can be graded.",
        visibility=Visibility.HIDDEN,
        weight=1.0,
        outcome=Outcome.GRADER_ERROR,
        message=said("Grading itself failed. This is no fault of your code, and costs no points."),
        staff=f"{type(error).__name__}: {error}",
        duration_s=0.0,
    )
    rules = plan.rules()
    return SubmissionResult(
        schema=RESULT_SCHEMA,
        student=submission.student,
        assignment=rules.name,
        points=None,
        max_points=rules.max_points,
        exercises=tuple(
            ExerciseResult(name=exercise.name, points=None, max_points=exercise.points, checks=(check,))
            for exercise in rules.exercises
        ),
        notes=submission.notes,
        isolation="none",
        digest=plan.digest(submission),
        graded_at=datetime.now(UTC).isoformat(timespec="seconds"),
        made_by=plan.made_by(),
    )
