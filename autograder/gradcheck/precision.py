"""With how many digits numbers were computed, read off the numbers: float16, float32 or rounded values in float64 arrays."""

from __future__ import annotations

import math

import numpy as np

from autograder.gradcheck.report import FloatArray

EPS16, EPS32, EPS64 = (float(np.finfo(kind).eps) for kind in (np.float16, np.float32, np.float64))

_MOST_DECIMALS = 10
"""Values with more decimals than this count as not rounded."""

_TELLING = 3
"""Distinct values that have to share the grid of float16 or of decimals before it says something."""


class Grid:
    """What the values that a function has returned so far have in common: the coarsest grid they all lie on.

    Whole and half numbers lie on every grid. Values at generic points do not: so a few of them tell a
    function that computes in float32, or rounds to decimals, from one that does neither.
    """

    def __init__(self) -> None:
        self._half = self._single = True
        self._decimals = 0
        self._largest = 0.0
        self._distinct: set[float] = set()

    def add(self, value: FloatArray) -> None:
        """Take note of a value that the function has returned."""
        if len(self._distinct) < _TELLING and value.size:
            self._distinct.add(float(value.flat[0]))
        if not (self._single or self._decimals <= _MOST_DECIMALS):
            return
        with np.errstate(over="ignore"):
            self._single = self._single and bool((value.astype(np.float32) == value).all())
            self._half = self._half and self._single and bool((value.astype(np.float16) == value).all())
        while self._decimals <= _MOST_DECIMALS and not (np.round(value, self._decimals) == value).all():
            self._decimals += 1
        self._largest = max(self._largest, float(np.abs(value).max(initial=0.0)))

    @property
    def eps(self) -> float:
        """Relative spacing of the coarsest float type that holds all values."""
        if self._half and len(self._distinct) >= _TELLING:
            return EPS16
        return EPS32 if self._single and len(self._distinct) > 1 else EPS64

    @property
    def whole(self) -> bool:
        """Whether all values so far have few decimals, so that they may have been rounded."""
        return self._decimals <= _MOST_DECIMALS // 2

    @property
    def quantum(self) -> float:
        """The decimal that all values are multiples of, e.g. 1e-4; 0 where there is none."""
        if self._decimals > _MOST_DECIMALS or len(self._distinct) < _TELLING:
            return 0.0
        step = 10.0**-self._decimals
        return step if step > 8 * self.eps * self._largest else 0.0


def eps_of(values: FloatArray, dtype: np.dtype[np.generic]) -> float:
    """Relative spacing of the float type in which `values` were computed.

    That of `dtype`, or of a coarser type whose rounding shows in the values: all of them fit into it, and
    enough of them need its last digits.
    """
    own = known_eps(dtype)
    if own > EPS64 or values.size == 0 or np.array_equal(values, np.trunc(values)):
        return own
    for eps, kind, share in ((EPS16, np.float16, 0.4), (EPS32, np.float32, 0.0)):
        with np.errstate(over="ignore"):
            if not (values.astype(kind) == values).all():
                continue
        fine = _mantissa_bits(values) >= round(-math.log2(eps)) - 1
        if np.count_nonzero(fine) > share * values.size:
            return eps
    return EPS64


def known_eps(dtype: np.dtype[np.generic]) -> float:
    """Relative spacing of a real dtype: that of float16, float32 or float64, which stands for all others."""
    return {2: EPS16, 4: EPS32}.get(dtype.itemsize, EPS64) if dtype.kind == "f" else EPS64


def _mantissa_bits(values: FloatArray) -> FloatArray:
    """How many bits after the first each value needs: 0 for powers of 2, 52 for a random float64."""
    fraction = np.abs(np.frexp(values)[0]) * 2.0**53
    whole = fraction.astype(np.int64)
    lowest = whole & -whole
    return np.where(whole == 0, 0, 52 - np.log2(np.maximum(lowest, 1)))
