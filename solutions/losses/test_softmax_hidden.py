"""Hidden checks of the softmax and the losses built on it."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises, expect_tuple

# Each row's scores are a constant plus 0, 1, -1, 0.5: the probabilities are the same in all rows.
STEPS = np.array([0.0, 1.0, -1.0, 0.5])
EXTREME = np.array([[0.0], [1000.0], [-1000.0], [700.0], [-750.0]]) + STEPS
EXTREME_LABELS = np.array([1, 3, 0, 2, 1])


@pytest.mark.exercise("softmax", weight=40, about="shapes", hint="Which sums should be 1?")
def test_probabilities_of_a_batch(submission, reference, batch):
    """Every row has its own probabilities, which sum to 1."""
    scores, _ = batch
    assert_close(submission.softmax(scores), reference.softmax(scores), what="probabilities", tolerance=1e-6)


@pytest.mark.exercise(
    "softmax", weight=10, about="shapes", hint="Does anything change if the other examples are left out?"
)
def test_one_example_alone_gets_the_same_probabilities(submission, reference, rng):
    """Examples don't influence one another; a batch of one is a batch."""
    scores = rng.normal(size=(1, 6))
    assert_close(submission.softmax(scores), reference.softmax(scores), what="probabilities", tolerance=1e-6)


@pytest.mark.exercise(
    "softmax", weight=10, about="stability", hint="What may you subtract without changing the answer?"
)
@pytest.mark.parametrize("shift", [1000.0, -1000.0])
def test_softmax_of_very_large_and_very_small_scores(submission, shift):
    """A constant added to all scores changes no probability, be it 1000 or -1000."""
    expected = np.exp(STEPS) / np.exp(STEPS).sum()
    scores = np.array([STEPS, STEPS[::-1]]) + shift
    assert_close(submission.softmax(scores), [expected, expected[::-1]], what="probabilities", tolerance=1e-6)


@pytest.mark.exercise("softmax", weight=8, about="stability", hint="Whose maximum helps row 0?")
def test_softmax_of_rows_that_are_far_apart(submission):
    """Rows near 1000 and rows near -1000 live in one batch, and so do scores within a row."""
    expected = np.tile(np.exp(STEPS) / np.exp(STEPS).sum(), (5, 1))
    assert_close(submission.softmax(EXTREME), expected, what="probabilities", tolerance=1e-6)
    wide = submission.softmax(np.array([[800.0, 0.0, -800.0], [-800.0, 0.0, -1600.0]]))
    assert_close(wide, [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], what="probabilities")


@pytest.mark.exercise("softmax", weight=4, about="mutation", hint="Which of your lines write into an array?")
def test_softmax_leaves_its_input_alone(submission, at_work, batch):
    """The caller's scores are the same after the call."""
    scores, _ = batch
    at_work("softmax", scores)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "softmax", weight=4, about="bad input", hint="Is the ready-made first line still there?"
)
def test_softmax_refuses_bad_input(submission, at_work, batch):
    """An empty batch, or scores without two axes, are refused."""
    scores, _ = batch
    at_work("softmax", scores)
    assert_raises(ValueError, submission.softmax, np.zeros((0, 4)), because="The batch is empty.")
    assert_raises(ValueError, submission.softmax, scores[0], because="The scores have one axis only.")


@pytest.mark.exercise(
    "cross_entropy", weight=25, about="shapes", hint="Which score does each label pick from its own row?"
)
def test_cross_entropy_of_a_batch_with_shuffled_labels(submission, reference, batch):
    """Every example costs -log of what its own right class gets."""
    expected = reference.cross_entropy(*batch)
    assert_close(submission.cross_entropy(*batch), expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "cross_entropy", weight=11, about="values", hint="How do you change the base of a logarithm?"
)
@pytest.mark.parametrize("base", [2, 7.5])
def test_cross_entropy_to_any_base(submission, reference, batch, base):
    """The base is what was asked for, not always e or 10."""
    expected = reference.cross_entropy(*batch, base=base)
    assert_close(submission.cross_entropy(*batch, base=base), expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "cross_entropy", weight=21, about="stability", hint="Do you need to form p before taking its log?"
)
def test_a_hopeless_example_costs_a_finite_amount(submission):
    """With scores [10, -2000, 0] the second class costs 2010, and the first one nothing."""
    scores = np.array([[10.0, -2000.0, 0.0], [10.0, -2000.0, 0.0]])
    losses = submission.cross_entropy(scores, np.array([1, 0]))
    assert_close(losses, [2010 + np.log1p(np.exp(-10)), np.log1p(np.exp(-10))], what="losses", tolerance=1e-6)


