"""The checks that you can see: the lecture's worked examples first, then one small case that is not square.

Run them with `pytest` in this folder, or in the notebook with `check("svm_loss")`. Hidden checks look further: at other
shapes, at extreme numbers, at bad input.
"""

import numpy as np
import pytest

from autograder import assert_close, assert_offered, expect_tuple, lecture_values


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

OF_THE_MEAN = "It is the gradient of the mean over both examples; each of its rows sums to 0."


@pytest.mark.exercise("linear_scores", slide="matrix multiply + bias offset")
@printed("linear_scores")
def test_the_slides_image_gets_the_slides_scores(submission, value):
    """The slide's image has the slide's three scores."""
    value.check(submission)


@pytest.mark.exercise("linear_scores", hint="Which axis of X meets which axis of W, and what is added?")
def test_two_images_get_two_rows_of_scores(submission):
    """Each example has its own row of scores, and each class its own column and bias."""
    expected = [[11.0, 24.0, 29.0, 42.0], [11.0, 16.0, 38.0, 31.0]]
    assert_close(submission.linear_scores(X, W, B), expected, what="scores")


@pytest.mark.exercise(
    "svm_losses", slide="Multiclass SVM loss", weight=0.5, hint="How safely must the right class win?"
)
@printed("svm_losses")
def test_the_slides_svm_losses(submission, value):
    """The slide's scores cost what the formula says."""
    value.check(submission)


@pytest.mark.exercise("svm_losses", hint="Which margins are violated in each row, and by how much?")
def test_svm_losses_of_two_examples_and_four_classes(submission):
    """Each example costs the sum of its own violated margins."""
    assert_close(submission.svm_losses(SCORES, LABELS), [1.5, 3.5], what="losses")


@pytest.mark.exercise("svm_loss", slide="Multiclass SVM loss", hint="Which three numbers do you average?")
@printed("svm_loss")
def test_the_slides_mean_svm_loss(submission, value):
    """The loss of the slide's three examples is the mean of 2.9, 0 and 12.9."""
    value.check(submission)


@pytest.mark.exercise("svm_loss", weight=2, hint="How many rivals push on the right class of the second row?")
def test_svm_gradient_of_two_examples_and_four_classes(submission):
    """A violated margin pushes its rival down and the right class up, by 1/N each."""
    _, dscores = expect_tuple(submission.svm_loss(SCORES, LABELS), 2, what="(loss, dscores)")
    expected = [[0.5, 0.0, -0.5, 0.0], [-1.0, 0.5, 0.0, 0.5]]
    assert_close(dscores, expected, what="dscores", because=OF_THE_MEAN)


@pytest.mark.exercise(
    "svm_loss", slide="Softmax vs. SVM", hint="Which slopes lie between those on either side?"
)
def test_svm_gradient_on_the_kink_is_a_valid_choice(submission):
    """The scores [10, 9, 9] with y = 0 sit on the kink: any slope between left and right will do there."""
    scores = np.array([[10.0, 9.0, 9.0], [0.0, 2.0, -3.0]])
    loss, dscores = expect_tuple(submission.svm_loss(scores, np.array([0, 0])), 2, what="(loss, dscores)")
    assert_close(loss, 1.5, what="loss", because="The first row costs nothing, the second one 3.")
    because = "Slopes for rivals on the kink lie from 0 to 1 (our rule makes them 0), over N; rows sum to 0."
    assert_close(dscores, [[-0.5, 0.25, 0.25], [-0.5, 0.5, 0]], absolute=0.5, what="dscores", because=because)
    rivals = np.clip(np.reshape(dscores, (2, 3))[0, 1:], 0, 0.5)
    expected = [[-rivals.sum(), *rivals], [-0.5, 0.5, 0.0]]
    assert_close(dscores, expected, what="dscores", because=because)


@pytest.mark.exercise(
    "softmax",
    slide="Softmax Classifier (Multinomial Logistic Regression)",
    hint="By what do you divide each exp?",
)
@printed("softmax")
def test_the_slides_probabilities(submission, value):
    """The slide's scores give the slide's probabilities."""
    value.check(submission)


