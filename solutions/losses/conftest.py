"""Fixtures of the hidden checks: random batches, and judgements that several exercises share."""

import contextlib
import inspect

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
def at_work(answer, reference):
    """A function that makes sure that an exercise is right on plain input before its manners are judged.

    Of a pair (value, gradient) one of the two is enough. Else a function that returns anything at all would earn points
    for changing no argument, and for the ready-made line that refuses bad input.
    """

    def check(name, *inputs):
        got = answer(name, *inputs)
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


# The exercises that are to be written from the formula, and the earlier functions that may help with them.
EARLIER = {"svm_loss": ("svm_losses",), "softmax_loss": ("softmax", "cross_entropy")}


@pytest.fixture
def by_formula(submission, reference):
    """A function that calls an exercise beside right versions of the earlier ones.

    They are right whatever the student wrote, and answer for the scores of the call only, not for others, as differences would
    need.
    """

    def call(name, x, *args, **options):
        right = {
            each: for_these_scores(reference, each, x, *args, [])(getattr(reference, each))
            for each in EARLIER.get(name, ())
        }
        with submission.using(**right):
            return getattr(submission, name)(x, *args, **options)

    return call


@pytest.fixture
def answer(submission, reference):
    """A function that calls an exercise beside the student's own earlier functions.

    In the check's second run right versions stand there. They answer for the scores of the call only, and a loss that was
    asked of them counts where the gradient is right as well: the mean of somebody else's losses shows nothing.
    """

    def call(name, x, *args, **options):
        asked = []
        guards = {each: for_these_scores(reference, each, x, *args, asked) for each in EARLIER.get(name, ())}
        with submission.guarding(**guards):
            got = getattr(submission, name)(x, *args, **options)
        if asked:
            _, gradient = expect_tuple(got, 2, what="(value, gradient)")
            assert_close(
                gradient, getattr(reference, name)(x, *args, **options)[1], what="gradient", tolerance=1e-4
            )
        return got

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


def for_these_scores(reference, name, x, y, asked):
    """What makes of the right version of `name` one that answers for the rows of `x` with their labels in `y` only.

    A row may be shifted, which changes no probability and no margin. Each call is added to `asked`.
    """
    signature = inspect.signature(getattr(reference, name))

    def guard(right):
        def guarded(*args, **kwargs):
            asked.append(name)
            given = signature.bind(*args, **kwargs).arguments
            if not are_rows_of(x, y, given["scores"], given.get("y")):
                fail(
                    got=f"{name} is called with other scores or labels than those given",
                    expected="a gradient from its formula, not from differences",
                    hint="Which part of the formula depends on each score?",
                )
            return right(*args, **kwargs)

        return guarded

    return guard


def are_rows_of(x, y, scores, labels):
    """Whether all rows of `scores` are rows of `x`, but for a constant and rounding; with their labels, where there are any."""
    try:
        scores = np.atleast_2d(np.asarray(scores))
        labels = None if labels is None else np.ravel(np.asarray(labels, dtype=float))
        precision = np.finfo(scores.dtype if scores.dtype.kind == "f" else float).eps
        scores = scores.astype(float)
    except (TypeError, ValueError):
        return True  # the right version refuses it
    x = np.asarray(x, dtype=float)
    if (
        scores.ndim != 2
        or scores.shape[1] != x.shape[1]
        or (labels is not None and len(labels) != len(scores))
    ):
        return True
    for place, row in enumerate(scores):
        same = np.ptp(x - row, axis=1) <= 8 * precision * np.abs(x).max(axis=1)
        if labels is not None:
            same &= y == labels[place]
        if not same.any():
            return False
    return True
