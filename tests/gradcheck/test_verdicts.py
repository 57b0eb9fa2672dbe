import autograd
import numpy as np
import pytest

from autograder.gradcheck import Agreement, Kind, Verdict, check_gradient
from tests.gradcheck.conftest import changed, relu, softmax, svm, two_layer

SMOOTH = {"svm": svm, "softmax": softmax, "two layers": two_layer}


def judged(problem, gradient=None, **options):
    gradient = gradient or problem.gradient
    return check_gradient(
        problem.f, problem.x, gradient(problem.x), gradient=gradient, dout=problem.dout, **options
    )


@pytest.mark.parametrize("make", SMOOTH.values(), ids=SMOOTH)
def test_gradients_from_automatic_differentiation_are_right(make):
    problem = make(3)
    report = check_gradient(problem.f, problem.x, autograd.grad(problem.f)(problem.x))
    assert report.verdict is Verdict.RIGHT
    assert report.diagnosis is None
    assert report.error <= 1e-7


@pytest.mark.parametrize("make", SMOOTH.values(), ids=SMOOTH)
@pytest.mark.parametrize("factor", [-1.0, 0.0, 0.5, 1 + 1e-7, 2.0])
def test_a_wrong_factor_is_wrong_with_and_without_the_gradient_function(make, factor):
    problem = make(4)
    wrong = autograd.grad(problem.f)(problem.x)
    wrong = {k: factor * g for k, g in wrong.items()} if isinstance(wrong, dict) else factor * wrong
    assert check_gradient(problem.f, problem.x, wrong).verdict is Verdict.WRONG


def test_a_scalar_point_and_the_lectures_polynomial():
    def f(x):
        return 0.5 * x**4 - 2 * x**2 + x + 5

    assert check_gradient(f, 2.0, 9.0).verdict is Verdict.RIGHT
    report = check_gradient(f, 2.0, 9.01)  # the forward difference at h = 0.001
    assert report.verdict is Verdict.WRONG
    assert report.worst_index == ()
    assert report.worst_entries[0].numerical == pytest.approx(9.0, rel=1e-8)


def test_the_error_is_norm_wise_and_relative():
    problem = svm(1)
    report = judged(problem, changed(problem, lambda g: 3 * g))
    # norm(3g - g) / (norm(3g) + norm(g)) = 2 / 4, estimated from random directions
    assert report.error == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("convention", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("make", [svm, relu, two_layer])
def test_any_convention_at_exact_kinks_is_right(make, convention):
    for seed in range(25):
        problem = make(seed, kinked=True, convention=convention)
        assert judged(problem).verdict is Verdict.RIGHT, seed


def test_a_mistake_is_found_at_kinks_too():
    for seed in range(25):
        problem = two_layer(seed, kinked=True)
        report = judged(problem, changed(problem, lambda g: 1.5 * g, "W2"))
        assert report.verdict is Verdict.WRONG, seed


def test_a_mistake_on_one_side_of_a_kink_only_is_found():
    problem = relu(0, kinked=True)
    x = np.zeros((4, 3))
    dout = np.random.default_rng(1).normal(size=x.shape)

    def negative_side_wrong(x):
        return dout * np.where(x < 0, 0.5, 1.0)

    report = check_gradient(problem.f, x, negative_side_wrong(x), gradient=negative_side_wrong, dout=dout)
    assert report.verdict is Verdict.WRONG


def test_a_kink_without_a_gradient_function_is_inconclusive_never_right():
    report = check_gradient(lambda x: float(np.abs(x).sum()), np.zeros(4), np.ones(4))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.diagnosis.kind is Kind.KINK
    assert "kink" in report.message


@pytest.mark.parametrize("scale", [1e-8, 1e8])
def test_the_scale_of_the_loss_does_not_matter(scale):
    for seed in range(5):
        problem = svm(seed)

        def f(W, problem=problem):
            return scale * problem.f(W)

        right = scale * problem.gradient(problem.x)
        assert check_gradient(f, problem.x, right).verdict is Verdict.RIGHT
        assert check_gradient(f, problem.x, right * (1 + 1e-6)).verdict is Verdict.WRONG


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_scale_of_the_parameters_does_not_matter(scale):
    problem = softmax(2)
    x = {k: v * scale for k, v in problem.x.items()}

    def f(p):
        return problem.f({k: v / scale for k, v in p.items()})

    right = {k: g / scale for k, g in problem.gradient(problem.x).items()}
    assert check_gradient(f, x, right).verdict is Verdict.RIGHT
    assert check_gradient(f, x, right | {"b": right["b"] * 1.001}).verdict is Verdict.WRONG


def test_a_zero_gradient_is_right_where_the_function_does_not_change_and_wrong_where_it_does():
    x = {"used": np.arange(1.0, 4.0), "unused": np.ones(3)}

    def f(p):
        return float(np.sum(p["used"] ** 2))

    right = {"used": 2 * x["used"], "unused": np.zeros(3)}
    assert check_gradient(f, x, right).verdict is Verdict.RIGHT
    assert check_gradient(f, x, right | {"used": np.zeros(3)}).diagnosis.kind is Kind.ZERO


def test_rounding_in_a_gradient_that_is_zero_is_right():
    scores = np.random.default_rng(0).normal(size=(4, 3))

    def f(shift):  # cross-entropy does not change when all scores rise equally
        z = scores + shift
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[:, 0]))

    assert check_gradient(f, 0.3, 1e-17).verdict is Verdict.RIGHT
    assert check_gradient(f, 0.3, 1e-9).verdict is Verdict.WRONG


