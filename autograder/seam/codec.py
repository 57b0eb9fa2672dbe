"""The strict codec for values that cross the process boundary.

A value is one tag byte and its fields, little-endian. Only plain data exists in it: None, bool, int, float, complex, str, list,
tuple, dict, numeric numpy arrays and scalars, and references to objects that stay on the other side. Decoding constructs these
types and nothing else, so a hostile sender can choose values but not behaviour.

Objects with identity carry a number so that both sides can mean the same object:

``ref``
    given by the worker to each list, tuple, dict, array or opaque object that it returns. The grader can send the number back
    (tag ``r``) to pass the student's own object, e.g. a cache, into a later call.
``handle``
    given by the grader to each array that it sends. The worker repeats it when the student hands that very array to a
    callback, so that an in-place change is seen as it would be in one process.

Zero means "no number" in both fields.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_DEPTH = 40
MAX_NODES = 1_000_000
# Python's dict is quadratic under chosen collisions; a message may not carry enough keys for that to hurt.
MAX_DICT_ENTRIES = 5_000
MAX_INT_BYTES = 256
MAX_DIMENSION = 2**32

_U32 = struct.Struct("<I")
_I64 = struct.Struct("<q")
_F64 = struct.Struct("<d")
_C128 = struct.Struct("<dd")

_DTYPES = {
    code.encode(): np.dtype("<" + code if code[1:] != "1" else code)
    for code in ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8")
}
_DTYPES[b"c9"] = np.dtype("<c16")  # every code has two bytes


def _dtype_code(dtype: np.dtype[Any]) -> bytes | None:
    if dtype.kind not in "biufc":
        return None
    if dtype.kind == "c":
        return b"c8" if dtype.itemsize == 8 else b"c9"
    return f"{dtype.kind}{min(dtype.itemsize, 8)}".encode()


class CodecError(ValueError):
    """A value cannot be encoded, or bytes are not a value of this codec."""


class Encoder:
    """Encodes one value; subclasses decide about identity and about what is not plain data."""

    def __init__(self) -> None:
        self._parts: list[bytes | memoryview] = []
        self._nodes = 0

    def encode(self, value: Any) -> bytes:
        """Return the bytes of `value`.

        Raises
        ------
        CodecError
            `value` is nested deeper than `MAX_DEPTH`, larger than the limits above, or holds what `other` refuses.
        """
        self._parts = []
        self._nodes = 0
        self._value(value, 0)
        return b"".join(self._parts)

    def ref(self, value: Any) -> int:
        """Return the number by which the other side may refer to `value`, or 0."""
        return 0

    def handle(self, array: np.ndarray[Any, Any]) -> int:
        """Return the number that says which of the grader's arrays this is, or 0."""
        return 0

    def replacement(self, value: Any) -> bytes | None:
        """Return ready bytes for an object that is sent as a reference, or None to send its content."""
        return None

    def other(self, value: Any) -> bytes:
        """Return bytes for a value that is not plain data."""
        raise CodecError(f"a {type(value).__name__} cannot cross the process boundary")

    def _value(self, value: Any, depth: int) -> None:
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise CodecError("the value is nested too deep, or contains itself")
        if self._nodes > MAX_NODES:
            raise CodecError(f"the value has more than {MAX_NODES} parts")
        kind = type(value)
        scalar = _SCALARS.get(kind)
        if scalar is not None:
            self._parts.append(scalar(value))
            return
        ready = self.replacement(value)
        if ready is not None:
            self._parts.append(ready)
        elif isinstance(value, np.ndarray):
            self._array(value)
        elif isinstance(value, np.generic):
            self._numpy_scalar(value)
        elif isinstance(value, (list, tuple)):
            self._parts.append(b"l" if isinstance(value, list) else b"t")
            self._parts.append(_U32.pack(self.ref(value)) + _U32.pack(len(value)))
            for item in value:
                self._value(item, depth + 1)
        elif isinstance(value, dict):
            if len(value) > MAX_DICT_ENTRIES:
                raise CodecError(f"a dict has more than {MAX_DICT_ENTRIES} entries")
            self._parts.append(b"m" + _U32.pack(self.ref(value)) + _U32.pack(len(value)))
            for key, item in value.items():
                self._value(key, depth + 1)
                self._value(item, depth + 1)
        else:
            self._parts.append(self.other(value))

    def _array(self, value: np.ndarray[Any, Any]) -> None:
        code = _dtype_code(value.dtype)
        if code is None:
            self._parts.append(self.other(value))
            return
        plain = np.ascontiguousarray(np.asarray(value), dtype=_DTYPES[code])
        shape = value.shape
        self._parts.append(
            b"a"
            + _U32.pack(self.ref(value))
            + _U32.pack(self.handle(value))
            + code
            + struct.pack(f"<B{len(shape)}Q", len(shape), *shape)
        )
        self._parts.append(plain.tobytes())

    def _numpy_scalar(self, value: np.generic) -> None:
        code = _dtype_code(value.dtype)
        if code is None:
            self._parts.append(self.other(value))
            return
        self._parts.append(b"x" + code + np.asarray(value, dtype=_DTYPES[code]).tobytes())


def _encode_int(value: int) -> bytes:
    if -(2**63) <= value < 2**63:
        return b"i" + _I64.pack(value)
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise CodecError(f"an int has more than {MAX_INT_BYTES * 8} bits")
    return b"I" + struct.pack("<H", size) + value.to_bytes(size, "little", signed=True)


def encode_text(value: str) -> bytes:
    """Return `value` as a tagged string."""
    data = value.encode("utf-8", "surrogatepass")
    return b"s" + _U32.pack(len(data)) + data


def join_tuple(*encoded: bytes) -> bytes:
    """Return the bytes of a tuple whose items are encoded already."""
    return b"t" + _U32.pack(0) + _U32.pack(len(encoded)) + b"".join(encoded)


_SCALARS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda value: b"N",
    bool: lambda value: b"T" if value else b"F",
    int: _encode_int,
    float: lambda value: b"d" + _F64.pack(value),
    complex: lambda value: b"c" + _C128.pack(value.real, value.imag),
    str: encode_text,
}


def reference(tag: bytes, number: int, text: str | None = None) -> bytes:
    """Return the bytes of a reference: ``r`` (an object of yours), ``f`` (a callback), ``o`` (an object of mine)."""
    return tag + _U32.pack(number) + (encode_text(text) if text is not None else b"")


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
        return int(_U32.unpack(self._take(4))[0])

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
        return int(_I64.unpack(self._take(8))[0])

    def _big_int(self, depth: int) -> int:
        (size,) = struct.unpack("<H", self._take(2))
        if size > MAX_INT_BYTES:
            raise CodecError("an int is too large")
        return int.from_bytes(self._take(size), "little", signed=True)

    def _float(self, depth: int) -> float:
        return float(_F64.unpack(self._take(8))[0])

    def _complex(self, depth: int) -> complex:
        return complex(*_C128.unpack(self._take(16)))

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
        dtype = _DTYPES.get(bytes(self._take(2)))
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
        if any(size > MAX_DIMENSION for size in shape):
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


def encode_generator(generator: np.random.Generator) -> bytes:
    """Return the bytes of a generator by its PCG64 state (the algorithm behind `numpy.random.default_rng`).

    Raises
    ------
    CodecError
        The generator uses another algorithm.
    """
    state: Any = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise CodecError("only generators of numpy.random.default_rng cross the process boundary")
    inner = (state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"])
    return b"g" + Encoder().encode(tuple(int(part) for part in inner))


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
