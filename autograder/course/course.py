"""course.yaml as typed, frozen objects. Nobody else reads the file or knows its defaults."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from autograder.course import fields
from autograder.course.assignment import Assignment, Exercise, named, read_assignment, read_time
from autograder.course.fields import Names, Place, Text
from autograder.course.late import LatePolicy
from autograder.course.limits import Isolation, Limits
from autograder.course.yaml_file import parse_yaml, read_text
from autograder.vocabulary.frozen import FrozenDict
from autograder.vocabulary.wording import did_you_mean

__all__ = [
    "Assignment",
    "Course",
    "Exercise",
    "Isolation",
    "LatePolicy",
    "Limits",
    "find_course",
    "load_course",
]

_ASSIGNMENT = "first: {title: A first one, exercises: {...}}"
COURSE_FILE = "course.yaml"

Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
_NotNegative = Annotated[float, msgspec.Meta(ge=0)]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of course.yaml."""

    path: Path
    title: str
    timezone: str
    isolation: Isolation
    limits: Limits
    late: LatePolicy
    assignments: tuple[Assignment, ...]
    secret: str = ""

    @property
    def root(self) -> Path:
        """The folder of course.yaml, in which assignments/ and solutions/ are."""
        return self.path.parent

    def assignment(self, name: str) -> Assignment:
        """Return the assignment of that name, or raise UsageError with the nearest name."""
        return named(name, self.assignments, "assignment")


def find_course(start: Path) -> Path | None:
    """Return the course.yaml in `start` or the nearest folder above it, or None."""
    start = start.resolve()
    candidates = (folder / COURSE_FILE for folder in (start, *start.parents))
    return next((path for path in candidates if path.is_file()), None)


def load_course(path: Path) -> Course:
    """Read a course's file.

    Raises
    ------
    CourseError
        Anything in the file that is missing, unknown, of the wrong type or contradicts itself, in the form
        ``course.yaml: assignments.losses.exercises.svm_loss.points: expected a number, got 'four'``.
    """
    return _typed(path, read_text(path))


# Every plan, command and notebook asks for the course; making typed objects of a text takes milliseconds.
@functools.lru_cache(maxsize=4)
def _typed(path: Path, text: str) -> Course:
    place = Place(path.name)
    keys = fields.read(parse_yaml(text, path.name), _CourseKeys, place)
    timezone = _timezone(keys.timezone, place.at("timezone"))
    limits = fields.read(keys.limits, Limits, place.at("limits"))
    if keys.packages:
        names = [
            fields.identifier(name, place.at("packages"), "the name to import a package by")
            for name in keys.packages
        ]
        limits = msgspec.structs.replace(limits, packages=tuple(sorted({*names, *limits.packages})))
    at = place.at("assignments")
    assignments = tuple(
        read_assignment(name, raw, at.at(name), limits=limits, timezone=timezone)
        for name, raw in fields.mapping(keys.assignments, at, "assignment", _ASSIGNMENT).items()
    )
    return Course(
        path=path,
        title=keys.title,
        timezone=keys.timezone,
        isolation=keys.isolation,
        limits=limits,
        late=_late_policy(keys.late, assignments, timezone, place.at("late")),
        assignments=assignments,
        secret=_secret(keys.secret, place.at("secret")),
    )


def _secret(raw: object, place: Place) -> str:
    if not isinstance(raw, str):
        raise place.error("expected text in quotes")  # a message that is logged does not repeat it
    return raw


# The keys of the file. A field of type Any is read on its own.


class _CourseKeys(msgspec.Struct, kw_only=True):
    title: Text
    timezone: Text
    isolation: Isolation = Isolation.REQUIRED
    limits: Any = None
    packages: Names = ()
    late: Any = None
    secret: Any = ""
    assignments: Any


class _LateKeys(msgspec.Struct, kw_only=True):
    grace_minutes: _NotNegative = 0.0
    penalty_per_day: Percent = 0.0
    floor: Percent = 0.0
    extensions: Any = None


def _late_policy(
    raw: object, assignments: tuple[Assignment, ...], timezone: ZoneInfo, place: Place
) -> LatePolicy:
    keys = fields.read(raw, _LateKeys, place)
    due = {assignment.name: assignment.due for assignment in assignments}
    extensions = {}
    at = place.at("extensions")
    for student, raw_dates in (
        fields.mapping(keys.extensions, at, "student") if keys.extensions else {}
    ).items():
        dates = {}
        for name, text in fields.mapping(raw_dates, at.at(student), "assignment").items():
            where = at.at(student, name)
            fields.known(name, due, at.at(student), "assignment")
            dates[name] = read_time(fields.convert(text, Text, where), timezone, where)
            normal = due[name]
            if normal is None:
                raise where.error(f"assignment {name!r} has no due date to extend")
            if dates[name] <= normal:
                raise where.error(f"an extension must be later than the due date {normal:%Y-%m-%d %H:%M}")
        extensions[unicodedata.normalize("NFC", student)] = FrozenDict(dates)
    return LatePolicy(
        grace_minutes=keys.grace_minutes,
        penalty_per_day=keys.penalty_per_day,
        floor=keys.floor,
        extensions=FrozenDict(extensions),
    )


def _timezone(name: str, place: Place) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zones = available_timezones()
        hint = did_you_mean(name, zones)
        if not zones:
            hint = "; this machine has no time zone database, `pip install tzdata` adds one"
        raise place.error(f"unknown time zone {name!r}{hint or ', expected e.g. Europe/Bucharest'}") from None
