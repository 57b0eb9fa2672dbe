"""A mistake as a student makes it: right code in a student's own style, and the edits that spoil it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """A slip in a student's code.

    Attributes
    ----------
    exercise : str
    code : str
        The right code, in the student's way.
    edits : dict
        What is written instead of what.
    asks : tuple of str
        For each slip, words that are in its question.
    also : tuple of str
        Words of questions about the code's other, smaller faults; they may be asked as well.
    """

    exercise: str
    code: str
    edits: dict[str, str]
    asks: tuple[str, ...]
    also: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.exercise}: {'; '.join(self.edits.values()) or 'as it stands'}"

    @property
    def source(self) -> str:
        """The wrong code."""
        text = self.code
        for old, new in self.edits.items():
            assert old in text, old
            text = text.replace(old, new)
        return text


def of(exercise: str, code: str, *rows: tuple[Any, ...], also: tuple[str, ...] = ()) -> list[Mistake]:
    """Return the mistakes in one piece of code.

    Parameters
    ----------
    exercise, code : str
    *rows : tuple (edits, asks) or (edits, asks, also)
    also : tuple of str
        What may be asked about the code as it stands.
    """
    return [Mistake(exercise, code, edits, asks, sum(more, also)) for edits, asks, *more in rows]
