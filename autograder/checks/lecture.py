"""The numbers that the lecture prints, as data: each with the call that gives it and how far it may be off.

Checks, notebooks and documentation all read the same table, ``lecture_values.yaml``. Where a slide has a slip,
`printed` is the slide's number and `value` the formula's; code is judged by the formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np

from autograder.checks.compare import assert_close
from autograder.checks.differences import UNNAMED, odd_kind, part_of
from autograder.checks.docstrings import Promise, fitted, promises
from autograder.checks.render import render_value
from autograder.course import fields
from autograder.course.fields import Place, Text
from autograder.course.yaml_file import parse_yaml, read_text
from autograder.vocabulary.errors import CheckFailure
from autograder.vocabulary.frozen import FrozenDict
from autograder.vocabulary.message import Message
from autograder.vocabulary.wording import did_you_mean, listing

_FILE_NAME = "lecture_values.yaml"

Step = int | str
_NO_ARGUMENTS: FrozenDict[str, object] = FrozenDict()


class LectureValue(msgspec.Struct, frozen=True, kw_only=True):
    """One printed number (or array, or word) and the call that reproduces it.

    Attributes
    ----------
    folder : Path
        The assignment's folder, whose docstrings say what the function returns.
    call : str
        Name of the function of the submission.
    args, kwargs : tuple, mapping
        Its arguments as plain data; ``"$name"`` stands for what the check fills in.
    printed : object
        What the slide shows; None or empty where it shows nothing.
    value : object
        What the formula gives.
    tolerance : float
        Largest difference from `value` in any entry: half a unit of the last printed digit.
    select : tuple of int and str
        Path of indices and keys to the value within what the call returns.
    remark : str
        Why `printed` and `value` differ, where they do.
    """

    place: Place
    folder: Path
    id: str
    exercise: str
    slide: str
    call: str
    args: tuple[object, ...]
    kwargs: Mapping[str, object] = _NO_ARGUMENTS
    printed: object = None
    value: object
    tolerance: float
    select: tuple[Step, ...] = ()
    remark: str = ""

    def __str__(self) -> str:
        return self.id

    @property
    def is_slip(self) -> bool:
        """Whether the slide prints a number that the formula does not give."""
        return (
            isinstance(self.printed, int | float | list) and self.printed != [] and not self._is(self.printed)
        )

    def check(self, submission: Any, **fill: object) -> None:
        """Call the submission's function and fail the check unless the formula's value comes out.

        Parameters
        ----------
        submission : object
            Has the function `call` as an attribute.
        **fill : object
            What stands for each ``"$name"`` among the arguments.

        Raises
        ------
        CheckFailure
            The result is something else. Where it is the slide's own slip, the message says so.
        CourseError
            A ``"$name"`` is not filled in.
        """
        args = [self._argument(value, fill) for value in self.args]
        kwargs = {key: self._argument(value, fill) for key, value in self.kwargs.items()}
        result = getattr(submission, self.call)(*args, **kwargs)
        returned = promises(self.folder, self.call).returns
        result, what = self._selected(result, returned)
        promise = self._promise(returned)
        expected, printed = fitted(self.value, promise), fitted(self.printed, promise)
        because = ""
        if self.is_slip:
            copied = _are_close(result, self.printed, self.tolerance)
            says = "that is what the slide prints" if copied else f"the slide prints {render_value(printed)}"
            because = f"{says}, but the slide has a slip here. {self.remark}".strip()
        assert_close(result, expected, what=what, absolute=self.tolerance, because=because)

    def _is(self, other: object) -> bool:
        """Say whether another value is this one, up to the tolerance."""
        return _are_close(other, self.value, self.tolerance)

    def _argument(self, value: object, fill: Mapping[str, object]) -> object:
        """Return an argument as it is passed: filled in, and lists of numbers as new arrays."""
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] not in fill:
                raise self.place.at("args").error(
                    f"{value!r} is not filled in; the check must say check(submission, {value[1:]}=...)"
                )
            return fill[value[1:]]
        if isinstance(value, list):
            filled = [self._argument(entry, fill) for entry in value]
            return np.array(value) if _is_array(value) else filled
        if isinstance(value, dict):
            return {key: self._argument(entry, fill) for key, entry in value.items()}
        return value

    def _promise(self, returned: Sequence[Promise]) -> Promise | None:
        """Return what the docstring promises of the value that `select` leads to."""
        if not self.select:
            return returned[0] if len(returned) == 1 else None
        (first, *further) = self.select
        known = not further and isinstance(first, int) and 0 <= first < len(returned)
        return returned[first] if known and isinstance(first, int) else None

    def _selected(self, result: Any, returned: Sequence[Promise]) -> tuple[object, str]:
        """Follow `select` into the result; return what is there and what messages call it."""
        names = [each.name for each in returned]
        what = f"({', '.join(names)})" if len(names) > 1 and all(names) else UNNAMED
        for step in self.select:
            before, what = what, part_of(what, step)
            try:
                result = result[step]
            except (LookupError, TypeError):
                if isinstance(step, int):
                    expected = f"{len(names)} values, {before}" if names else f"{what} to be there"
                    raise CheckFailure(Message(got=odd_kind(result), expected=expected)) from None
                got = f"{before} = {odd_kind(result)}"
                raise CheckFailure(
                    Message(got=got, expected=f"{before} with the key {render_value(step)}")
                ) from None
        return result, what


def lecture_values(beside: str | Path, exercise: str | None = None) -> list[LectureValue]:
    """Read the table of the lecture's values.

    Parameters
    ----------
    beside : path
        A .yaml file, or any file with ``lecture_values.yaml`` beside it: a check passes its ``__file__``.
    exercise : str, optional
        Keep only the values of this exercise.

    Raises
    ------
    CourseError
        The table is wrong, or has nothing for `exercise`. The message names file, record and key.
    """
    path = Path(beside)
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(_FILE_NAME)
    place = Place(f"{path.parent.name}/{path.name}")
    values = _table(place, path.parent, read_text(path, name=place.file))
    chosen = [value for value in values if exercise in (None, value.exercise)]
    if not chosen:
        names = dict.fromkeys(value.exercise for value in values)
        hint = did_you_mean(exercise, names) or f"; choose from {listing(names)}"
        raise place.error(f"no record has the exercise {exercise!r}{hint}")
    return chosen


@lru_cache(maxsize=16)  # a test module asks for each exercise in turn
def _table(place: Place, folder: Path, text: str) -> tuple[LectureValue, ...]:
    raw = parse_yaml(text, place.file)
    if not isinstance(raw, list) or not raw:
        raise place.error("expected a list of records, each with an id")
    values = [
        _record(entry, place.at(f"record {number}"), folder) for number, entry in enumerate(raw, start=1)
    ]
    fields.unique([value.id for value in values], place, "id")
    return tuple(values)


class _Keys(msgspec.Struct, kw_only=True):
    """The keys of one record."""

    id: Text
    exercise: Text
    slide: Text
    call: Text
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    printed: Any = None
    value: Any
    tolerance: Annotated[float, msgspec.Meta(ge=0)]
    select: Any = None
    remark: str = ""


def _record(raw: object, place: Place, folder: Path) -> LectureValue:
    if isinstance(raw, dict) and isinstance(raw.get("id"), str):
        place = Place(place.file, (raw["id"],))
    keys = fields.read(raw, _Keys, place)
    fields.identifier(keys.call, place.at("call"), "a function's name")
    if keys.value is None or (isinstance(keys.value, list) and not _is_array(keys.value)):
        raise place.at("value").error(f"expected a number, text or an array, got {render_value(keys.value)}")
    steps = keys.select if isinstance(keys.select, list) else [keys.select]
    steps = [] if keys.select is None else steps
    if not all(type(step) in (int, str) for step in steps):
        raise place.at("select").error(f"expected an index, a key or a list of them, got {keys.select!r}")
    return LectureValue(
        place=place,
        folder=folder,
        id=keys.id,
        exercise=keys.exercise,
        slide=keys.slide,
        call=keys.call,
        args=tuple(keys.args),
        kwargs=FrozenDict(keys.kwargs),
        printed=keys.printed,
        value=keys.value,
        tolerance=keys.tolerance,
        select=tuple(steps),
        remark=keys.remark,
    )


def _is_array(value: list[Any]) -> bool:
    """Say whether nested lists hold nothing but numbers, in rows of equal length."""
    try:
        return np.array(value).dtype.kind in "biuf"
    except ValueError:
        return False


def _are_close(value: object, other: object, tolerance: float) -> bool:
    try:
        assert_close(value, other, absolute=tolerance)
    except CheckFailure:
        return False
    return True