@pytest.mark.parametrize("size", [1e-6, 1e-30, 1e-300])
def test_a_mistake_in_parameters_too_small_to_matter_is_found(size):
    x = {"w": np.array([1.0, 2.0, -1.0]), "b": size * np.array([3.0, -1.0])}

    def f(p):
        return float(np.sum(p["w"] ** 2) + np.sum(np.sin(p["b"])))

    right = {"w": 2 * x["w"], "b": np.cos(x["b"])}
    assert check_gradient(f, x, right).verdict is Verdict.RIGHT
    assert check_gradient(f, x, right | {"b": 2 * right["b"]}).verdict is Verdict.WRONG
    assert check_gradient(f, x, right | {"b": np.zeros(2)}).verdict is Verdict.WRONG


def test_numbers_near_the_ends_of_the_float_range_never_pass_by_overflow():
    x = np.array([1.0, 2.0])
    for size in (1e200, 1e308):
        report = check_gradient(lambda x: float(np.sum(x)), x, np.array([size, -size]))
        assert report.verdict is not Verdict.RIGHT


def test_float32_is_right_and_a_mistake_in_float32_is_wrong():
    for seed in range(20):
        problem = softmax(seed)
        x = {k: v.astype(np.float32) for k, v in problem.x.items()}
        right = {k: g.astype(np.float32) for k, g in problem.gradient(x).items()}
        assert check_gradient(problem.f, x, right).verdict is Verdict.RIGHT, seed
        wrong = right | {"W": right["W"] * np.float32(1.01)}
        assert check_gradient(problem.f, x, wrong).verdict is Verdict.WRONG, seed


def test_a_function_that_computes_in_float32_is_judged_with_its_own_noise():
    for seed in range(10):
        problem = svm(seed)

        def f(W, problem=problem):
            return np.float32(problem.f(W))

        assert check_gradient(f, problem.x, problem.gradient(problem.x)).verdict is Verdict.RIGHT, seed
        wrong = 1.05 * problem.gradient(problem.x)
        assert check_gradient(f, problem.x, wrong).verdict is Verdict.WRONG, seed


def test_shapes_and_types_that_do_not_matter():
    problem = two_layer(5)
    right = problem.gradient(problem.x)
    odd = {
        "W1": right["W1"].tolist(),
        "b1": right["b1"][None, :],
        "W2": right["W2"] + 0.0 * -1,
        "b2": right["b2"][:, None],
        "unknown": "ignored",
    }
    assert check_gradient(problem.f, problem.x, odd).verdict is Verdict.RIGHT
    x = np.array([1.0, 0.0])
    assert check_gradient(lambda x: float(x[0] ** 2), x, [2, -0.0]).verdict is Verdict.RIGHT
    assert check_gradient(lambda x: float(np.sum(x**2)), np.array([1, 2]), [2, 4]).verdict is Verdict.RIGHT


def test_the_function_gets_copies_and_the_callers_point_stays():
    x = {"a": np.arange(1.0, 4.0)}
    kept = x["a"].copy()

    def f(p):
        value = float(np.sum(p["a"] ** 2))
        p["a"] *= 0.0
        p.clear()
        return value

    def gradient(p):
        doubled = p["a"]
        doubled *= 2
        return {"a": doubled}

    report = check_gradient(f, x, {"a": 2 * kept}, gradient=gradient)
    assert report.verdict is Verdict.RIGHT
    np.testing.assert_array_equal(x["a"], kept)


def test_a_function_that_returns_the_same_buffer_each_time_is_read_at_once():
    buffer, dout = np.zeros(3), np.array([1.0, -2.0, 0.5])

    def f(x):
        np.multiply(x, x, out=buffer)
        return buffer

    x = np.array([0.5, 1.5, -1.0])
    assert check_gradient(f, x, 2 * x * dout, dout=dout).verdict is Verdict.RIGHT
    assert check_gradient(f, x, 2 * x, dout=dout).verdict is Verdict.WRONG


def test_the_same_generator_gives_the_same_report():
    problem = two_layer(7)
    wrong = changed(problem, lambda g: g + 0.1, "b1")
    first, second = (judged(problem, wrong, rng=np.random.default_rng(9)) for _ in range(2))
    assert first.calls == second.calls
    assert first.error == second.error
    assert first.diagnosis == second.diagnosis


def test_own_loss_is_the_black_boxs_verdict():
    problem = svm(0)
    assert judged(problem).matches_own_loss is Agreement.YES
    assert judged(problem, changed(problem, np.negative)).matches_own_loss is Agreement.NO
    assert judged(problem).matches_reference is Agreement.NOT_TESTED


def test_the_report_has_what_a_picture_needs():
    report = judged(softmax(0))
    trace = report.traces[0]
    assert len(trace.steps) == len(trace.residuals) == len(trace.noise)
    assert all(t > 0 for t in trace.steps)
