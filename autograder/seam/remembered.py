"""What the grader remembers of what crossed, so that both sides can mean the same object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.seam.callback_bounds import CallbackBounds
from autograder.seam.public_function import PublicFunction
from autograder.vocabulary.errors import CheckFailure, StudentFault

# What a call or a check may have the grader remember, so that no student fills its memory. Beyond it, arrays and returned objects
# cross by content alone.
_MAX_BYTES = 256 * 2**20
_MAX_OBJECTS = 100_000


@dataclass
class Sent:
    """The arrays that one call sent, by number; `originals` has the content of those that the student changed."""

    arrays: list[np.ndarray[Any, Any]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    originals: dict[int, np.ndarray[Any, Any]] = field(default_factory=dict)
    callbacks: list[Callable[..., Any]] = field(default_factory=list)
    public: list[PublicFunction] = field(default_factory=list)
    failure: CheckFailure | StudentFault | None = None
    size_bytes: int = 0
    bounds: CallbackBounds = field(default_factory=CallbackBounds)

    def number(self, array: np.ndarray[Any, Any]) -> int:
        """Return the number of an array of the call, giving it one where it has none."""
        known = self.numbers.get(id(array))
        if known is None:
            self.size_bytes += array.nbytes
            self.bounds.sent(array.size, max(array.shape, default=0))
            if self.size_bytes > _MAX_BYTES:
                return 0
            self.arrays.append(array)
            known = self.numbers[id(array)] = len(self.arrays)
        return known

    def note_calls(self, counts: Sequence[object]) -> None:
        """Take note of how often the student's code called each public function, as its process says."""
        for function, count in zip(self.public, counts):
            function.calls = count if isinstance(count, int) and count >= 0 else 0

    def restore(self) -> None:
        """Undo what the student's code did to the arrays, last change first: arrays may share memory."""
        for number, original in reversed(self.originals.items()):
            self.arrays[number - 1][...] = original


@dataclass
class _Received:
    """Something that the student's code returned: its number, and its parts at that time (for a list or dict)."""

    ref: int
    value: Any
    parts: Any


class Received:
    """What the student's code returned during a check."""

    def __init__(self) -> None:
        self._objects: dict[int, _Received] = {}
        self._opaque: dict[int, Any] = {}
        self._bytes = 0

    def forget(self) -> None:
        """Remember nothing of what came so far."""
        self._objects.clear()
        self._opaque.clear()
        self._bytes = 0

    def expect(self, size_bytes: int) -> None:
        """Make room for an answer of that size, forgetting what came before where there is none left."""
        self._bytes += size_bytes
        if self._bytes > _MAX_BYTES or len(self._objects) + len(self._opaque) > _MAX_OBJECTS:
            self.forget()

    def note(self, ref: int, value: Any) -> None:
        """Remember that the student's side calls this object `ref`."""
        if ref:
            self._objects[id(value)] = _Received(ref, value, _parts(value))

    def note_opaque(self, value: Any) -> None:
        """Remember an object that stays with the student's side."""
        self._opaque[id(value)] = value

    def gave(self, value: Any) -> bool:
        """Say whether this object came from the student's side that is remembered here."""
        return self._opaque.get(id(value)) is value

    def number(self, value: Any) -> int:
        """Return the number of an object that the student returned and the check left as it was, else 0."""
        received = self._objects.get(id(value))
        if received is None or not self._unchanged(value):
            return 0
        return received.ref

    def _unchanged(self, value: Any) -> bool:
        if isinstance(value, tuple):
            return all(map(self._unchanged, value))
        parts = _parts(value)
        if parts is None:
            return True  # arrays came read-only, and scalars cannot change
        received = self._objects.get(id(value))
        return (
            received is not None
            and len(parts) == len(received.parts)
            and all(now is then for now, then in zip(parts, received.parts, strict=True))
            and all(map(self._unchanged, parts))
        )


def _parts(value: Any) -> list[Any] | None:
    """Return what a list or dict consists of, in order; None for anything else."""
    if isinstance(value, dict):
        return [part for item in value.items() for part in item]
    return list(value) if isinstance(value, list) else None
