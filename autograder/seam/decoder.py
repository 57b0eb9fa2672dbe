"""Decoding what came over the process boundary, from a sender that may be hostile; the format is in `autograder.seam.codec`."""

from __future__ import annotations

import math
import struct
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.seam.codec import (
    ARRAY,
    C128,
    CODE,
    DTYPES,
    F64,
    I64,
    MAX_CONTAINERS,
    MAX_DECODING_S,
    MAX_DEPTH,
    MAX_DICT_ENTRIES,
    MAX_ENTRIES,
    MAX_INT_BYTES,
    MAX_NODES,
    MAX_TEXT_BYTES,
    PAIR,
    U16,
    U32,
    CodecError,
    is_key,
    shape_layout,
)

_STRING = ord("s")
_FLOAT = ord("d")
_TAGGED_FLOAT = np.dtype([("tag", "u1"), ("value", "<f8")])
# Shorter runs of floats are cheaper one by one than as an array.
_LONG_RUN = 16
_TRUNCATED = "the message ends in the middle of a value"
_TOO_MUCH = "the value is nested too deep or has too many parts"
# How many parts are decoded between two looks at the clock.
_PARTS_BETWEEN_LOOKS = 4096


class Decoder:
    """Decodes one value; subclasses decide what references become. Arrays are read-only views on the message.

    Attributes
    ----------
    max_text_bytes : int
        Text that all strings of the value may hold together.
    """

    max_text_bytes = MAX_TEXT_BYTES

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._nodes = 0
        self._containers = 0
        self._dict_entries = 0
        self._text_bytes = 0
        self._ends_at = 0.0

    def decode(self) -> Any:
        """Return the value.

        Raises
        ------
        CodecError
            The bytes are not exactly one value of this codec, or the value is beyond the codec's limits.
        """
        value = self._value(0)
        if self._at != len(self._data):
            raise CodecError("bytes are left over after the value")
        return value

    def made(self, ref: int, value: Any) -> None:
        """Note that the other side calls this list, tuple, dict or array `ref`."""

    def array(self, handle: int, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return the array to use for received content; `handle` says which of the grader's arrays it is."""
        return array

    def items(self, count: int, depth: int) -> None:
        """Take note that a list or tuple of so many items follows, inside of `depth` others; may raise."""

    def own(self, number: int) -> Any:
        """Return the object that this side once called `number`.

        Raises
        ------
        CodecError
            Always here; a subclass that has use for it overrides this.
        """
        raise CodecError("a reference to an object of this side is not expected here")

    def callback(self, number: int, name: str) -> Any:
        """Return a callable for callback `number`.

        Raises
        ------
        CodecError
            Always here; a subclass that has use for it overrides this.
        """
        raise CodecError("a callback is not expected here")

    def opaque(self, number: int, type_name: str) -> Any:
        """Return what stands for an object that stays on the other side.

        Raises
        ------
        CodecError
            Always here; a subclass that has use for it overrides this.
        """
        raise CodecError("an object reference is not expected here")

    def generator(self, state: tuple[int, int, int, int]) -> Any:
        """Return a random generator with this PCG64 state.

        Raises
        ------
        CodecError
            Always here; a subclass that has use for it overrides this.
        """
        raise CodecError("a random generator is not expected here")

    def public_function(self, parts: Any) -> Any:
        """Return a function that the other side declared public.

        Raises
        ------
        CodecError
            Here functions are not taken; only a worker takes them.
        """
        raise CodecError("a function is not expected here")

    def _past(self, count: int) -> int:
        """Move past `count` bytes that are there, and return where they begin."""
        start = self._at
        self._at += count
        if self._at > len(self._data):
            raise CodecError(_TRUNCATED)
        return start

    def _fields(self, layout: struct.Struct) -> tuple[Any, ...]:
        try:
            fields = layout.unpack_from(self._data, self._at)
        except struct.error:
            raise CodecError(_TRUNCATED) from None
        self._at += layout.size
        return fields

    def _u32(self) -> int:
        number: int = self._fields(U32)[0]
        return number

    def _int(self, depth: int) -> int:
        number: int = self._fields(I64)[0]
        return number

    def _float(self, depth: int) -> float:
        number: float = self._fields(F64)[0]
        return number

    def _text(self) -> str:
        if self._data[self._past(1)] != _STRING:
            raise CodecError("a string is expected here")
        return self._string()

    def _string(self, depth: int = 0) -> str:
        (size,) = self._fields(U32)
        self._text_bytes += size
        if self._text_bytes > self.max_text_bytes:
            raise CodecError("the value holds too much text")
        start = self._at
        self._at = end = start + size
        if end > len(self._data):
            raise CodecError(_TRUNCATED)
        return self._data[start:end].decode("utf-8", "replace")

    def _value(self, depth: int) -> Any:
        self._nodes = nodes = self._nodes + 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise CodecError(_TOO_MUCH)
        if nodes % _PARTS_BETWEEN_LOOKS == 0:
            self._look_at_the_clock()
        try:
            tag = self._data[self._at]
        except IndexError:
            raise CodecError(_TRUNCATED) from None
        self._at += 1
        reader = _READERS.get(tag)
        if reader is None:
            raise CodecError(f"unknown tag {tag}")
        return reader(self, depth)

    def _look_at_the_clock(self) -> None:
        now = time.thread_time()
        self._ends_at = self._ends_at or now + MAX_DECODING_S
        if now > self._ends_at:
            raise CodecError(f"decoding the value takes more than {MAX_DECODING_S:g} s")

    def _container(self) -> None:
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            raise CodecError("the value has too many lists, tuples, dicts and arrays")

    def _big_int(self, depth: int) -> int:
        (size,) = self._fields(U16)
        if size > MAX_INT_BYTES:
            raise CodecError("an int is too large")
        start = self._past(size)
        return int.from_bytes(self._data[start : start + size], "little", signed=True)

    def _list(self, depth: int) -> list[Any]:
        self._container()
        ref, count = self._fields(PAIR)
        self.items(count, depth)
        items = self._items(count, depth + 1)
        self.made(ref, items)
        return items

    def _tuple(self, depth: int) -> tuple[Any, ...]:
        self._container()
        ref, count = self._fields(PAIR)
        self.items(count, depth)
        value = tuple(self._items(count, depth + 1))
        self.made(ref, value)
        return value

    def _items(self, count: int, depth: int) -> list[Any]:
        if count >= _LONG_RUN and self._floats_follow(count) and depth <= MAX_DEPTH:
            return self._floats(count)
        items: list[Any] = []
        for _ in range(count):
            items.append(self._value(depth))
        return items

    def _floats_follow(self, count: int) -> bool:
        """Say whether the next `count` values are many, and all floats: a batch that was returned as a list."""
        size = count * _TAGGED_FLOAT.itemsize
        if self._at + size > len(self._data) or self._data[self._at] != _FLOAT:
            return False
        tags = np.frombuffer(self._data, _TAGGED_FLOAT, count, self._at)["tag"]
        return bool((tags == _FLOAT).all())

    def _floats(self, count: int) -> list[float]:
        """Return the next `count` values, all floats, at a tenth of what they cost one by one."""
        self._nodes += count
        if self._nodes > MAX_NODES:
            raise CodecError(_TOO_MUCH)
        start = self._past(count * _TAGGED_FLOAT.itemsize)
        floats: list[float] = np.frombuffer(self._data, _TAGGED_FLOAT, count, start)["value"].tolist()
        return floats

    def _dict(self, depth: int) -> dict[Any, Any]:
        self._container()
        ref, count = self._fields(PAIR)
        self._dict_entries += count
        if self._dict_entries > MAX_DICT_ENTRIES:
            raise CodecError("the dicts have too many entries")
        value: dict[Any, Any] = {}
        for _ in range(count):
            key = self._value(depth + 1)
            if not is_key(key):
                raise CodecError("a dict key is not a scalar")
            value[key] = self._value(depth + 1)
        self.made(ref, value)
        return value

    def _array(self, depth: int) -> np.ndarray[Any, Any]:
        self._container()
        ref, handle, code, ndim = self._fields(ARRAY)
        if ndim > 32:
            raise CodecError("an array has too many axes")
        shape = self._fields(shape_layout(ndim))
        # An array without entries may still have long axes, and what is made from it along those would be large.
        if math.prod(max(size, 1) for size in shape) > MAX_ENTRIES:
            raise CodecError("an array is too large")
        received = self._entries_of(_dtype(code), math.prod(shape)).reshape(shape)
        received.flags.writeable = False  # whatever the message was read into
        value = self.array(handle, received)
        self.made(ref, value)
        return value

    def _numpy_scalar(self, depth: int) -> np.generic:
        (code,) = self._fields(CODE)
        scalar: np.generic = self._entries_of(_dtype(code), 1)[0]
        return scalar

    def _entries_of(self, dtype: np.dtype[Any], count: int) -> np.ndarray[Any, Any]:
        return np.frombuffer(self._data, dtype, count, self._past(count * dtype.itemsize))

    def _public_function(self, depth: int) -> Any:
        return self.public_function(self._value(depth + 1))

    def _generator(self, depth: int) -> Any:
        state = self._value(depth + 1)
        if not (isinstance(state, tuple) and len(state) == 4 and all(type(part) is int for part in state)):
            raise CodecError("a random generator's state is four ints")
        return self.generator(state)


def _dtype(code: bytes) -> np.dtype[Any]:
    dtype = DTYPES.get(code)
    if dtype is None:
        raise CodecError("unknown dtype")
    return dtype


# By the number of the tag, which is what an index into bytes gives.
_READERS: dict[int, Callable[[Decoder, int], Any]] = {
    ord("N"): lambda decoder, depth: None,
    ord("T"): lambda decoder, depth: True,
    ord("F"): lambda decoder, depth: False,
    ord("i"): Decoder._int,
    ord("I"): Decoder._big_int,
    ord("d"): Decoder._float,
    ord("c"): lambda decoder, depth: complex(*decoder._fields(C128)),
    ord("s"): Decoder._string,
    ord("l"): Decoder._list,
    ord("t"): Decoder._tuple,
    ord("m"): Decoder._dict,
    ord("a"): Decoder._array,
    ord("x"): Decoder._numpy_scalar,
    ord("r"): lambda decoder, depth: decoder.own(decoder._u32()),
    ord("f"): lambda decoder, depth: decoder.callback(decoder._u32(), decoder._text()),
    ord("o"): lambda decoder, depth: decoder.opaque(decoder._u32(), decoder._text()),
    ord("g"): Decoder._generator,
    ord("w"): Decoder._public_function,
}


def make_generator(state: tuple[int, int, int, int]) -> np.random.Generator:
    """Return a new generator that continues from a PCG64 state; what it spawns depends on that state too."""
    bits = np.random.PCG64(np.random.SeedSequence(state[0] % 2**128))
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state[0], "inc": state[1]},
        "has_uint32": state[2],
        "uinteger": state[3],
    }
    return np.random.Generator(bits)
