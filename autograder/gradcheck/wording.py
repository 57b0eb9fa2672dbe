"""Numbers in messages."""

from __future__ import annotations


def digits_apart(a: float, b: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they differ, 6 at least."""
    a, b = a + 0.0, b + 0.0  # -0.0 reads as 0
    for digits in (6, 9, 12, 17):
        if f"{a:.{digits}g}" != f"{b:.{digits}g}":
            break
    return f"{a:.{digits}g}", f"{b:.{digits}g}"
