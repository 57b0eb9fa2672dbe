"""Small phrases that error messages share."""

from __future__ import annotations

import difflib
import itertools
import reprlib
from collections.abc import Iterable

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 60
_short.maxlevel = 3


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Return ``"; did you mean 'nearest'?"``, or nothing where no known word is near.

    Case does not count: ``svm_Loss`` is near ``svm_loss``.
    """
    by_folded = {str(name).casefold(): str(name) for name in known}
    # A word may be a student's, of any length; matching takes the square of it.
    near = difflib.get_close_matches(str(word)[:100].casefold(), by_folded, n=1, cutoff=0.6)
    return f"; did you mean {by_folded[near[0]]!r}?" if near else ""


def listing(names: Iterable[object], limit: int = 20) -> str:
    """Join names with commas, ``...`` for those beyond the limit, or say ``none``."""
    shown = [str(name) for name in itertools.islice(names, limit + 1)]
    return ", ".join([*shown[:limit], "..."] if len(shown) > limit else shown) or "none"


def short_repr(value: object) -> str:
    """`repr` of a value read from a file, cut to a length that fits a line; ``nothing`` for None."""
    return "nothing" if value is None else _short.repr(value)
