"""What several commands need: the course, its assignments, a console."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import Console

from autograder.course.assignment import Assignment
from autograder.course.course import Course, find_course, load_course
from autograder.vocabulary.errors import UsageError


def open_course(path: Path | None) -> Course:
    """Return the course in `path`, or in the nearest course.yaml at or above the current folder.

    Raises
    ------
    UsageError
        There is none.
    """
    found = path.resolve() if path is not None else find_course(Path.cwd())
    if found is None:
        raise UsageError("there is no course.yaml in this folder or above it; name one with --course FILE")
    return load_course(found)


def course_of_results(path: Path | None, results: Path, assignments: Collection[str]) -> Course | None:
    """Return the course that results belong to, or None where it cannot be found.

    Parameters
    ----------
    path : Path or None
        The course's file, where it was named.
    results : Path
        The course is looked for at or above it, then at or above the current folder.
    assignments : collection of str
        What the results are of; a course without one of these is another one.
    """
    if path is not None:
        return load_course(path.resolve())
    for found in (find_course(results), find_course(Path.cwd())):
        course = load_course(found) if found else None
        if course and {each.name for each in course.assignments} >= set(assignments):
            return course
    return None


def chosen_assignments(course: Course, names: Sequence[str]) -> list[Assignment]:
    """Return the named assignments, or all where no name is given."""
    return [course.assignment(name) for name in names] if names else list(course.assignments)


def plain_console() -> Console:
    """Return a console that wraps at the terminal's width and marks nothing by colour alone."""
    return Console(highlight=False)