@pytest.mark.exercise("softmax", slide="Softmax Classifier (Multinomial Logistic Regression)")
def test_probabilities_are_proportional_to_exp_of_the_scores(submission):
    """Compared with a class of score 0, the slide's classes get 24.5, 164.0 and 0.18 times its probability."""
    exps = np.array([24.5325, 164.0219, 0.18268, 1.0])
    p = submission.softmax(np.array([[3.2, 5.1, -1.7, 0.0]]))
    assert_close(p, [exps / exps.sum()], what="probabilities", tolerance=1e-6)


@pytest.mark.exercise("softmax", hint="Over which axis do the probabilities sum to 1?")
def test_softmax_of_logarithms_gives_the_probabilities_back(submission):
    """For scores log(p) + 5 the softmax is p: exp undoes log, and a constant in all scores changes nothing."""
    assert_close(submission.softmax(np.log(PROBABILITIES) + 5), PROBABILITIES, what="probabilities")


@pytest.mark.exercise(
    "cross_entropy", slide="cross-entropy loss (Softmax)", weight=0.5, hint="Which base has your logarithm?"
)
@printed("cross_entropy")
def test_the_slides_cross_entropy_losses(submission, value):
    """The slide's scores cost what the formula says: 2.04 nats, or 0.89 to base 10."""
    value.check(submission)


@pytest.mark.exercise("cross_entropy", hint="Which probability does the label pick from each row?")
def test_cross_entropy_of_two_examples_and_four_classes(submission):
    """Probabilities 1/8 and 1/10 for the right classes cost ln 8 and ln 10."""
    losses = submission.cross_entropy(np.log(PROBABILITIES), LABELS)
    assert_close(losses, np.log([8.0, 10.0]), what="losses")


@pytest.mark.exercise("softmax_loss", slide="Softmax Classifier (Multinomial Logistic Regression)")
def test_mean_softmax_loss_of_the_slides_three_examples(submission):
    """The slide's three examples cost 2.0404, 0.0791 and 6.1565 nats: 2.7587 on average."""
    scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    loss, _ = expect_tuple(submission.softmax_loss(scores, np.array([0, 1, 2])), 2, what="(loss, dscores)")
    assert_close(loss, 2.7587, what="loss", tolerance=5e-5)


@pytest.mark.exercise(
    "softmax_loss", weight=2, hint="What do you get if you derive log(sum of exp) by one score?"
)
def test_softmax_gradient_of_two_examples_and_four_classes(submission):
    """The gradient pushes each score by its probability, less 1 for the right class, over N."""
    answer = submission.softmax_loss(np.log(PROBABILITIES), LABELS)
    _, dscores = expect_tuple(answer, 2, what="(loss, dscores)")
    expected = [[0.25, 0.125, -0.4375, 0.0625], [-0.45, 0.1, 0.15, 0.2]]
    assert_close(dscores, expected, what="dscores", because=OF_THE_MEAN)


@pytest.mark.exercise("binary_cross_entropy", slide="Binary cross-entropy loss", hint="Who pays when t = 0?")
def test_binary_cross_entropy_of_four_predictions(submission):
    """The costs are ln 2, ln 4, ln 5 and ln 10: minus the logarithm of what the truth was given."""
    losses = submission.binary_cross_entropy(np.array([0.5, 0.25, 0.8, 0.9]), np.array([1, 1, 0, 0]))
    assert_close(losses, np.log([2.0, 4.0, 5.0, 10.0]), what="losses")


@pytest.mark.exercise("binary_cross_entropy", weight=0.5, hint="What is 0 * log 0 to a computer?")
def test_a_certain_and_right_prediction_costs_nothing(submission):
    """p = 1 for t = 1 costs 0, and so does p = 0 for t = 0; p = 1/2 costs ln 2."""
    losses = submission.binary_cross_entropy(np.array([1.0, 0.0, 0.5]), np.array([1, 0, 1]))
    assert_close(losses, [0.0, 0.0, np.log(2)], what="losses")


