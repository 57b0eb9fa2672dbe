"""The codec carries plain data unchanged, and nothing else."""

import struct
from types import MappingProxyType

import numpy as np
import pytest

from autograder.seam.codec import CodecError
from autograder.seam.decoder import Decoder
from autograder.seam.encoder import Encoder, encode_generator, reference

PLAIN = [
    None,
    True,
    False,
    0,
    -1,
    2**63 - 1,
    -(2**63),
    2**200,
    -(2**200),
    0.0,
    -0.0,
    1e-320,
    float("inf"),
    3 - 4j,
    "",
    "naïve ∑",
    [],
    (),
    {},
    [1, [2.5, ("x", None)]],
    {"a": [1], 2: (3,), None: "four", 0.5: "five", True: "six"},
]


def crossed(value):
    return Decoder(Encoder().encode(value)).decode()


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_data_comes_out_equal_and_of_the_same_type(value):
    assert crossed(value) == value
    assert type(crossed(value)) is type(value)


def test_nan_and_the_sign_of_zero_survive():
    assert np.isnan(crossed(float("nan")))
    assert np.signbit(crossed(-0.0))


@pytest.mark.parametrize("dtype", ["b1", "i1", "i2", "i4", "i8", "u1", "u8", "f2", "f4", "f8", "c8", "c16"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_arrays_keep_dtype_shape_and_content(dtype, shape):
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype)
    result = crossed(array)
    assert type(result) is np.ndarray
    assert result.dtype == array.dtype
    assert result.shape == array.shape
    assert np.array_equal(result, array)
    assert not result.flags.writeable
    assert not crossed([array])[0].flags.writeable


def test_non_contiguous_and_big_endian_arrays_keep_their_values():
    array = np.arange(12.0).reshape(3, 4)
    assert np.array_equal(crossed(array.T), array.T)
    assert np.array_equal(crossed(array[::2, ::-1]), array[::2, ::-1])
    assert np.array_equal(crossed(array.astype(">f8")), array)


@pytest.mark.parametrize("shape", [(3,), (0,), (2, 0)])
def test_a_received_array_cannot_be_written_to(shape):
    """What a student returned is judged as it came, whatever a check does before."""
    received = Decoder(bytearray(Encoder().encode(np.ones(shape)))).decode()  # whatever it was read into
    assert not received.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        received += 1.0


def test_numpy_scalars_keep_their_type():
    assert type(crossed(np.float32(1.5))) is np.float32
    assert type(crossed(np.int64(3))) is np.int64
    assert type(crossed(np.bool_(True))) is np.bool_


def test_subclasses_arrive_as_their_plain_base():
    class Liar(np.ndarray):
        def __eq__(self, other):
            return True

    assert type(crossed(np.ones((1, 2)).view(np.matrix))) is np.ndarray
    assert type(crossed(np.arange(3.0).view(Liar))) is np.ndarray
    assert crossed(MappingProxyType({"a": 1.0})) == {"a": 1.0}
    named = crossed(type("Pair", (tuple,), {"__eq__": lambda a, b: True})((1, 2)))
    assert type(named) is tuple


@pytest.mark.parametrize(
    "value",
    [
        *(object(), {1, 2}, b"bytes", np.array(["text"]), np.array([object()]), lambda: 0, range(3)),
        *({(1, 2): 0}, {2**64: 0}, {1j: 0}),
    ],
)
def test_other_objects_are_refused(value):
    with pytest.raises(CodecError):
        Encoder().encode(value)


def test_a_value_that_contains_itself_is_refused():
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(CodecError, match="contains itself"):
        Encoder().encode(loop)


GOOD = Encoder().encode([1, 2.5, "x", {"k": np.arange(3.0)}])


@pytest.mark.parametrize("size", range(len(GOOD)))
def test_every_truncation_of_a_message_is_refused(size):
    with pytest.raises(CodecError):
        Decoder(GOOD[:size]).decode()


def test_bytes_after_the_value_are_refused():
    with pytest.raises(CodecError, match="left over"):
        Decoder(GOOD + b"N").decode()


HOSTILE = {
    "unknown tag": b"?",
    "pickle": b"\x80\x04.",
    "list of four billion": b"l" + struct.pack("<II", 0, 2**32 - 1),
    "nested a million deep": (b"l" + struct.pack("<II", 0, 1)) * 1_000_000,
    "array larger than the message": b"a" + struct.pack("<II", 0, 0) + b"f8" + struct.pack("<BQ", 1, 2**40),
    "array whose size overflows": b"a"
    + struct.pack("<II", 0, 0)
    + b"f8"
    + struct.pack("<BQQ", 2, 2**32, 2**32),
    "array of 255 axes": b"a" + struct.pack("<II", 0, 0) + b"f8" + struct.pack("<B", 255),
    "unknown dtype": b"a" + struct.pack("<II", 0, 0) + b"O8" + struct.pack("<BQ", 1, 0),
    "unhashable key": b"m" + struct.pack("<II", 0, 1) + b"l" + struct.pack("<II", 0, 0) + b"N",
    "dict of too many keys": Encoder().encode({})[:5] + struct.pack("<I", 5001) + b"iAAAAAAAAN" * 5001,
    "dicts of too many keys together": b"l"
    + struct.pack("<II", 0, 2)
    + 2 * (b"m" + struct.pack("<II", 0, 2501) + b"iAAAAAAAAN" * 2501),
    "tuple as a key": b"m" + struct.pack("<II", 0, 1) + b"t" + struct.pack("<II", 0, 0) + b"N",
    "complex number as a key": b"m" + struct.pack("<II", 0, 1) + Encoder().encode(1j) + b"N",
    "large int as a key": b"m" + struct.pack("<II", 0, 1) + Encoder().encode(2**64) + b"N",
    "a million lists": b"l" + struct.pack("<II", 0, 10**6) + (b"l" + struct.pack("<II", 0, 0)) * 10**6,
    "a million numbers": b"l" + struct.pack("<II", 0, 10**6) + b"N" * 10**6,
    "five megabytes of text": b"s" + struct.pack("<I", 5 * 2**20) + bytes(5 * 2**20),
    "int of 64 kB": b"I" + struct.pack("<H", 65535) + bytes(65535),
    "callback": reference(b"f", 1, "f"),
    "object of the other side": reference(b"o", 1, "Thing"),
    "object of this side": reference(b"r", 1),
    "generator": encode_generator(np.random.default_rng(0)),
}


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_messages_are_refused(message):
    with pytest.raises(CodecError):
        Decoder(message).decode()


def test_random_bytes_never_do_more_than_raise_a_codec_error():
    rng = np.random.default_rng(7)
    refused = 0
    for _ in range(3000):
        message = bytearray(GOOD)
        for at in rng.integers(0, len(message), 3):
            message[at] = rng.integers(0, 256)
        try:
            Decoder(bytes(message)).decode()
        except CodecError:
            refused += 1
    assert refused > 1000
