"""Hidden checks of `relative_error`."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises


def long_way(a, b):
    """The definition, with no norm function."""
    total = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return np.sqrt(np.sum((a - b) ** 2)) / total


@pytest.fixture
def works(at_work):
    """Two ordinary gradients have the right relative error: then edge cases are looked at."""
    at_work("relative_error", np.array([3.0, -1.0]), np.array([2.0, 0.5]))


@pytest.mark.exercise(
    "relative_error", weight=14, about="shapes", hint="Is your norm that of all entries, whatever the shape?"
)
@pytest.mark.parametrize("shape", [(4,), (3, 5), (2, 3, 4)], ids=str)
def test_arrays_of_any_shape(submission, rng, shape):
    """One number for the whole array: norm of the difference over the sum of the norms."""
    a, b = rng.normal(size=shape), 3 * rng.normal(size=shape)
    assert_close(submission.relative_error(a, b), long_way(a, b), what="the relative error")


@pytest.mark.exercise("relative_error", weight=10, about="edge cases", hint="What if both agree on 0?")
def test_two_zeros_agree(submission, works):
    """Where both are 0, the relative error is 0, not nan."""
    for zero in (0.0, np.zeros(3), np.zeros((2, 2))):
        assert_close(submission.relative_error(zero, zero), 0.0, what="the relative error of 0 and 0")


@pytest.mark.exercise(
    "relative_error",
    weight=12,
    about="stability",
    hint="Does your answer change if both gradients are a billion times smaller?",
)
def test_the_scale_does_not_matter(submission, rng):
    """Gradients of 1e-12 have the same relative error as the same gradients times 1e12."""
    a, b = rng.normal(size=6), rng.normal(size=6)
    for scale in (1e-12, 1e6):
        assert_close(
            submission.relative_error(scale * a, scale * b), long_way(a, b), what="the relative error"
        )


@pytest.mark.exercise(
    "relative_error",
    weight=10,
    about="values",
    hint="Does one tiny entry say anything about the whole gradient?",
)
def test_one_tiny_entry_does_not_spoil_the_rest(submission, works):
    """An entry of 1e-12 instead of 0 hardly counts beside entries of 1."""
    error = submission.relative_error(np.array([1.0, -2.0, 1e-12]), np.array([1.0, -2.0, 0.0]))
    assert_close(
        error, 1e-12 / np.sqrt(20), what="the error of (1, -2, 1e-12) and (1, -2, 0)", absolute=1e-11
    )


@pytest.mark.exercise("relative_error", weight=4, about="edge cases", hint="What does Python say to nan > 0?")
def test_a_nan_is_not_hidden(submission):
    """A nan in a gradient gives an error of nan, not a good one."""
    assert_close(
        submission.relative_error(np.ones(2), np.ones(2)),
        0.0,
        what="the relative error of two equal gradients",
    )
    for broken in (np.array([1.0, np.nan]), np.array([np.nan, 2.0])):
        error = submission.relative_error(broken, np.array([1.0, 2.0]))
        assert_close(error, np.nan, what="the relative error of a gradient with a nan")


@pytest.mark.exercise(
    "relative_error", weight=4, about="bad input", hint="Which given line compares the shapes?"
)
def test_different_shapes_are_refused(submission, works):
    """(3,) against (3, 1) raises ValueError, rather than being stretched to 3 x 3."""
    call = submission.relative_error
    assert_raises(ValueError, call, np.ones(3), np.ones((3, 1)), because="the shapes differ")


@pytest.mark.exercise("relative_error", weight=4, about="mutation", hint="Whose array does a -= b change?")
def test_both_gradients_are_unchanged(submission, works):
    """The caller's arrays are the same afterwards."""
    submission.relative_error(np.array([1.0, -2.0, 0.5]), np.array([0.5, -1.0, 2.0]))
    assert_inputs_unchanged(submission)
