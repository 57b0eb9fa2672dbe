"""What a student's code may pass to a check's callback: a small multiple of what the check itself sent in the call.

The callback runs in the grader, and what it makes of two long thin arrays, or of the lists that numpy makes these from, may be
as large as the product of their lengths.
"""

from __future__ import annotations

_MULTIPLE = 4
# As much is always allowed.
_ENTRIES, _AXIS = 10_000, 1_000


class TooMuchForCallback(Exception):
    """A callback's arguments are much larger than anything that the check sent."""


class CallbackBounds:
    """Keeps how large the arrays and lists are that a check sent in a call."""

    def __init__(self) -> None:
        self._entries = 0
        self._longest_axis = 0

    def sent(self, entries: int, longest_axis: int) -> None:
        """Take note of an array or list of the check's."""
        self._entries += entries
        self._longest_axis = max(self._longest_axis, longest_axis)

    def require(self, entries: int, longest_axis: int) -> None:
        """Raise TooMuchForCallback if arguments with so many entries and so long an axis are too much.

        Raises
        ------
        TooMuchForCallback
            They are; the student's code may catch it.
        """
        if entries > max(_MULTIPLE * self._entries, _ENTRIES):
            raise TooMuchForCallback(
                f"{entries} entries are far more than there are in the check's own arrays"
            )
        if longest_axis > max(_MULTIPLE * self._longest_axis, _AXIS):
            raise TooMuchForCallback(
                f"an axis of {longest_axis} is far longer than those of the check's own arrays"
            )
