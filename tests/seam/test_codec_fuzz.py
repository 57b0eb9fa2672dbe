"""Whatever bytes come, decoding ends in a value or in the codec's own error, in bounded time and memory."""

from __future__ import annotations

import contextlib
import struct
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.seam.codec import (
    MAX_CONTAINERS,
    MAX_DECODING_S,
    MAX_DEPTH,
    MAX_NODES,
    MAX_TEXT_BYTES,
    CodecError,
)
from autograder.seam.decoder import Decoder
from autograder.seam.encoder import Encoder

FUZZ = settings(
    max_examples=300, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
_DTYPES = st.sampled_from(["b1", "i1", "i8", "u4", "f2", "f4", "f8", "c16"])
_KEYS = st.one_of(st.text(), st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none(), st.floats())
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**2000), 2**2000),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    arrays.arrays(dtype=_DTYPES, shape=arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)),
)
VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(_KEYS, inner),
    max_leaves=20,
)
_TAGS = st.sampled_from([bytes([tag]) for tag in b"NTFiIdcsltmaxrfog?"])
_NUMBERS = st.one_of(
    st.integers(0, 2**32 - 1).map(struct.Struct("<I").pack),
    st.integers(0, 2**64 - 1).map(struct.Struct("<Q").pack),
    st.sampled_from([b"f8", b"i8", b"O8", b"\x00", b"\x01", b"\xff"]),
)
HOSTILE = st.lists(_TAGS | _NUMBERS | st.binary(max_size=12), max_size=40).map(b"".join)


@FUZZ
@given(VALUES)
def test_what_is_encoded_is_decoded_to_the_same_bytes(value):
    data = Encoder().encode(value)
    assert Encoder().encode(Decoder(data).decode()) == data


@FUZZ
@given(HOSTILE)
def test_hostile_bytes_raise_the_codecs_own_error_or_nothing(data):
    with contextlib.suppress(CodecError):
        Decoder(data).decode()


@FUZZ
@given(VALUES, st.data())
def test_a_message_with_a_flaw_raises_the_codecs_own_error_or_nothing(value, data):
    message = bytearray(Encoder().encode([value, 1.5, "x"]))
    for at in data.draw(st.lists(st.integers(0, len(message) - 1), max_size=4)):
        message[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CodecError):
        Decoder(bytes(message)).decode()


def _list(count: int, items: bytes) -> bytes:
    return b"l" + struct.pack("<II", 0, count) + items


_EMPTY = {tag: bytes([tag]) + struct.pack("<II", 0, 0) for tag in b"ltm"}
_COSTLY = {
    "floats": _list(MAX_NODES - 1, (b"d" + bytes(8)) * (MAX_NODES - 1)),
    "ints": _list(MAX_NODES - 1, (b"i" + bytes(8)) * (MAX_NODES - 1)),
    "lists": _list(MAX_CONTAINERS - 1, _EMPTY[ord("l")] * (MAX_CONTAINERS - 1)),
    "dicts": _list(MAX_CONTAINERS - 1, _EMPTY[ord("m")] * (MAX_CONTAINERS - 1)),
    "text": b"s" + struct.pack("<I", MAX_TEXT_BYTES) + b"\xff" * MAX_TEXT_BYTES,
    "large ints": _list(200_000, (b"I" + struct.pack("<H", 256) + b"\x7f" * 256) * 200_000),
    "arrays": _list(
        MAX_CONTAINERS - 1,
        (b"a" + struct.pack("<II", 0, 0) + b"f8" + struct.pack("<BQ", 1, 0)) * (MAX_CONTAINERS - 1),
    ),
}


@pytest.mark.parametrize("message", _COSTLY.values(), ids=_COSTLY.keys())
def test_the_costliest_messages_stay_within_the_stated_bounds(message, monkeypatch):
    began = time.thread_time()
    Decoder(message).decode()
    assert time.thread_time() - began < MAX_DECODING_S  # 0.3 s on an idle machine
    # Counting allocations takes ten times what decoding does, which is not the message's doing.
    monkeypatch.setattr("autograder.seam.decoder.MAX_DECODING_S", 60.0)
    tracemalloc.start()
    try:
        Decoder(message).decode()
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


def test_keys_that_collide_are_refused_before_they_cost_anything():
    keys = b"".join(
        b"I" + struct.pack("<H", 256) + (n * (2**61 - 1)).to_bytes(256, "little") + b"N"
        for n in range(1, 4900)
    )
    with pytest.raises(CodecError, match="key"):
        Decoder(b"m" + struct.pack("<II", 0, 4899) + keys).decode()


def test_decoding_ends_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr("autograder.seam.decoder.MAX_DECODING_S", 0.0)
    with pytest.raises(CodecError, match="takes more than"):
        Decoder(Encoder().encode([5] * 20_000)).decode()


def test_a_batch_as_lists_of_floats_needs_no_time_worth_a_look_at_the_clock(monkeypatch):
    monkeypatch.setattr("autograder.seam.decoder.MAX_DECODING_S", 0.0)
    batch = ([0.5, -0.0] * 204_800, tuple([float("inf"), 1e-300] * 204_800))
    assert Decoder(Encoder().encode(batch)).decode() == batch


def test_floats_beside_other_values_stay_in_their_order():
    value = [0.5] * 20 + [3] + [1.5] * 20 + [[2.5] * 20, None]
    assert Decoder(Encoder().encode(value)).decode() == value


@pytest.mark.parametrize(
    "message",
    [
        _list(40, (b"d" + bytes(8)) * 39 + b"d" + bytes(7)),
        _list(40, (b"d" + bytes(8)) * 39 + b"?" + bytes(8)),
        _list(MAX_NODES, (b"d" + bytes(8)) * MAX_NODES),
        _list(1, b"") * MAX_DEPTH + _list(20, (b"d" + bytes(8)) * 20),
    ],
    ids=["truncated", "unknown tag", "too many", "too deep"],
)
def test_a_long_run_of_floats_is_held_to_the_same_rules(message):
    with pytest.raises(CodecError):
        Decoder(message).decode()


def test_arrays_without_entries_cannot_be_written_to():
    (array,) = Decoder(Encoder().encode([np.zeros((2, 0))])).decode()
    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True
