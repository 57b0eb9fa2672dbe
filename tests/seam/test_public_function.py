"""`in_worker`: a function that a check declares public runs beside the student's code, wherever that runs."""

import math
import os

import numpy as np
import pytest

from autograder import in_worker
from autograder.seam import decoder
from autograder.seam.codec import CodecError
from autograder.seam.encoder import Encoder
from autograder.seam.proxy import confine_callbacks
from autograder.seam.public_function import parts_of
from autograder.vocabulary.errors import StudentException

SLOPES = np.array([1.0, -2.0, 3.0])
CALLER = "def f(g, *args): return g(*args)"


def helper(x):
    return x


def test_it_runs_in_the_students_process(confined):
    code, _ = confined("def f(g): return g()")
    assert code.f(in_worker(lambda: os.getpid())) != os.getpid()
    assert code.f(lambda: os.getpid()) == os.getpid()


def test_it_has_the_data_around_it_its_defaults_and_its_modules(anywhere):
    scale = 0.5

    def weighted(x, power=2, *, offset=1.0):
        parts = [math.fsum(SLOPES * entry**power) for entry in x]
        return scale * np.sum(parts) + offset

    x = np.array([1.0, 2.0])
    assert anywhere(CALLER).f(in_worker(weighted), x) == weighted(x)


def test_an_array_that_it_writes_into_is_the_students_own(anywhere):
    code = anywhere("import numpy as np\ndef f(g):\n    x = np.zeros(2)\n    g(x)\n    return x")

    def fill(x):
        x[:] = 7.0

    np.testing.assert_array_equal(code.f(in_worker(fill)), [7.0, 7.0])


def test_its_calls_are_counted_for_each_call_of_the_students_function(anywhere):
    code = anywhere("def f(g, n):\n    for _ in range(n): g(1.0)\n    return 0")
    square = in_worker(lambda x: x * x)
    code.f(square, 5)
    assert square.calls == 5
    code.f(square, 2)
    assert square.calls == 2


def test_its_calls_are_counted_where_the_students_function_raises(anywhere):
    square = in_worker(lambda x: x * x)
    with pytest.raises(StudentException, match="ZeroDivisionError"):
        anywhere("def f(g): g(1.0); return 1 / 0").f(square)
    assert square.calls == 1


def test_what_it_raises_is_the_students_to_catch(anywhere):
    def refuse(x):
        raise ValueError("no")

    code = anywhere(
        "def f(g):\n    try:\n        g(1)\n    except ValueError as error:\n        return str(error)"
    )
    assert code.f(in_worker(refuse)) == "no"


def test_passed_to_a_callback_it_is_the_checks_own(anywhere):
    code = anywhere("def f(g, other): return other(g)")

    def square(x):
        return x * x

    assert code.f(in_worker(square), lambda function: float(function is square)) == 1.0


def test_a_student_who_returns_it_returns_a_function(anywhere):
    assert anywhere("def f(g): return g").f(in_worker(lambda: 0)).type_name == "function"


@pytest.mark.parametrize(
    "function",
    [lambda x: helper(x), lambda x: pytest.approx(x), lambda x, other=helper: other(x)],
    ids=["a function beside it", "a module of the grader's", "a function as a default"],
)
def test_what_would_take_more_than_itself_along_is_refused(anywhere, function):
    with pytest.raises(TypeError, match="cannot run in the worker: it uses"):
        anywhere(CALLER).f(in_worker(function), 1.0)


def test_a_function_around_it_is_refused(anywhere):
    def inner(x):
        return x

    with pytest.raises(TypeError, match="uses inner, a function"):
        anywhere(CALLER).f(in_worker(lambda x: inner(x)), 1.0)


def test_what_is_no_plain_data_is_refused(anywhere):
    seen = {1.0}
    with pytest.raises(TypeError, match="cannot run in the worker: a set cannot cross"):
        anywhere(CALLER).f(in_worker(lambda x: x in seen), 1.0)


def test_the_solutions_own_function_is_called_where_the_solution_runs(anywhere):
    code = anywhere(CALLER)
    # The solution's functions are those that have something to stand for them: see SolutionWorker.confined.
    confine_callbacks(code, lambda function: (lambda x: "confined") if function is helper else function)
    assert code.f(in_worker(helper), 1.0) == "confined"


def test_no_path_of_the_graders_goes_along():
    code = parts_of(lambda x: [inner * 2 for inner in x])[0].tobytes()
    assert __file__.encode() not in code


def test_only_a_plain_function_can_be_declared():
    with pytest.raises(TypeError, match="takes a Python function, not a type"):
        in_worker(float)


def test_no_function_comes_back_to_the_grader():
    sent = b"w" + Encoder().encode((1, *parts_of(lambda x: x)))
    with pytest.raises(CodecError, match="a function is not expected here"):
        decoder.Decoder(sent).decode()


def test_forged_counts_are_no_error_of_the_grader(confined):
    square = in_worker(lambda x: x * x)
    code, _ = confined(
        "import gc\nfrom collections import abc\n"
        "def f(g):\n"
        "    for each in gc.get_objects():\n"
        "        if type(each).__name__ == 'Scope' and each.public_calls:\n"
        "            each.public_calls[:] = ['many', -3]\n"
        "    return 1"
    )
    assert code.f(square) == 1
    assert square.calls == 0
