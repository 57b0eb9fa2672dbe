"""The solution of `descent` against independent oracles: closed forms of linear recurrences, numpy's roots, autograd, scipy."""

import doctest
import importlib.util
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import log_softmax, softmax

ROOT = Path(__file__).parents[2]
SHAPES = [(), (1,), (5,), (3, 4), (2, 1, 3)]


def load(path):
    spec = importlib.util.spec_from_file_location(f"oracle_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


descent = load(ROOT / "solutions" / "descent" / "descent.py")
figures = load(ROOT / "assignments" / "descent" / "figures.py")


def slope(x):
    return 2 * x**3 - 4 * x + 1


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(descent).failed == 0


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_descent_in_a_bowl_follows_the_geometric_series(shape):
    rng = np.random.default_rng(1)
    bottom, curvature, W0 = rng.normal(size=shape), rng.uniform(0.2, 2, size=shape), rng.normal(size=shape)
    _, history, status = descent.gradient_descent(
        lambda W: curvature * (W - bottom), W0, 0.3, goal=0, max_steps=25
    )
    assert status == "max_steps"
    for k, W in enumerate(history):
        close(W, bottom + (1 - 0.3 * curvature) ** k * (W0 - bottom))


@pytest.mark.parametrize("start", [2.0, 0.26, 0.25, -2.0])
def test_small_steps_end_in_the_valley_on_their_side_of_the_ridge(start):
    left, ridge, right = sorted(np.roots([2, 0, -4, 1]).real)
    x, _, status = descent.gradient_descent(slope, start, 0.01, goal=1e-12)
    assert status == "converged"
    np.testing.assert_allclose(x, right if start > ridge else left, atol=1e-9)


def test_the_largest_stable_rate_is_two_over_the_curvature():
    minimum = max(np.roots([2, 0, -4, 1]).real)
    limit = 2 / (6 * minimum**2 - 4)
    assert float(descent.ANSWERS["largest_stable_rate"]) == pytest.approx(limit, abs=5e-4)
    near = minimum + 1e-3
    assert abs(descent.gradient_descent(slope, near, 0.99 * limit)[0] - minimum) < 1e-4
    assert abs(descent.gradient_descent(slope, near, 1.01 * limit)[0] - minimum) > 1e-2


@pytest.mark.parametrize(("start", "question"), [(0.25, "basin_of_0_25"), (0.26, "basin_of_0_26")])
def test_the_answers_about_basins_are_where_the_steps_lead(start, question):
    x, _, _ = descent.gradient_descent(slope, start, 0.01)
    assert f"{x:.3f}" == descent.ANSWERS[question]


def test_the_slides_loop_with_an_update_in_place_stops_after_one_step():
    W = W0 = np.array([2.0])
    steps = 0
    not_met = True
    while not_met:
        W_old = W
        W -= 0.1 * slope(W)
        steps += 1
        not_met = sum(abs(W - W_old)) > 1e-6
    assert steps == 1
    assert W0 is W
    assert descent.ANSWERS["in_place_update"] == "it stops after one step"


@pytest.mark.parametrize("sizes", [(1, 2, 3), (6, 4, 3), (9, 2, 5)], ids=str)
def test_sgd_on_all_rows_follows_autograds_gradient(sizes):
    n, d, c = sizes
    rng = np.random.default_rng(n)
    X, y, W0 = rng.normal(size=(n, d)), rng.integers(c, size=n), rng.normal(size=(d, c))

    def loss(W, X, y):
        scores = X @ W
        value = -log_softmax(scores, axis=1)[np.arange(len(y)), y].mean()
        return value, X.T @ (softmax(scores, axis=1) - np.eye(c)[y]) / len(y)

    def same_loss(W):
        scores = anp.dot(X, W)
        return anp.mean(anp.log(anp.sum(anp.exp(scores), axis=1)) - scores[np.arange(n), y])

    W, history = descent.sgd(loss, W0, X, y, 0.4, n, 5, np.random.default_rng(0))
    expected, values = W0, []
    for _ in range(5):
        values.append(same_loss(expected))
        expected = expected - 0.4 * grad(same_loss)(expected)
    close(W, expected)
    close(history, values)


def test_the_least_squares_loss_has_the_gradient_that_autograd_finds():
    rng = np.random.default_rng(5)
    X, y, W = rng.normal(size=(7, 3)), rng.integers(4, size=7), rng.normal(size=(3, 4))

    def same_loss(W):
        return anp.sum((anp.dot(X, W) - np.eye(4)[y]) ** 2) / (2 * 7)

    value, gradient = descent.least_squares_loss(W, X, y)
    close(value, same_loss(W))
    close(gradient, grad(same_loss)(W))


@pytest.mark.parametrize("seed", range(5))
def test_every_pass_is_a_permutation_of_the_rows(seed):
    X, y = np.arange(22.0).reshape(11, 2), np.arange(11)
    batches = list(descent.iterate_minibatches(X, y, 4, np.random.default_rng(seed)))
    assert [len(labels) for _, labels in batches] == [4, 4, 3]
    order = np.concatenate([labels for _, labels in batches])
    assert sorted(order) == list(range(11))
    np.testing.assert_array_equal(np.vstack([rows for rows, _ in batches]), X[order])


def test_the_digits_are_complete_and_the_same_in_both_assignments():
    paths = [ROOT / "assignments" / name / "digits.npz" for name in ("descent", "network")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with np.load(paths[0]) as digits:
        X, y = digits["X"], digits["y"]
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((1797, 64), np.uint8, (1797,), np.uint8)
    assert (X.min(), X.max()) == (0, 16)
    # The counts of the ten digits, as the UCI repository states them for this test set.
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    # Both parts have all digits: the fewest of one digit among the 397 of the test part is 35.
    assert min(np.bincount(y[:1400])) > 120
    assert min(np.bincount(y[1400:])) >= 35


@pytest.mark.parametrize(
    ("rate", "diagnosis"), [(0.18, "too high"), (0.15, "high"), (0.05, "good"), (0.0003, "low")]
)
def test_the_figures_rates_are_what_their_curves_say(rate, diagnosis):
    X, y, _, _ = figures.digits()
    with np.errstate(all="ignore"):
        _, history = descent.sgd(
            descent.least_squares_loss, np.zeros((65, 10)), X, y, rate, 10, 2, np.random.default_rng(0)
        )
    assert descent.diagnose_learning_rate(history) == diagnosis
