"""What crosses the boundary as the worker sees it: arguments that arrive, results and changed arguments that leave."""

from __future__ import annotations

import array
import itertools
from collections import deque
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

import numpy as np

from autograder.seam.channel import MAX_FRAME_BYTES
from autograder.seam.codec import MAX_DEPTH, MAX_NODES, CodecError
from autograder.seam.decoder import Decoder, make_generator
from autograder.seam.encoder import Encoder, encode_generator, reference
from autograder.seam.public_function import function_of
from autograder.seam.stand_ins import Placeholder, missing

# What holds values in order as a list does.
_ORDERED = (Sequence, deque)


class Scope:
    """The arrays and other objects that belong to one call: what the grader sent, by number and by identity."""

    def __init__(self) -> None:
        self.arrays: dict[int, np.ndarray[Any, Any]] = {}
        self.handles: dict[int, int] = {}
        self.originals: dict[int, bytes] = {}
        self.callbacks: dict[int, bytes] = {}
        self.public_calls: list[int] = []
        self.kept: list[Any] = []

    def remember(self, value: Any, original: bytes) -> Any:
        self.kept.append(value)
        self.originals[id(value)] = original
        return value


class Kept:
    """Objects that the student's code returned during a check, by the number under which the grader may ask for them."""

    def __init__(self) -> None:
        self._objects: list[Any] = []

    def add(self, value: Any) -> int:
        self._objects.append(value)
        return len(self._objects)

    def get(self, number: int) -> Any:
        return self._objects[number - 1]

    def forget(self) -> None:
        self._objects.clear()


class ArgumentDecoder(Decoder):
    """Decodes what the grader sends: arrays become writable copies, references become the student's own objects."""

    max_text_bytes = MAX_FRAME_BYTES  # whole source files among it

    def __init__(
        self, data: bytes, kept: Kept, scope: Scope, make_callback: Callable[[int, str], Callable[..., Any]]
    ) -> None:
        super().__init__(data)
        self._kept = kept
        self._make_callback = make_callback
        self._scope = scope

    def array(self, handle: int, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        known = self._scope.arrays.get(handle)
        if known is not None and known.shape == array.shape and known.dtype == array.dtype:
            known[...] = array
            return known
        fresh = array.copy()
        if handle:
            self._scope.arrays[handle] = fresh
            self._scope.handles[id(fresh)] = handle
        return fresh

    def own(self, number: int) -> Any:
        return self._scope.remember(self._kept.get(number), reference(b"r", number))

    def callback(self, number: int, name: str) -> Any:
        made = self._make_callback(number, name)
        self._scope.callbacks[id(made)] = reference(b"f", number, name)
        return self._scope.remember(made, b"N")

    def public_function(self, parts: Any) -> Any:
        counts = self._scope.public_calls
        at = len(counts)
        counts.append(0)

        def called() -> None:
            counts[at] += 1

        number, name = parts[0], parts[2]
        made = function_of(parts[1:], called)
        self._scope.callbacks[id(made)] = reference(b"f", number, name)
        return self._scope.remember(made, b"N")

    def generator(self, state: tuple[int, int, int, int]) -> np.random.Generator:
        generator: np.random.Generator = self._scope.remember(make_generator(state), b"N")
        return generator


class ContentEncoder(Encoder):
    """Encodes values as they are now: the grader's arrays keep their number, what is not plain data only its type."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    def handle(self, array: np.ndarray[Any, Any]) -> int:
        return self._scope.handles.get(id(array), 0)

    def other(self, value: Any) -> bytes:
        return reference(b"o", 0, type(value).__name__[:200])


class CallbackEncoder(ContentEncoder):
    """Encodes what a callback is called with.

    A random generator crosses by its state, which the grader's draws do not move; the grader's own callables as themselves.
    """

    def replacement(self, value: Any) -> bytes | None:
        return self._scope.callbacks.get(id(value))

    def other(self, value: Any) -> bytes:
        if isinstance(value, np.random.Generator) and isinstance(value.bit_generator, np.random.PCG64):
            return encode_generator(value)
        return super().other(value)


class ArgumentEncoder(ContentEncoder):
    """Encodes arguments to see whether a call changed them; the student's own objects and generators may change."""

    def replacement(self, value: Any) -> bytes | None:
        return self._scope.originals.get(id(value))


class ResultEncoder(Encoder):
    """Encodes what the student's code returned; every object with identity gets a number."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self._kept = kept
        self._standing_for = 0

    def ref(self, value: Any) -> int:
        return self._kept.add(value)

    def other(self, value: Any) -> bytes:
        """Return numbers and sequences of other types as plain data, and anything else as an object that stays here.

        Raises
        ------
        NotAvailable
            The value was made with a package that is not there while grading.
        CodecError
            It is nested too deep, or contains itself.
        """
        if isinstance(value, Placeholder):
            raise missing(value)
        if isinstance(value, (Fraction, Decimal)):
            return self._content_of(float(value))
        if isinstance(value, np.ndarray) and value.dtype == object and _all_numbers(value):
            return self._content_of(value.astype(float))
        if isinstance(value, (array.array, memoryview)):
            return self._content_of(np.asarray(value))
        if isinstance(value, _ORDERED) and not isinstance(value, (str, bytes, bytearray)):
            return self._content_of(list(itertools.islice(value, MAX_NODES)))
        return reference(b"o", self._kept.add(value), type(value).__name__[:200])

    def _content_of(self, value: Any) -> bytes:
        """Return the bytes of a value that stands for another one."""
        self._standing_for += 1
        if self._standing_for > MAX_DEPTH:
            raise CodecError("the value is nested too deep, or contains itself")
        before, self._parts = self._parts, []
        try:
            self._value(value, self._standing_for)
            return b"".join(self._parts)
        finally:
            self._parts = before
            self._standing_for -= 1


def _all_numbers(values: np.ndarray[Any, Any]) -> bool:
    return values.size <= MAX_NODES and all(isinstance(each, (Real, Decimal)) for each in values.flat)
