"""The checks that you can see: the lecture's worked examples first, then one small case that is not square.

Run them with `pytest` in this folder, or in the notebook with `check("svm_loss")`. Hidden checks look further: at other
shapes, at extreme numbers, at bad input.
"""

import contextlib

import numpy as np
import pytest

from autograder import (
    CheckFailure,
    NotWritten,
    StudentException,
    assert_close,
    assert_offered,
    expect_tuple,
    lecture_values,
)


def printed(exercise):
    """The lecture's printed numbers for an exercise, as parameters of a check."""
    return pytest.mark.parametrize("value", lecture_values(__file__, exercise), ids=str)


# Two images, three inputs, four classes: no two sizes are equal, and no label equals its row's number.
X = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]])
W = np.array([[1.0, 0.0, 2.0, -1.0], [0.5, -1.0, 1.0, 0.0], [2.0, 4.0, -2.0, 6.0]])
B = np.array([10.0, 20.0, 30.0, 40.0])

# For delta = 1, row by row: margins 1.5 and two that are met; margins 2 and 1.5 and one that is met.
SCORES = np.array([[3.0, 1.0, 2.5, 0.0], [1.0, 2.0, -0.5, 1.5]])
LABELS = np.array([2, 0])

# Logarithms of probabilities, so the softmax is known exactly.
PROBABILITIES = np.array([[0.5, 0.25, 0.125, 0.125], [0.1, 0.2, 0.3, 0.4]])

OF_THE_MEAN = (
    "It is the gradient of the mean over both examples. If all scores of a row rise alike, no loss moves."
)


@pytest.mark.exercise("linear_scores", weight=6, slide="matrix multiply + bias offset")
@printed("linear_scores")
def test_the_slides_image_gets_the_slides_scores(submission, value):
    """The slide's image has the slide's three scores."""
    value.check(submission)


@pytest.mark.exercise(
    "linear_scores", weight=8, hint="Which axis of X meets which axis of W, and what is added?"
)
def test_two_images_get_two_rows_of_scores(submission):
    """Each example has its own row of scores, and each class its own column and bias."""
    expected = [[11.0, 24.0, 29.0, 42.0], [11.0, 16.0, 38.0, 31.0]]
    assert_close(submission.linear_scores(X, W, B), expected, what="scores")


@pytest.mark.exercise(
    "svm_losses", weight=1, slide="Multiclass SVM loss", hint="How safely must the right class win?"
)
@printed("svm_losses")
def test_the_slides_svm_losses(submission, value):
    """The slide's scores cost what the formula says."""
    value.check(submission)


@pytest.mark.exercise("svm_losses", weight=9, hint="Which margins are violated in each row, and by how much?")
def test_svm_losses_of_two_examples_and_four_classes(submission):
    """Each example costs the sum of its own violated margins."""
    assert_close(submission.svm_losses(SCORES, LABELS), [1.5, 3.5], what="losses")


@pytest.mark.exercise(
    "svm_loss", weight=3, slide="Multiclass SVM loss", hint="Which three numbers do you average?"
)
@printed("svm_loss")
def test_the_slides_mean_svm_loss(submission, value):
    """The loss of the slide's three examples is the mean of 2.9, 0 and 12.9."""
    value.check(submission)


@pytest.mark.exercise("svm_loss", weight=7, hint="How many rivals push on the right class of the second row?")
def test_svm_gradient_of_two_examples_and_four_classes(submission):
    """dscores says how the mean loss of two examples moves with each of their eight scores."""
    _, dscores = expect_tuple(submission.svm_loss(SCORES, LABELS), 2, what="(loss, dscores)")
    expected = [[0.5, 0.0, -0.5, 0.0], [-1.0, 0.5, 0.0, 0.5]]
    assert_close(dscores, expected, what="dscores", because=OF_THE_MEAN)


