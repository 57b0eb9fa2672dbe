"""The way through the course: which assignments lie around, and how far each is."""

from __future__ import annotations

from pathlib import Path

from autograder.course.course import find_course, load_course
from autograder.course.folders import VISIBLE_FOLDER
from autograder.reports.ansi import Lines
from autograder.student.place import Place, at_folder
from autograder.submissions.own_work import assignment_in

_BAR = 20


def assignments_around(start: Path) -> list[Place]:
    """Return the assignments in `start`, in the folders below it, or beside it, in the course's order where it is known."""
    start = start.resolve()
    parent = start.parent if assignment_in(start) else start
    folders = [
        each for top in (parent, parent / VISIBLE_FOLDER) if top.is_dir() for each in sorted(top.iterdir())
    ]
    places = [at_folder(each) for each in folders if each.is_dir() and assignment_in(each)]
    places.sort(key=_place_in_course)
    return places or ([at_folder(start)] if assignment_in(start) else [])


def _place_in_course(place: Place) -> int:
    course_file = find_course(place.folder)
    names = [each.name for each in load_course(course_file).assignments] if course_file else []
    return names.index(place.assignment) if place.assignment in names else len(names)


def bar(share: float, lines: Lines) -> str:
    """Return a bar for a terminal; nothing where words must do."""
    full = round(share * _BAR)
    return (
        lines.paint("█" * full, "green") + lines.paint("░" * (_BAR - full), "dim")
        if lines.symbol("█")
        else ""
    )
