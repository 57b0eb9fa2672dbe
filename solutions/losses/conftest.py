"""Fixtures of the hidden checks: random batches, and judgements that several exercises share."""

import contextlib

import numpy as np
import pytest

from autograder import (
    CheckFailure,
    assert_close,
    assert_gradient,
    assert_raises,
    check_gradient,
    expect_tuple,
    fail,
)


@pytest.fixture
def batch(rng):
    """Scores (7, 4) and shuffled labels in which every class occurs: N differs from C, labels from row numbers."""
    return rng.normal(size=(7, 4)), rng.permutation(np.arange(7) % 4)


@pytest.fixture
def at_work(submission, reference):
    """A function that makes sure that an exercise is right on plain input before its manners are judged.

    Of a pair (value, gradient) one of the two is enough. Else a function that returns anything at all would earn points
    for changing no argument, and for the ready-made line that refuses bad input.
    """

    def check(name, *inputs):
        got = getattr(submission, name)(*inputs)
        expected = getattr(reference, name)(*inputs)
        if not is_partly_right(got, expected):
            fail(
                "got       wrong values for plain input\nexpected  right ones first; then this check looks further"
            )

    return check


def is_partly_right(got, expected):
    """Whether an answer, or one part of a pair, is close to what it should be."""
    is_pair = isinstance(expected, tuple) and isinstance(got, tuple | list)
    for mine, right in zip(got, expected) if is_pair else [(got, expected)]:
        with contextlib.suppress(CheckFailure):
            assert_close(mine, right, tolerance=1e-4)
            return True
    return False


@pytest.fixture
def refuses_bad_scores(submission, at_work, batch):
    """A function that checks that an exercise refuses every sort of bad scores and labels."""
    scores, y = batch

    def check(name):
        at_work(name, scores, y)
        function = getattr(submission, name)
        bad = {
            "The batch is empty.": (ValueError, np.zeros((0, 4)), np.zeros(0, dtype=int)),
            "The scores have one axis only.": (ValueError, scores[0], y),
            "There is one label too few.": (ValueError, scores, y[:-1]),
            "A label is as large as the number of classes.": (ValueError, scores, y + 1),
            "A label is -1.": (ValueError, scores, y - 1),
            "The labels are 0.5 larger than whole numbers.": (TypeError, scores, y + 0.5),
        }
        for problem, (expected, *arguments) in bad.items():
            assert_raises(expected, function, *arguments, because=problem)

    return check


@pytest.fixture
def keeps_float32(submission, at_work):
    """A function that checks that an exercise that returns (value, gradient) answers float32 with float32."""

    def check(name, x, *args, called="gradient"):
        single = x.astype(np.float32)
        at_work(name, single, *args)
        answer = getattr(submission, name)(single, *args)
        _, gradient = expect_tuple(answer, 2, what=f"(value, {called})")
        assert_close(gradient, np.zeros(x.shape), absolute=np.inf, what=called)
        if np.asarray(gradient).dtype != np.float32:
            fail(f"got       {called} in {np.asarray(gradient).dtype}\nexpected  float32, like the input")

    return check


@pytest.fixture
def has_right_gradient(submission, reference, rng):
    """A function that checks the gradient of an exercise that returns (value, gradient).

    The formula's gradient passes, and so does one that is right for the student's own value: a mistake in the value
    costs its points where the value is checked. A vanishing gradient of a constant value earns nothing.
    """

    def check(name, x, *args, called="gradient", factors=None, **options):
        def value(at):
            return parts(at)[0]

        def gradient(at):
            return parts(at)[1]

        def parts(at):
            answer = getattr(submission, name)(at, *args, **options)
            return expect_tuple(answer, 2, what=f"(value, {called})")

        def trusted(at):
            return getattr(reference, name)(at, *args, **options)[1]

        analytic = gradient(x)
        judged = {"gradient": gradient, "reference": trusted, "rng": rng}
        report = check_gradient(value, x, analytic, **judged)
        if not (report.matches_own_loss and np.abs(analytic).max() > 1e-3):
            assert_gradient(value, x, analytic, **judged, name=called, factors=factors)

    return check
