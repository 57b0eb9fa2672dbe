"""The solution of `network` against independent oracles: autograd, loops in plain Python, the slide's own lines."""

import doctest
import importlib.util
import math
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

ROOT = Path(__file__).parents[2]
SIZES = [(1, 3, 4, 2), (5, 4, 6, 3), (8, 2, 3, 10), (20, 7, 5, 4)]  # (N, D, H, C)
STUCK_SEEDS = [207, 215, 520, 798, 900, 911, 950]


def load(path):
    spec = importlib.util.spec_from_file_location(f"network_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


network = load(ROOT / "solutions" / "network" / "network.py")


@pytest.fixture(params=SIZES, ids=str)
def case(request):
    n, d, h, c = request.param
    rng = np.random.default_rng(n * 1000 + d * 100 + h * 10 + c)
    params = {
        "W1": rng.normal(size=(d, h)),
        "b1": rng.normal(size=h),
        "W2": rng.normal(size=(h, c)),
        "b2": rng.normal(size=c),
    }
    return params, rng.normal(size=(n, d)), rng.integers(0, c, size=n)


def layer_by_hand(rows, W, b, rectified):
    """One layer, weight by weight."""
    sums = [[b[k] + math.fsum(x * W[i][k] for i, x in enumerate(row)) for k in range(len(b))] for row in rows]
    return [[max(0.0, value) for value in row] for row in sums] if rectified else sums


def loss_by_autograd(params, X, y, reg):
    scores = anp.dot(anp.maximum(0, anp.dot(X, params["W1"]) + params["b1"]), params["W2"]) + params["b2"]
    right = anp.sum(scores * (np.arange(scores.shape[1]) == y[:, None]), axis=1)
    penalty = anp.sum(params["W1"] ** 2) + anp.sum(params["W2"] ** 2)
    return anp.mean(anp.log(anp.sum(anp.exp(scores), axis=1)) - right) + reg * penalty


def assert_equal(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-11)


def test_scores_are_those_of_loops_over_all_weights(case):
    params, X, _ = case
    hidden = layer_by_hand(X.tolist(), params["W1"], params["b1"], rectified=True)
    assert_equal(
        network.two_layer_forward(params, X)[0],
        layer_by_hand(hidden, params["W2"], params["b2"], rectified=False),
    )


def test_three_layers_are_those_of_loops_over_all_weights(case):
    params, X, _ = case
    rng = np.random.default_rng(3)
    params = params | {"W3": rng.normal(size=(len(params["b2"]), 6)), "b3": rng.normal(size=6)}
    rows = X.tolist()
    for layer in (1, 2, 3):
        rows = layer_by_hand(rows, params[f"W{layer}"], params[f"b{layer}"], rectified=layer < 3)
    assert_equal(network.three_layer_forward(params, X), rows)


@pytest.mark.parametrize("reg", [0.0, 0.35])
def test_loss_and_gradients_are_those_of_autograd(case, reg):
    params, X, y = case
    loss, grads = network.two_layer_loss(params, X, y, reg)
    assert_equal(loss, loss_by_autograd(params, X, y, reg))
    expected = grad(loss_by_autograd)(params, X, y, reg)
    assert set(grads) == set(params)
    for name in params:
        assert_equal(grads[name], expected[name])


def test_gradients_keep_float32(case):
    params, X, y = case
    small = {name: value.astype(np.float32) for name, value in params.items()}
    loss, grads = network.two_layer_loss(small, X.astype(np.float32), y, 0.3)
    assert {value.dtype for value in grads.values()} == {np.dtype(np.float32)}
    assert float(loss) == pytest.approx(loss_by_autograd(params, X, y, 0.3), rel=1e-5)


def test_huge_scores_have_a_loss_that_is_a_difference_of_scores(case):
    params, X, y = case
    params = params | {"W2": 1e5 * params["W2"]}
    scores, _ = network.two_layer_forward(params, X)
    expected = np.mean(scores.max(axis=1) - scores[np.arange(len(y)), y])
    assert_equal(network.two_layer_loss(params, X, y, 0.0)[0], expected)


def test_prediction_is_the_position_of_the_highest_score(case):
    params, X, _ = case
    rows = network.two_layer_forward(params, X)[0].tolist()
    assert network.predict(params, X).tolist() == [row.index(max(row)) for row in rows]


def test_starting_weights_have_the_moments_of_their_distribution():
    params = network.init_two_layer(300, 200, 100, 0.05, np.random.default_rng(0))
    for name, fan in (("W1", (300, 200)), ("W2", (200, 100))):
        assert params[name].shape == fan
        n = params[name].size
        assert abs(params[name].mean()) < 4 * 0.05 / math.sqrt(n)
        assert params[name].std() == pytest.approx(0.05, rel=4 / math.sqrt(2 * n))
    assert not params["b1"].any()
    assert not params["b2"].any()


def test_xor_step_is_descent_on_half_the_squared_error():
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(6, 3)), rng.uniform(size=(6, 2))
    W0, W1 = rng.normal(size=(3, 5)), rng.normal(size=(5, 2))

    def loss(W0, W1):
        l1 = 1 / (1 + anp.exp(-anp.dot(X, W0)))
        l2 = 1 / (1 + anp.exp(-anp.dot(l1, W1)))
        return anp.sum((Y - l2) ** 2) / 2

    new_W0, new_W1, value = network.xor_step(X, Y, W0, W1)
    assert_equal(value, loss(W0, W1))
    assert_equal(new_W0, W0 - grad(loss, 0)(W0, W1))
    assert_equal(new_W1, W1 - grad(loss, 1)(W0, W1))


