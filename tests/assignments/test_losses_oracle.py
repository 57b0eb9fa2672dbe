"""The solution of `losses` against independent oracles: scipy for the values, autograd for the gradients."""

import doctest
import importlib.util
import itertools
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import log_softmax, logsumexp, softmax
from scipy.stats import bernoulli

PATH = Path(__file__).parents[2] / "solutions" / "losses" / "losses.py"
SIZES = [(1, 1, 2), (1, 4, 3), (5, 3, 4), (8, 2, 10), (30, 7, 2)]  # (N, D, C)


def load_solution():
    spec = importlib.util.spec_from_file_location("losses_solution", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


losses = load_solution()


@pytest.fixture(params=SIZES, ids=str)
def data(request):
    n, d, c = request.param
    rng = np.random.default_rng(n * 100 + d * 10 + c)
    return (
        rng.normal(size=(n, d)),
        rng.normal(size=(d, c)),
        rng.normal(size=c),
        rng.integers(0, c, size=n),
        3 * rng.normal(size=(n, c)),
    )


def hinge_by_hand(scores, y, delta):
    """The formula of the slide, term by term."""
    return [
        sum(max(0.0, s - row[label] + delta) for j, s in enumerate(row) if j != label)
        for row, label in zip(scores.tolist(), y.tolist(), strict=True)
    ]


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-9)


def test_linear_scores_are_the_scalar_products(data):
    X, W, b, _, _ = data
    close(losses.linear_scores(X, W, b), np.einsum("nd,dc->nc", X, W) + b)


@pytest.mark.parametrize("delta", [0.0, 1.0, 2.5])
def test_svm_losses_are_the_slides_sum_term_by_term(data, delta):
    *_, y, scores = data
    expected = hinge_by_hand(scores, y, delta)
    close(losses.svm_losses(scores, y, delta), expected)
    close(losses.svm_loss(scores, y, delta)[0], np.mean(expected))


@pytest.mark.parametrize("delta", [0.3, 1.0])
def test_the_svm_gradient_is_the_one_of_automatic_differentiation(data, delta):
    *_, y, scores = data
    right = np.arange(scores.shape[1]) == y[:, None]

    def loss(s):
        margins = s - anp.sum(s * right, axis=1, keepdims=True) + delta
        return anp.sum(anp.where(right | (margins < 0), 0.0, margins)) / len(y)

    close(losses.svm_loss(scores, y, delta)[1], grad(loss)(scores))


def test_softmax_is_scipys(data):
    scores = data[-1]
    close(losses.softmax(scores), softmax(scores, axis=1))
    close(losses.softmax(scores * 500), softmax(scores * 500, axis=1))


@pytest.mark.parametrize("scale", [1.0, 500.0])
def test_cross_entropy_is_minus_scipys_log_softmax(data, scale):
    *_, y, scores = data
    expected = -log_softmax(scale * scores, axis=1)[np.arange(len(y)), y]
    close(losses.cross_entropy(scale * scores, y), expected)
    close(losses.cross_entropy(scale * scores, y, base=10), expected / np.log(10))
    close(losses.softmax_loss(scale * scores, y)[0], expected.mean())


def test_the_softmax_gradient_is_the_one_of_automatic_differentiation(data):
    *_, y, scores = data
    right = np.arange(scores.shape[1]) == y[:, None]

    def loss(s):
        return anp.mean(anp.log(anp.sum(anp.exp(s), axis=1)) - anp.sum(s * right, axis=1))

    close(losses.softmax_loss(scores, y)[1], grad(loss)(scores))


def test_binary_cross_entropy_is_the_log_likelihood_of_a_coin():
    rng = np.random.default_rng(1)
    p, t = np.concatenate([[0.0, 1.0, 1e-12], rng.uniform(size=20)]), np.tile([0, 1], 12)[:23]
    p[2], t[2] = 1e-12, 1
    close(losses.binary_cross_entropy(p, t), -bernoulli.logpmf(t, p))


