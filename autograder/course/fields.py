"""Turning a YAML mapping into a typed object, with messages that name file, key path, expected and got.

msgspec checks the types. Its messages do not name the keys of a mapping, so an object is converted field by
field and each failure is worded here, from the field's declared type.
"""

from __future__ import annotations

import enum
import functools
import keyword
import math
import types
import typing
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec

from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.wording import did_you_mean, listing, short_repr

S = TypeVar("S", bound=msgspec.Struct)

PositiveNumber = Annotated[float, msgspec.Meta(gt=0)]
PositiveInt = Annotated[int, msgspec.Meta(gt=0)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Names = tuple[Text, ...]

# What stands in a message about a key that is missing, for who writes a first course.
_EXAMPLES = {
    "title": "Loss functions",
    "timezone": "Europe/Bucharest",
}

_KINDS: dict[object, str] = {
    str: "text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    tuple: "a list",
    list: "a list",
    dict: "a mapping",
}


@dataclass(frozen=True)
class Place:
    """The place of a value, in which file and where; its text begins every message about the value."""

    file: str
    keys: tuple[str, ...] = ()

    def at(self, *keys: object) -> Place:
        """Return the place of a value further down."""
        return Place(self.file, (*self.keys, *(str(key) for key in keys)))

    def error(self, problem: str) -> CourseError:
        """Return, for the caller to raise, the error that says what is wrong here."""
        return CourseError(f"{self}: {problem}")

    def __str__(self) -> str:
        return f"{self.file}: {'.'.join(self.keys)}" if self.keys else self.file


def mapping(raw: object, place: Place, what: str, example: str = "") -> dict[str, Any]:
    """Return `raw` if it is a mapping from text with at least one entry; `what` names an entry.

    Parameters
    ----------
    raw : object
        What YAML gave.
    place : Place
        Where it stands.
    what : str
        What an entry is, for the message.
    example : str
        An entry that would do.

    Raises
    ------
    CourseError
        It is no mapping, is empty, or has a key that is not text.
    """
    if not isinstance(raw, dict) or not raw:
        got = "nothing" if raw == {} else short_repr(raw)
        such_as = f" such as  {example}" if example else ""
        raise place.error(f"expected a mapping with at least one {what}{such_as}, got {got}")
    for key in raw:
        if not isinstance(key, str):
            raise place.error(f"expected text as the name of each {what}, got {key!r}; put it in quotes")
    return raw


def identifier(name: str, place: Place, what: str) -> str:
    """Return `name` if Python can use it as a name.

    Parameters
    ----------
    name : str
    place : Place
        Where it stands.
    what : str
        What it names, for the message.

    Raises
    ------
    CourseError
        It is no name, or a keyword.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        raise place.error(
            f"{what} must be a Python name (letters, digits, _) such as mean_square, got {name!r}"
        )
    return name


def read(raw: object, kind: type[S], place: Place) -> S:
    """Convert a mapping into a `kind`, a msgspec.Struct.

    Parameters
    ----------
    raw : object
        What YAML gave; None counts as an empty mapping.
    kind : type
        Struct whose fields are the allowed keys. Fields of type Any are passed on as they are.
    place : Place
        Where `raw` stands.

    Raises
    ------
    CourseError
        An unknown or missing key, or a value of the wrong type or out of range.
    """
    values = {} if raw is None else raw
    if not isinstance(values, dict):
        raise place.error(f"expected a mapping, got {short_repr(raw)}")
    fields = _fields(kind)
    known = [field.encode_name for field in fields]
    for key in values:
        if key not in known:
            hint = did_you_mean(key, known) or f"; expected one of {listing(known)}"
            raise place.error(f"unknown key {key!r}{hint}")
    converted = {}
    for field in fields:
        if field.encode_name in values:
            converted[field.name] = convert(
                values[field.encode_name], field.type, place.at(field.encode_name)
            )
        elif field.required:
            example = _EXAMPLES.get(field.encode_name)
            such_as = f", e.g.  {field.encode_name}: {example}" if example else ""
            raise place.error(
                f"key {field.encode_name!r} is missing; expected {_describe(_present(field.type))}{such_as}"
            )
    return kind(**converted)


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def convert(value: object, kind: Any, place: Place) -> Any:
    """Convert one value to type `kind`, or raise CourseError saying what was expected and what was got.

    Parameters
    ----------
    value : object
        What YAML gave.
    kind : type
        A type that msgspec knows, with constraints.
    place : Place
        Where the value stands.

    Raises
    ------
    CourseError
        The value is of another type or out of range.
    """
    kind = _present(kind)
    base = _without_constraints(kind)
    try:
        converted = msgspec.convert(value, base)
    except msgspec.ValidationError:
        raise _mismatch(value, base, place) from None
    if isinstance(converted, float) and not math.isfinite(converted):
        raise place.error(f"expected {_describe(base)}, got {converted}")
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise place.error(f"expected {_describe(kind)}, got {short_repr(value)}") from None


def _mismatch(value: object, kind: Any, place: Place) -> CourseError:
    """Describe a wrong type; in a list, the wrong entry is named rather than the list."""
    entry_kind = (*typing.get_args(kind), None)[0]
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        for index, entry in enumerate(value):
            if not _is_a(entry, entry_kind):
                return _mismatch(entry, _without_constraints(entry_kind), place.at(index))
    hint = ""
    if isinstance(kind, type) and issubclass(kind, enum.Enum) and isinstance(value, str):
        hint = did_you_mean(value, [member.value for member in kind])
    elif kind is str and isinstance(value, int | float):
        hint = "; put it in quotes"
    return place.error(f"expected {_describe(kind)}, got {short_repr(value)}{hint}")


def _is_a(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _describe(kind: Any) -> str:
    """Say in words what a type admits: ``a number above 0``."""
    if typing.get_origin(kind) is Annotated:
        base, *constraints = typing.get_args(kind)
        return _describe(base) + "".join(map(_describe_constraint, constraints))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return "one of " + listing(repr(member.value) for member in kind)
    origin = typing.get_origin(kind) or kind
    if origin is tuple:
        return "a list"
    return _KINDS.get(origin, "a value")


def _describe_constraint(meta: msgspec.Meta) -> str:
    if meta.gt is not None:
        return f" above {meta.gt}"
    if meta.ge is not None and meta.le is not None:
        return f" from {meta.ge} to {meta.le}"
    if meta.ge is not None:
        return f" of at least {meta.ge}"
    return " that is not empty" if meta.min_length else ""


def _present(kind: Any) -> Any:
    """Return X for ``X | None``: a key may be left out, but one that is there needs a value."""
    alternatives = [each for each in typing.get_args(kind) if each is not type(None)]
    return alternatives[0] if typing.get_origin(kind) in (types.UnionType, typing.Union) else kind


def _without_constraints(kind: Any) -> Any:
    """Return the type without its limits, so that a wrong type and a value out of range get different messages."""
    args = typing.get_args(kind)
    if typing.get_origin(kind) is Annotated:
        return args[0]
    return kind


def unique(entries: Collection[str], place: Place, what: str) -> None:
    """Raise CourseError if a list has an entry twice.

    Parameters
    ----------
    entries : collection of str
    place : Place
        Where the list stands.
    what : str
        What an entry is, for the message.

    Raises
    ------
    CourseError
        There is one.
    """
    for index, entry in enumerate(entries):
        if entry in list(entries)[:index]:
            raise place.error(f"{what} {entry!r} is given twice")


def known(name: str, names: Mapping[str, object] | Collection[str], place: Place, what: str) -> None:
    """Raise CourseError, with the nearest name, if `name` is not among `names`.

    Parameters
    ----------
    name : str
    names : collection of str
        What is known.
    place : Place
        Where the name stands.
    what : str
        What it names, for the message.

    Raises
    ------
    CourseError
        It is not known; the message has the nearest.
    """
    if name not in names:
        raise place.error(
            f"unknown {what} {name!r}{did_you_mean(name, names) or '; expected one of ' + listing(names)}"
        )
