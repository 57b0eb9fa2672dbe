"""A check's random numbers: the same in every run, and a hidden check's by the course's secret."""

import hashlib
import zlib
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.running.fixtures import generator
from autograder.vocabulary.outcomes import Visibility

HIDDEN, VISIBLE = (SimpleNamespace(visibility=each) for each in (Visibility.HIDDEN, Visibility.VISIBLE))
NUMBER = zlib.crc32(b"test_x")
SECRET = int.from_bytes(hashlib.sha256(b"s3cret").digest(), "little")


@pytest.mark.parametrize(
    ("check", "secret", "seed"),
    [
        (HIDDEN, "s3cret", [NUMBER, SECRET]),
        (HIDDEN, "", NUMBER),
        (VISIBLE, "s3cret", NUMBER),
        (None, "s3cret", NUMBER),
    ],
    ids=["hidden", "hidden, no secret", "visible", "no check"],
)
def test_the_name_and_for_hidden_checks_the_secret_decide(check, secret, seed):
    rng = generator("test_x", check, SimpleNamespace(secret=secret))
    np.testing.assert_array_equal(rng.random(5), np.random.default_rng(seed).random(5))


def test_generators_split_off_are_the_same_in_the_next_run():
    runs = [
        [child.random() for child in generator("test_x", HIDDEN, SimpleNamespace(secret="s3cret")).spawn(2)]
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
