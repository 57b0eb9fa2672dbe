"""Noise, zero losses and parameters in units decades apart: no false pass, no false alarm, and a bound that holds."""

import numpy as np
import pytest

from autograder.gradcheck import Kind, Verdict, check_gradient

X = np.array([1.0, -2.0, 3.0])


@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0, -1.0])
def test_a_loss_whose_digits_do_not_show_the_gradient_lets_nothing_pass(factor):
    for seed in range(20):
        report = check_gradient(lambda x: 1e13 + float(x @ x), X, factor * 2 * X, rng=seed)
        assert report.verdict is not Verdict.RIGHT
        assert report.bound == np.inf


def test_a_block_next_to_nothing_beside_another_is_not_passed_unseen():
    x = {"large": np.array([1.0, 2.0]), "small": np.array([1.0, -1.0])}

    def f(p):
        return float(np.sum(p["large"] ** 2) + 1e-13 * np.sum(p["small"] ** 2))

    right = {"large": 2 * x["large"], "small": 2e-13 * x["small"]}
    assert check_gradient(f, x, right).verdict is not Verdict.WRONG
    wrong = check_gradient(f, x, right | {"small": 3 * right["small"]})
    assert wrong.verdict is not Verdict.RIGHT
    assert wrong.bounds["small"] == np.inf


@pytest.mark.parametrize(("size", "energy"), [(1e13, 8e4), (1e8, 4e4)])
@pytest.mark.parametrize("factors", [(2, 1), (1, 2), (1, 1 + 1e-4), (1 + 1e-4, 1), (0, 1)])
def test_a_mistake_in_one_of_two_units_is_found(size, energy, factors):
    T = np.linspace(300, 900, 12)
    rate = size * 1.1 * np.exp(-energy * 1.01 / (8.314 * T))

    def misfit(p):
        return np.log(p[0]) - p[1] / (8.314 * T) - np.log(rate)

    def f(p):
        return float(np.mean(misfit(p) ** 2))

    p = np.array([size, energy])
    e = 2 * misfit(p) / len(T)
    right = np.array([np.sum(e) / p[0], -np.sum(e / (8.314 * T))])
    assert check_gradient(f, p, right).verdict is not Verdict.WRONG
    assert check_gradient(f, p, right * factors).verdict is not Verdict.RIGHT


@pytest.mark.parametrize("decades", [6, 8, 10, 12, 16])
def test_units_decades_apart_in_one_array_are_no_obstacle(decades):
    s = 10.0 ** np.array([-decades / 2, 0, decades / 2])
    x = s * np.array([0.7, -0.3, 0.4])

    def f(x):
        return float(np.sum(np.tanh(x / s)))

    right = (1 - np.tanh(x / s) ** 2) / s
    assert check_gradient(f, x, right)
    for entry in range(3):
        wrong = right.copy()
        wrong[entry] *= 1.001
        assert check_gradient(f, x, wrong).verdict is Verdict.WRONG


rng = np.random.default_rng(0)
A = rng.normal(size=(20, 5))
V = np.arange(5.0)
TARGET = A @ V


def fit_error(v):
    return float(np.mean((A @ v - TARGET) ** 2))


def rosenbrock(x):
    return float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


ZERO_LOSSES = {
    "a perfect fit": (fit_error, V, 2 / 20 * A.T @ (A @ V - TARGET)),
    "a fit that is perfect up to rounding": (fit_error, V, 1e-17 * np.ones(5)),
    "Rosenbrock's minimum": (rosenbrock, np.ones(4), np.zeros(4)),
    "a square of differences": (lambda x: (x[1] - x[0] ** 2) ** 2, np.ones(2), np.zeros(2)),
    "(exp(x) - 1)^2": (lambda x: float(np.sum((np.exp(x) - 1) ** 2)), np.zeros(2), np.zeros(2)),
    "x^4": (lambda x: float(np.sum(x**4)), np.zeros(2), np.zeros(2)),
    "x^2 about 1000": (lambda x: float(np.sum((x - 1000) ** 2)), np.full(3, 1000.0), np.zeros(3)),
    "a constant": (lambda x: 3.0, np.ones(2), np.zeros(2)),
}


@pytest.mark.parametrize(("f", "x", "right"), ZERO_LOSSES.values(), ids=ZERO_LOSSES)
def test_a_loss_at_its_minimum_is_no_obstacle(f, x, right):
    for seed in range(5):
        assert check_gradient(f, x, right, rng=seed)
        assert check_gradient(f, x, right + 0.1, rng=seed).verdict is Verdict.WRONG
        assert check_gradient(f, x, right + 1e-5, rng=seed).verdict is not Verdict.RIGHT


def test_x_cubed_at_zero_is_not_wrong():
    assert (
        check_gradient(lambda x: float(np.sum(x**3)), np.zeros(3), np.zeros(3)).verdict is not Verdict.WRONG
    )


