"""Small phrases that error messages share."""

from __future__ import annotations

import difflib
import itertools
import re
import reprlib
from collections.abc import Iterable

# Control characters but for tab and line feed, and those that end a line or turn the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

_STUB_SAYS = ("is not written yet", "has no answer yet", "have no answer yet")

_UNREADABLE_SAYS = " could not be read ("

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


def visible(text: str, limit: int) -> str:
    """Return a student's text with `limit` characters at most, and with nothing in it that a terminal would obey."""
    cut = text if len(text) <= limit else text[:limit] + "..."
    return _UNSEEN.sub(lambda found: repr(found[0])[1:-1], cut)


def listing(names: Iterable[object], limit: int = 20) -> str:
    """Join names with commas, ``...`` for those beyond the limit, or say ``none``."""
    shown = [str(name) for name in itertools.islice(names, limit + 1)]
    return ", ".join([*shown[:limit], "..."] if len(shown) > limit else shown) or "none"


def is_stub(sentences: Iterable[str]) -> bool:
    """Say whether sentences about a check say that it met nothing but what is still to be written."""
    return any(text.endswith(_STUB_SAYS) for text in sentences)


def is_unreadable(sentences: Iterable[str]) -> bool:
    """Say whether sentences about a check say that the code for it is there and could not be read."""
    return any(_UNREADABLE_SAYS in text for text in sentences)


def unreadable(name: str, place: str, message: str) -> str:
    """Say that the code of a function is there and could not be read, and why.

    Parameters
    ----------
    name : str
        The function.
    place : str
        Where its code is: ``cell 3, line 2``.
    message : str
        Why it could not be read, such as Python's own message.
    """
    return f"{name}{_UNREADABLE_SAYS}{place}: {message})"


def counted(number: float, noun: str) -> str:
    """Return a number with its noun: ``1 point``, ``2.5 points``."""
    return f"{number:g} {noun}{'' if number == 1 else 's'}"


def needs_extra(what: str, package: str | None, extra: str) -> str:
    """Say that `what` needs a package that is not installed, and how to get it; the index has another package of our name.

    Parameters
    ----------
    what : str
        The option or command.
    package : str or None
        The package by its import's name, as in `ModuleNotFoundError.name`.
    extra : str
        The extra of pyproject.toml that has it.
    """
    return (
        f"{what} needs the package {package}, which is not installed: "
        f"type  pip install -e '.[{extra}]'  in the project's folder"
    )


def short_repr(value: object) -> str:
    """`repr` of a value read from a file, cut to a length that fits a line; ``nothing`` for None."""
    return "nothing" if value is None else _short.repr(value)
