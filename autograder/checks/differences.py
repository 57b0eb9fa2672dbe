"""How a value differs from the expected one, as the parts of a message."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.checks.render import render_value, type_in_words
from autograder.vocabulary.message import Message
from autograder.vocabulary.wording import did_you_mean, listing

Array = np.ndarray[Any, np.dtype[Any]]

UNNAMED = "the result"  # a value that has no name of its own in messages


def part_of(what: str, key: object) -> str:
    """Return what messages call the part of a value at `key`: ``dx`` for 0 in ``(dx, dy)``, ``params["W1"]``, ``result[0]``."""
    names = what[1:-1].split(", ") if what.startswith("(") and what.endswith(")") else []
    if isinstance(key, int) and 0 <= key < len(names):
        return names[key]
    inside = json.dumps(key, ensure_ascii=False) if isinstance(key, str) else repr(key)
    return f"{'result' if what == UNNAMED else what}[{inside}]"


# Results in single or half precision cannot be closer than their rounding.
_COARSEST = {np.dtype(np.float16): 1e-2, np.dtype(np.float32): 1e-5, np.dtype(np.complex64): 1e-5}
# A value of 1e-48 may as well come out as 0: rounding in the terms that it is made of is larger.
_ROUNDING = 64 * float(np.finfo(np.float64).eps)


def difference(
    got: object, expected: object, what: str, tolerance: float, absolute: float | None
) -> Message | None:
    """Return how `got` differs from `expected`, or None where it does not; the arguments are those of `assert_close`.

    Parameters
    ----------
    got, expected : object
        The student's value, and the right one.
    what : str
        What the value is called.
    tolerance : float
        Relative to the largest entry that is expected.
    absolute : float or None
        In place of `tolerance`.

    Raises
    ------
    TypeError
        `expected` is of a kind that cannot be compared with: a mistake in the check.
    """
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            return _pair(odd_kind(got), f"a dict with the keys {listing(expected)}", what)
        if set(got) != set(expected):
            return _pair(_keys_difference(got, expected), f"the keys {listing(expected)}", what)
        pairs = [(part_of(what, key), got[key], expected[key]) for key in expected]
    elif isinstance(expected, tuple) or (isinstance(expected, list) and not _is_numeric(expected)):
        if not isinstance(got, tuple | list) and not (isinstance(got, np.ndarray) and got.ndim):
            return _pair(odd_kind(got), f"{len(expected)} values", what)
        if len(got) != len(expected):
            return _pair(f"{len(got)} values: {render_value(got)}", f"{len(expected)} values", what)
        pairs = [(part_of(what, index), got[index], value) for index, value in enumerate(expected)]
    elif expected is None or isinstance(expected, str):
        if type(got) is type(expected) and got == expected:
            return None
        return _pair(render_value(got), render_value(expected), what)
    else:
        return _array_difference(got, expected, what, tolerance, absolute)
    differences = (difference(mine, theirs, label, tolerance, absolute) for label, mine, theirs in pairs)
    return next((found for found in differences if found is not None), None)


def _array_difference(
    got: object, expected: object, what: str, tolerance: float, absolute: float | None
) -> Message | None:
    if isinstance(got, float) and isinstance(expected, float) and _agree(got, expected, tolerance, absolute):
        return None
    right = _as_array(expected)
    if right is None:
        raise TypeError(f"assert_close cannot compare with {type_in_words(expected)}")
    left = _as_array(got)
    if left is None:
        return _pair(odd_kind(got), render_value(expected), what)
    if left.shape != right.shape and left.squeeze().shape != right.squeeze().shape:
        shapes = f"got {_shape(left)}, expected {_shape(right)}"
        return _pair(render_value(got), render_value(expected), what, shape=shapes)
    shape, left = left.shape, left.reshape(right.shape)
    allowed = _allowed(left, right, tolerance) if absolute is None else absolute
    common = np.result_type(left, right, np.float64)
    with np.errstate(all="ignore"):
        distance = np.abs(np.subtract(left, right, dtype=common))
    if right.size and distance.max() <= allowed:  # which no NaN is
        return None
    distance = np.where((left == right) | (np.isnan(left) & np.isnan(right)), 0.0, distance)
    distance = np.where(np.isnan(distance), np.inf, distance)
    wrong = int(np.count_nonzero(distance > allowed))
    if not wrong:
        return None
    worst = np.unravel_index(int(np.argmax(distance)), right.shape)
    pair = (left[worst], right[worst])
    digits = 6 if render_value(pair[0]) != render_value(pair[1]) else 17
    place = ""
    if right.size > 1:
        index = ", ".join(str(number) for number in worst)
        mine, theirs = (render_value(value, digits=digits) for value in pair)
        count = f"{wrong} of {right.size} entries differ"
        place = f"at [{index}]: got {mine}, expected {theirs} ({count})"
    # What is right up to rounding looks right, too.
    shown = np.where(distance <= allowed, right, left).reshape(shape) if right.size > 1 else got
    return _pair(render_value(shown, digits=digits), render_value(expected, digits=digits), what, worst=place)


def _agree(got: float, expected: float, tolerance: float, absolute: float | None) -> bool:
    """Say whether two numbers are finite and as close as `_allowed` allows: the short way for the most frequent case."""
    got, expected = (
        float(got),
        float(expected),
    )  # numpy's doubles, which warn of what overflows, are floats too
    if absolute is None:
        scale = abs(expected)
        absolute = max(tolerance * scale, min(tolerance, _ROUNDING)) if scale else tolerance
    return math.isfinite(expected) and abs(got - expected) <= absolute


def _allowed(left: Array, right: Array, tolerance: float) -> float:
    """Return the largest difference that rounding explains, given the sizes that are expected."""
    if tolerance > 0:
        tolerance = max(tolerance, *(_COARSEST.get(array.dtype, 0.0) for array in (left, right)))
    finite = np.abs(right[np.isfinite(right)].astype(np.result_type(right, np.float64)))
    scale = float(finite.max(initial=0.0))
    return max(tolerance * scale, min(tolerance, _ROUNDING)) if scale else tolerance


def _as_array(value: object) -> Array | None:
    """Return numbers as an array of their own type, or None if there is anything else among them."""
    if not _is_numeric(value):
        return None
    try:
        array = np.asarray(value)
        # Whole numbers beyond 64 bits come as objects.
        return array.astype(np.float64) if array.dtype == object else array
    except (ValueError, OverflowError):
        return None


def _is_numeric(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_numeric(entry) for entry in value)
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "biufc"
    return isinstance(value, bool | int | float | complex)


def odd_kind(value: object) -> str:
    """Say what a value is that has the wrong kind, with a question where the reason is likely."""
    if value is None:
        return "None: does the function return its result?"
    if callable(value) or getattr(value, "type_name", "") in ("function", "method"):
        return f"{type_in_words(value)}: did you forget the parentheses that call it?"
    if isinstance(value, list | tuple) and _is_numeric(value):
        if _as_array(value) is None:
            return f"{render_value(value)}, whose rows have different lengths"
        return f"{type_in_words(value)}: {render_value(value)}"
    if isinstance(value, list | tuple):
        return f"{render_value(value)}, which holds something other than numbers"
    if isinstance(value, str | int | float | complex | np.ndarray | Mapping):
        return f"{type_in_words(value)}: {render_value(value)}"
    return type_in_words(value)


def _keys_difference(got: Mapping[Any, Any], expected: Mapping[Any, Any]) -> str:
    """Name a key that is there under another name, else the missing keys, else the surplus ones."""
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    for key in extra[:20]:
        if hint := did_you_mean(key, missing):
            return f"a dict with the key {render_value(key)}{hint}"
    if missing:
        return f"a dict without {listing(map(render_value, missing))}"
    return f"a dict that also has {listing(map(render_value, extra))}"


def _pair(got: str, expected: str, what: str, *, shape: str = "", worst: str = "") -> Message:
    label = "" if what == UNNAMED else f"{what} = "
    return Message(got=label + got, expected=label + expected, shape=shape, worst=worst)


def _shape(array: Array) -> str:
    return f"{array.shape}" if array.ndim else "a single number"
