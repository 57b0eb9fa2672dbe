"""What a student's code may pass to a check's callback: a small multiple of what the check itself sent in the call.

The callback runs in the grader, and what it makes of two long thin arrays may be as large as the product of their lengths.
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
        self._given_back = 0

    def sent(self, entries: int, longest_axis: int) -> None:
        """Take note of an array or list of the check's."""
        known = min(self._given_back, entries)
        self._given_back -= known
        self._entries += entries - known
        if known < entries / 2:
            self._longest_axis = max(self._longest_axis, longest_axis)

    def answers(self, entries: int) -> None:
        """Take note that the check answers a callback which was given so many entries.

        As many in the answer may be these, squared for example: they are no reason to ask for more the next time.
        """
        self._given_back = entries

    def require(self, entries: int, longest_axis: int) -> None:
        """Let a callback's arguments pass unless they are far larger than what the check sent.

        Raises
        ------
        TooMuchForCallback
            They have too many `entries`, or an axis of length `longest_axis` is too long.
        """
        if entries > max(_MULTIPLE * self._entries, _ENTRIES):
            raise TooMuchForCallback(
                f"{entries} entries are far more than there are in the check's own arrays"
            )
        if longest_axis > max(_MULTIPLE * self._longest_axis, _AXIS):
            raise TooMuchForCallback(
                f"an axis of {longest_axis} is far longer than those of the check's own arrays"
            )
