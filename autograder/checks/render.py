"""Values as short text for messages: exact, on one line, the same on every version of numpy."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

_MAX_ROWS_OF_MANY = 3
_MAX_ENTRIES_IN_DICT = 3

_text = reprlib.Repr()
_text.maxstring = 80


def render_value(value: object, limit: int = 6, digits: int = 6) -> str:
    """Return a value as one line of text.

    Parameters
    ----------
    value : object
        A number, text, None, an array, or lists, tuples and dicts of these. Anything else is named by its type.
    limit : int
        Most entries shown of each row, list or dict; the rest is ``...``, and an array's shape is then said. Of a row inside
        a dict at most 3 are shown: a network's parameters are several arrays on one line.
    digits : int
        Significant digits of floats; 17 tells any two apart.

    Examples
    --------
    >>> render_value(np.array([2.9, 0.0, 12.9]))
    '[2.9, 0, 12.9]'
    >>> render_value(np.arange(20.0).reshape(2, 10), limit=3)
    '[[0, 1, 2, ...], [10, 11, 12, ...]] of shape (2, 10)'
    """
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc":
        return _render_array(value, limit, digits)
    if isinstance(value, str):
        return _text.repr(value)
    if isinstance(value, list | tuple):
        inside = _joined((render_value(entry, limit, digits) for entry in value[:limit]), len(value), limit)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, Mapping):
        inner = min(limit, _MAX_ENTRIES_IN_DICT)
        shown = [
            f"{render_value(key)}: {render_value(value[key], inner, digits)}" for key in [*value][:limit]
        ]
        return f"{{{_joined(shown, len(value), limit)}}}"
    return _render_scalar(value, digits)


def type_in_words(value: object) -> str:
    """Return what kind of thing a value is: ``"None"``, ``"text"``, ``"a tuple of 2"``, ``"an object of type Gate"``."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, int | float | complex | np.generic):
        return "a number"
    return f"an object of type {_type_name(value)}"


def _render_array(array: np.ndarray[Any, Any], limit: int, digits: int) -> str:
    if array.ndim == 0:
        return _render_scalar(array.item(), digits)
    if array.size == 0:
        return f"an empty array of shape {array.shape}"
    text = _render_rows(array, limit, digits)
    return f"{text} of shape {array.shape}" if max(array.shape) > limit or array.ndim > 2 else text


def _render_rows(array: np.ndarray[Any, Any], limit: int, digits: int) -> str:
    if array.ndim == 0:
        return _render_scalar(array.item(), digits)
    rows = min(limit, _MAX_ROWS_OF_MANY) if array.ndim > 1 and len(array) > limit else limit
    inside = (_render_rows(row, limit, digits) for row in array[:rows])
    return f"[{_joined(inside, len(array), rows)}]"


def _joined(shown: Iterable[str], count: int, limit: int) -> str:
    return ", ".join([*shown, "..."] if count > limit else shown)


def _render_scalar(value: object, digits: int) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float | np.floating):  # .item() leaves a longdouble as it is
        return _render_float(float(value), digits)
    if isinstance(value, complex | np.complexfloating):
        real, imaginary = (_render_float(float(part), digits) for part in (value.real, value.imag))
        return f"{real}{'' if imaginary.startswith('-') else '+'}{imaginary}j"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**18:
        return f"{value:.{digits}g}" if abs(value) < 10**300 else "a whole number of more than 300 digits"
    if value is None or isinstance(value, bool | int):
        return str(value)
    return f"an object of type {_type_name(value)}"


def _render_float(value: float, digits: int) -> str:
    text = repr(value) if digits >= 17 else f"{value:.{digits}g}"
    return "0" if text == "-0" else text


def _type_name(value: object) -> str:
    """Return the class's name; a handle on an object in the student's process tells its own."""
    name = getattr(value, "type_name", None)
    return name if isinstance(name, str) else type(value).__name__