@pytest.mark.exercise(
    "svm_loss", weight=4, slide="Softmax vs. SVM", hint="What does a rival cost that is exactly delta behind?"
)
def test_svm_gradient_on_the_kink_is_a_valid_choice(submission):
    """At [10, 9, 9] with y = 0 both margins are exactly 0: no loss, and a slope from 0 to 1 for each rival."""
    scores = np.array([[10.0, 9.0, 9.0], [0.0, 2.0, -3.0]])
    loss, dscores = expect_tuple(submission.svm_loss(scores, np.array([0, 0])), 2, what="(loss, dscores)")
    assert_close(loss, 1.5, what="loss", because="The first row costs nothing, the second one 3.")
    because = "On the kink every slope between left and right will do; our rule takes the left one, 0."
    assert_close(dscores, [[-0.5, 0.25, 0.25], [-0.5, 0.5, 0]], absolute=0.5, what="dscores", because=because)
    rivals = np.clip(np.reshape(dscores, (2, 3))[0, 1:], 0, 0.5)
    expected = [[-rivals.sum(), *rivals], [-0.5, 0.5, 0.0]]
    assert_close(dscores, expected, what="dscores", because=because)


@pytest.mark.exercise(
    "softmax",
    weight=2,
    slide="Softmax Classifier (Multinomial Logistic Regression)",
    hint="What do you divide each exp by?",
)
@printed("softmax")
def test_the_slides_probabilities(submission, value):
    """The slide's scores give the slide's probabilities."""
    value.check(submission)


@pytest.mark.exercise("softmax", weight=2, slide="Softmax Classifier (Multinomial Logistic Regression)")
def test_probabilities_are_proportional_to_exp_of_the_scores(submission):
    """Compared with a class of score 0, the slide's classes get 24.5, 164.0 and 0.18 times its probability."""
    exps = np.array([24.5325, 164.0219, 0.18268, 1.0])
    p = submission.softmax(np.array([[3.2, 5.1, -1.7, 0.0]]))
    assert_close(p, [exps / exps.sum()], what="probabilities", tolerance=1e-6)


@pytest.mark.exercise("softmax", weight=4, hint="Over which axis do the probabilities sum to 1?")
def test_softmax_of_logarithms_gives_the_probabilities_back(submission):
    """For scores log(p) + 5 the softmax is p: exp undoes log, and a constant in all scores changes nothing."""
    assert_close(submission.softmax(np.log(PROBABILITIES) + 5), PROBABILITIES, what="probabilities")


@pytest.mark.exercise("softmax", weight=4, hint="What may you subtract without changing the answer?")
def test_softmax_of_scores_near_a_thousand(submission):
    """Scores [1000, 1000] are as likely as [0, 0]: 1/2 each."""
    p = submission.softmax(np.array([[1000.0, 1000.0], [-1000.0, -1000.0]]))
    assert_close(p, [[0.5, 0.5], [0.5, 0.5]], what="probabilities")


@pytest.mark.exercise(
    "cross_entropy",
    weight=1.5,
    slide="cross-entropy loss (Softmax)",
    hint="Which base does your logarithm have?",
)
@printed("cross_entropy")
def test_the_slides_cross_entropy_losses(submission, value):
    """The slide's scores cost what the formula says: 2.04 nats, or 0.89 to base 10."""
    value.check(submission)


@pytest.mark.exercise("cross_entropy", weight=4, hint="Which probability does the label pick from each row?")
def test_cross_entropy_of_two_examples_and_four_classes(submission):
    """Probabilities 1/8 and 1/10 for the right classes cost ln 8 and ln 10."""
    losses = submission.cross_entropy(np.log(PROBABILITIES), LABELS)
    assert_close(losses, np.log([8.0, 10.0]), what="losses")


@pytest.mark.exercise("cross_entropy", weight=4, hint="Do you need to form p before taking its log?")
def test_a_class_that_is_far_behind_costs_the_distance(submission):
    """With scores [900, 0] and y = 1 the right class is 900 behind, and the loss is 900."""
    losses = submission.cross_entropy(np.array([[900.0, 0.0], [0.0, 0.0]]), np.array([1, 0]))
    assert_close(losses, [900.0, np.log(2)], what="losses")


