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


USES = {
    "as the result": "return torch.tensor(x)",
    "inside the result": "return [1, torch.tensor(x)]",
    "in a sum": "return 1 + torch.tensor(x)",
    "in an operator": "return -torch.tensor(x) @ 2",
    "in numpy": "return np.exp(torch.tensor(x))",
    "as an array": "return np.asarray(torch.tensor(x))",
    "as a number": "return float(torch.tensor(x))",
    "in a comparison": "return 1 if torch.tensor(x) > 0 else 0",
    "in a loop": "return sum(torch.tensor(x))",
    "as an index": "return [1, 2][torch.argmax(x)]",
    "by a method": "return torch.softmax(torch.tensor(x), 1).numpy()",
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_value_of_a_package_that_is_missing_says_which_package(confined, use):
    code, _ = confined(f"import numpy as np\nimport torch\ndef f(x):\n    {use}")
    with pytest.raises(StudentException, match=r"^NotAvailable: torch is not available here$"):
        code.f(1.0)


PASSED_ON = {
    "tqdm": ("from tqdm import tqdm", "tqdm(range(n))"),
    "tqdm.tqdm": ("import tqdm", "tqdm.tqdm(range(n), desc='rows', leave=False)"),
    "trange": ("from tqdm.notebook import trange", "trange(n)"),
    "tqdm of a list": ("from tqdm.auto import tqdm", "tqdm(list(range(n)))"),
    "tqdm with a name": ("from tqdm import tqdm as bar", "(i for _, i in enumerate(bar(range(n))))"),
    "tqdm of an array": ("from tqdm import tqdm\nimport numpy as np", "tqdm(np.arange(n))"),
    "rich": ("from rich.progress import track", "track(range(n), description='...')"),
    "alive_it": ("from alive_progress import alive_it", "alive_it(range(n))"),
    "fastprogress": ("from fastprogress import progress_bar", "progress_bar(range(n))"),
    "prange": ("from numba import njit, prange", "prange(n)"),
    "ic": ("from icecream import ic", "ic(range(n))"),
}


@pytest.mark.parametrize(("imports", "loop"), PASSED_ON.values(), ids=PASSED_ON)
def test_what_only_passes_values_on_passes_them_on(confined, imports, loop):
    code, _ = confined(f"{imports}\ndef f(n): return sum(int(i) for i in {loop})")
    assert code.f(4) == 6


def test_a_bars_own_methods_do_nothing(confined):
    code, _ = confined(
        """
from tqdm import tqdm
def f(n):
    total = 0
    with tqdm(range(n)) as bar:
        for i in bar:
            bar.set_description(f"row {i}")
            bar.set_postfix(loss=0.1)
            total += i
    by_hand = tqdm(total=n)
    by_hand.update(1)
    by_hand.close()
    tqdm.write("done")
    return total
"""
    )
    assert code.f(4) == 6


DECORATED = [
    "@njit",
    "@njit(cache=True)",
    "@jit(nopython=True, parallel=True)",
    "@profile",
    "@torch.no_grad()",
]


@pytest.mark.parametrize("decorator", DECORATED)
def test_a_decorator_hands_the_function_back(confined, decorator):
    imports = "from numba import njit, jit\nfrom line_profiler import profile\nimport torch"
    code, _ = confined(f"{imports}\n{decorator}\ndef f(x): return x + 1")
    assert code.f(1) == 2


def test_a_class_of_a_missing_package_may_be_a_base(confined):
    code, _ = confined(
        """
import torch
import torch.nn as nn
class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner: torch.Tensor | None = None
    def forward(self, x): return 2 * x
class Both(nn.Module, torch.utils.data.Dataset): pass
def f(x): return Gate().forward(x) + Gate()(x) + (1 if torch.cuda.is_available() else 0)
def g(x): return isinstance(x, torch.Tensor)
"""
    )
    assert code.f(1) == 4
    assert code.g(1) is False


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
