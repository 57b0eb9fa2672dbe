"""`autograder build`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from autograder.commands.common import chosen_assignments, open_course, plain_console
from autograder.course.assignment import Assignment
from autograder.course.course import Course
from autograder.course.folders import AssignmentFolders
from autograder.running.session import CheckSession
from autograder.upkeep.build import HiddenCounts, Product, build, outdated_paths, stale, write_outdated
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import needs_extra


def build_assignments(names: Sequence[str], course_file: Path | None, only_check: bool) -> int:
    """Write what is out of date, or with `only_check` only name it and return 1 where anything is.

    Parameters
    ----------
    names : sequence of str
        Assignments; empty for all.
    course_file : Path or None
        By default the nearest course.yaml.
    only_check : bool

    Raises
    ------
    CourseError, UsageError
        The course or a source is wrong.
    """
    course = open_course(course_file)
    chosen = chosen_assignments(course, names)
    hidden = {assignment.name: _hidden_counts(course, assignment) for assignment in chosen}
    console = plain_console()
    wanted = list(hidden)
    if only_check:
        outdated = stale(course, wanted, hidden=hidden)
        outdated += outdated_paths(course, _notebook_products(course, chosen))
        for path in outdated:
            console.print(
                f"{path} is out of date: run `autograder build` and commit what it writes", soft_wrap=True
            )
        return 1 if outdated else 0
    written = build(course, wanted, hidden=hidden)
    # The folders that are released with the notebooks hold what was just written.
    written += write_outdated(_notebook_products(course, chosen))
    for file in written:
        console.print(f"wrote {file}", soft_wrap=True)
    if not written:
        console.print("Everything is up to date.")
    return 0


def _notebook_products(course: Course, chosen: Sequence[Assignment]) -> list[Product]:
    try:
        from autograder.nbgrader_bridge.products import notebook_products
    except ModuleNotFoundError as error:
        raise UsageError(needs_extra("building notebooks", error.name, "instructor")) from None
    return notebook_products(course, chosen)


def _hidden_counts(course: Course, assignment: Assignment) -> HiddenCounts:
    session = CheckSession([AssignmentFolders(course.root, assignment.name).hidden], course.root)
    try:
        counts: dict[str, Counter[str]] = {}
        for check in session.checks:
            counts.setdefault(check.exercise, Counter())[check.about] += 1
        return counts
    finally:
        session.close()
