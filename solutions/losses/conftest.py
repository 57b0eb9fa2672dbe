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
                f"This check starts once {name} is right for ordinary input; at the moment it is not.",
                hint="What do the checks of its values say?",
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
        if isinstance(gradient, np.ndarray) and gradient.dtype != np.float32:  # a list has no dtype
            fail(got=f"{called} in {gradient.dtype}", expected="float32, like the input")

    return check


# The exercises that are to be written from the formula, and the earlier functions that may help with the value.
EARLIER = {
    "svm_loss": ("linear_scores", "svm_losses"),
    "softmax_loss": ("linear_scores", "svm_losses", "svm_loss", "softmax", "cross_entropy"),
}


@pytest.fixture
def by_formula(submission, reference):
    """A function that calls an exercise beside right versions of the earlier ones.

    They are right whatever the student wrote, and may be called as often as a formula needs them: not once for every entry of a
    gradient, as differences would.
    """

    def call(name, x, *args, **options):
        with submission.using(**counted(reference, EARLIER.get(name, ()), most=2 * len(x) + 2)):
            return getattr(submission, name)(x, *args, **options)

    return call


@pytest.fixture
def has_right_gradient(by_formula, reference, rng):
    """A function that checks the gradient of an exercise that returns (value, gradient).

    The formula's gradient passes, and so does one that is right for the student's own value, where that value moves much
    like the right one: a mistake in the value costs its points where the value is checked.

    It is called as `by_formula` does.
    """

    def check(name, x, *args, called="gradient", factors=None, **options):
        def parts(at):
            return expect_tuple(by_formula(name, at, *args, **options), 2, what=f"(value, {called})")

        def value(at):
            return parts(at)[0]

        def gradient(at):
            return parts(at)[1]

        def trusted(at):
            return getattr(reference, name)(at, *args, **options)[1]

        analytic = gradient(x)
        judged = {"gradient": gradient, "reference": trusted, "rng": rng}
        report = check_gradient(value, x, analytic, **judged)
        if not (report.matches_own_loss and points_alike(analytic, trusted(x))):
            assert_gradient(value, x, analytic, **judged, name=called, factors=factors)

    return check


def points_alike(gradient, right):
    """Whether two gradients point roughly the same way, so that a constant or a sum of the input is no loss."""
    gradient, right = np.ravel(gradient), np.ravel(right)
    return gradient @ right > 0.5 * np.linalg.norm(gradient) * np.linalg.norm(right)


def counted(reference, earlier, most):
    """The right versions of `earlier` functions, each of which fails the check when it is called too often."""

    def once_more(function, calls):
        def limited(*args, **kwargs):
            calls.append(1)
            if len(calls) > most:
                fail(
                    got=f"more than {most} calls of {function.__name__} for one gradient",
                    expected="a gradient from its formula, not from differences",
                    hint="Which part of the formula depends on each score?",
                )
            return function(*args, **kwargs)

        return limited

    return {each: once_more(getattr(reference, each), []) for each in earlier}
