"""Hidden checks of the binary cross-entropy, from probabilities and from scores."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises


@pytest.fixture
def truths(rng):
    """Nine labels, shuffled; four of them are 1."""
    return rng.permutation(np.arange(9) % 2)


@pytest.fixture
def predictions(rng):
    """Nine predictions, none of them near 0 or 1."""
    return rng.uniform(0.05, 0.95, size=9)


@pytest.mark.exercise(
    "binary_cross_entropy", weight=38, about="values", hint="Which of the two terms counts when t = 0?"
)
def test_binary_cross_entropy_of_a_batch(submission, reference, predictions, truths):
    """Each prediction costs -log of what it gave to the truth; N predictions have N costs."""
    expected = reference.binary_cross_entropy(predictions, truths)
    losses = submission.binary_cross_entropy(predictions, truths)
    assert_close(losses, expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "binary_cross_entropy",
    weight=20,
    about="edge cases",
    hint="What is 0 * log 0, and which limit do you want?",
)
def test_certain_predictions_spoil_no_others(submission):
    """Predictions of exactly 0 and 1 that are right cost 0; those beside them cost what they should."""
    losses = submission.binary_cross_entropy(np.array([0.0, 0.2, 1.0, 0.2, 1.0]), np.array([0, 1, 1, 0, 1]))
    assert_close(losses, [0.0, np.log(5), 0.0, np.log(1.25), 0.0], what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "binary_cross_entropy", weight=20, about="stability", hint="What is your largest possible loss?"
)
def test_a_nearly_certain_and_wrong_prediction_costs_its_logarithm(submission):
    """p = 1e-10 for t = 1 costs ln(1e10): no constant inside the logarithm makes it cheaper."""
    losses = submission.binary_cross_entropy(np.array([1e-10, 0.5]), np.array([1, 0]))
    assert_close(losses, [10 * np.log(10), np.log(2)], what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "binary_cross_entropy", weight=4, about="mutation", hint="Which of your lines write into an array?"
)
def test_binary_cross_entropy_leaves_its_inputs_alone(submission, at_work, predictions, truths):
    """The caller's predictions and labels are the same after the call."""
    certain = np.concatenate([[0.0, 1.0], predictions[2:]]), np.concatenate([[0, 1], truths[2:]])
    at_work("binary_cross_entropy", predictions, truths)
    submission.binary_cross_entropy(*certain)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "binary_cross_entropy", weight=4, about="bad input", hint="Is the ready-made first line still there?"
)
def test_binary_cross_entropy_refuses_bad_input(submission, at_work, predictions, truths):
    """Bad predictions and labels are refused, not computed with."""
    at_work("binary_cross_entropy", predictions, truths)
    refuses_bad_truths(submission.binary_cross_entropy, predictions, truths)
    outside = "A prediction is larger than 1."
    assert_raises(ValueError, submission.binary_cross_entropy, predictions + 1, truths, because=outside)


@pytest.mark.exercise(
    "binary_cross_entropy_with_logits",
    weight=34,
    about="values",
    hint="Does a large positive z speak for class 1 or class 0?",
)
def test_logits_of_a_batch(submission, reference, rng, truths):
    """Each score costs what its sigmoid costs as a prediction; N scores have N costs."""
    z = rng.normal(size=9)
    expected = reference.binary_cross_entropy_with_logits(z, truths)
    losses = submission.binary_cross_entropy_with_logits(z, truths)
    assert_close(losses, expected, what="losses", tolerance=1e-6)


@pytest.mark.exercise(
    "binary_cross_entropy_with_logits",
    weight=22,
    about="stability",
    hint="Can you avoid forming the sigmoid?",
)
def test_a_wrong_score_of_40_costs_40(submission):
    """z = 40 for t = 0 costs 40, and z = -30 for t = 1 costs 30, though the sigmoid rounds to 1 and to 0."""
    losses = submission.binary_cross_entropy_with_logits(np.array([40.0, -30.0, 40.0]), np.array([0, 1, 1]))
    assert_close(losses, [40.0, 30.0, 0.0], what="losses", tolerance=1e-9)


@pytest.mark.exercise(
    "binary_cross_entropy_with_logits", weight=22, about="stability", hint="For which z does exp(z) overflow?"
)
def test_scores_of_plus_and_minus_800_are_finite(submission):
    """z = ±800 costs 800 on the wrong side and 0 on the right one."""
    z = np.array([800.0, -800.0, 800.0, -800.0, 0.0])
    losses = submission.binary_cross_entropy_with_logits(z, np.array([0, 1, 1, 0, 1]))
    assert_close(losses, [800.0, 800.0, 0.0, 0.0, np.log(2)], what="losses", tolerance=1e-9)


@pytest.mark.exercise(
    "binary_cross_entropy_with_logits",
    weight=4,
    about="mutation",
    hint="Which of your lines write into an array?",
)
def test_logits_leave_their_inputs_alone(submission, at_work, rng, truths):
    """The caller's scores and labels are the same after the call."""
    at_work("binary_cross_entropy_with_logits", rng.normal(size=9), truths)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "binary_cross_entropy_with_logits",
    weight=4,
    about="bad input",
    hint="Is the ready-made first line still there?",
)
def test_logits_refuse_bad_input(submission, at_work, rng, truths):
    """Bad scores and labels are refused, not computed with."""
    z = rng.normal(size=9)
    at_work("binary_cross_entropy_with_logits", z, truths)
    refuses_bad_truths(submission.binary_cross_entropy_with_logits, z, truths)


def refuses_bad_truths(function, values, truths):
    """Check that a binary loss refuses every sort of bad shapes and labels."""
    bad = {
        "The batch is empty.": (ValueError, np.zeros(0), np.zeros(0, dtype=int)),
        "The first argument has shape (N, 1).": (ValueError, values[:, np.newaxis], truths),
        "There is one label too few.": (ValueError, values, truths[:-1]),
        "A label is 2.": (ValueError, values, truths + 1),
        "A label is -1.": (ValueError, values, truths - 1),
        "The labels are 0.5 larger than whole numbers.": (TypeError, values, truths + 0.5),
    }
    for problem, (expected, *arguments) in bad.items():
        assert_raises(expected, function, *arguments, because=problem)
