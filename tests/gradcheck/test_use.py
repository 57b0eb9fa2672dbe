"""How it is called: truth values, options that make no sense, and the forms in which arguments reach the function."""

import subprocess
import sys

import numpy as np
import pytest

from autograder.gradcheck import Verdict, check_gradient

X = np.array([1.0, -2.0, 3.0])


def square(x):
    return float(np.sum(np.asarray(x) ** 2))


def test_a_report_is_true_only_if_the_gradient_is_right():
    assert check_gradient(square, X, 2 * X)
    assert not check_gradient(square, X, 3 * X)
    assert not check_gradient(lambda x: float("nan"), X, 2 * X)


def test_a_verdict_equals_its_word():
    assert check_gradient(square, X, 3 * X).verdict == "wrong"
    assert check_gradient(square, X, 2 * X).verdict == "right"
    assert f"{Verdict.INCONCLUSIVE}" == "inconclusive"


@pytest.mark.parametrize("option", ["tolerance", "bound", "step"])
@pytest.mark.parametrize("value", [0, -1e-3, 1.0, 17, float("nan"), float("inf"), "small"])
def test_options_out_of_range_are_refused_in_words(option, value):
    with pytest.raises(ValueError, match=f"{option} should be"):
        check_gradient(square, X, 2 * X, **{option: value})


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "loud"])
def test_noise_is_a_standard_deviation(value):
    with pytest.raises(ValueError, match="noise should be"):
        check_gradient(square, X, 2 * X, noise=value)


@pytest.mark.parametrize("name", ["gradient", "reference", "reference_loss"])
def test_functions_have_to_be_functions(name):
    with pytest.raises(TypeError, match="f should be a function of x, got a float"):
        check_gradient(14.0, X, 2 * X)
    with pytest.raises(TypeError, match=f"{name} should be a function of x, got a ndarray"):
        check_gradient(square, X, 2 * X, **{name: 2 * X})


@pytest.mark.parametrize("rng", [0, 7, np.random.SeedSequence(3), np.random.default_rng(3)])
def test_a_seed_will_do_for_a_generator(rng):
    assert check_gradient(square, X, 2 * X, rng=rng)


def test_a_ragged_point_is_refused_in_words():
    with pytest.raises(ValueError, match="x is ragged"):
        check_gradient(square, [[1.0, 2.0], [3.0]], X)


FORMS = {
    "a number": (2.0, float),
    "a whole number": (2, float),
    "a 0-d array": (np.array(2.0), np.ndarray),
    "a numpy number": (np.float64(2.0), np.float64),
    "a list": ([2.0, 1.0], np.ndarray),
}


@pytest.mark.parametrize(("x", "kind"), FORMS.values(), ids=FORMS)
def test_the_function_gets_the_form_that_was_given(x, kind):
    seen = []

    def f(x):
        seen.append((type(x), np.shape(x)))
        return square(x)

    def gradient(x):
        seen.append((type(x), np.shape(x)))
        return 2 * np.asarray(x)

    assert check_gradient(f, x, 2 * np.asarray(x), gradient=gradient)
    assert set(seen) == {(kind, np.shape(x))}


def test_keys_stay_what_they_are():
    x = {0: np.ones(2), "b": np.zeros(3), (1, 2): 4.0}

    def f(p):
        return float(np.sum(p[0] ** 2) + np.sum(np.exp(p["b"])) + p[1, 2] ** 2)

    right = {0: 2 * x[0], "b": np.ones(3), (1, 2): 8.0}
    assert check_gradient(f, x, right)
    assert check_gradient(f, x, right | {0: 3 * x[0]}).worst_block.name == "0"


def test_pandas_objects_keep_their_labels():
    pandas = pytest.importorskip("pandas")
    x = pandas.Series({"slope": 2.0, "offset": -1.0}, name="line")

    def f(p):
        return 3 * p["slope"] ** 2 + p.offset

    right = pandas.Series({"offset": 1.0, "slope": 12.0})  # in another order
    assert check_gradient(f, x, right)
    assert not check_gradient(f, x, right * 2)
    frame = pandas.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]}, index=["u", "v"])
    assert check_gradient(
        lambda p: float((p["a"] ** 2).sum() + p.loc["u", "b"]),
        frame,
        pandas.DataFrame({"a": [2.0, 4.0], "b": [1.0, 0.0]}, index=["u", "v"]),
    )


def test_it_can_be_imported_without_anything_but_numpy():
    code = (
        "import sys; import autograder.gradcheck; "
        "ours = {m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names); "
        "print(sorted(m for m in ours if not m.startswith('_') and m not in ('numpy', 'autograder')))"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
