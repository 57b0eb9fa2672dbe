"""Numbers, factors and names in messages."""

from __future__ import annotations

from collections.abc import Mapping

MATCH = 1e-3
"""How closely a fitted number must meet a known one to take its name."""

COMMON = (2.0, 4.0)
"""Factors that slip in by themselves: no size is blamed for them."""


def digits_apart(a: float, b: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they differ, 6 at least."""
    a, b = a + 0.0, b + 0.0  # -0.0 reads as 0
    for digits in (6, 9, 12, 17):
        if f"{a:.{digits}g}" != f"{b:.{digits}g}":
            break
    return f"{a:.{digits}g}", f"{b:.{digits}g}"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return ended(text[:1].upper() + text[1:])


def ended(text: str) -> str:
    """The text with a full stop, if it has no end of its own."""
    return text if text.endswith(("?", ".", "!")) else f"{text}."


def close(value: float, known: float) -> bool:
    """Whether a fitted number is a known one."""
    return abs(value - known) <= MATCH * abs(known)


def variable(block: str, given: str = "") -> str:
    """What to call the parameters: the name of their block, or the one that the caller gives."""
    return block or given or "the parameters"


def times(factor: float, sizes: Mapping[str, float]) -> tuple[str, str | None]:
    """Words for a quantity that is `factor` times what it should be, and the factor's name if known.

    A size is blamed only where it alone explains the factor: not where two sizes are equal, nor for a factor
    that is common for other reasons.
    """
    sign = "has the wrong sign" if factor < 0 else ""
    size = abs(factor)
    if sign and close(size, 1.0):
        return sign, None
    join = " and is " if sign else "is "
    blamed = [
        (label, value)
        for label, value in sizes.items()
        if value > 0 and not close(value, 1.0) and (close(size, value) or close(size, 1 / value))
    ]
    common = [value for value in COMMON if close(size, value) or close(size, 1 / value)]
    if common:
        shown, label, value = f"{common[0]:g}", f"{common[0]:g}", common[0]
    elif len(blamed) == 1:
        label, value = blamed[0]
        shown = f"{label} = {value:g}"
    elif blamed:
        label, value = None, blamed[0][1]
        shown = f"{value:g}"
    else:
        shown, _ = digits_apart(size, 1.0)
        return f"{sign}{join}{shown} times what it should be", None
    if close(size, value):
        return f"{sign}{join}{shown} times too large", label
    return f"{sign}{join}{shown} times too small", f"1/{label}" if label else None
