"""The function under the gradient: called on fresh copies, counted, and reduced to a scalar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.norms import norm
from autograder.gradcheck.precision import Grid
from autograder.gradcheck.report import Diagnosis, FloatArray, Kind


class Loss:
    """f as a function of the flat vector, with its calls counted.

    f gets new arrays for every call, so it can neither change the point nor see a buffer twice. Array
    values are kept as arrays: differences are taken entry by entry before the sum with `dout`, which
    loses fewer digits than the difference of two sums.

    Parameters
    ----------
    f : callable
        The function as the student wrote it.
    layout : Layout
    dout : array_like or None
        Upstream gradient; None for a scalar f.
    """

    def __init__(self, f: Callable[[Any], Any], layout: Layout, dout: Any = None) -> None:
        self._f = f
        self._layout = layout
        self._dout = None if dout is None else np.array(dout, dtype=np.float64)
        self.calls = 0
        self.grid = Grid()

    def __call__(self, point: FloatArray) -> FloatArray:
        """Evaluate f at `point`, as a float64 array in the shape of `dout`, () for a scalar f.

        Raises
        ------
        Unusable
            If f raises or returns something that is not a finite array of that shape. What the grader
            itself raises (a limit reached, a dead process) passes through.
        """
        self.calls += 1
        raw = called(self._f, self._layout.unflatten(point), Kind.LOSS_RAISED, "the function")
        value = self._checked(raw)
        self.grid.add(value)
        return value

    def total(self, value: FloatArray) -> float:
        """The scalar that `value` stands for: itself, or its sum with `dout`."""
        return float(value) if self._dout is None else float(np.sum(value * self._dout))

    def magnitude(self, value: FloatArray) -> float:
        """Size of the terms that `total` adds, for judging rounding errors."""
        return norm(value if self._dout is None else value * self._dout)

    def _checked(self, raw: Any) -> FloatArray:
        shape = () if self._dout is None else self._dout.shape
        expected = "a number" if self._dout is None else f"an array of shape {shape}"
        try:
            array = np.asarray(raw)
        except (ValueError, TypeError):  # a ragged list
            array = np.asarray(None, dtype=object)
        if array.dtype.kind not in "biuf":
            got = "None; is a return missing?" if raw is None else f"a {type(raw).__name__}"
            raise Unusable(
                Diagnosis(Kind.LOSS_NOT_NUMERIC, f"the function should return {expected}, got {got}")
            )
        if array.shape != shape and not (shape == () and array.size == 1):
            text = f"the function should return {expected}, got shape {array.shape}"
            raise Unusable(Diagnosis(Kind.LOSS_SHAPE, text))
        value = np.array(array, dtype=np.float64).reshape(shape)
        if not np.isfinite(value).all():
            bad = value[~np.isfinite(value)].flat[0]
            raise Unusable(
                Diagnosis(Kind.LOSS_NOT_FINITE, f"the function returned {bad} at or near the tested point")
            )
        return value


def called(function: Callable[[Any], Any], argument: Any, kind: Kind, name: str) -> Any:
    """Call a student's function; what it raises becomes an `Unusable` of the given kind.

    An exception whose class says so in an attribute ``passes_through_gradcheck`` is not the function's: it
    comes from whatever runs the function (a time limit, a dead process) and passes through.

    Parameters
    ----------
    function, argument
        What to call, with its only argument.
    kind
        The kind of finding that an exception is.
    name
        What the function is called in the message.

    Raises
    ------
    Unusable
        The function raised.
    """
    try:
        with np.errstate(all="ignore"):
            return function(argument)
    except Exception as error:
        if getattr(error, "passes_through_gradcheck", False):
            raise
        words = str(error) if hasattr(error, "passes_through_gradcheck") else _said(error)
        raise Unusable(Diagnosis(kind, f"{name} raised {words}", cause=error)) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
