"""Decoding what came over the process boundary, from a sender that may be hostile; the format is in `autograder.seam.codec`."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.seam.codec import (
    C128,
    DTYPES,
    F64,
    I64,
    MAX_DEPTH,
    MAX_DICT_ENTRIES,
    MAX_ENTRIES,
    MAX_INT_BYTES,
    MAX_NODES,
    U32,
    CodecError,
)


class Decoder:
    """Decodes one value; subclasses decide what references become. Arrays are read-only views on the message."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0
        self._nodes = 0
        self._entries = 0

    def decode(self) -> Any:
        """Return the value.

        Raises
        ------
        CodecError
            The bytes are not exactly one value of this codec.
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

    def own(self, number: int) -> Any:
        """Return the object that this side once called `number`."""
        raise CodecError("a reference to an object of this side is not expected here")

    def callback(self, number: int, name: str) -> Any:
        """Return a callable for callback `number`."""
        raise CodecError("a callback is not expected here")

    def opaque(self, number: int, type_name: str) -> Any:
        """Return what stands for an object that stays on the other side."""
        raise CodecError("an object reference is not expected here")

    def generator(self, state: tuple[int, int, int, int]) -> Any:
        """Return a random generator with this PCG64 state."""
        raise CodecError("a random generator is not expected here")

    def _take(self, count: int) -> memoryview:
        end = self._at + count
        if end > len(self._data):
            raise CodecError("the message ends in the middle of a value")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def _u32(self) -> int:
        return int(U32.unpack(self._take(4))[0])

    def _text(self) -> str:
        if bytes(self._take(1)) != b"s":
            raise CodecError("a string is expected here")
        return self._string()

    def _string(self) -> str:
        return bytes(self._take(self._u32())).decode("utf-8", "replace")

    def _value(self, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise CodecError("the value is nested too deep or has too many parts")
        tag = bytes(self._take(1))
        reader = _READERS.get(tag)
        if reader is None:
            raise CodecError(f"unknown tag {tag!r}")
        return reader(self, depth)

    def _int(self, depth: int) -> int:
        return int(I64.unpack(self._take(8))[0])

    def _big_int(self, depth: int) -> int:
        (size,) = struct.unpack("<H", self._take(2))
        if size > MAX_INT_BYTES:
            raise CodecError("an int is too large")
        return int.from_bytes(self._take(size), "little", signed=True)

    def _float(self, depth: int) -> float:
        return float(F64.unpack(self._take(8))[0])

    def _complex(self, depth: int) -> complex:
        return complex(*C128.unpack(self._take(16)))

    def _list(self, depth: int) -> list[Any]:
        ref, count = self._u32(), self._u32()
        items: list[Any] = []
        for _ in range(count):
            items.append(self._value(depth + 1))
        self.made(ref, items)
        return items

    def _tuple(self, depth: int) -> tuple[Any, ...]:
        ref, count = self._u32(), self._u32()
        items = []
        for _ in range(count):
            items.append(self._value(depth + 1))
        value = tuple(items)
        self.made(ref, value)
        return value

    def _dict(self, depth: int) -> dict[Any, Any]:
        ref, count = self._u32(), self._u32()
        self._entries += count
        if self._entries > MAX_DICT_ENTRIES:
            raise CodecError("the dicts have too many entries")
        value: dict[Any, Any] = {}
        for _ in range(count):
            key = self._value(depth + 1)
            try:
                value[key] = self._value(depth + 1)
            except TypeError:
                raise CodecError("a dict key is not hashable") from None
        self.made(ref, value)
        return value

    def _dtype(self) -> np.dtype[Any]:
        dtype = DTYPES.get(bytes(self._take(2)))
        if dtype is None:
            raise CodecError("unknown dtype")
        return dtype

    def _array(self, depth: int) -> np.ndarray[Any, Any]:
        ref, handle = self._u32(), self._u32()
        dtype = self._dtype()
        ndim = self._take(1)[0]
        if ndim > 32:
            raise CodecError("an array has too many axes")
        shape = struct.unpack(f"<{ndim}Q", self._take(8 * ndim))
        # An array without entries may still have long axes, and what is made from it along those would be large.
        if math.prod(max(size, 1) for size in shape) > MAX_ENTRIES:
            raise CodecError("an array is too large")
        data = self._take(math.prod(shape) * dtype.itemsize)
        received = np.frombuffer(data, dtype=dtype).reshape(shape)
        # frombuffer of a memoryview over bytes is already read-only; an empty one is not.
        received.flags.writeable = False
        value = self.array(handle, received)
        self.made(ref, value)
        return value

    def _numpy_scalar(self, depth: int) -> np.generic:
        dtype = self._dtype()
        scalar: np.generic = np.frombuffer(self._take(dtype.itemsize), dtype=dtype)[0]
        return scalar

    def _generator(self, depth: int) -> Any:
        state = self._value(depth + 1)
        if not (isinstance(state, tuple) and len(state) == 4 and all(type(part) is int for part in state)):
            raise CodecError("a random generator's state is four ints")
        return self.generator(state)


_READERS: dict[bytes, Callable[[Decoder, int], Any]] = {
    b"N": lambda decoder, depth: None,
    b"T": lambda decoder, depth: True,
    b"F": lambda decoder, depth: False,
    b"i": Decoder._int,
    b"I": Decoder._big_int,
    b"d": Decoder._float,
    b"c": Decoder._complex,
    b"s": lambda decoder, depth: decoder._string(),
    b"l": Decoder._list,
    b"t": Decoder._tuple,
    b"m": Decoder._dict,
    b"a": Decoder._array,
    b"x": Decoder._numpy_scalar,
    b"r": lambda decoder, depth: decoder.own(decoder._u32()),
    b"f": lambda decoder, depth: decoder.callback(decoder._u32(), decoder._text()),
    b"o": lambda decoder, depth: decoder.opaque(decoder._u32(), decoder._text()),
    b"g": Decoder._generator,
}


def make_generator(state: tuple[int, int, int, int]) -> np.random.Generator:
    """Return a new generator that continues from a PCG64 state."""
    bits = np.random.PCG64(0)
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state[0], "inc": state[1]},
        "has_uint32": state[2],
        "uinteger": state[3],
    }
    return np.random.Generator(bits)
