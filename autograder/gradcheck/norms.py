"""Sizes of arrays and of their differences."""

from __future__ import annotations

import numpy as np

from autograder.gradcheck.findings import FloatArray


def rms(values: FloatArray) -> float:
    """Root mean square, safe for values near the ends of the float range; 0 for no values."""
    if values.size == 0:
        return 0.0
    square = float(np.vdot(values, values))
    if 1e-200 < square < 1e200:
        return float(np.sqrt(square / values.size))
    largest = float(np.abs(values).max(initial=0.0))
    if largest == 0.0:
        return 0.0
    return largest * float(np.sqrt(np.mean((values / largest) ** 2)))


def norm(values: FloatArray) -> float:
    """Euclidean norm, safe for values near the ends of the float range."""
    return rms(values) * float(np.sqrt(values.size))


def relative_error(a: FloatArray, b: FloatArray) -> float:
    """norm(a - b) / (norm(a) + norm(b)), and 0 where both are zero."""
    size = norm(a) + norm(b)
    return norm(a - b) / size if size > 0 else 0.0