@pytest.mark.exercise("binary_cross_entropy_with_logits", slide="Binary cross-entropy loss")
def test_a_score_of_zero_costs_ln_2(submission):
    """z = 0 means p = 1/2, which costs ln 2 whatever the truth."""
    losses = submission.binary_cross_entropy_with_logits(np.array([0.0, 0.0]), np.array([0, 1]))
    assert_close(losses, [np.log(2), np.log(2)], what="losses")


@pytest.mark.exercise("binary_cross_entropy_with_logits", hint="Which p belongs to z = ln 3?")
def test_scores_of_plus_and_minus_ln_3(submission):
    """z = ln 3 means p = 3/4, z = -ln 3 means p = 1/4: the costs are ln 4/3 and ln 4."""
    z = np.log([3.0, 3.0, 1 / 3])
    losses = submission.binary_cross_entropy_with_logits(z, np.array([1, 0, 1]))
    assert_close(losses, np.log([4 / 3, 4.0, 4.0]), what="losses")


@pytest.mark.exercise(
    "l2_regularization", slide="matrix multiply + bias offset", hint="Is there a root or a 1/2 in R?"
)
def test_penalty_of_the_slides_weights(submission):
    """The squares of the slide's twelve weights sum to 0.8166."""
    weights = np.array([[0.01, -0.05, 0.1, 0.05], [0.7, 0.2, 0.05, 0.16], [0.0, -0.45, -0.2, 0.03]]).T
    value, _ = expect_tuple(submission.l2_regularization(weights, 1.0), 2, what="(value, gradient)")
    assert_close(value, 0.8166, what="value")


@pytest.mark.exercise("l2_regularization", hint="What is the derivative of w**2?")
def test_gradient_of_the_penalty(submission):
    """Each weight has its own slope, which doubles when the weight does."""
    _, gradient = expect_tuple(
        submission.l2_regularization(np.array([[1.0, -2.0], [3.0, 0.0]]), 0.5), 2, what="(value, gradient)"
    )
    assert_close(gradient, [[1.0, -2.0], [3.0, 0.0]], what="gradient")


@pytest.mark.exercise(
    "full_loss", slide="Until now", hint="What does each of the two parts give, printed alone?"
)
@pytest.mark.parametrize(("kind", "data_loss"), [("svm", 1.58), ("softmax", 1.040191)])
def test_full_loss_of_the_slides_image(submission, kind, data_loss):
    """The slide's image costs 1.58 (SVM) or 1.0402 (softmax); its weights add 0.8166 at reg = 1."""
    weights = np.array([[0.01, -0.05, 0.1, 0.05], [0.7, 0.2, 0.05, 0.16], [0.0, -0.45, -0.2, 0.03]]).T
    image = np.array([[-15.0, 22.0, -44.0, 56.0]])
    inputs = (image, weights, np.array([0.0, 0.2, -0.3]), np.array([2]))
    loss = submission.full_loss(*inputs, reg=1.0, kind=kind)
    if not agrees_with_own_parts(submission, loss, inputs, reg=1.0, kind=kind):
        assert_close(loss, data_loss + 0.8166, what="loss", tolerance=1e-6)


def agrees_with_own_parts(submission, loss, inputs, reg, kind):
    """Whether `full_loss` puts your own parts together rightly: a mistake in one of them costs nothing here."""
    X, W, b, y = inputs
    try:
        scores = submission.linear_scores(X, W, b)
        losses = submission.svm_losses(scores, y) if kind == "svm" else submission.cross_entropy(scores, y)
        penalty, _ = submission.l2_regularization(W, reg)
        own = np.mean(losses) + penalty
        return own != 0 and bool(np.isclose(loss, own, rtol=1e-9, atol=0))
    except Exception:  # the part's own checks say what is wrong with it
        return False


@pytest.mark.exercise("ANSWERS", weight=0.1, hint="Is each answer spelled as it is offered?")
def test_every_answer_is_one_of_the_choices(submission, choices):
    """Every question has an answer, spelled exactly as one of its choices."""
    assert_offered(submission.get("ANSWERS"), choices)
