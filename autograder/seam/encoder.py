"""Encoding values for the process boundary; the format is in `autograder.seam.codec`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.seam.codec import (
    ARRAY,
    C128,
    DTYPES,
    F64,
    I64,
    MAX_CONTAINERS,
    MAX_DEPTH,
    MAX_DICT_ENTRIES,
    MAX_INT_BYTES,
    MAX_NODES,
    PAIR,
    U16,
    U32,
    CodecError,
    dtype_code,
    is_key,
    shape_layout,
)


class Encoder:
    """Encodes one value; subclasses decide about identity and about what is not plain data."""

    def __init__(self) -> None:
        self._parts: list[bytes | memoryview] = []
        self._nodes = 0
        self._containers = 0

    def encode(self, value: Any) -> bytes:
        """Return the bytes of `value`.

        Raises
        ------
        CodecError
            `value` is nested deeper than `MAX_DEPTH`, larger than the limits above, or holds what `other` refuses.
        """
        self._parts = []
        self._nodes = 0
        self._containers = 0
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
        """Return bytes for a value that is not plain data.

        Raises
        ------
        CodecError
            Always here; a subclass says what such values become.
        """
        raise CodecError(f"a {type(value).__name__} cannot cross the process boundary")

    def _value(self, value: Any, depth: int) -> None:
        self._nodes = nodes = self._nodes + 1
        if depth > MAX_DEPTH:
            raise CodecError("the value is nested too deep, or contains itself")
        if nodes > MAX_NODES:
            raise CodecError(f"the value has more than {MAX_NODES} parts")
        scalar = _SCALARS.get(type(value))
        if scalar is not None:
            self._parts.append(scalar(value))
            return
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            raise CodecError(f"the value has more than {MAX_CONTAINERS} lists, tuples, dicts and arrays")
        ready = self.replacement(value)
        if ready is not None:
            self._parts.append(ready)
        elif isinstance(value, np.ndarray):
            self._array(value)
        elif isinstance(value, np.generic):
            self._numpy_scalar(value)
        elif isinstance(value, (list, tuple)):
            tag = b"l" if isinstance(value, list) else b"t"
            self._parts.append(tag + PAIR.pack(self.ref(value), len(value)))
            for item in value:
                self._value(item, depth + 1)
        elif isinstance(value, Mapping):
            self._dict(value, depth)
        else:
            self._parts.append(self.other(value))

    def _dict(self, value: Mapping[Any, Any], depth: int) -> None:
        if len(value) > MAX_DICT_ENTRIES:
            raise CodecError(f"a dict has more than {MAX_DICT_ENTRIES} entries")
        items = list(value.items())
        for key, _ in items:
            if not is_key(key):
                self._parts.append(self.other(value))
                return
        self._parts.append(b"m" + PAIR.pack(self.ref(value), len(items)))
        for key, item in items:
            self._value(key, depth + 1)
            self._value(item, depth + 1)

    def _array(self, value: np.ndarray[Any, Any]) -> None:
        code = dtype_code(value.dtype)
        if code is None:
            self._parts.append(self.other(value))
            return
        dtype = DTYPES[code]
        is_plain = type(value) is np.ndarray and value.dtype == dtype
        content = (value if is_plain else np.asarray(value, dtype=dtype)).tobytes()
        shape = value.shape
        header = ARRAY.pack(self.ref(value), self.handle(value), code, len(shape))
        self._parts += (b"a", header, shape_layout(len(shape)).pack(*shape), content)

    def _numpy_scalar(self, value: np.generic) -> None:
        code = dtype_code(value.dtype)
        if code is None:
            self._parts.append(self.other(value))
            return
        self._parts.append(b"x" + code + np.asarray(value, dtype=DTYPES[code]).tobytes())


def _encode_int(value: int) -> bytes:
    if -(2**63) <= value < 2**63:
        return b"i" + I64.pack(value)
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise CodecError(f"an int has more than {MAX_INT_BYTES * 8} bits")
    return b"I" + U16.pack(size) + value.to_bytes(size, "little", signed=True)


def encode_text(value: str) -> bytes:
    """Return `value` as a tagged string."""
    data = value.encode("utf-8", "surrogatepass")
    return b"s" + U32.pack(len(data)) + data


def join_tuple(*encoded: bytes) -> bytes:
    """Return the bytes of a tuple whose items are encoded already."""
    return b"t" + PAIR.pack(0, len(encoded)) + b"".join(encoded)


_SCALARS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda value: b"N",
    bool: lambda value: b"T" if value else b"F",
    int: _encode_int,
    float: lambda value: b"d" + F64.pack(value),
    complex: lambda value: b"c" + C128.pack(value.real, value.imag),
    str: encode_text,
}


def reference(tag: bytes, number: int, text: str | None = None) -> bytes:
    """Return the bytes of a reference: ``r`` (an object of yours), ``f`` (a callback), ``o`` (an object of mine).

    Parameters
    ----------
    tag : bytes
        One byte.
    number : int
        The object's number, from 1 up, fewer than 2**32.
    text : str, optional
        A callback's name or an object's type, for messages.
    """
    return tag + U32.pack(number) + (encode_text(text) if text is not None else b"")


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
