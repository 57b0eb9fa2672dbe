import autograd
import numpy as np
import pytest

from autograder.gradcheck import Agreement, Hints, Kind, Verdict, check_gradient
from tests.gradcheck.conftest import changed, relu, softmax, svm, two_layer


def compared(problem, gradient, f=None, **options):
    return check_gradient(
        f or problem.f,
        problem.x,
        gradient(problem.x),
        gradient=gradient,
        reference=problem.gradient,
        dout=problem.dout,
        **options,
    )


@pytest.mark.parametrize("make", [svm, softmax, two_layer])
def test_a_gradient_that_sums_in_another_order_equals_the_reference_without_a_call_of_f(make):
    for seed in range(20):
        problem = make(seed)
        report = compared(problem, autograd.grad(problem.f))
        assert report.verdict is Verdict.RIGHT
        assert report.matches_reference
        assert report.calls == 0


def test_one_entry_off_by_1e_9_is_always_found():
    for seed in range(50):
        problem = softmax(seed, N=6, D=300, C=10, scale=0.05)
        right = problem.gradient(problem.x)["W"]
        index = np.unravel_index(7 * seed % right.size, right.shape)
        bump = np.zeros_like(right)
        bump[index] = 1e-9 * np.sqrt(np.mean(right**2))
        report = compared(problem, changed(problem, lambda g, bump=bump: g + bump, "W"))
        assert report.verdict is Verdict.WRONG
        assert report.diagnosis.index == index


def test_float32_equals_the_reference():
    for seed in range(20):
        problem = softmax(seed)
        x = {k: v.astype(np.float32) for k, v in problem.x.items()}

        def gradient(p, problem=problem):
            return {k: g.astype(np.float32) for k, g in problem.gradient(p).items()}

        report = check_gradient(problem.f, x, gradient(x), gradient=gradient, reference=problem.gradient)
        assert report.verdict is Verdict.RIGHT


@pytest.mark.parametrize("convention", [0.5, 1.0])
def test_another_convention_at_kinks_equals_the_reference_elsewhere(convention):
    for seed in range(20):
        problem = relu(seed, kinked=True)
        other = relu(seed, kinked=True, convention=convention)
        assert compared(problem, other.gradient).verdict is Verdict.RIGHT


def test_a_mistake_on_the_other_side_of_a_kink_is_found():
    dout = np.random.default_rng(1).normal(size=(4, 3))

    def reference(x):
        return dout * (x > 0)

    for wrong in (lambda x: dout * np.where(x > 0, 0.5, 0.0), lambda x: dout * np.where(x > 0, 1.0, 0.5)):
        report = check_gradient(
            lambda x: np.maximum(0, x), np.zeros((4, 3)), wrong(np.zeros((4, 3))), gradient=wrong,
            reference=reference, dout=dout,
        )  # fmt: skip
        assert report.verdict is Verdict.WRONG


def test_a_gradient_that_is_right_for_another_loss_says_so():
    problem = svm(2)

    def summed(W):  # the sum over examples in place of the mean, in loss and gradient alike
        term = problem.reg * np.sum(W**2)
        return problem.N * (problem.f(W) - term) + term

    def gradient(W):
        term = 2 * problem.reg * W
        return problem.N * (problem.gradient(W) - term) + term

    hints = Hints({"N": problem.N}, problem.reg)
    report = compared(problem, gradient, summed, hints=hints)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.kind is Kind.OWN_LOSS
    assert not report.matches_reference
    assert report.matches_own_loss
    assert report.message == (
        "the gradient is right for your own loss, but your loss is not the formula's: "
        "the data part of the gradient is N = 5 times too large; the regularisation part is right"
    )


def test_a_gradient_that_is_wrong_for_both_is_diagnosed_entry_by_entry():
    problem = two_layer(3)
    report = compared(problem, changed(problem, lambda g: g / problem.N, "b1"))
    assert report.matches_reference is Agreement.NO
    assert report.matches_own_loss is Agreement.NO
    assert report.diagnosis.kind is Kind.FACTOR
    assert report.diagnosis.block == "b1"
    wrong = next(block for block in report.blocks if block.name == "b1")
    np.testing.assert_allclose(wrong.numerical, problem.gradient(problem.x)["b1"], rtol=1e-12)


def test_a_broken_loss_leaves_the_comparison_standing():
    problem = svm(1)
    report = compared(problem, changed(problem, np.negative), lambda W: None)
    assert report.verdict is Verdict.WRONG
    assert report.matches_own_loss is Agreement.NOT_TESTED
    assert "every entry has the wrong sign; and the function should return a number" in report.message


def test_without_a_gradient_function_the_comparison_is_at_x():
    problem = svm(4)
    right = problem.gradient(problem.x)
    report = check_gradient(problem.f, problem.x, right, reference=problem.gradient)
    assert report.verdict is Verdict.RIGHT
    assert report.gradient_calls == 0
    wrong = check_gradient(problem.f, problem.x, 2 * right, reference=problem.gradient)
    assert wrong.diagnosis.factor == pytest.approx(2.0)
