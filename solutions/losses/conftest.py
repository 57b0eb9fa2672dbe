"""Fixtures of the hidden checks: random batches, and judgements that several exercises share."""

import numpy as np
import pytest

from autograder import assert_gradient, assert_raises, check_gradient, expect_tuple, fail


@pytest.fixture
def batch(rng):
    """Scores (7, 4) and shuffled labels in which every class occurs: N differs from C, labels from row numbers."""
    return rng.normal(size=(7, 4)), rng.permutation(np.arange(7) % 4)


@pytest.fixture
def at_work(submission):
    """A function that makes sure that an exercise computes something before its manners are judged.

    A function that answers the same for every input changes no argument and refuses bad input as the ready-made
    line does; that alone earns nothing.
    """

    def check(name, first, second):
        answers = [numbers(getattr(submission, name)(*arguments)) for arguments in (first, second)]
        if any(answer is None for answer in answers):
            fail(f"{name} does not return finite numbers for a plain batch yet; that comes first.")
        if np.array_equal(*answers):
            fail(f"{name} returns the same for two different inputs; it has to compute something first.")

    return check


def numbers(answer):
    """All numbers of an answer as one flat array, or None if it has anything else in it."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    try:
        flat = np.concatenate([np.ravel(np.asarray(part, dtype=np.float64)) for part in parts])
    except (TypeError, ValueError):
        return None
    return flat if np.isfinite(flat).all() else None


@pytest.fixture
def refuses_bad_scores(submission, at_work, batch):
    """A function that checks that an exercise refuses every sort of bad scores and labels."""
    scores, y = batch

    def check(name):
        at_work(name, (scores, y), (scores[::-1] + 0.5, y))
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
def has_right_gradient(submission, reference, rng):
    """A function that checks the gradient of an exercise that returns (value, gradient).

    The formula's gradient passes, and so does one that is right for the student's own value: a mistake in the value
    costs its points where the value is checked. A gradient of zeros for a constant value earns nothing.
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
        if not (report.matches_own_loss and np.any(analytic)):
            assert_gradient(value, x, analytic, **judged, name=called, factors=factors)

    return check
