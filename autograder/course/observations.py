"""What the author of a probe writes with: looks at a function, and readings of what it returns.

A probe maps the name of each observation to a *look*, a function without arguments that says what the code shows there. Each
look is taken by itself, so one that raises hides no other. Looks may share a call through `functools.cache`::

    @probe("svm_loss")
    def svm_loss_probe(code):
        plain = cache(lambda: code.svm_loss(SCORES, LABELS))
        return {
            "loss": lambda: part(plain(), 0),
            "gradient": lambda: part(plain(), 1),
            "loss at margin 0.25": lambda: part(code.svm_loss(SCORES, LABELS, delta=0.25), 0),
            "dtype": contract(lambda: dtype_of(part(code.svm_loss(np.float32(SCORES), LABELS), 1))),
            "arguments changed": contract(lambda: changed_by(code, code.svm_loss, SCORES, LABELS)),
        }

A look returns plain data; a word, such as ``"capped"``, stands for a whole kind of numbers, and ``""`` for nothing to name.

`code` has the face of a check's `submission`, for a student's code and for the wrong versions alike: arrays that are sent
are copies, and an exception is a `StudentException`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

Look = Callable[[], Any]

# Far more than any probe looks at, and little enough to be compared in a moment.
MAX_ENTRIES = 100_000
_MAX_DEPTH = 8


@dataclass(frozen=True)
class Observation:
    """One look at the code, and how to judge what it shows.

    Attributes
    ----------
    look : callable
    is_contract : bool
        Whether it is about something other than values: dtype, shape, arguments left alone, bad input refused. A contract is
        mentioned only after every wrong value is explained, and never tells for or against a mistake that changes values.
    tolerance : float
        Two arrays are alike where no entry differs by more than this, times the largest entry of either...
    absolute : float
        ... plus this.
    """

    look: Look
    is_contract: bool = False
    tolerance: float = 1e-5
    absolute: float = 1e-9

    def __call__(self) -> Any:
        """Take the look."""
        return self.look()


def observation(look: Look | Observation) -> Observation:
    """Return a look as an observation of values."""
    return look if isinstance(look, Observation) else Observation(look)


def contract(look: Look | Observation) -> Observation:
    """Mark a look as not being about values: dtype, shape, arguments left alone, bad input refused, a choice at a kink."""
    return replace(observation(look), is_contract=True)


def within(tolerance: float, look: Look | Observation, absolute: float = 0.0) -> Observation:
    """Judge a look's numbers by other tolerances: for small numbers, and for mistakes that show in late digits.

    Parameters
    ----------
    tolerance : float
        Largest difference of two entries that are alike, as a share of the largest entry of either array.
    look : callable or Observation
    absolute : float
        Difference that is allowed in addition, in the units of the entries.
    """
    return replace(observation(look), tolerance=tolerance, absolute=absolute)


def numbers(value: Any) -> np.ndarray[Any, Any]:
    """Return what a student returned as an array of floats, so that a probe can compute with it.

    Raises
    ------
    TypeError
        It is not an array, a number or a list of them.
    """
    array = as_numbers(value)
    if array is None or array.dtype.kind == "c":
        raise TypeError("not numbers")
    return array.astype(np.float64)


def part(value: Any, position: int) -> Any:
    """Return one of several results, whether they came as a tuple or a list.

    Raises
    ------
    TypeError
        It is one thing only, or too few.
    """
    if not isinstance(value, (tuple, list)) or len(value) <= position:
        raise TypeError("not several results")
    return value[position]


def dtype_of(value: Any) -> str:
    """Return the dtype of a result; a list has none."""
    if isinstance(value, (list, tuple)):
        return "a list"
    array = as_numbers(value)
    return "no numbers" if array is None else str(array.dtype)


def shape_of(value: Any) -> str:
    """Return the shape of a result in words, axes of length 1 included."""
    array = as_numbers(value)
    return "no numbers" if array is None else str(array.shape)


def changed_by(code: Any, function: Callable[..., Any], *args: Any, **kwargs: Any) -> int:
    """Call a function of the code and return how many of its arguments it changed, whether it returned or raised."""
    try:
        function(*args, **kwargs)
    except Exception:
        if code.last_call is None:
            raise
    return len(code.last_call.mutated)


def refusal(function: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Return the name of the exception with which a function of the code refuses its arguments, or ``"accepted"``."""
    try:
        function(*args, **kwargs)
    except Exception as error:
        return str(getattr(error, "type_name", type(error).__name__))
    return "accepted"


def as_numbers(value: Any) -> np.ndarray[Any, Any] | None:
    """Return a number, an array or a list of them as an array; None where it is anything else, ragged or too large."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "biufc" and value.size <= MAX_ENTRIES else None
    if not isinstance(value, (bool, int, float, complex, np.generic, list, tuple)):
        return None
    if not _is_small(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):  # ragged
        return None
    return array if array.dtype.kind in "biufc" and array.size <= MAX_ENTRIES else None


def _is_small(value: Any) -> bool:
    """Say whether nested lists are few and shallow enough to be made an array."""
    level, count = [value], 0
    for _ in range(_MAX_DEPTH):
        inner = [part for part in level if isinstance(part, (list, tuple))]
        if not inner:
            return True
        count += sum(map(len, inner))
        if count > MAX_ENTRIES:
            return False
        level = [part for parts in inner for part in parts]
    return False
