"""`autograder grade`."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from autograder.batch.executors import usable_cpus
from autograder.batch.grade_class import grade_class
from autograder.batch.interrupts import Interrupts, Told, listening
from autograder.batch.steps import Progress
from autograder.batch.store import ResultStore
from autograder.commands.common import open_course, plain_console
from autograder.course.assignment import read_time
from autograder.course.course import Course
from autograder.course.fields import Place
from autograder.course.source import starter_text
from autograder.grading.plan import GradingPlan
from autograder.reports.grade_summary import print_summary
from autograder.reports.terminal import Tally, watch
from autograder.submissions.finding import Submission, each_submission
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult
from autograder.vocabulary.wording import needs_extra

EXIT_UNDER, EXIT_GRADER_ERROR = 1, 3
# Of a class up to this size the short account stands below the table; of a larger one `autograder report` makes it.
_SUMMARISED = 600
_SIGNAL_BASE = 128  # a shell's code for what a signal ended is this and the signal's number


@dataclass(frozen=True)
class GradeOptions:
    """How `grade_paths` is to grade; the command line's options of the same names."""

    jobs: int = 0
    scheduler: str | None = None
    fail_under: float | None = None
    again: bool = False
    submitted: str | None = None
    gradebook: str | None = None
    layout: str | None = None
    without_hidden: bool = False


def grade_paths(
    paths: Sequence[Path], names: Sequence[str], out: Path, course_file: Path | None, options: GradeOptions
) -> int:
    """Grade what is found in `paths`, store and print the results, and return the exit code.

    0 when all was graded, whatever the scores; 1 with `fail_under` (percent) when a submission has less; 3 when a grader_error
    remains; 130 or 143 when told to end by SIGINT or SIGTERM. With several assignments each has its own folder of results.

    Parameters
    ----------
    paths : sequence of Path
        Submissions, and folders or archives of a class.
    names : sequence of str
        The assignments to grade, as course.yaml names them.
    out : Path
        Folder of results; with several assignments a folder in it for each.
    course_file : Path or None
        None for the nearest course.yaml at or above the current folder.
    options : GradeOptions

    Raises
    ------
    UsageError
        A path holds no submission, an option cannot be used, or an assignment without hidden checks was not allowed for.
    CourseError, IsolationError
        Nothing can be graded.
    StorageError
        A result cannot be stored.
    """
    course = open_course(course_file)
    assignments = [course.assignment(name) for name in names]
    codes = []
    with listening() as interrupts:
        try:
            for assignment in assignments:
                folder = out if len(assignments) == 1 else out / assignment.name
                codes.append(_grade_assignment(paths, assignment.name, folder, course, options, interrupts))
        except KeyboardInterrupt as told:
            print("Interrupted. What was graded is kept; run the same command to resume.", file=sys.stderr)
            return _SIGNAL_BASE + (told.number if isinstance(told, Told) else signal.SIGINT)
    return max(codes)


def _grade_assignment(
    paths: Sequence[Path],
    name: str,
    out: Path,
    course: Course,
    options: GradeOptions,
    interrupts: Interrupts,
) -> int:
    plan = GradingPlan(course.path, name, course.isolation)
    console = plain_console()
    if not plan.has_hidden_checks():
        lacking = f"{plan.hidden_folder} has no hidden checks (test_*.py)"
        if not options.without_hidden:
            raise UsageError(f"{lacking}; to grade by the visible ones alone, add --without-hidden-checks")
        console.print(f"{lacking}: graded by the visible ones alone.", soft_wrap=True, markup=False)
    found = each_submission(
        paths, name, stub=starter_text(plan.folders), zone=ZoneInfo(course.timezone), layout=options.layout
    )
    submissions: Iterable[Submission] = found
    if options.submitted is not None:
        submissions = _handed_in(found, options.submitted, course)
    store = ResultStore(out)
    store.require_of(name)
    with store.alone(), _entering(course, name, options.gradebook) as enter:
        steps = grade_class(
            plan,
            submissions,
            store,
            jobs=options.jobs or min(usable_cpus(), len(found)),
            scheduler=options.scheduler,
            again=options.again,
            interrupts=interrupts,
        )
        results: list[SubmissionResult] = []
        tally = watch(_collected(enter(steps), results), len(found), console)
    tally.print(console)
    if len(results) <= _SUMMARISED:
        print_summary(results, console)
    console.print(f"Results: {out} (one JSON file per student)", soft_wrap=True)
    return _exit_code(tally, options.fail_under)


def _collected(steps: Steps, results: list[SubmissionResult]) -> Steps:
    """Pass results on, and keep them as long as they are few enough to be summarised from memory."""
    for step in steps:
        if len(results) <= _SUMMARISED:
            results.append(step.result)
        yield step


def _handed_in(submissions: Iterable[Submission], time: str, course: Course) -> Iterator[Submission]:
    """Return the submissions as handed in at `time`, by default in the course's time zone, whatever their stamps say."""
    at = read_time(time, ZoneInfo(course.timezone), Place("--submitted"))
    return (_stamped(submission, at) for submission in submissions)


def _stamped(submission: Submission, at: datetime) -> Submission:
    other = submission.handed_in
    notes = submission.staff_notes
    if other is not None and other != at:
        notes = (*notes, f"The time stamp says {other.isoformat(sep=' ')}; --submitted was used.")
    return msgspec.structs.replace(submission, handed_in=at, staff_notes=notes)


Steps = Iterator[Progress]


@contextlib.contextmanager
def _entering(course: Course, assignment: str, url: str | None) -> Iterator[Callable[[Steps], Steps]]:
    """Yield what passes results on and enters each in the gradebook at `url`, or nothing where there is none."""
    if url is None:
        yield lambda steps: steps
        return
    try:
        from autograder.nbgrader_bridge.gradebook import GradebookWriter
    except ModuleNotFoundError as error:
        raise UsageError(needs_extra("--gradebook", error.name, "instructor")) from None
    with GradebookWriter(course, assignment, url) as writer:

        def enter(steps: Steps) -> Steps:
            for step in steps:
                if step.result.points is not None or step.result.unread:
                    writer.write(step.submission, step.result)
                yield step

        yield enter


def _exit_code(tally: Tally, fail_under: float | None) -> int:
    if tally.not_graded:
        return EXIT_GRADER_ERROR
    return EXIT_UNDER if fail_under is not None and tally.lowest_percent < fail_under else 0
