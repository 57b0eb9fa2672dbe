"""`autograder selfcheck`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.commands.common import chosen_assignments, open_course, plain_console, stub_text
from autograder.plan import GradingPlan
from autograder.selfcheck import misconception_count, problems


def check_course(names: Sequence[str], course_file: Path | None) -> int:
    """Check the named assignments, or all, and print what is wrong; 0 when nothing is, else 1."""
    course = open_course(course_file)
    console = plain_console()
    count = 0
    for assignment in chosen_assignments(course, names):
        plan = GradingPlan(course.path, assignment.name, course.isolation)
        found = list(problems(plan, stub_text(plan) or ""))
        for problem in found:
            console.print(f"{assignment.name}: {problem}", markup=False, soft_wrap=True)
        count += len(found)
        if not found:
            console.print(
                f"{assignment.name}: the solution earns {assignment.max_points:g} of {assignment.max_points:g} points, "
                f"the stub 0, and all {misconception_count(plan)} misconceptions are told apart.",
                soft_wrap=True,
            )
    return 1 if count else 0
