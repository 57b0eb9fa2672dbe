"""Hidden checks of the assignment `network`: starting weights, scores, predictions and the questions."""

import numpy as np
import pytest

from autograder import (
    assert_answer,
    assert_close,
    assert_inputs_unchanged,
    assert_raises,
    expect_tuple,
)

# ---------------------------------------------------------------------------------------- init_two_layer


@pytest.fixture
def draw_parameters(submission, expect_parameters):
    """Return a function that calls the student's init_two_layer and returns its four arrays."""

    def draw(*, sizes=(60, 50, 40), scale=0.1, seed=0):
        inputs, hidden, classes = sizes
        shapes = {"W1": (inputs, hidden), "b1": (hidden,), "W2": (hidden, classes), "b2": (classes,)}
        like = {name: np.zeros(shape) for name, shape in shapes.items()}
        return expect_parameters(submission.init_two_layer(*sizes, scale, np.random.default_rng(seed)), like)

    return draw


@pytest.mark.exercise("init_two_layer", weight=22, about="values", hint="Is weight_scale a variance?")
@pytest.mark.parametrize("scale", [0.01, 3.0])
def test_weights_spread_as_asked(draw_parameters, scale):
    """The weights have mean 0 and standard deviation weight_scale."""
    params = draw_parameters(scale=scale)
    for name in ("W1", "W2"):
        # 2000 and more draws: 8 % is over five standard errors of a standard deviation, 12 % of a mean.
        spread, mean = np.std(params[name]) / scale, np.mean(params[name]) / scale
        assert 0.92 < spread < 1.08, f"{name}'s standard deviation is {spread:.3g} times weight_scale."
        assert abs(mean) < 0.12, f"{name}'s mean is {mean:.3g} times weight_scale; expected about 0."


@pytest.mark.exercise(
    "init_two_layer", weight=18, about="values", hint="What do two equal hidden units learn?"
)
def test_no_two_hidden_units_start_alike(draw_parameters):
    """Symmetry is broken: all weights differ, within W1, within W2 and between the two."""
    params = draw_parameters(sizes=(6, 5, 4))
    weights = np.concatenate([np.ravel(params["W1"]), np.ravel(params["W2"])])
    count = len(np.unique(weights))
    assert count == weights.size, f"Only {count} of {weights.size} weights differ from each other."


@pytest.mark.exercise(
    "init_two_layer", weight=19, about="values", hint="Which generator are the weights drawn from?"
)
def test_all_randomness_comes_from_rng(draw_parameters):
    """Equal generators give equal weights, and different ones different weights."""
    first, again, other = (draw_parameters(sizes=(4, 3, 2), seed=seed) for seed in (5, 5, 6))
    assert_close(
        again["W1"], first["W1"], what="W1 from an equal generator", because="rng is all the randomness"
    )
    assert_close(
        again["W2"], first["W2"], what="W2 from an equal generator", because="rng is all the randomness"
    )
    same = np.array_equal(other["W1"], first["W1"])
    assert not same, "Two different generators gave the same W1."


# ------------------------------------------------------------------------------------- two_layer_forward


def first(answer):
    """Return the scores of (scores, cache)."""
    return expect_tuple(answer, 2, what="(scores, cache)")[0]


@pytest.mark.exercise(
    "two_layer_forward", weight=32, about="values", hint="Can a score be negative? Can a hidden unit?"
)
@pytest.mark.parametrize("sizes", [(5, 7, 11, 3), (3, 11, 5, 7)], ids=str)
def test_scores_of_a_random_network(submission, reference, draw_network, sizes):
    """The scores follow the formula where N, D, H and C all differ, biases are not 0 and scores have both signs."""
    params, X, _ = draw_network(*sizes)
    scores, _ = expect_tuple(submission.two_layer_forward(params, X), 2, what="(scores, cache)")
    expected, _ = reference.two_layer_forward(params, X)
    assert_close(scores, expected, what="scores")


@pytest.mark.exercise("two_layer_forward", weight=16, about="edge cases")
def test_scores_of_one_example(submission, reference, draw_network):
    """A batch of one example has scores of shape (1, C)."""
    params, X, _ = draw_network(1, 4, 6, 3)
    scores, _ = expect_tuple(submission.two_layer_forward(params, X), 2, what="(scores, cache)")
    assert_close(scores, reference.two_layer_forward(params, X)[0], what="scores")


@pytest.mark.exercise("two_layer_forward", weight=4, about="mutation", hint="Whose arrays are they?")
def test_forward_leaves_its_inputs_alone(submission, draw_network, at_work):
    """The parameters and X are the caller's: they keep their values."""
    params, X, _ = draw_network(5, 4, 6, 3)
    at_work("two_layer_forward", params, X, look=first)
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "two_layer_forward", weight=4, about="bad input", hint="Is the given first line still there?"
)
def test_forward_refuses_bad_input(submission, draw_network, at_work):
    """Shapes that do not fit, and an empty batch, raise ValueError."""
    params, X, _ = draw_network(5, 4, 6, 3)
    at_work("two_layer_forward", params, X, look=first)
    assert_raises(
        ValueError, submission.two_layer_forward, params, X[:, :3], because="X has 3 columns, W1 4 rows"
    )
    assert_raises(ValueError, submission.two_layer_forward, params, X[:0], because="the batch is empty")
    wrong = params | {"b1": np.zeros(5)}
    assert_raises(
        ValueError, submission.two_layer_forward, wrong, X, because="b1 has 5 entries, W1 6 columns"
    )


