"""What the checker offers numpy users elsewhere: numpy alone, Jacobians, complex values, Hessian-vector products."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.gradcheck import Verdict, assert_gradient, check_gradient, check_hvp

ROOT = Path(__file__).parents[2]

NUMPY_ONLY = """
import sys

class OnlyNumpy:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        ours = name in ("autograder", "autograder.vocabulary", "autograder.vocabulary.lazy")
        allowed = top == "numpy" or top in sys.stdlib_module_names or ours or name.startswith("autograder.gradcheck")
        if not allowed:
            raise ImportError(f"{name} was imported")

sys.meta_path.insert(0, OnlyNumpy())
import numpy as np
from autograder.gradcheck import check_gradient, check_hvp
x = np.array([[1.0, -2.0], [0.5, 3.0]])
wrong = 2 * x
wrong[1, 0] = 7
report = check_gradient(lambda x: float(np.sum(x**2)), x, wrong, gradient=lambda x: 2 * x)
print(report.message, "svg" in report._repr_html_())
assert check_gradient(lambda x: float(np.sum(x**2)), x, 2 * x)
assert check_hvp(lambda x: 4 * x**3, x, x, 12 * x**3)
"""


def test_numpy_is_all_that_it_takes():
    run = subprocess.run([sys.executable, "-c", NUMPY_ONLY], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "only one entry differs: at [1, 0] expected 1, got 7 True\n"


rng = np.random.default_rng(3)
A, X = rng.normal(size=(4, 3)), rng.normal(size=3)


def layer(x):
    return np.tanh(A @ x)


def jacobian(x):
    return (1 - np.tanh(A @ x) ** 2)[:, None] * A


def test_a_right_jacobian_is_right_with_a_bound_and_in_calls_that_do_not_grow():
    report = check_gradient(layer, X, jacobian(X), gradient=jacobian)
    assert report
    assert report.message == "the Jacobian is right"
    assert 0 < report.bound < 1e-5
    big = rng.normal(size=(300, 200))
    x = rng.normal(size=200)
    large = check_gradient(lambda x: np.sin(big @ x), x, np.cos(big @ x)[:, None] * big)
    assert large
    assert large.calls < 80


@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_jacobian_is_wrong_and_the_output_is_named(seed):
    wrong = jacobian(X)
    wrong[2, 1] += 0.1
    report = check_gradient(layer, X, wrong, rng=seed)
    assert report.verdict is Verdict.WRONG
    assert report.message.startswith(
        "only the row of output [2] of the Jacobian is wrong: only one entry differs: at [1]"
    )
    assert check_gradient(layer, X, 2 * jacobian(X), rng=seed).message.startswith(
        "every row of the Jacobian is wrong"
    )


def test_an_error_in_a_jacobian_above_its_bound_is_never_overlooked():
    for seed in range(60):
        draw = np.random.default_rng(seed)
        bound = check_gradient(layer, X, jacobian(X), rng=seed).bound
        error = np.outer(draw.normal(size=4), draw.normal(size=3))
        error *= bound * np.linalg.norm(jacobian(X)) / np.linalg.norm(error) * 10 ** draw.uniform(-1, 1)
        report = check_gradient(layer, X, jacobian(X) + error, rng=seed)
        relative = np.linalg.norm(error) / np.linalg.norm(jacobian(X))
        assert report.verdict is not Verdict.RIGHT or report.bound >= relative


def test_a_bound_that_a_jacobian_cannot_have_is_inconclusive():
    report = check_gradient(layer, X, jacobian(X), bound=1e-12)
    assert report.verdict is Verdict.INCONCLUSIVE


def test_a_jacobian_of_a_container_has_the_functions_axes_first():
    p = {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=2)}
    right = {"W": np.einsum("ij,k->ijk", np.eye(2), X), "b": np.eye(2)}

    def affine(p):
        return p["W"] @ X + p["b"]

    assert check_gradient(affine, p, right)
    assert check_gradient(affine, p, right | {"b": -np.eye(2)}).verdict is Verdict.WRONG


def test_a_complex_function_has_complex_derivatives():
    z = np.array([1 + 2j, 3j, -0.5])
    assert check_gradient(lambda z: z**2, 1 + 2j, 2 + 4j)
    assert check_gradient(lambda z: z**2, 1 + 2j, 2 - 4j).verdict is Verdict.WRONG
    assert check_gradient(np.exp, z, np.diag(np.exp(z)))
    assert check_gradient(np.exp, z, np.diag(np.exp(z).conj())).verdict is Verdict.WRONG


def test_a_complex_dout_follows_the_convention():
    u, z = rng.normal(size=4) + 1j * rng.normal(size=4), rng.normal(size=3) + 1j * rng.normal(size=3)

    def f(z):
        return np.exp(A @ z)

    J = np.exp(A @ z)[:, None] * A
    # The vector-Jacobian products of torch and of JAX for a holomorphic function.
    assert check_gradient(f, z, np.conj(J).T @ u, dout=u)
    assert check_gradient(f, z, u @ J, dout=u, convention="conjugate")
    assert check_gradient(f, z, u @ J, dout=u).verdict is Verdict.WRONG


def test_an_array_valued_function_with_the_gradient_of_something_else_says_what_to_give():
    report = check_gradient(layer, X, jacobian(X).sum(axis=0))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.message.endswith("give the gradient of its sum with a dout, or its Jacobian")


def test_a_hessian_vector_product_is_judged_by_the_gradient():
    H, v = A.T @ A, rng.normal(size=3)

    def gradient(x):
        return H @ x + 4 * x**3

    def product(x):
        return H @ v + 12 * x**2 * v

    assert check_hvp(gradient, X, v, product(X), product=product)
    assert check_hvp(gradient, X, v, H @ v).verdict is Verdict.WRONG
    assert check_hvp(gradient, X, v, 2 * product(X)).diagnosis.factor == pytest.approx(2)
    with pytest.raises(ValueError, match="v should have the form of x"):
        check_hvp(gradient, X, v[:2], product(X))
    with pytest.raises(TypeError, match="gradient should be a function"):
        check_hvp(None, X, v, product(X))


def test_assert_gradient_takes_every_option_and_shows_the_line_of_the_test(tmp_path):
    assert assert_gradient(layer, X, jacobian(X), bound=1e-3, noise=0.0, step=2.0**-12, rng=5)
    (tmp_path / "test_mine.py").write_text(
        "import numpy as np\n"
        "from autograder.gradcheck import assert_gradient\n\n"
        "def test_mine():\n"
        "    x = np.array([1.0, 2.0])\n"
        "    assert_gradient(lambda x: float(x @ x), x, 3 * x, name='dx')\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    assert "dx: every entry is 1.5 times what it should be." in shown
    assert "assertions.py" not in shown
