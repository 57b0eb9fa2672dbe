"""`autograder grade`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.batch import grade_class
from autograder.commands.common import open_course, plain_console, stub_text
from autograder.executors import usable_cpus
from autograder.outcomes import SubmissionResult
from autograder.plan import GradingPlan
from autograder.store import ResultStore
from autograder.submissions import find_submissions
from autograder.terminal import print_class, with_progress

EXIT_UNDER, EXIT_GRADER_ERROR, EXIT_INTERRUPTED = 1, 3, 130


def grade_paths(
    paths: Sequence[Path],
    assignment: str,
    out: Path,
    course_file: Path | None,
    jobs: int,
    scheduler: str | None,
    fail_under: float | None,
    again: bool,
) -> int:
    """Grade what is found in `paths`, store and print the results, and return the exit code.

    0 when all was graded, whatever the scores; 1 with `fail_under` (percent) when a submission has less; 3 when a grader_error
    remains; 130 when interrupted.
    """
    course = open_course(course_file)
    course.assignment(assignment)
    plan = GradingPlan(course.path, assignment, course.isolation)
    submissions = find_submissions(paths, assignment, stub=stub_text(plan))
    store = ResultStore(out)
    console = plain_console()
    steps = grade_class(
        plan, submissions, store, jobs=jobs or usable_cpus(), scheduler=scheduler, again=again
    )
    try:
        results = with_progress(steps, len(submissions), console)
    except KeyboardInterrupt:
        print("Interrupted. What was graded is kept; the same command goes on from there.", file=sys.stderr)
        return EXIT_INTERRUPTED
    print_class(results, console)
    console.print(f"Results: {out} (one JSON file a student)", soft_wrap=True)
    return _exit_code(results, fail_under)


def _exit_code(results: Sequence[SubmissionResult], fail_under: float | None) -> int:
    if any(result.points is None for result in results):
        return EXIT_GRADER_ERROR
    if fail_under is None:
        return 0
    percents = [100 * (result.points or 0.0) / result.max_points for result in results]
    return EXIT_UNDER if min(percents) < fail_under else 0
