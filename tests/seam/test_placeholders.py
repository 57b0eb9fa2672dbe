"""Packages that are not there while grading cost nothing unless their values are used."""

import pytest

from autograder.vocabulary.errors import StudentException


def test_unused_imports_and_leftover_plotting_do_no_harm(confined):
    code, process = confined(
        """
import matplotlib.pyplot as plt
import pdb, torch
from IPython.display import Image
from scipy.special import expit
from autograder import check

figure, axes = plt.subplots()
axes.plot([1, 2])
with plt.style.context("x"):
    plt.show()
check("f")

@torch.no_grad()
def f(x): return x + 1

@torch.compile
def g(x): return x + 2
"""
    )
    assert code.g(1) == 3
    assert process.last_report.problems == ()
    assert set(process.last_report.placeholders) == {"matplotlib", "torch", "IPython", "scipy", "autograder"}


def test_a_placeholder_as_a_result_is_no_value(confined):
    code, _ = confined("from scipy.special import expit\ndef f(x): return expit(x)")
    assert code.f(1.0).type_name == "Placeholder"


def test_a_part_that_numpy_lacks_is_the_students_error(confined):
    code, process = confined("import numpy.nowhere\ndef f(): return 1")
    assert code.f() == 1
    (problem,) = process.last_report.problems
    assert problem.place == "work.py, line 1"
    assert problem.message == "ModuleNotFoundError: No module named 'numpy.nowhere'"


def test_the_standard_library_is_there_and_its_optional_parts_are_really_absent(confined):
    code, process = confined(
        "import pickle, statistics, json, csv, dataclasses, unittest.mock\ndef f(): return statistics.mean([1, 3])"
    )
    assert code.f() == 2
    assert process.last_report == process.last_report.__class__((), (), "")


def test_a_helper_file_is_imported_for_real(confined):
    code, _ = confined(
        "from helper import g\ndef f(x): return g(x)",
        helper_py=b"import numpy as np\ndef g(x): return np.sum(x)",
    )
    assert code.f([1, 2]) == 3


@pytest.mark.parametrize("kind", ["confined", "plain"])
def test_the_graders_own_package_is_never_the_real_one(request, kind):
    code, _ = request.getfixturevalue(kind)(
        "import autograder.grading.grader\ndef f(): return repr(autograder.grading.grader.Grader)"
    )
    assert code.f() == "<autograder.grading.grader.Grader: not available while grading>"


def test_a_missing_name_of_a_real_package_fails_as_usual(confined):
    code, _ = confined("import math\ndef f(): return math.nothing")
    with pytest.raises(StudentException, match="AttributeError"):
        code.f()


@pytest.mark.parametrize(
    "handler",
    [
        "except ImportError:",
        "except ModuleNotFoundError as error:",
        "except (KeyError, ImportError):",
        "except Exception:",
        "except:",
    ],
)
def test_code_that_is_prepared_for_a_missing_package_takes_its_fallback(confined, handler):
    code, process = confined(
        f"""
try:
    from tqdm import tqdm
{handler}
    tqdm = lambda steps: steps
def f(n): return sum(tqdm(range(n)))
"""
    )
    assert code.f(4) == 6
    assert process.last_report == process.last_report.__class__((), (), "")


def test_a_try_for_something_else_is_no_fallback(confined):
    code, process = confined(
        """
try:
    import torch
    half = 1 / 0
except ZeroDivisionError:
    half = 0.5
def f(): return half
"""
    )
    assert code.f() == 0.5
    assert process.last_report.placeholders == ("torch",)


@pytest.mark.parametrize("kind", ["confined", "plain"])
def test_the_graders_own_package_is_missing_where_that_is_expected(request, kind):
    code, process = request.getfixturevalue(kind)(
        """
try:
    from autograder import check
except ImportError:
    check = lambda name: "no check"
def f(): return check("f")
"""
    )
    assert code.f() == "no check"
    assert process.last_report.problems == ()
