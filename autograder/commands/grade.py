"""`autograder grade`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from autograder.batch.executors import usable_cpus
from autograder.batch.grade_class import Progress, grade_class
from autograder.batch.store import ResultStore
from autograder.commands.common import open_course, plain_console, stub_text
from autograder.course.assignment import read_time
from autograder.course.course import Course
from autograder.course.fields import Place
from autograder.grading.plan import GradingPlan
from autograder.reports.grade_summary import print_summary
from autograder.reports.terminal import print_class, with_progress
from autograder.submissions.finding import Submission, find_submissions
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult

EXIT_UNDER, EXIT_GRADER_ERROR, EXIT_INTERRUPTED = 1, 3, 130


@dataclass(frozen=True)
class GradeOptions:
    """How `grade_paths` is to grade; the command line's options of the same names."""

    jobs: int = 0
    scheduler: str | None = None
    fail_under: float | None = None
    again: bool = False
    submitted: str | None = None
    gradebook: str | None = None


def grade_paths(
    paths: Sequence[Path], names: Sequence[str], out: Path, course_file: Path | None, options: GradeOptions
) -> int:
    """Grade what is found in `paths`, store and print the results, and return the exit code.

    0 when all was graded, whatever the scores; 1 with `fail_under` (percent) when a submission has less; 3 when a grader_error
    remains; 130 when interrupted. With several assignments each has its own folder of results.
    """
    course = open_course(course_file)
    assignments = [course.assignment(name) for name in names]
    codes = []
    try:
        for assignment in assignments:
            folder = out if len(assignments) == 1 else out / assignment.name
            codes.append(_grade_assignment(paths, assignment.name, folder, course, options))
    except KeyboardInterrupt:
        print("Interrupted. What was graded is kept; the same command goes on from there.", file=sys.stderr)
        return EXIT_INTERRUPTED
    return max(codes)


def _grade_assignment(
    paths: Sequence[Path], name: str, out: Path, course: Course, options: GradeOptions
) -> int:
    plan = GradingPlan(course.path, name, course.isolation)
    submissions = find_submissions(paths, name, stub=stub_text(plan), zone=ZoneInfo(course.timezone))
    if options.submitted is not None:
        submissions = _handed_in(submissions, options.submitted, course)
    store = ResultStore(out)
    console = plain_console()
    with _entering(course, name, options.gradebook, submissions) as enter:
        steps = grade_class(
            plan,
            submissions,
            store,
            jobs=options.jobs or min(usable_cpus(), len(submissions)),
            scheduler=options.scheduler,
            again=options.again,
        )
        results = with_progress(enter(steps), len(submissions), console)
    print_class(results, console)
    print_summary(results, console)
    console.print(f"Results: {out} (one JSON file a student)", soft_wrap=True)
    return _exit_code(results, options.fail_under)


def _handed_in(submissions: Sequence[Submission], time: str, course: Course) -> list[Submission]:
    """Return the submissions as handed in at `time`, by default in the course's time zone, whatever their stamps say."""
    at = read_time(time, ZoneInfo(course.timezone), Place("--submitted"))
    return [_stamped(submission, at) for submission in submissions]


def _stamped(submission: Submission, at: datetime) -> Submission:
    other = submission.handed_in
    notes = submission.staff_notes
    if other is not None and other != at:
        notes = (*notes, f"The time stamp says {other.isoformat(sep=' ')}; --submitted was used.")
    return msgspec.structs.replace(submission, handed_in=at, staff_notes=notes)


Steps = Iterator[Progress]


@contextlib.contextmanager
def _entering(
    course: Course, assignment: str, url: str | None, submissions: Sequence[Submission]
) -> Iterator[Callable[[Steps], Steps]]:
    """Yield what passes results on and enters each in the gradebook at `url`, or nothing where there is none."""
    if url is None:
        yield lambda steps: steps
        return
    try:
        from autograder.nbgrader_bridge.gradebook import GradebookWriter
    except ModuleNotFoundError as error:
        raise UsageError(f"--gradebook needs {error.name}: pip install 'autograder[instructor]'") from None
    by_student = {submission.student: submission for submission in submissions}
    with GradebookWriter(course, assignment, url) as writer:

        def enter(steps: Steps) -> Steps:
            for step in steps:
                if step.result.points is not None:
                    writer.write(by_student[step.result.student], step.result)
                yield step

        yield enter


def _exit_code(results: Sequence[SubmissionResult], fail_under: float | None) -> int:
    if any(result.points is None for result in results):
        return EXIT_GRADER_ERROR
    if fail_under is None:
        return 0
    under = (100 * (result.points or 0.0) < fail_under * result.max_points for result in results)
    return EXIT_UNDER if any(under) else 0
