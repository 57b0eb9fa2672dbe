"""The gradient that is given has to be right at x itself, whatever a gradient function says beside it."""

import numpy as np
import pytest

from autograder.gradcheck import Kind, Verdict, check_gradient

X = np.array([1.0, -2.0, 3.0])
TIE = np.array([1.0, 0.3, 2.0, -1.0])  # a hinge with one exact tie


def square(x):
    return float(np.sum(x**2))


def twice(x):
    return 2 * x


def hinge(w):
    return float(np.maximum(0, 1 - w).sum())


def hinge_gradient(w, at_tie=0.0):
    return np.where(w == 1, at_tie, -1.0 * (w < 1))


@pytest.mark.parametrize("factor", [100.0, 0.0, -1.0, 1 + 1e-6])
@pytest.mark.parametrize("reference", [None, twice], ids=["alone", "with a reference"])
def test_a_right_gradient_function_does_not_excuse_a_wrong_gradient(factor, reference):
    report = check_gradient(square, X, factor * 2 * X, gradient=twice, reference=reference)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.factor == pytest.approx(factor) or report.diagnosis.kind is Kind.ZERO


@pytest.mark.parametrize(
    "wrong", [np.array([0, 7.0, -9.0, 0]), np.array([0, -1, 0.5, -1]), np.array([-1, -1, 0, 0])]
)
@pytest.mark.parametrize("reference", [None, hinge_gradient], ids=["alone", "with a reference"])
def test_a_wrong_smooth_entry_beside_a_kink_is_wrong(wrong, reference):
    report = check_gradient(hinge, TIE, wrong, gradient=hinge_gradient, reference=reference)
    assert report.verdict is Verdict.WRONG


@pytest.mark.parametrize("convention", [0.0, -0.5, -1.0])
@pytest.mark.parametrize("reference", [None, hinge_gradient], ids=["alone", "with a reference"])
def test_an_entry_at_a_kink_may_be_anything_between_its_sides(convention, reference):
    def gradient(w):
        return hinge_gradient(w, convention)

    assert check_gradient(hinge, TIE, gradient(TIE), gradient=gradient, reference=reference)


@pytest.mark.parametrize("convention", [5.0, -7.0, 50.0])
@pytest.mark.parametrize("reference", [None, hinge_gradient], ids=["alone", "with a reference"])
def test_an_entry_at_a_kink_far_from_both_sides_is_wrong(convention, reference):
    def gradient(w):
        return hinge_gradient(w, convention)

    report = check_gradient(hinge, TIE, gradient(TIE), gradient=gradient, reference=reference)
    assert report.verdict is Verdict.WRONG
    assert report.worst_index == (0,)


def test_an_entry_at_a_kink_a_little_outside_of_its_sides_is_never_right():
    def gradient(w):
        return hinge_gradient(w, 0.4)

    assert check_gradient(hinge, TIE, gradient(TIE), gradient=gradient).verdict is not Verdict.RIGHT


def test_a_gradient_cut_to_whole_numbers_says_so():
    W = np.array([[1, -2], [0, 3]])

    def gradient(W):
        dW = np.zeros_like(W)
        dW[...] = 0.7 * W
        return dW

    report = check_gradient(lambda W: 0.35 * np.sum(W**2), W, gradient(W), gradient=gradient)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.kind is Kind.WHOLE_NUMBERS
    assert "whole numbers" in report.message


def test_a_gradient_function_with_a_memory_says_so():
    calls = []

    def gradient(x):
        calls.append(1)
        return 2 * x + (len(calls) > 1)

    report = check_gradient(square, X, gradient(X), gradient=gradient)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.kind is Kind.NOT_REPEATED
    assert report.message.startswith(
        "the gradient is another one when it is computed again at the same point"
    )


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


MIDDLES = np.array([1000.0, 1000.2])


@pytest.mark.parametrize("factor", [0.0, 2.0, -1.0, 10.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_flat_place_beside_x_proves_nothing(factor, seed):
    def steep(x):
        return float(np.sum(sigmoid((x - MIDDLES) * 1e3)))

    def gradient(x):
        s = sigmoid((x - MIDDLES) * 1e3)
        return factor * 1e3 * s * (1 - s)

    x = MIDDLES + 0.0007
    assert check_gradient(steep, x, gradient(x), gradient=gradient, rng=seed).verdict is not Verdict.RIGHT


def test_the_default_directions_depend_on_the_data():
    """A gradient made for the directions of one check fails in another: they are seeded by x and the gradient."""

    def directions(gradient):
        seen = []

        def f(x):
            seen.append(x - X)
            return square(x)

        check_gradient(f, X, gradient)
        return next(d for d in seen if d.any())

    assert not np.array_equal(directions(2 * X), directions(2 * X + np.array([0, 0, 1e-12])))
    np.testing.assert_array_equal(directions(2 * X), directions(2 * X))


def absolute(x):
    return float(np.abs(x).sum())


def test_at_kinks_without_a_gradient_function_a_wrong_entry_is_wrong():
    x = np.array([0.0, 0, 0, 0, 1, -1])
    c = np.arange(1.0, 7.0)

    def f(x):
        return float(c @ np.maximum(x, 0))

    for convention in (0.0, 0.5, 1.0):
        right = c * ((x > 0) + convention * (x == 0))
        assert check_gradient(f, x, right).verdict is not Verdict.WRONG
    for wrong in (c * ((x > 0) + 3 * (x == 0)), c * (x > -2) * 2, -c):
        assert check_gradient(f, x, wrong).verdict is Verdict.WRONG


@pytest.mark.parametrize("distance", [1e-4, 1e-6, 1e-8])
def test_kinks_close_to_x_make_no_right_gradient_wrong(distance):
    x = np.r_[np.full(5, distance), np.ones(5)]
    for seed in range(10):
        k = np.random.default_rng(seed).normal(size=10)

        def f(x, k=k):
            return float(k @ np.abs(x))

        assert check_gradient(f, x, k * np.sign(x)).verdict is not Verdict.WRONG, seed