def test_binary_cross_entropy_with_logits_is_a_softmax_over_two_scores():
    rng = np.random.default_rng(2)
    z, t = np.concatenate([[800.0, -800.0, 40.0, -40.0], 5 * rng.normal(size=20)]), np.tile([0, 1], 12)
    both = np.column_stack([np.zeros_like(z), z])
    close(losses.binary_cross_entropy_with_logits(z, t), logsumexp(both, axis=1) - z * t)


@pytest.mark.parametrize("shape", [(3,), (4, 2), (2, 3, 4)])
def test_the_penalty_is_the_squared_norm_and_its_gradient_that_of_automatic_differentiation(shape):
    W = np.random.default_rng(3).normal(size=shape)
    value, gradient = losses.l2_regularization(W, 0.7)
    close(value, 0.7 * np.linalg.norm(W.ravel()) ** 2)
    close(gradient, grad(lambda w: 0.7 * anp.sum(w * w))(W))


@pytest.mark.parametrize("reg", [0.0, 0.4])
def test_the_full_loss_is_the_mean_plus_the_penalty(data, reg):
    X, W, b, y, _ = data
    scores = np.einsum("nd,dc->nc", X, W) + b
    penalty = reg * np.linalg.norm(W) ** 2
    close(losses.full_loss(X, W, b, y, reg, "svm"), np.mean(hinge_by_hand(scores, y, 1.0)) + penalty)
    expected = -log_softmax(scores, axis=1)[np.arange(len(y)), y].mean() + penalty
    close(losses.full_loss(X, W, b, y, reg, "softmax"), expected)


def test_gradients_keep_float32_and_promote_whole_numbers():
    scores, y = np.array([[3, 5, 0], [4, 1, 2]]), np.array([0, 2])
    for function in (losses.svm_loss, losses.softmax_loss):
        assert function(scores.astype(np.float32), y)[1].dtype == np.float32
        assert function(scores, y)[1].dtype == np.float64
    assert losses.l2_regularization(scores.astype(np.float32), 0.1)[1].dtype == np.float32
    assert losses.l2_regularization(scores, 0.1)[1].dtype == np.float64


@pytest.mark.parametrize(
    ("question", "scores"),
    [
        ("perturb_10_-2_3", (10, -2, 3)),
        ("perturb_10_9_9", (10, 9, 9)),
        ("perturb_10_-100_-100", (10, -100, -100)),
    ],
)
def test_the_answers_about_perturbed_scores_follow_from_the_formulas(question, scores):
    corners = np.array(scores) + 0.1 * np.array(list(itertools.product([-1, 0, 1], repeat=3)))
    svm = hinge_by_hand(corners, np.zeros(27, dtype=int), 1.0)
    # log1p keeps what is as small as exp(-110).
    softmax_losses = np.log1p(np.exp(corners[:, 1:] - corners[:, :1]).sum(axis=1))
    assert np.ptp(softmax_losses) > 0
    answer = losses.ANSWERS[question]
    assert (np.ptp(svm) > 1e-9) == (answer == "both")
    assert (np.ptp(softmax_losses) < 1e-40) == answer.endswith("by less than 1e-40")


def test_the_answers_about_zero_weights_follow_from_the_functions():
    X, y = np.ones((5, 3)), np.array([3, 0, 6, 2, 2])
    W, b = np.zeros((3, 7)), np.zeros(7)
    found = {
        "svm_with_zero_weights": losses.full_loss(X, W, b, y, 0.0, "svm"),
        "softmax_with_zero_weights": losses.full_loss(X, W, b, y, 0.0, "softmax"),
    }
    values = {"0": 0, "1": 1, "C - 1": 6, "C": 7, "1 / C": 1 / 7, "ln C": np.log(7)}
    for question, value in found.items():
        close(value, values[losses.ANSWERS[question]])


def test_the_examples_in_the_docstrings_are_true():
    result = doctest.testmod(losses)
    assert result.attempted > 10
    assert result.failed == 0