def eleven_lines(seeds, steps):
    """The slide's program for many seeds at once; returns W0, W1 and l2, one seed a row."""
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    starts = []
    for seed in seeds:
        np.random.seed(seed)
        starts.append((2 * np.random.random((3, 4)) - 1, 2 * np.random.random((4, 1)) - 1))
    W0, W1 = (np.array(part) for part in zip(*starts, strict=True))
    for _ in range(steps):
        l1 = 1 / (1 + np.exp(-np.matmul(X, W0)))
        l2 = 1 / (1 + np.exp(-np.matmul(l1, W1)))
        delta_l2 = (Y - l2) * (l2 * (1 - l2))
        delta_l1 = np.matmul(delta_l2, W1.transpose(0, 2, 1)) * (l1 * (1 - l1))
        W1 = W1 + np.matmul(l1.transpose(0, 2, 1), delta_l2)
        W0 = W0 + np.matmul(X.T, delta_l1)
    return W0, W1, l2


def test_train_xor_is_the_slides_program():
    W0, W1, history = network.train_xor(4, 300)
    expected_W0, expected_W1, outputs = eleven_lines([4], 300)
    assert_equal(W0, expected_W0[0])
    assert_equal(W1, expected_W1[0])
    assert len(history) == 300
    assert_equal(history[-1], np.sum((np.array([[0, 1, 1, 0]]).T - outputs[0]) ** 2) / 2)


def test_the_seeds_named_in_the_exercise_are_those_that_get_stuck():
    _, _, outputs = eleven_lines(range(1000), 5000)
    losses = ((np.array([0, 1, 1, 0]) - outputs[:, :, 0]) ** 2).sum(axis=1) / 2
    assert np.flatnonzero(losses > 0.1).tolist() == STUCK_SEEDS
    assert np.delete(losses, STUCK_SEEDS).max() < 0.01
    source = (ROOT / "solutions" / "network" / "network.py").read_text(encoding="utf-8")
    assert all(str(seed) in source for seed in STUCK_SEEDS)


def test_weights_by_hand_solve_xor():
    W0, W1 = network.xor_by_hand()
    for a in (0, 1):
        for b in (0, 1):
            hidden = [1 / (1 + math.exp(-(a * W0[0, k] + b * W0[1, k] + W0[2, k]))) for k in range(4)]
            output = 1 / (1 + math.exp(-sum(h * W1[k, 0] for k, h in enumerate(hidden))))
            assert output == pytest.approx(a ^ b, abs=0.01)


def test_momentum_is_the_sum_of_faded_gradients():
    slopes = np.random.default_rng(6).normal(size=(5, 3))
    W, velocity = np.zeros(3), np.zeros(3)
    for slope in slopes:
        W, velocity = network.momentum_step(W, slope, velocity, 0.1, momentum=0.7)
    fading = 0.7 ** np.arange(4, -1, -1)
    assert_equal(velocity, -0.1 * fading @ slopes)
    # A gradient goes on moving W in all the steps that follow it: 1 + 0.7 + 0.7² + ...
    assert_equal(W, -0.1 * ((1 - 0.7 ** np.arange(5, 0, -1)) / 0.3) @ slopes)


