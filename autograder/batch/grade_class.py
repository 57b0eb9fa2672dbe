"""Grading a class: results that are still good are kept, the others made anew, each stored as it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from autograder.batch import executors
from autograder.batch.interrupts import Interrupts
from autograder.batch.steps import Given, Progress
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


def grade_class(
    plan: GradingPlan,
    submissions: Iterable[Submission],
    store: ResultStore,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    again: bool = False,
    interrupts: Interrupts | None = None,
) -> Iterator[Progress]:
    """Grade submissions and store every result, yielding progress.

    `submissions` may be a generator: each is read when there is room for it, and forgotten when its result is stored.

    Parameters
    ----------
    plan : GradingPlan
    submissions : iterable of Submission
    store : ResultStore
    jobs : int
        Processes on this machine; 1 grades in the calling process.
    scheduler : str, optional
        Address of a Dask scheduler, instead of processes on this machine.
    again : bool
        Regrade everything, changed or not since its stored result.
    interrupts : Interrupts, optional
        Tells when to end early.

    Raises
    ------
    CourseError, IsolationError
        Nothing can be graded.
    StorageError
        A result cannot be stored.
    Told
        The run was told to end. Everything that was finished is stored.
    """
    source = _sorted_out(plan, submissions, store, again)
    for done in executors.graded(plan, source, jobs, scheduler, interrupts or Interrupts()):
        if isinstance(done, Progress):
            yield done
            continue
        submission, outcome = done.submission, done.outcome
        if isinstance(outcome, (CourseError, IsolationError)):
            raise outcome
        found = outcome if isinstance(outcome, SubmissionResult) else _our_fault(plan, submission, outcome)
        result = _dated(plan, submission, found)
        store.save(result)
        yield Progress(submission, result, kept=False)


def _sorted_out(
    plan: GradingPlan, submissions: Iterable[Submission], store: ResultStore, again: bool
) -> Iterator[Given]:
    """Yield each submission that needs grading, and for each other one the step that keeps its stored result."""
    for submission in submissions:
        stored = None if again else store.load(submission.student)
        if stored is None or stored.digest != plan.digest(submission) or stored.points is None:
            yield submission
            continue
        dated = _dated(plan, submission, stored)
        if dated != stored:
            store.save(dated)
        yield Progress(submission, dated, kept=True)


def _dated(plan: GradingPlan, submission: Submission, result: SubmissionResult) -> SubmissionResult:
    """Return the result with the time of submission and the late penalty, as course.yaml has it now."""
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
