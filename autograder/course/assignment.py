"""Assignments and their exercises, as course.yaml gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from autograder.course import fields
from autograder.course.fields import Names, Place, PositiveNumber, Text
from autograder.course.limits import Limits
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.frozen import FrozenDict
from autograder.vocabulary.wording import did_you_mean, listing

Difficulty = Annotated[int, msgspec.Meta(ge=1, le=3)]
_DIFFICULTIES = {1: "warm-up", 2: "core", 3: "hard"}
_EXERCISE = "mean_square: {points: 3, title: The mean square}"
_NO_CHOICES: FrozenDict[str, tuple[str, ...]] = FrozenDict()


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_HasName)


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise. `points` is 0 for a stretch exercise, which is never graded.

    Attributes
    ----------
    difficulty : int
        1 warm-up, 2 core, 3 hard.
    functions : tuple of str
        The names that a student writes for it: functions, classes, or a dict of answers.
    choices : mapping of str to tuple of str
        Question to possible answers, for an exercise of concept answers; empty for all others.
    """

    name: str
    title: str
    points: float
    difficulty: int
    functions: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = _NO_CHOICES
    stretch: bool = False

    @property
    def difficulty_word(self) -> str:
        """The difficulty as students read it."""
        return _DIFFICULTIES[self.difficulty]


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """One assignment; `limits` are its own where it overrides the course's.

    From `show_hidden_after` on, students may see what their hidden checks called and expected; None means never.
    """

    name: str
    title: str
    exercises: tuple[Exercise, ...]
    limits: Limits
    due: datetime | None = None
    show_hidden_after: datetime | None = None

    @property
    def max_points(self) -> float:
        """The sum of the exercises' points."""
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, name: str) -> Exercise:
        """Return the exercise of that name, or raise UsageError with the nearest name."""
        return named(name, self.exercises, f"exercise of {self.name}")


# Other years are slips, and some cannot be counted with in every time zone.
_YEARS = range(1990, 2100)
_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}(?:-?\d)?")

# The keys of the file. A field of type Any is a mapping that is read on its own.


class _AssignmentKeys(msgspec.Struct, kw_only=True):
    title: Text
    due: Text | None = None
    show_hidden_after: Text | None = None
    limits: Any = None
    exercises: Any


class _ExerciseKeys(msgspec.Struct, kw_only=True):
    title: Text
    points: PositiveNumber | None = None
    difficulty: Difficulty = 2
    functions: Names | None = None
    choices: Any = None
    stretch: bool = False


def read_assignment(
    name: str, raw: object, place: Place, *, limits: Limits, timezone: ZoneInfo
) -> Assignment:
    """Read one entry of `assignments`; `limits` are the course's, `timezone` that of its times.

    Parameters
    ----------
    name : str
        Its key.
    raw : object
        What YAML gave.
    place : Place
        Where it stands.
    limits : Limits
        The course's limits, which the entry may narrow.
    timezone : ZoneInfo
        That of times without an offset.

    Raises
    ------
    CourseError
        A key is unknown, missing, of the wrong type, or contradicts another.
    """
    fields.identifier(name, place, "an assignment's name")
    keys = fields.read(raw, _AssignmentKeys, place)
    at = place.at("exercises")
    exercises = tuple(
        _exercise(exercise, keys_of_it, at.at(exercise))
        for exercise, keys_of_it in fields.mapping(keys.exercises, at, "exercise", _EXERCISE).items()
    )
    owner: dict[str, str] = {}
    for exercise in exercises:
        for index, function in enumerate(exercise.functions):
            if owner.setdefault(function, exercise.name) != exercise.name:
                where = at.at(exercise.name, "functions", index)
                raise where.error(f"{function!r} already belongs to exercise {owner[function]!r}")
    own_limits = fields.read(keys.limits, Limits, place.at("limits"))
    overridden = {key: getattr(own_limits, key) for key in keys.limits or {}}

    def time(text: str | None, key: str) -> datetime | None:
        return None if text is None else read_time(text, timezone, place.at(key))

    return Assignment(
        name=name,
        title=keys.title,
        exercises=exercises,
        limits=msgspec.structs.replace(limits, **overridden),
        due=time(keys.due, "due"),
        show_hidden_after=time(keys.show_hidden_after, "show_hidden_after"),
    )


def _exercise(name: str, raw: object, place: Place) -> Exercise:
    fields.identifier(name, place, "an exercise's name")
    keys = fields.read(raw, _ExerciseKeys, place)
    if keys.stretch and keys.points is not None:
        raise place.at("points").error("a stretch exercise is not graded; leave its points out")
    if not keys.stretch and keys.points is None:
        raise place.error(
            "key 'points' is missing; expected a number above 0, e.g.  points: 3  (or stretch: true)"
        )
    functions = (name,) if keys.functions is None else keys.functions
    at = place.at("functions")
    if not functions:
        raise at.error("expected at least one name, got an empty list")
    for index, function in enumerate(functions):
        fields.identifier(function, at.at(index), "a function's name")
    fields.unique(functions, at, "function")
    return Exercise(
        name=name,
        title=keys.title,
        points=keys.points or 0.0,
        difficulty=keys.difficulty,
        functions=functions,
        choices=_NO_CHOICES if keys.choices is None else _choices(keys.choices, place.at("choices")),
        stretch=keys.stretch,
    )


def _choices(raw: object, place: Place) -> FrozenDict[str, tuple[str, ...]]:
    choices = {}
    for question, answers in fields.mapping(raw, place, "question").items():
        at = place.at(question)
        choices[question] = fields.convert(answers, Names, at)
        if len(choices[question]) < 2:
            raise at.error(f"expected at least two choices, got {len(choices[question])}")
        fields.unique(choices[question], at, "choice")
    return FrozenDict(choices)


def read_time(text: str, timezone: ZoneInfo, place: Place) -> datetime:
    """Read a time; without an offset of its own it is in the course's time zone, and a date alone means the end of that day.

    Parameters
    ----------
    text : str
        Such as ``2026-12-01 23:59``.
    timezone : ZoneInfo
        The course's.
    place : Place
        Where the text stands.

    Raises
    ------
    CourseError
        It is no time.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise place.error(f"expected a time such as 2026-12-01 23:59, got {text!r}") from None
    if time.year not in _YEARS:
        raise place.error(f"expected a year from {_YEARS[0]} to {_YEARS[-1]}, got {text!r}")
    if _DATE.fullmatch(text.strip()):
        time = time.replace(hour=23, minute=59, second=59)
    return time if time.tzinfo else time.replace(tzinfo=timezone)


def named(name: str, items: tuple[N, ...], what: str) -> N:
    """Return the item of that name, or raise UsageError with the nearest name.

    Parameters
    ----------
    name : str
    items : tuple
        Assignments or exercises.
    what : str
        What an item is, for the message.

    Raises
    ------
    UsageError
        There is none; the message has the nearest name.
    """
    found = next((item for item in items if item.name == name), None)
    if found is None:
        names = [item.name for item in items]
        raise UsageError(
            f"no {what} is called {name!r}{did_you_mean(name, names) or f'; choose from {listing(names)}'}"
        )
    return found
