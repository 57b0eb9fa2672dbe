"""The strict codec for values that cross the process boundary.

A value is one tag byte and its fields, little-endian. Only plain data exists in it: None, bool, int, float, complex, str, list,
tuple, dict with scalar keys, numeric numpy arrays and scalars, and references to objects that stay on the other side. Decoding
constructs these types and nothing else, so a hostile sender can choose values but not behaviour.

Objects with identity carry a number so that both sides can mean the same object:

``ref``
    given by the worker to each list, tuple, dict, array or opaque object that it returns. The grader can send the number back
    (tag ``r``) to pass the student's own object, e.g. a cache, into a later call.
``handle``
    given by the grader to each array that it sends. The worker repeats it when the student hands that very array to a
    callback, so that an in-place change is seen as it would be in one process.

Zero means "no number" in both fields.

A function that a check declared public is the one thing beside data (tag ``w``): the grader sends its code to a worker, and only
a worker's decoder takes it.
"""

from __future__ import annotations

import functools
import struct
from typing import Any

import numpy as np

# What one value may consist of, so that no message costs its receiver much time or memory. Lists, tuples, dicts and arrays are
# counted as containers too: each costs a hundred times what a number does.
MAX_DEPTH = 40
MAX_NODES = 900_000
MAX_CONTAINERS = 50_000
MAX_TEXT_BYTES = 4 * 2**20
MAX_INT_BYTES = 256
MAX_ENTRIES = 2**23
# Python's dict is quadratic under chosen collisions; a message may not carry enough keys for that to hurt.
MAX_DICT_ENTRIES = 5_000
# Processor time that decoding may take, which a message within the limits above does not need.
MAX_DECODING_S = 2.0

U16 = struct.Struct("<H")
U32 = struct.Struct("<I")
I64 = struct.Struct("<q")
F64 = struct.Struct("<d")
C128 = struct.Struct("<dd")
PAIR = struct.Struct("<II")  # of a list, tuple or dict: ref, count
CODE = struct.Struct("<2s")  # of a dtype
# Of an array: ref, handle, code of the dtype, number of axes. Its shape and its entries follow.
ARRAY = struct.Struct("<II2sB")

DTYPES = {
    code.encode(): np.dtype("<" + code if code[1:] != "1" else code)
    for code in ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8")
}
DTYPES[b"c9"] = np.dtype("<c16")  # every code has two bytes


@functools.cache
def shape_layout(ndim: int) -> struct.Struct:
    """Return the layout of an array's shape."""
    return struct.Struct(f"<{ndim}Q")


def is_key(value: Any) -> bool:
    """Say whether a dict in a message may have this key: a scalar whose hash nobody can choose at will."""
    kind = type(value)
    if kind is int:
        return bool(-(2**63) <= value < 2**63)
    return kind in _KEY_TYPES or (isinstance(value, np.generic) and value.dtype.kind in "biuf")


_KEY_TYPES = frozenset({str, bool, float, type(None)})


@functools.lru_cache(maxsize=64)
def dtype_code(dtype: np.dtype[Any]) -> bytes | None:
    """Return the two bytes that stand for a numeric dtype, or None for any other."""
    if dtype.kind not in "biufc":
        return None
    if dtype.kind == "c":
        return b"c8" if dtype.itemsize == 8 else b"c9"
    return f"{dtype.kind}{min(dtype.itemsize, 8)}".encode()


class CodecError(ValueError):
    """A value cannot be encoded, or bytes are not a value of this codec."""
