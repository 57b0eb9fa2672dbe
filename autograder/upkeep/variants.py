"""Harmless differences that students' code has beside a mistake, made by wrapping a function or the methods of a class."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Change = Callable[[Any, Sequence[Any]], Any]

# Beyond this, exp overflows or underflows.
_EXTREME = 500.0


def _each(change: Callable[[Any], Any], value: Any) -> Any:
    """Return a result with its numbers and arrays changed, in tuples, lists and mappings too."""
    if isinstance(value, (tuple, list)):
        return type(value)(_each(change, part) for part in value)
    if isinstance(value, dict):
        return {key: _each(change, part) for key, part in value.items()}
    is_number = isinstance(value, (float, np.floating)) or (
        isinstance(value, np.ndarray) and value.dtype.kind == "f"
    )
    return change(value) if is_number else value


def _in_float64(value: Any, arguments: Sequence[Any]) -> Any:
    return _each(lambda number: np.asarray(number, np.float64) if np.ndim(number) else float(number), value)


def _as_lists(value: Any, arguments: Sequence[Any]) -> Any:
    return _each(lambda number: np.asarray(number).tolist(), value)


def _with_an_axis_more(value: Any, arguments: Sequence[Any]) -> Any:
    return _each(lambda number: number if np.ndim(number) else np.reshape(number, 1), value)


def _a_list_for_a_tuple(value: Any, arguments: Sequence[Any]) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _overflowing(value: Any, arguments: Sequence[Any]) -> Any:
    """Like exp without a shift: no numbers where the input is extreme."""
    given = [np.abs(each).max() for each in arguments if isinstance(each, np.ndarray) and each.size]
    is_extreme = any(size > _EXTREME for size in given)
    return _each(lambda number: number * np.nan, value) if is_extreme else value


def _underflowing(value: Any, arguments: Sequence[Any]) -> Any:
    """Like the logarithm of a probability: infinite where a result is very large."""
    return _each(lambda number: np.where(np.abs(number) > 700, np.inf, number)[()], value)


CHANGES: Mapping[str, Change] = {
    "float64": _in_float64,
    "lists for arrays": _as_lists,
    "an axis of length 1 more": _with_an_axis_more,
    "a list for a tuple": _a_list_for_a_tuple,
    "exp that overflows": _overflowing,
    "log of an underflow": _underflowing,
}

# Those that leave right code right.
HARMLESS = ("lists for arrays", "an axis of length 1 more", "a list for a tuple")


def changed(code: Any, change: Change) -> Any:
    """Return a function, or a class with its methods, whose results are changed."""
    if not inspect.isclass(code):
        return _wrapped(code, change)
    methods = {name: value for name, value in vars(code).items() if inspect.isfunction(value)}
    public = {name: _wrapped(value, change) for name, value in methods.items() if not name.startswith("_")}
    return type(code.__name__, (code,), public)


def _wrapped(function: Callable[..., Any], change: Change) -> Callable[..., Any]:
    def changing(*args: Any, **kwargs: Any) -> Any:
        print("looking at", len(args), "arguments")  # as students do; it must not matter
        with np.errstate(all="ignore"):
            return change(function(*args, **kwargs), args)

    if inspect.isfunction(function):
        return functools.wraps(function)(changing)
    return changing