OSCILLATING = {
    "sin(3e5 x)": (
        lambda x: float(np.sum(np.sin(3e5 * x))),
        lambda x: 3e5 * np.cos(3e5 * x),
        np.array([0.3, 1.1]),
    ),
    "sin(1e7 x)": (
        lambda x: float(np.sum(np.sin(1e7 * x))),
        lambda x: 1e7 * np.cos(1e7 * x),
        np.array([0.3]),
    ),
    "the time of day": (
        lambda t: float(np.sum(np.cos(2 * np.pi * t / 86_400))),
        lambda t: -2 * np.pi / 86_400 * np.sin(2 * np.pi * t / 86_400),
        np.array([1.7e9, 1.70001e9]),
    ),
    "seconds since 1970": (lambda t: float(np.sum(np.sin(t))), np.cos, np.array([1.7e9 + 0.3, 1.71e9])),
}


@pytest.mark.parametrize(("f", "gradient", "x"), OSCILLATING.values(), ids=OSCILLATING)
def test_steps_that_are_longer_than_the_functions_period_raise_no_alarm(f, gradient, x):
    for seed in range(10):
        assert check_gradient(f, x, gradient(x), rng=seed).verdict is not Verdict.WRONG
        assert check_gradient(f, x, gradient(x), gradient=gradient, rng=seed).verdict is not Verdict.WRONG
        assert check_gradient(f, x, 1.5 * gradient(x), rng=seed).verdict is not Verdict.RIGHT


def loss(w):
    return float(np.log1p(np.exp(A @ w)).mean())


def loss_gradient(w):
    return A.T @ sigmoid(A @ w) / 20


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


W = np.linspace(-1, 1, 5)


@pytest.mark.parametrize("decimals", [0, 2, 4, 6])
def test_a_rounded_loss_is_told_from_a_wrong_gradient(decimals):
    report = check_gradient(lambda w: round(loss(w), decimals), W, loss_gradient(W))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.diagnosis.kind is Kind.NOISE
    if decimals:
        assert report.message.startswith(f"the loss moves in steps of {10.0**-decimals:g}")


def test_a_loss_that_loses_its_digits_on_the_way_is_no_alarm():
    report = check_gradient(lambda w: loss(w) + 1e13 - 1e13, W, loss_gradient(W))
    assert report.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_coarse_values_in_float64_arrays_are_no_alarm(dtype):
    rough = loss_gradient(W).astype(dtype).astype(np.float64)
    for gradient in (rough, rough.astype(dtype)):
        assert check_gradient(loss, W, gradient).verdict is not Verdict.WRONG
        assert check_gradient(loss, W, 1.5 * gradient).verdict is Verdict.WRONG


def test_a_float16_point_is_judged_by_what_float16_can_do():
    w = W.astype(np.float16)

    def gradient(w):
        return (A.T.astype(np.float16) @ sigmoid(A.astype(np.float16) @ w) / 20).astype(np.float16)

    assert check_gradient(loss, w, gradient(w), gradient=gradient).verdict is not Verdict.WRONG
    assert check_gradient(loss, w, -gradient(w)).verdict is Verdict.WRONG


def test_whole_and_half_numbers_are_not_taken_for_low_precision():
    x = np.array([1.5, -2.0, 0.25])
    wrong = np.array([3.0, -4.0, 0.500001])
    assert check_gradient(lambda x: float(x @ x), x, wrong).verdict is Verdict.WRONG


@pytest.mark.parametrize("sigma", [1e-9, 1e-6])
def test_known_noise_is_allowed_for_and_widens_the_bound(sigma):
    noise = np.random.default_rng(5)

    def noisy(w):
        return loss(w) + sigma * noise.normal()

    right = check_gradient(noisy, W, loss_gradient(W), noise=sigma, bound=0.1)
    assert right
    assert right.bound > check_gradient(loss, W, loss_gradient(W)).bound
    assert check_gradient(noisy, W, 2 * loss_gradient(W), noise=sigma, bound=0.1).verdict is Verdict.WRONG
    assert check_gradient(noisy, W, loss_gradient(W), noise=sigma, bound=1e-9).verdict is Verdict.INCONCLUSIVE


def test_a_bound_above_what_was_asked_is_inconclusive():
    report = check_gradient(loss, W, loss_gradient(W))
    assert 0 < report.bound < 1e-6
    assert check_gradient(loss, W, loss_gradient(W), bound=1e-12).verdict is Verdict.INCONCLUSIVE


def test_the_step_can_be_chosen():
    steps = []

    def f(w):
        steps.append(np.abs(w - W).max())
        return loss(w)

    assert check_gradient(f, W, loss_gradient(W), step=2.0**-10)
    assert 2.0**-11 < steps[2] < 2.0**-9