@pytest.mark.exercise("softmax_loss", weight=3, slide="Softmax Classifier (Multinomial Logistic Regression)")
def test_mean_softmax_loss_of_the_slides_three_examples(submission):
    """The slide's three examples cost 2.0404, 0.0791 and 6.1565 nats: 2.7587 on average."""
    scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    loss, _ = expect_tuple(submission.softmax_loss(scores, np.array([0, 1, 2])), 2, what="(loss, dscores)")
    assert_close(loss, 2.7587, what="loss", tolerance=5e-5)


@pytest.mark.exercise(
    "softmax_loss",
    weight=8,
    hint="What do you get if you differentiate log(sum of exp) with respect to one score?",
)
def test_softmax_gradient_of_two_examples_and_four_classes(submission):
    """dscores says how the mean loss of two examples moves with each of their eight scores."""
    answer = submission.softmax_loss(np.log(PROBABILITIES), LABELS)
    _, dscores = expect_tuple(answer, 2, what="(loss, dscores)")
    expected = [[0.25, 0.125, -0.4375, 0.0625], [-0.45, 0.1, 0.15, 0.2]]
    assert_close(dscores, expected, what="dscores", because=OF_THE_MEAN)


@pytest.mark.exercise("softmax_loss", weight=3, hint="Do you need to form p before taking its log?")
def test_softmax_loss_of_a_class_that_is_far_behind(submission):
    """With scores [1000, 100] and y = 1 the right class is 900 behind, and the loss is 900."""
    answer = submission.softmax_loss(np.array([[1000.0, 100.0]]), np.array([1]))
    loss, _ = expect_tuple(answer, 2, what="(loss, dscores)")
    assert_close(loss, 900.0, what="loss")


@pytest.mark.exercise(
    "binary_cross_entropy", weight=8, slide="Binary cross-entropy loss", hint="Who pays when t = 0?"
)
def test_binary_cross_entropy_of_four_predictions(submission):
    """Predictions of 1/2 and 1/4 for a 1, of 0.8 and 0.9 for a 0 cost ln 2, ln 4, ln 5 and ln 10."""
    losses = submission.binary_cross_entropy(np.array([0.5, 0.25, 0.8, 0.9]), np.array([1, 1, 0, 0]))
    assert_close(losses, np.log([2.0, 4.0, 5.0, 10.0]), what="losses")


@pytest.mark.exercise("binary_cross_entropy", weight=6, hint="What is 0 * log 0 to a computer?")
def test_a_certain_and_right_prediction_costs_nothing(submission):
    """p = 1 for t = 1 costs 0, and so does p = 0 for t = 0; p = 1/2 costs ln 2."""
    losses = submission.binary_cross_entropy(np.array([1.0, 0.0, 0.5]), np.array([1, 0, 1]))
    assert_close(losses, [0.0, 0.0, np.log(2)], what="losses")


@pytest.mark.exercise("binary_cross_entropy_with_logits", weight=3, slide="Binary cross-entropy loss")
def test_a_score_of_zero_costs_ln_2(submission):
    """z = 0 means p = 1/2, which costs ln 2 whatever the truth."""
    losses = submission.binary_cross_entropy_with_logits(np.array([0.0, 0.0]), np.array([0, 1]))
    assert_close(losses, [np.log(2), np.log(2)], what="losses")


@pytest.mark.exercise("binary_cross_entropy_with_logits", weight=6, hint="Which p belongs to z = ln 3?")
def test_scores_of_plus_and_minus_ln_3(submission):
    """z = ln 3 means p = 3/4, z = -ln 3 means p = 1/4: the costs are ln 4/3 and ln 4."""
    z = np.log([3.0, 3.0, 1 / 3])
    losses = submission.binary_cross_entropy_with_logits(z, np.array([1, 0, 1]))
    assert_close(losses, np.log([4 / 3, 4.0, 4.0]), what="losses")


@pytest.mark.exercise("binary_cross_entropy_with_logits", weight=5, hint="Can you avoid forming the sigmoid?")
def test_a_wrong_score_of_800_costs_800(submission):
    """z = 800 for t = 0 costs 800, and for t = 1 nothing."""
    losses = submission.binary_cross_entropy_with_logits(np.array([800.0, 800.0]), np.array([0, 1]))
    assert_close(losses, [800.0, 0.0], what="losses")


