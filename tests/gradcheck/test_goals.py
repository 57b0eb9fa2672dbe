"""The goals of the checker on a small, seeded scale; `python -m benchmarks.gradcheck` measures the full one."""

import numpy as np
import pytest

from autograder.gradcheck import Verdict, check_gradient
from tests.gradcheck.conftest import changed, relu, softmax, svm, two_layer

FAMILIES = [svm, softmax, relu, two_layer]
N_LARGEST = {"N": 12, "D": 3073, "C": 10, "scale": 0.02}  # CIFAR-10 images and a bias: 30,730 weights


def judged(problem, gradient, seed):
    return check_gradient(
        problem.f,
        problem.x,
        gradient(problem.x),
        gradient=gradient,
        dout=problem.dout,
        rng=np.random.default_rng(seed),
    )


@pytest.mark.parametrize("make", FAMILIES)
def test_no_right_gradient_is_rejected_and_60_calls_are_enough(make):
    for seed in range(100, 160):
        problem = make(seed)
        report = judged(problem, problem.gradient, seed)
        assert report.verdict is Verdict.RIGHT, seed
        assert report.calls <= 60


@pytest.mark.parametrize("make", FAMILIES)
@pytest.mark.parametrize("size", [1e-7, 1e-6])
def test_all_entries_off_by_a_little_are_always_found(make, size):
    for seed in range(200, 215):
        problem = make(seed)

        def off(g):
            return {k: v * (1 + size) for k, v in g.items()} if isinstance(g, dict) else g * (1 + size)

        report = judged(problem, changed(problem, off), seed)
        assert report.verdict is Verdict.WRONG, seed
        assert report.verdict_calls <= 120


def test_one_of_30730_entries_off_by_1e_5_is_found():
    for seed in range(5):
        problem = svm(seed, **N_LARGEST)
        right = problem.gradient(problem.x)
        bump = np.zeros_like(right)
        bump[300 * seed, seed] = 1e-5 * np.sqrt(np.mean(right**2))
        assert judged(problem, changed(problem, lambda g, b=bump: g + b), seed).verdict is Verdict.WRONG


def test_the_number_of_calls_does_not_grow_with_the_gradient():
    for seed in range(3):
        problem = svm(seed, **N_LARGEST)
        assert problem.x.size == 30_730
        right = judged(problem, problem.gradient, seed)
        assert right.verdict is Verdict.RIGHT
        assert right.calls <= 20
        wrong = judged(
            problem, changed(problem, lambda g: g * np.linspace(0.9, 1.1, g.size).reshape(g.shape)), seed
        )
        assert wrong.verdict is Verdict.WRONG
        assert wrong.verdict_calls <= 60
        assert wrong.calls <= 330


def test_calls_are_counted_as_they_are_made():
    problem, made = svm(0), []

    def f(W):
        made.append(1)
        return problem.f(W)

    report = check_gradient(f, problem.x, 1.1 * problem.gradient(problem.x), gradient=problem.gradient)
    assert report.calls == len(made)
    assert report.verdict_calls < report.calls
