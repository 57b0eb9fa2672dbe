"""Loading a submission in spite of statements that end the worker: each is found, left out by name, and the rest is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

# As many statements as a student's file may lose before it is given up.
_MOST_SKIPPED = 10
_MOST_NOTED = 50


class LoadAttempts:
    """What earlier attempts to load a submission have taught.

    Attributes
    ----------
    skipped : list of (str, int, str)
        Piece, line and message of the statements that the next attempt leaves out.
    announced : bool
        Whether the next attempt is to say where it is before each statement, to find one that ended the worker without a word.
    """

    def __init__(self) -> None:
        self.skipped: list[tuple[str, int, str]] = []
        self.announced = False
        self._at: tuple[str, int] | None = None

    def begin(self) -> None:
        """Start an attempt."""
        self._at = None

    def reached(self, name: object, line: object) -> None:
        """Note the statement that the worker has come to.

        Raises
        ------
        TypeError
            The worker does not say so in the form that it was started with.
        """
        if not isinstance(name, str) or not isinstance(line, int):
            raise TypeError("not the place of a statement")
        self._at = (name, line)

    def note_slow(self, slow: Iterable[object]) -> None:
        """Remember what was interrupted, so that a worker that replaces this one need not wait for it again."""
        for entry in islice(slow, _MOST_NOTED):
            if isinstance(entry, tuple) and len(entry) == 3:
                name, line, message = entry
                if isinstance(name, str) and isinstance(line, int) and isinstance(message, str):
                    self.skipped.append((name, line, message))

    def learn(self, message: str) -> bool:
        """Take in that an attempt ended the worker; say whether another may succeed.

        Parameters
        ----------
        message : str
            What the statement did, if it is known which one it was.
        """
        if self._at is None:
            if self.announced:
                return False
            self.announced = True
            return True
        self.skipped.append((*self._at, message))
        return len(self.skipped) <= _MOST_SKIPPED
