"""Hidden checks of the SVM losses."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, expect_tuple


@pytest.mark.exercise(
    "svm_losses", weight=44, about="shapes", hint="Which score does each label pick from its own row?"
)
def test_losses_of_a_batch_with_shuffled_labels(submission, reference, batch):
    """Every example is compared with its own right class, whatever the order of the labels."""
    expected = reference.svm_losses(*batch)
    assert_close(submission.svm_losses(*batch), expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "svm_losses", weight=13, about="values", hint="Does your function use its third argument?"
)
@pytest.mark.parametrize("delta", [0.3, 2.5])
def test_losses_follow_the_margin_that_is_asked_for(submission, reference, batch, delta):
    """The margin is delta, not always 1."""
    expected = reference.svm_losses(*batch, delta=delta)
    assert_close(submission.svm_losses(*batch, delta=delta), expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise("svm_losses", weight=8, about="edge cases", hint="Which sign does s_j - s_y have here?")
def test_one_example_of_two_classes(submission):
    """One example of two classes costs how much the rival is too close, or nothing."""
    y = np.array([1])
    for scores, loss in (([[2.0, 0.5]], 2.5), ([[-3.0, -2.25]], 0.25), ([[-1.0, 3.0]], 0.0)):
        assert_close(submission.svm_losses(np.array(scores), y), [loss], what="losses")


@pytest.mark.exercise(
    "svm_losses", weight=4, about="mutation", hint="Which of your lines write into an array?"
)
def test_svm_losses_leaves_its_inputs_alone(submission, at_work, batch):
    """The caller's scores and labels are the same after the call."""
    scores, y = batch
    at_work("svm_losses", scores, y)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "svm_losses", weight=4, about="bad input", hint="Is the ready-made first line still there?"
)
def test_svm_losses_refuses_bad_input(refuses_bad_scores):
    """Bad scores and labels are refused, not computed with."""
    refuses_bad_scores("svm_losses")


@pytest.mark.exercise("svm_loss", weight=20, about="values", hint="Does doubling the data double your loss?")
def test_mean_loss_of_a_batch(answer, reference, batch):
    """The loss is the mean over the examples of each one's violated margins."""
    expected, _ = reference.svm_loss(*batch)
    loss, _ = expect_tuple(answer("svm_loss", *batch), 2, what="(loss, dscores)")
    assert_close(loss, expected, what="loss", tolerance=1e-6)


@pytest.mark.exercise("svm_loss", weight=8, about="values", hint="Does your function use its third argument?")
def test_mean_loss_follows_the_margin_that_is_asked_for(answer, reference, batch):
    """The margin is delta, not always 1."""
    expected, _ = reference.svm_loss(*batch, delta=0.3)
    loss, _ = expect_tuple(answer("svm_loss", *batch, delta=0.3), 2, what="(loss, dscores)")
    assert_close(loss, expected, what="loss", tolerance=1e-6)


@pytest.mark.exercise(
    "svm_loss", weight=22, about="gradients", hint="If every score rises equally, does the loss move?"
)
def test_svm_gradient_of_a_batch(has_right_gradient, batch):
    """dscores says how the mean loss moves with each score."""
    has_right_gradient("svm_loss", *batch, called="dscores", factors={"N": 7, "C": 4})


@pytest.mark.exercise("svm_loss", weight=17, about="gradients", hint="How many rivals push the right class?")
def test_svm_gradient_with_a_wide_margin(has_right_gradient, batch):
    """With a wide margin almost every rival counts."""
    has_right_gradient("svm_loss", *batch, delta=2.5, called="dscores", factors={"N": 7, "C": 4})


@pytest.mark.exercise("svm_loss", weight=6, about="edge cases", hint="What is the mean over one example?")
def test_svm_loss_of_one_example(by_formula):
    """For one example, loss and gradient are those of that example; a margin met with room to spare adds nothing."""
    answer = by_formula("svm_loss", np.array([[0.5, 2.0, -4.0, 0.75, 0.25]]), np.array([3]))
    loss, dscores = expect_tuple(answer, 2, what="(loss, dscores)")
    assert_close(loss, 3.5, what="loss")
    assert_close(dscores, [[1.0, 1.0, 0.0, -3.0, 1.0]], what="dscores")


@pytest.mark.exercise(
    "svm_loss", weight=4, about="edge cases", hint="What dtype does the array that holds your gradient have?"
)
def test_svm_loss_of_whole_numbers(by_formula):
    """Whole-number scores are promoted, so that 1/N is not cut to 0."""
    scores, y = np.array([[3, 5, 0], [4, 0, 2]]), np.array([0, 2])
    loss, dscores = expect_tuple(by_formula("svm_loss", scores, y), 2, what="(loss, dscores)")
    assert_close(loss, 3.0, what="loss")
    assert_close(dscores, [[-0.5, 0.5, 0.0], [0.5, 0.0, -0.5]], what="dscores")


@pytest.mark.exercise("svm_loss", weight=3, about="edge cases", hint="What dtype does np.zeros give you?")
def test_svm_gradient_keeps_float32(keeps_float32, batch):
    """float32 scores get a float32 gradient: half the memory, as the caller chose."""
    keeps_float32("svm_loss", *batch, called="dscores")


@pytest.mark.exercise("svm_loss", weight=3, about="mutation", hint="Which of your lines write into an array?")
def test_svm_loss_leaves_its_inputs_alone(submission, at_work, batch):
    """The caller's scores and labels are the same after the call."""
    scores, y = batch
    at_work("svm_loss", scores, y)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "svm_loss", weight=3, about="bad input", hint="Is the ready-made first line still there?"
)
def test_svm_loss_refuses_bad_input(refuses_bad_scores):
    """Bad scores and labels are refused, not computed with."""
    refuses_bad_scores("svm_loss")