# ----------------------------------------------------------------------------------- three_layer_forward


def three_layers(draw_network, rng):
    params, X, _ = draw_network(5, 4, 6, 7)
    return params | {"W3": rng.standard_normal((7, 3)), "b3": rng.standard_normal(3)}, X


@pytest.mark.exercise("three_layer_forward", weight=77, about="values", hint="Which layers are rectified?")
def test_scores_of_a_random_three_layer_network(submission, reference, draw_network, rng):
    """Two rectified layers, then one that is not, each with its bias."""
    params, X = three_layers(draw_network, rng)
    expected = reference.three_layer_forward(params, X)
    assert_close(submission.three_layer_forward(params, X), expected, what="scores")


@pytest.mark.exercise("three_layer_forward", weight=5, about="mutation", hint="Whose arrays are they?")
def test_three_layers_leave_their_inputs_alone(submission, draw_network, rng, at_work):
    """The parameters and X are the caller's: they keep their values."""
    at_work("three_layer_forward", *three_layers(draw_network, rng))
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "three_layer_forward", weight=5, about="bad input", hint="Is the given first line still there?"
)
def test_three_layers_refuse_bad_input(submission, draw_network, rng, at_work):
    """Shapes that do not fit, and an empty batch, raise ValueError."""
    params, X = three_layers(draw_network, rng)
    at_work("three_layer_forward", params, X)
    assert_raises(
        ValueError, submission.three_layer_forward, params, X[:, :3], because="X has 3 columns, W1 4 rows"
    )
    for length in (1, 2):
        wrong = params | {"b3": np.zeros(length)}
        assert_raises(
            ValueError,
            submission.three_layer_forward,
            wrong,
            X,
            because=f"b3 has length {length}, W3 3 columns",
        )


# ----------------------------------------------------------------------------------------------- predict


@pytest.mark.exercise(
    "predict", weight=72, about="values", hint="Is a row of the scores an example or a class?"
)
def test_predictions_of_a_random_network(submission, reference, draw_network, rng):
    """One class number for each row, that of the highest score."""
    params, X, _ = draw_network(9, 4, 6, 5)
    expected = np.argmax(reference.two_layer_forward(params, X)[0], axis=1)
    got = submission.predict(params, X, forward=reference.two_layer_forward)
    assert_close(got, expected, what="predictions", because="the class with the highest score, for each row")
    with submission.using(two_layer_forward=reference.two_layer_forward):
        assert_close(
            submission.predict(params, X), expected, what="predictions where no forward is handed in"
        )
    scores = rng.normal(size=(9, 4))
    got = submission.predict(params, X, forward=lambda params, X: (scores, None))
    assert_close(
        got,
        np.argmax(scores, axis=1),
        what="predictions",
        because="they are those of the forward that is handed in",
    )


@pytest.mark.exercise("predict", weight=15, about="edge cases", hint="Can the highest score be negative?")
def test_prediction_where_all_scores_are_negative(submission):
    """A batch of one, all of whose scores are negative, has a highest score as well."""
    # One input, one hidden unit, four classes: the scores are b2.
    params = {"W1": [[0.0]], "b1": [0.0], "W2": [[0.0] * 4], "b2": [-3.0, -1.5, -0.5, -2.0]}
    params = {name: np.array(value) for name, value in params.items()}
    got = submission.predict(params, np.ones((1, 1)), forward=lambda params, X: (params["b2"][None, :], None))
    assert_close(got, [2], what="predictions")


# ----------------------------------------------------------------------------------------------- ANSWERS


# What to ask whoever chose a wrong answer.
WRONG = {
    "plus_sign": {
        "the loss is maximised": "Does the error rise or fall while the 11 lines run?",
        "the sigmoid falls": "Is the derivative of the sigmoid ever negative?",
        "any sign would do": "What happens when you turn the plus into a minus?",
    },
    "zero_initialisation": {
        "none": "Which gradient has neither a weight nor a hidden value in it?",
        "b1 and b2 only": "What does the gradient pass on its way back to b1?",
        "W2 and b2 only": "What does the hidden layer put out, and where is that in the gradient of W2?",
        "all of them": "By what is the gradient multiplied on its way back through W2?",
    },
    "parameter_count": {
        "2080": "Does the second layer learn too?",
        "2368": "Does either layer have biases?",
        "2378": "Does the hidden layer have a bias?",
    },
}


@pytest.mark.exercise("ANSWERS", about="concepts")
@pytest.mark.parametrize("question", WRONG)
def test_answer(submission, reference, question):
    """The question is answered as the lecture and a small experiment do."""
    assert_answer(submission.get("ANSWERS"), question, reference.ANSWERS[question], WRONG[question])