@pytest.mark.exercise("cross_entropy", weight=11, about="stability", hint="Whose maximum helps row 0?")
def test_cross_entropy_of_rows_that_are_far_apart(submission):
    """A constant added to a row changes nothing, be it 1000 in one row and -1000 in another."""
    expected = np.log(np.exp(STEPS).sum()) - STEPS[EXTREME_LABELS]
    assert_close(submission.cross_entropy(EXTREME, EXTREME_LABELS), expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "cross_entropy", weight=4, about="mutation", hint="Which of your lines write into an array?"
)
def test_cross_entropy_leaves_its_inputs_alone(submission, at_work, batch):
    """The caller's scores and labels are the same after the call."""
    scores, y = batch
    at_work("cross_entropy", scores, y)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "cross_entropy", weight=3, about="bad input", hint="Is the ready-made first line still there?"
)
def test_cross_entropy_refuses_bad_input(refuses_bad_scores):
    """Bad scores and labels are refused, not computed with."""
    refuses_bad_scores("cross_entropy")


@pytest.mark.exercise(
    "softmax_loss", weight=19, about="values", hint="Does doubling the data double your loss?"
)
def test_mean_softmax_loss_of_a_batch(answer, reference, batch):
    """The loss is the mean over the examples of -log p of each one's right class."""
    expected, _ = reference.softmax_loss(*batch)
    loss, _ = expect_tuple(answer("softmax_loss", *batch), 2, what="(loss, dscores)")
    assert_close(loss, expected, what="loss", tolerance=1e-6)


@pytest.mark.exercise(
    "softmax_loss", weight=28, about="gradients", hint="What should each row of the gradient sum to?"
)
def test_softmax_gradient_of_a_batch(has_right_gradient, batch):
    """dscores says how the mean loss moves with each score."""
    has_right_gradient("softmax_loss", *batch, called="dscores", factors={"N": 7, "C": 4})


@pytest.mark.exercise("softmax_loss", weight=6, about="edge cases", hint="What is the mean over one example?")
def test_softmax_loss_of_one_example(by_formula):
    """For one example, loss and gradient are those of that example."""
    p = np.array([[0.1, 0.2, 0.05, 0.4, 0.25]])
    loss, dscores = expect_tuple(
        by_formula("softmax_loss", np.log(p) - 3, np.array([3])), 2, what="(loss, dscores)"
    )
    assert_close(loss, np.log(2.5), what="loss", tolerance=1e-6)
    assert_close(dscores, [[0.1, 0.2, 0.05, -0.6, 0.25]], what="dscores", tolerance=1e-6)


@pytest.mark.exercise(
    "softmax_loss", weight=15, about="stability", hint="Do you need to form p before taking its log?"
)
def test_mean_softmax_loss_of_extreme_scores(answer):
    """Scores near ±1000, and a class that is 2010 behind, cost a finite amount."""
    loss, _ = expect_tuple(answer("softmax_loss", EXTREME, EXTREME_LABELS), 2, what="(loss, dscores)")
    expected = np.log(np.exp(STEPS).sum()) - STEPS[EXTREME_LABELS].mean()
    assert_close(loss, expected, what="loss", tolerance=1e-6)
    hopeless = answer("softmax_loss", np.array([[10.0, -2000.0, 0.0]]), np.array([1]))
    loss, _ = expect_tuple(hopeless, 2, what="(loss, dscores)")
    assert_close(loss, 2010 + np.log1p(np.exp(-10)), what="loss", tolerance=1e-6)


@pytest.mark.exercise(
    "softmax_loss", weight=10, about="stability", hint="What may you subtract from a row of scores?"
)
def test_softmax_gradient_of_extreme_scores(by_formula):
    """Scores near ±1000 have the same gradient as scores near 0."""
    _, dscores = expect_tuple(by_formula("softmax_loss", EXTREME, EXTREME_LABELS), 2, what="(loss, dscores)")
    one_hot = np.arange(4) == EXTREME_LABELS[:, np.newaxis]
    expected = (np.exp(STEPS) / np.exp(STEPS).sum() - one_hot) / 5
    assert_close(dscores, expected, what="dscores", tolerance=1e-6)


@pytest.mark.exercise("softmax_loss", weight=3, about="edge cases", hint="What dtype does np.zeros give you?")
def test_softmax_gradient_keeps_float32(keeps_float32, batch):
    """float32 scores get a float32 gradient: half the memory, as the caller chose."""
    keeps_float32("softmax_loss", *batch, called="dscores")


@pytest.mark.exercise(
    "softmax_loss", weight=3, about="mutation", hint="Which of your lines write into an array?"
)
def test_softmax_loss_leaves_its_inputs_alone(submission, at_work, batch):
    """The caller's scores and labels are the same after the call."""
    scores, y = batch
    at_work("softmax_loss", scores, y)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "softmax_loss", weight=2, about="bad input", hint="Is the ready-made first line still there?"
)
def test_softmax_loss_refuses_bad_input(refuses_bad_scores):
    """Bad scores and labels are refused, not computed with."""
    refuses_bad_scores("softmax_loss")
