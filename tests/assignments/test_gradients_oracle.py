"""The solution of `gradients` against independent oracles: autograd, scipy and closed forms."""

import doctest
import importlib.util
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad, grad, vector_jacobian_product
from scipy.optimize import approx_fprime
from scipy.special import logsumexp

PATH = Path(__file__).parents[2] / "solutions" / "gradients" / "gradients.py"
SIZES = [(1, 1, 2), (1, 4, 3), (5, 3, 4), (8, 2, 10), (30, 7, 2)]  # (N, D, C)
SHAPES = [(), (1,), (7,), (3, 4), (2, 1, 3), (0, 2)]


def load_solution():
    spec = importlib.util.spec_from_file_location("gradients_solution", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


gradients = load_solution()


def smooth(x):
    """A coupled smooth function of an array of any shape, for autograd and numpy alike."""
    return anp.sum(anp.sin(x) * x) + anp.tanh(anp.sum(x))


@pytest.fixture(params=SIZES, ids=str)
def batch(request):
    n, d, c = request.param
    rng = np.random.default_rng(n * 100 + d * 10 + c)
    return rng.normal(size=(d, c)), rng.normal(size=(n, d)), rng.integers(0, c, size=n)


def svm_by_autograd(W, X, y, reg):
    scores = anp.dot(X, W)
    rows = np.arange(len(y))
    margins = anp.maximum(0.0, scores - scores[rows, y][:, None] + 1.0)
    return anp.sum(margins) / len(y) - 1.0 + reg * anp.sum(W**2)  # each right class's own margin is 1


def softmax_by_autograd(W, X, y, reg):
    exps = anp.exp(anp.dot(X, W))
    return -anp.mean(anp.log(exps[np.arange(len(y)), y] / anp.sum(exps, axis=1))) + reg * anp.sum(W**2)


def close(got, expected, tolerance=1e-9):
    np.testing.assert_allclose(got, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("x", [-2.3, -0.4, 0.0, 1.7, 2.0])
def test_both_differences_follow_their_series_on_the_lectures_quartic(x):
    h, (first, second, third, fourth) = 0.01, (2 * x**3 - 4 * x + 1, 6 * x**2 - 4, 12 * x, 12.0)
    forward = first + h * second / 2 + h**2 * third / 6 + h**3 * fourth / 24
    close(gradients.numerical_derivative(gradients.polynomial, x, h=h, method="forward"), forward)
    close(gradients.numerical_derivative(gradients.polynomial, x, h=h), first + h**2 * third / 6)


def test_the_polynomials_derivative_is_autograds():
    x = np.random.default_rng(1).uniform(-3, 3, size=(4, 5))
    close(gradients.polynomial_derivative(x), elementwise_grad(gradients.polynomial)(x))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_numerical_gradient_of_a_smooth_function_is_autograds(shape):
    x = np.random.default_rng(2).normal(size=shape)
    close(gradients.numerical_gradient(smooth, x), grad(smooth)(x), 1e-9)
    close(gradients.numerical_gradient(smooth, x, method="forward"), grad(smooth)(x), 1e-4)


def test_forward_differences_are_scipys():
    x, h = np.random.default_rng(3).normal(size=6), 1e-6
    close(gradients.numerical_gradient(smooth, x, h=h, method="forward"), approx_fprime(x, smooth, h), 1e-8)


@pytest.mark.parametrize("shape", [(2, 3), (3,), (4, 2, 3)], ids=str)
def test_the_gradient_of_an_array_valued_function_is_autograds(shape):
    rng = np.random.default_rng(4)
    A, x = rng.normal(size=(3, 5)), rng.normal(size=shape)

    def layer(v):
        return anp.tanh(anp.dot(v, A))

    dout = rng.normal(size=(*shape[:-1], 5))
    close(gradients.numerical_gradient_array(layer, x, dout), vector_jacobian_product(layer)(x, dout), 1e-9)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_relative_error_is_that_of_the_flattened_vectors(shape):
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=shape), rng.normal(size=shape)
    total = np.sqrt((a**2).sum()) + np.sqrt((b**2).sum())
    close(gradients.relative_error(a, b), np.sqrt(((a - b) ** 2).sum()) / total if total else 0.0)


def test_right_gradients_pass_and_planted_bugs_fail_in_every_entry():
    x = np.random.default_rng(6).normal(size=(3, 4))
    right = grad(smooth)(x)
    ok, error, _ = gradients.gradient_check(smooth, x, right)
    assert ok
    assert error < 1e-9
    for index in np.ndindex(x.shape):
        wrong = right.copy()
        wrong[index] += 1e-4
        ok, error, worst = gradients.gradient_check(smooth, x, wrong)
        assert not ok
        assert worst == index


def test_a_gradient_with_a_nan_never_passes():
    x = np.ones(3)
    ok, error, _ = gradients.gradient_check(smooth, x, np.array([np.nan, 1.0, 1.0]), tolerance=np.inf)
    assert not ok
    assert np.isnan(error)


@pytest.mark.parametrize("reg", [0.0, 0.37])
def test_the_svm_loss_and_gradient_are_autograds(batch, reg):
    loss, dW = gradients.linear_svm_loss(*batch, reg)
    close(loss, svm_by_autograd(*batch, reg))
    close(dW, grad(svm_by_autograd)(*batch, reg))


@pytest.mark.parametrize("reg", [0.0, 0.37])
def test_the_softmax_loss_and_gradient_are_autograds(batch, reg):
    loss, dW = gradients.linear_softmax_loss(*batch, reg)
    close(loss, softmax_by_autograd(*batch, reg))
    close(dW, grad(softmax_by_autograd)(*batch, reg))


def test_the_softmax_loss_of_extreme_scores_is_scipys_logsumexp():
    W, X, y = 500 * np.random.default_rng(7).normal(size=(3, 4)), np.eye(3), np.array([2, 0, 3])
    expected = np.mean(logsumexp(W, axis=1) - W[np.arange(3), y])
    close(gradients.linear_softmax_loss(W, X, y, 0.0)[0], expected)


@pytest.mark.parametrize("name", ["linear_svm_loss", "linear_softmax_loss"])
def test_gradients_keep_float32_and_promote_integers(batch, name):
    function, (W, X, y) = getattr(gradients, name), batch
    assert function(W.astype(np.float32), X.astype(np.float32), y, 0.1)[1].dtype == np.float32
    assert function(np.ones(W.shape, int), np.ones(X.shape, int), y, 1)[1].dtype == np.float64


@pytest.mark.parametrize("name", ["linear_svm_loss", "linear_softmax_loss"])
@pytest.mark.parametrize(
    ("W", "X", "y", "error", "message"),
    [
        (np.ones((3, 2)), np.ones((4, 5)), [0, 1, 0, 1], ValueError, "their shapes are"),
        (np.ones((3, 2)), np.ones((0, 3)), [], ValueError, "the batch is empty"),
        (np.ones((3, 2)), np.ones((2, 3)), [[0], [1]], ValueError, "one label for each of the 2 rows"),
        (np.ones((3, 2)), np.ones((2, 3)), [0.0, 1.0], TypeError, "labels are integers, not float64"),
        (np.ones((3, 2)), np.ones((2, 3)), [0, 2], ValueError, "labels are 0 to 1, but y has 0 to 2"),
        (np.ones((3, 2)), np.ones((2, 3)), [-1, 0], ValueError, "labels are 0 to 1, but y has -1 to 0"),
    ],
)
def test_bad_batches_are_refused_by_name(name, W, X, y, error, message):
    with pytest.raises(error, match=message):
        getattr(gradients, name)(W, X, y, 0.1)


def test_kinks_are_found_where_they_are():
    for f, x, kink in ((abs, 0.0, True), (np.sin, 0.4, False), (lambda v: max(1.0, 3 * v), 1 / 3, True)):
        assert gradients.has_kink(f, x) is kink
    assert not gradients.has_kink(abs, 1e-3)


def test_the_examples_in_the_docstrings_are_true():
    result = doctest.testmod(gradients)
    assert result.attempted >= 9
    assert result.failed == 0
