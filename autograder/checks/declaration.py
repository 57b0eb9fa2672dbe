"""What a check says about itself: its marker, its docstring, its folder."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.course.folders import is_hidden
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.outcomes import Visibility
from autograder.vocabulary.wording import did_you_mean

_MARKER = "exercise"
MARKER_HELP = (
    "exercise(name, *, weight=1, slide='', about='', hint='', memory_mb=None, time_s=None): "
    "the exercise that a check belongs to, and its share of the points"
)
_KEYS = ("weight", "slide", "about", "hint", "memory_mb", "time_s")


@dataclass(frozen=True)
class Check:
    """One check as its author declared it.

    Attributes
    ----------
    name : str
        The test function's name with its parameters, unique within the assignment.
    title : str
        The first line of its docstring: the property that it checks, in words for the student.
    exercise, slide, about, hint : str
    file : str
        Path of the check file.
    visibility : Visibility
    weight : float
        Share of the exercise's points, relative to its other checks.
    memory_bytes : int or None
        What the student's process may allocate during the check beyond what it has when the check begins.
    time_s : float or None
        Time limit where it differs from course.yaml's.
    """

    name: str
    title: str
    exercise: str
    file: str
    visibility: Visibility
    weight: float
    slide: str
    about: str
    hint: str
    memory_bytes: int | None
    time_s: float | None


def read_check(item: pytest.Item) -> Check | None:
    """Return what `item` says about itself, or None where it has no exercise marker.

    Raises
    ------
    CourseError
        The marker is malformed or the docstring is missing.
    """
    marker = item.get_closest_marker(_MARKER)
    if marker is None:
        return None
    where = f"{item.path.name}: {item.name}"
    if len(marker.args) != 1 or not isinstance(marker.args[0], str):
        raise CourseError(f'{where}: expected @pytest.mark.exercise("name of the exercise", ...)')
    for key in marker.kwargs:
        if key not in _KEYS:
            raise CourseError(
                f"{where}: unknown argument {key!r} of the exercise marker{did_you_mean(key, _KEYS)}"
            )
    title = (inspect.getdoc(getattr(item, "function", None)) or "").partition("\n")[0]
    if not title:
        raise CourseError(
            f"{where}: a check needs a docstring: one line that says what must hold, for the student"
        )
    memory_mb = _number(marker.kwargs, "memory_mb", None, where)
    return Check(
        name=item.name,
        title=title,
        exercise=marker.args[0],
        file=str(item.path),
        visibility=Visibility.HIDDEN if is_hidden(item.path) else Visibility.VISIBLE,
        weight=_number(marker.kwargs, "weight", 1.0, where) or 1.0,
        slide=str(marker.kwargs.get("slide", "")),
        about=str(marker.kwargs.get("about", "")),
        hint=str(marker.kwargs.get("hint", "")),
        memory_bytes=int(memory_mb * 2**20) if memory_mb else None,
        time_s=_number(marker.kwargs, "time_s", None, where),
    )


def _number(arguments: Mapping[str, Any], key: str, default: float | None, where: str) -> float | None:
    value = arguments.get(key, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise CourseError(f"{where}: {key}: expected a positive number, got {value!r}")
    return float(value)
