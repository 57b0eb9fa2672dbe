"""The bound of a pass is a promise: no larger error is overlooked, in any block, whatever its noise and its units."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.gradcheck import Verdict, check_gradient
from benchmarks.gradcheck import calibration
from benchmarks.gradcheck.goals import FAMILIES

ROOT = Path(__file__).parents[2]


def test_no_error_above_the_bound_passes_and_no_right_gradient_is_wrong():
    curve = calibration.measure(FAMILIES, 400, 20_000)
    assert (curve.broken, curve.rejected) == (0, 0), curve.examples
    assert curve.passed > 20  # errors well below the bound do pass
    gross = curve.classes[10.0]
    assert gross.checks > 30
    assert gross.passed == 0


def test_the_command_prints_the_curve():
    command = [sys.executable, "-m", "benchmarks.gradcheck_calibration", "--count", "60"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("| error / bound | checks | overlooked | share |")
    assert "had an error above the bound they state" in run.stdout


def test_the_bound_is_one_of_the_plain_norm_where_scales_differ():
    rng = np.random.default_rng(0)
    x, slopes = rng.normal(size=30_000), rng.normal(size=30_000)
    x[0], slopes[0] = 1e-5, 1e4  # a small parameter with most of the gradient

    def f(x):
        return float(slopes @ x)

    for error in 10.0 ** np.arange(-9.0, -2.0, 0.25):
        wrong = slopes.copy()
        wrong[0] += error * np.linalg.norm(slopes)
        report = check_gradient(f, x, wrong)
        assert report.verdict is not Verdict.RIGHT or report.bound >= error


@pytest.mark.parametrize("height", [1e6, 1e9, 1e12, 1e14, 1e16])
@pytest.mark.parametrize("factor", [0.0, 1 + 1e-6, 2.0])
def test_digits_that_a_constant_has_taken_away_let_nothing_pass_untrue(height, factor):
    x = np.array([1.0, -2.0, 3.0])
    for away in (0.0, height):
        report = check_gradient(lambda x, a=away: float(x @ x) + height - a, x, factor * 2 * x)
        assert report.verdict is not Verdict.RIGHT or report.bound >= abs(factor - 1)


def test_noise_that_only_differences_show_makes_no_right_gradient_wrong():
    x = 1e5 + np.random.default_rng(1).normal(size=12)

    def variance(x):  # the digits are lost on the way, in numbers of 1e10
        return float(np.mean(x**2) - np.mean(x) ** 2)

    right = 2 / 12 * (x - x.mean())
    for seed in range(20):
        assert check_gradient(variance, x, right, rng=seed).verdict is not Verdict.WRONG
        assert check_gradient(variance, x, 1.5 * right, rng=seed).verdict is not Verdict.RIGHT


def test_kinks_of_several_entries_at_once_excuse_a_convention():
    """Along w, relu(b - 0.7 relu(w)) is flat on both sides of 0; code with ½ for both kinks gives a quarter of the slope."""

    def f(p):
        return float(np.sum(np.maximum(p["b"] - 0.7 * np.maximum(p["w"], 0.0), 0.0)) + np.sum(p["c"] ** 2))

    x = {"w": np.zeros(2), "b": np.zeros(2), "c": np.ones(1)}
    half = {"w": np.full(2, -0.7 / 4), "b": np.full(2, 0.5), "c": np.full(1, 2.0)}
    for seed in range(10):
        assert check_gradient(f, x, half, rng=seed).verdict is not Verdict.WRONG
        assert check_gradient(f, x, half | {"w": np.full(2, 0.3)}, rng=seed).verdict is Verdict.WRONG


def test_entries_at_zero_are_moved_where_the_others_have_no_gradient():
    x = np.array([0.0, 0.0, 1.0, 1.0])
    right = np.array([3.0, -1.0, 1e-17, 0.0])  # rounding where x is not zero

    def f(x):
        return float(np.sin(3 * x[0]) - np.sin(x[1]))

    assert check_gradient(f, x, right)
    assert check_gradient(f, x, right * [2, 1, 1, 1]).verdict is Verdict.WRONG
