"""Hidden checks of the ungraded exercises."""

import numpy as np
import pytest

from autograder import assert_close


@pytest.mark.exercise(
    "has_kink", about="edge cases", hint="Which difference of slopes shrinks with the step?"
)
def test_kinks_are_told_from_curves(submission):
    """Steep, flat and curved functions have none; the SVM loss has one where a margin is 0."""
    smooth = [(np.sin, 0.3), (lambda x: 1e6 * x**2, 0.2), (lambda x: 3 * x + 1, 1.7), (lambda x: 2.0, 0.0)]
    kinked = [
        (lambda x: abs(x - 0.5), 0.5),
        (lambda x: 1e-3 * max(x, 2 * x), 0.0),
        (lambda x: max(0.0, 9 + x - 10 + 1), 0.0),
    ]
    for cases, expected in ((smooth, False), (kinked, True)):
        for f, x in cases:
            assert_close(submission.has_kink(f, x), expected, what=f"has_kink at {x}")


@pytest.mark.exercise(
    "find_wrong_gradients", about="gradients", hint="At which x could a wrong gradient be right by chance?"
)
def test_black_boxes_of_a_classifier(submission, reference, rng):
    """Six gradients of a classifier's loss, some with planted bugs."""
    X, y = rng.normal(size=(5, 4)), np.array([2, 0, 1, 1, 0])

    def at(W, reg=0.2):
        return reference.linear_softmax_loss(W, X, y, reg)

    six = [
        lambda W: at(W)[1],
        lambda W: at(W, 0.1)[1],
        lambda W: at(W, 0.0)[1] + 2 * 0.2 * W,
        lambda W: np.abs(at(W)[1]),
        lambda W: at(W)[1] + (W == 0),
        lambda W: at(W)[1] + 0.01 * W**2,
    ]
    found = submission.find_wrong_gradients(lambda W: at(W)[0], six, (4, 3))
    assert_close(found, [1, 3, 5], what="the positions of the wrong ones")
