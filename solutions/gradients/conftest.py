"""Fixtures of the hidden checks of gradients."""

import contextlib

import numpy as np
import pytest

from autograder import CheckFailure, assert_close, fail


@pytest.fixture
def at_work(submission, reference):
    """A function that makes sure that an exercise is right on plain input before its manners are judged.

    Of several results the first or the second is enough. Else a function that returns anything at all would earn points for
    changing no argument, and for the ready-made line that refuses bad input.
    """

    def check(name, *inputs, tolerance=1e-4, **options):
        got = getattr(submission, name)(*inputs, **options)
        expected = getattr(reference, name)(*inputs, **options)
        if not is_partly_right(got, expected, tolerance):
            fail(
                f"This check starts once {name} is right for ordinary input; at the moment it is not.",
                hint="What do the checks of its values say?",
            )

    return check


def is_partly_right(got, expected, tolerance):
    """Whether an answer, or one of its first two parts, is close to what it should be."""
    several = isinstance(expected, tuple) and isinstance(got, tuple | list)
    for mine, right in list(zip(got, expected))[:2] if several else [(got, expected)]:
        with contextlib.suppress(CheckFailure):
            if np.any(np.asarray(right)):
                assert_close(mine, right, tolerance=tolerance)
                return True
    return False