def test_training_on_all_rows_is_gradient_descent_by_autograd(case):
    params, X, y = case
    trained = {name: value.copy() for name, value in params.items()}
    history = network.train(trained, X, y, 0.05, 3, 100, 0.2, np.random.default_rng(0))
    expected, losses = params, []
    for _ in range(3):
        losses.append(loss_by_autograd(expected, X, y, 0.2))
        slopes = grad(loss_by_autograd)(expected, X, y, 0.2)
        expected = {name: expected[name] - 0.05 * slopes[name] for name in expected}
    assert_equal(history, losses)
    for name in params:
        assert_equal(trained[name], expected[name])


def test_an_epoch_shows_each_row_once_beside_its_own_label():
    X, y = np.arange(22.0).reshape(11, 2), np.arange(11) % 3
    params = {"W1": np.zeros((2, 2)), "b1": np.zeros(2), "W2": np.zeros((2, 3)), "b2": np.zeros(3)}
    batches = []

    def loss(params, X, y, reg):
        batches.append((X[:, 0].tolist(), y.tolist()))
        return 0.0, params

    network.train(params, X, y, 0.0, 2, 4, 0.0, np.random.default_rng(0), loss=loss)
    assert [len(rows) for rows, _ in batches] == [4, 4, 3, 4, 4, 3]
    for epoch in (batches[:3], batches[3:]):
        seen = sorted(pair for rows, labels in epoch for pair in zip(rows, labels, strict=True))
        assert seen == sorted(zip(X[:, 0].tolist(), y.tolist(), strict=True))


def test_an_experiment_shows_what_training_from_zero_changes():
    rng = np.random.default_rng(7)
    params = {"W1": np.zeros((4, 5)), "b1": np.zeros(5), "W2": np.zeros((5, 3)), "b2": np.zeros(3)}
    network.train(params, rng.normal(size=(10, 4)), np.arange(10) % 3, 0.5, 20, 4, 0.1, rng)
    assert [name for name in params if params[name].any()] == ["b2"]
    assert network.ANSWERS["zero_initialisation"] == "b2 only"


def test_the_parameter_count_is_that_of_the_arrays():
    params = network.init_two_layer(64, 32, 10, 0.1, np.random.default_rng(0))
    assert network.ANSWERS["parameter_count"] == str(sum(value.size for value in params.values()))


def test_most_runs_read_far_more_digits_than_the_check_asks_for():
    with np.load(ROOT / "assignments" / "network" / "digits.npz") as digits:
        X, y = digits["X"] / 16.0, digits["y"].astype(int)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        params = network.init_two_layer(64, 32, 10, 0.1, rng)
        network.train(params, X[:1400], y[:1400], 0.5, 60, 200, 1e-4, rng)
        assert np.mean(network.predict(params, X[1400:]) == y[1400:]) >= 0.96


@pytest.mark.parametrize(
    "change",
    [{"W1": np.zeros((3, 5))}, {"b1": np.zeros(4)}, {"W2": np.zeros((4, 3))}, {"b2": np.zeros((1, 3))}],
    ids=lambda change: next(iter(change)),
)
def test_parameters_that_do_not_chain_are_refused(change):
    params = {"W1": np.zeros((2, 5)), "b1": np.zeros(5), "W2": np.zeros((5, 3)), "b2": np.zeros(3)}
    with pytest.raises(ValueError, match=next(iter(change))):
        network.two_layer_forward(params | change, np.zeros((6, 2)))


@pytest.mark.parametrize(
    ("error", "y"),
    [
        (ValueError, [0, 3]),
        (ValueError, [-1, 0]),
        (ValueError, [0]),
        (ValueError, [[0], [1]]),
        (TypeError, [0.0, 1.0]),
    ],
)
def test_bad_labels_are_refused(error, y):
    params = {"W1": np.zeros((2, 5)), "b1": np.zeros(5), "W2": np.zeros((5, 3)), "b2": np.zeros(3)}
    with pytest.raises(error):
        network.two_layer_loss(params, np.zeros((2, 2)), y, 0.0)


def test_examples_in_the_docstrings_are_right():
    assert doctest.testmod(network).failed == 0
