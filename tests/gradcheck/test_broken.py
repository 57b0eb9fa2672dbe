import numpy as np
import pytest

from autograder.gradcheck import Kind, Verdict, check_gradient
from autograder.vocabulary.errors import LimitExceeded, StudentException
from tests.gradcheck.conftest import svm, two_layer

X = np.array([0.5, -1.0, 2.0])


def square(x):
    return float(np.sum(x**2))


def raises(x):
    raise ZeroDivisionError("division by zero")


def raises_in_the_worker(x):
    raise StudentException("IndexError", "index 3 is out of bounds")


def changing():
    rng = np.random.default_rng(0)
    return lambda x: square(x) + rng.normal()


BROKEN_FUNCTIONS = {
    "raises": (raises, Kind.LOSS_RAISED, "the function raised ZeroDivisionError: division by zero"),
    "raises in the worker": (
        raises_in_the_worker,
        Kind.LOSS_RAISED,
        "the function raised IndexError: index 3 is out of bounds",
    ),
    "None": (
        lambda x: None,
        Kind.LOSS_NOT_NUMERIC,
        "the function should return a number, got None; is a return missing?",
    ),
    "text": (lambda x: "1.0", Kind.LOSS_NOT_NUMERIC, "the function should return a number, got a str"),
    "ragged": (
        lambda x: [[1.0], [1.0, 2.0]],
        Kind.LOSS_NOT_NUMERIC,
        "the function should return a number, got a list",
    ),
    "array": (
        lambda x: x**2,
        Kind.LOSS_SHAPE,
        "the function should return a number, got shape (3,); give the gradient of its sum with a dout, or its Jacobian",
    ),
    "nan": (
        lambda x: float("nan"),
        Kind.LOSS_NOT_FINITE,
        "the function returned nan at or near the tested point",
    ),
    "inf": (
        lambda x: float("inf"),
        Kind.LOSS_NOT_FINITE,
        "the function returned inf at or near the tested point",
    ),
}


@pytest.mark.parametrize(("f", "kind", "message"), BROKEN_FUNCTIONS.values(), ids=BROKEN_FUNCTIONS)
def test_a_broken_function_is_a_finding_and_never_a_pass(f, kind, message):
    report = check_gradient(f, X, 2 * X)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.diagnosis.kind is kind
    assert report.message == message


def test_a_function_with_a_different_value_each_time_is_a_finding():
    report = check_gradient(changing(), X, 2 * X)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.diagnosis.kind is Kind.LOSS_NOT_DETERMINISTIC


def test_an_array_function_must_have_the_shape_of_its_upstream_gradient():
    report = check_gradient(lambda x: x[:2], X, 2 * X, dout=np.ones(3))
    assert report.diagnosis.kind is Kind.LOSS_SHAPE
    assert report.message == "the function should return an array of shape (3,), got shape (2,)"


BROKEN_GRADIENTS = {
    "None": (None, Kind.GRADIENT_NOT_NUMERIC, "the gradient should be an array of real numbers, got None"),
    "text": (
        "2x",
        Kind.GRADIENT_NOT_NUMERIC,
        "the gradient should be an array of real numbers, got a str",
    ),
    "complex": (
        2 * X + 0j,
        Kind.GRADIENT_NOT_NUMERIC,
        "the gradient should be an array of real numbers, got an array of dtype complex128",
    ),
    "ragged": (
        [[1.0], [2.0, 3.0]],
        Kind.GRADIENT_NOT_NUMERIC,
        "the gradient should be an array of real numbers, got a list",
    ),
    "shape": (2 * X[:2], Kind.GRADIENT_SHAPE, "the gradient has shape (2,), expected (3,)"),
    "scalar": (1.0, Kind.GRADIENT_SHAPE, "the gradient has shape (), expected (3,)"),
    "nan": (
        np.array([1.0, np.nan, 4.0]),
        Kind.GRADIENT_NOT_FINITE,
        "the gradient is not finite: the entry at [1] is nan",
    ),
    "inf": (
        np.array([1.0, -2.0, np.inf]),
        Kind.GRADIENT_NOT_FINITE,
        "the gradient is not finite: the entry at [2] is inf",
    ),
}


@pytest.mark.parametrize(("analytic", "kind", "message"), BROKEN_GRADIENTS.values(), ids=BROKEN_GRADIENTS)
@pytest.mark.parametrize("reference", [None, lambda x: 2 * x], ids=["alone", "with a reference"])
def test_a_broken_gradient_is_wrong_without_a_call_of_the_function(analytic, kind, message, reference):
    report = check_gradient(square, X, analytic, reference=reference)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.kind is kind
    assert report.message == message
    assert report.calls == 0


def test_a_transposed_shape_is_asked_about():
    W = np.ones((3, 2))
    report = check_gradient(square, W, 2 * W.T)
    assert report.message == "the gradient has shape (2, 3), expected (3, 2); is it transposed?"
    column = check_gradient(square, np.ones((3, 1)), 2 * np.ones((1, 3)))
    assert column.diagnosis.kind is Kind.GRADIENT_SHAPE


def test_missing_blocks_are_named():
    problem = two_layer(0)
    right = problem.gradient(problem.x)
    del right["b1"]
    report = check_gradient(problem.f, problem.x, right)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.kind is Kind.GRADIENT_BLOCKS
    assert report.message == "the dict of gradients lacks b1; it has W1, W2, b2"
    array = check_gradient(problem.f, problem.x, np.zeros(3))
    expected = "the gradients should be a dict with keys W1, b1, W2, b2, got an array of dtype float64"
    assert array.message == expected


def test_a_gradient_function_that_breaks_beside_a_kink_is_a_finding():
    x = np.zeros(3)
    report = check_gradient(lambda x: float(np.abs(x).sum()), x, np.ones(3), gradient=raises)
    assert report.verdict is Verdict.WRONG
    assert report.diagnosis.kind is Kind.GRADIENT_RAISED
    assert isinstance(report.diagnosis.cause, ZeroDivisionError)


def test_a_function_that_is_not_finite_nearby_is_judged_with_smaller_steps():
    x = np.array([1e-5, 1.0])  # log of a step below zero is nan

    def f(x):
        return float(np.log(x).sum())

    assert check_gradient(f, x, 1 / x).verdict is Verdict.RIGHT
    assert check_gradient(f, x, 2 / x).verdict is Verdict.WRONG


def test_what_the_grader_itself_raises_passes_through():
    def f(x):
        raise LimitExceeded("time", "2 s")

    with pytest.raises(LimitExceeded):
        check_gradient(f, X, 2 * X)


@pytest.mark.parametrize("x", [np.array([]), np.array([1.0, np.nan]), np.array(["a"]), np.array([True])])
def test_an_unusable_point_is_the_authors_mistake(x):
    with pytest.raises(ValueError, match="x "):
        check_gradient(square, x, x)


def test_an_unusable_reference_is_the_authors_mistake():
    problem = svm(0)
    with pytest.raises(ValueError, match="the reference cannot be used: the gradient has shape"):
        check_gradient(
            problem.f, problem.x, problem.gradient(problem.x), reference=lambda W: problem.gradient(W).T
        )