@pytest.mark.exercise(
    "l2_regularization",
    weight=6,
    slide="matrix multiply + bias offset",
    hint="Is there a root or a 1/2 in R?",
)
def test_penalty_of_the_slides_weights(submission):
    """The squares of the slide's twelve weights sum to 0.8166: that is the value at reg = 1, and half of it at reg = 0.5."""
    weights = np.array([[0.01, -0.05, 0.1, 0.05], [0.7, 0.2, 0.05, 0.16], [0.0, -0.45, -0.2, 0.03]]).T
    for reg, expected in ((1.0, 0.8166), (0.5, 0.4083)):
        value, _ = expect_tuple(submission.l2_regularization(weights, reg), 2, what="(value, gradient)")
        assert_close(value, expected, what="value")


@pytest.mark.exercise("l2_regularization", weight=8, hint="What is the derivative of w**2?")
def test_gradient_of_the_penalty(submission):
    """Each weight has its own slope, which doubles when the weight does."""
    _, gradient = expect_tuple(
        submission.l2_regularization(np.array([[1.0, -2.0], [3.0, 0.0]]), 0.5), 2, what="(value, gradient)"
    )
    assert_close(gradient, [[1.0, -2.0], [3.0, 0.0]], what="gradient")


@pytest.mark.exercise(
    "full_loss", weight=7, slide="Until now", hint="What is each of the two parts, printed on its own?"
)
@pytest.mark.parametrize(("kind", "data_loss"), [("svm", 1.58), ("softmax", 1.040191)])
def test_full_loss_of_the_slides_image(submission, kind, data_loss):
    """The slide's image, given twice, costs 1.58 (SVM) or 1.0402 (softmax) on average; its weights add 0.4083 at reg = 0.5."""
    weights = np.array([[0.01, -0.05, 0.1, 0.05], [0.7, 0.2, 0.05, 0.16], [0.0, -0.45, -0.2, 0.03]]).T
    images = np.array([[-15.0, 22.0, -44.0, 56.0]] * 2)
    inputs = (images, weights, np.array([0.0, 0.2, -0.3]), np.array([2, 2]))

    def is_right():
        loss = submission.full_loss(*inputs, reg=0.5, kind=kind)
        assert_close(loss, data_loss + 0.4083, what="loss", tolerance=1e-6)

    try:
        is_right()
    except (CheckFailure, StudentException):
        # A mistake in one of your earlier functions costs nothing here: once more, with the slide's numbers for them.
        with submission.using(**slides_parts(submission, inputs)):
            is_right()


def slides_parts(submission, inputs):
    """The slide's numbers in place of each earlier function that is written, right or wrong."""
    X, W, b, y = inputs
    scores = np.array([[-2.85, 0.86, 0.28]] * 2)
    known = {
        "linear_scores": ((X, W, b), scores),
        "svm_losses": ((scores, y), np.array([1.58, 1.58])),
        "cross_entropy": ((scores, y), np.array([1.040191, 1.040191])),
        "l2_regularization": ((W, 0.5), (0.4083, W)),
    }
    parts = {}
    for name, (arguments, answer) in known.items():
        with contextlib.suppress(NotWritten):
            with contextlib.suppress(StudentException):
                getattr(submission, name)(*arguments)
            parts[name] = answering(arguments, answer)
    return parts


def answering(expected, answer):
    """A function that knows one call."""

    def function(*arguments, **others):
        if any(np.shape(a) != np.shape(b) or not np.allclose(a, b) for a, b in zip(arguments, expected)):
            raise ValueError("the slide has no number for these arguments")
        return answer

    return function


@pytest.mark.exercise("ANSWERS", weight=0.1, hint="Is each answer spelled exactly as offered?")
def test_every_answer_is_one_of_the_choices(submission, choices):
    """Every question has an answer, spelled exactly as one of its choices."""
    assert_offered(submission.get("ANSWERS"), choices)
