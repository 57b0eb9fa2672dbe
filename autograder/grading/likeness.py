"""Do two values that code showed mean the same? Takes any two values, answers in bounded time, and never raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.course.observations import MAX_ENTRIES, as_numbers
from autograder.seam.call_values import Opaque

_MAX_DEPTH = 8


@dataclass(frozen=True)
class Raised:
    """A look that ended with an exception."""

    type_name: str
    message: str = ""


def alike(a: Any, b: Any, tolerance: float, absolute: float, loose: bool = False) -> bool:
    """Say whether `a` and `b` are the same up to what is harmless.

    Harmless are rounding, axes of length 1, another width of float, a list for an array and a list for a tuple.

    Parameters
    ----------
    a, b : object
        What two versions of the code showed.
    tolerance, absolute : float
        As for `Observation`.
    loose : bool
        Whether nan, inf and -inf are the same, as they are among the results of one mistake.
    """
    try:
        with np.errstate(all="ignore"):
            return _alike(a, b, tolerance, absolute, loose, _MAX_DEPTH)
    except Exception:  # what cannot be compared is not alike
        return False


def says_nothing(value: Any) -> bool:
    """Say whether a look found nothing that it could name, which speaks neither for nor against any mistake."""
    return isinstance(value, str) and not value


def tells_much(value: Any) -> bool:
    """Say whether a value is so particular that two pieces of code hardly show it for different reasons.

    A number with digits is, and a word; nan, 0, a few small whole numbers, an exception's type are not.
    """
    if isinstance(value, str):
        return True
    if isinstance(value, Mapping):
        return any(map(tells_much, value.values()))
    array = as_numbers(value)
    if array is None:
        return isinstance(value, (list, tuple)) and any(map(tells_much, value[:20]))
    with np.errstate(all="ignore"):
        known = array[np.isfinite(array)]
        return (
            bool(np.any((known != np.rint(known.real)) | (np.abs(known) > 20))) or len(np.unique(known)) > 3
        )


def _alike(a: Any, b: Any, tolerance: float, absolute: float, loose: bool, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(a, Raised) or isinstance(b, Raised):
        return isinstance(a, Raised) and isinstance(b, Raised) and a.type_name == b.type_name
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(
            _alike(a[key], b[key], tolerance, absolute, loose, depth - 1) for key in a
        )
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return isinstance(a, Opaque) and isinstance(b, Opaque) and a.type_name == b.type_name
    first, second = as_numbers(a), as_numbers(b)
    if first is not None and second is not None:
        return _close(np.squeeze(first), np.squeeze(second), tolerance, absolute, loose)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) <= MAX_ENTRIES and all(
            _alike(one, other, tolerance, absolute, loose, depth - 1) for one, other in zip(a, b, strict=True)
        )
    return type(a) is type(b) and bool(a == b)


def _close(a: Any, b: Any, tolerance: float, absolute: float, loose: bool) -> bool:
    if a.shape != b.shape:
        return False
    kind = np.complex128 if "c" in (a.dtype.kind, b.dtype.kind) else np.float64
    a, b = a.astype(kind), b.astype(kind)
    known = np.isfinite(a)
    if not np.array_equal(known, np.isfinite(b)):
        return False
    if not loose and not np.array_equal(a[~known], b[~known], equal_nan=True):
        return False
    a, b = a[known], b[known]
    scale = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    return bool(np.abs(a - b).max(initial=0.0) <= tolerance * scale + absolute)
