"""`autograder grade --explain`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.commands.common import open_course
from autograder.course.source import starter_text
from autograder.grading.explain import explanation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import each_submission
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import did_you_mean


def explain_check(
    paths: Sequence[Path], names: Sequence[str], course_file: Path | None, student: str, check: str
) -> int:
    """Print one check on one submission, call by call; return 0.

    Parameters
    ----------
    paths : sequence of Path
        Submissions or folders with submissions.
    names : sequence of str
        The assignment.
    course_file : Path or None
    student, check : str

    Raises
    ------
    UsageError
        There is no such student or check, or more than one assignment is named.
    """
    if len(names) != 1:
        raise UsageError("--explain goes with one --assignment")
    course = open_course(course_file)
    plan = GradingPlan(course.path, course.assignment(names[0]).name, course.isolation)
    found = list(
        each_submission(paths, names[0], stub=starter_text(plan.folders), zone=ZoneInfo(course.timezone))
    )
    students = [submission.student for submission in found]
    if student not in students:
        raise UsageError(f"there is no submission of {student!r} here{did_you_mean(student, students)}")
    workers = Workers()
    grader = Grader(plan, workers)
    try:
        for line in explanation(grader, found[students.index(student)], check):
            print(line)
    finally:
        grader.close()
        workers.close()
    return 0
