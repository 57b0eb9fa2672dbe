"""What a check can do with `submission`, the same wherever the student's code runs."""

import numpy as np
import pytest

from autograder.seam.call_values import Opaque
from autograder.vocabulary.errors import CheckFailure, NotWritten, StudentException


def test_positional_and_keyword_arguments_arrive(anywhere):
    code = anywhere("def f(a, b=2, *, c=3): return [a, b, c]")
    assert code.f(1) == [1, 2, 3]
    assert code.f(1, c=np.float32(7.0), b="x") == [1, "x", 7.0]


def test_an_array_comes_back_as_a_plain_read_only_array(anywhere):
    code = anywhere("import numpy as np\ndef f(x): return x.view(np.matrix) * 2")
    result = code.f(np.array([[1.0, 2.0]]))
    assert type(result) is np.ndarray
    assert result.tolist() == [[2.0, 4.0]]
    with pytest.raises(ValueError, match="read-only"):
        result[0] = 0


def test_a_mutated_argument_is_reported_by_name_and_the_original_is_untouched(anywhere):
    code = anywhere("def f(scores, y):\n    scores -= scores.max()\n    return scores.sum()")
    scores = np.array([1.0, 2.0])
    assert code.f(scores, 0) == -1.0
    assert scores.tolist() == [1.0, 2.0]
    assert code.last_call.mutated == ("scores",)
    assert code.last_call.arguments_after[0].tolist() == [-1.0, 0.0]


def test_a_mutation_inside_a_dict_or_list_is_reported(anywhere):
    code = anywhere("def f(params, extra):\n    params['W'][0] = 9\n    extra.append(1)")
    code.f({"W": np.zeros(2)}, extra=[])
    assert set(code.last_call.mutated) == {"params", "extra"}


def test_an_argument_that_is_only_read_is_not_reported(anywhere):
    code = anywhere("def f(x, rng): return (x * rng.random()).sum()")
    code.f(np.ones(3), np.random.default_rng(0))
    assert code.last_call.mutated == ()


def test_what_a_raising_call_did_to_its_arguments_is_known(anywhere):
    code = anywhere("def f(x):\n    x[0] = 5\n    raise ValueError('no')")
    with pytest.raises(StudentException, match="ValueError: no"):
        code.f(np.zeros(2))
    assert code.last_call.mutated == ("x",)
    assert code.last_call.arguments_after[0][0] == 5


def test_a_callback_runs_here_and_sees_the_students_values(anywhere):
    code = anywhere("def f(g): return g(1, b=2) + g(10)")
    seen = []

    def g(a, b=0):
        seen.append((a, b))
        return a + b

    assert code.f(g) == 13
    assert seen == [(1, 2), (10, 0)]


NUMERICAL_GRADIENT = """
import numpy as np
def gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        down = f(x)
        x[i] = old
        g[i] = (up - down) / (2 * h)
    return g
"""


def test_an_in_place_change_reaches_the_callback_as_in_one_process(anywhere):
    code = anywhere(NUMERICAL_GRADIENT)
    x = np.array([[1.0, 2.0], [3.0, 4.0]])

    def f(given):
        assert given is x
        return float((x**2).sum())

    assert np.allclose(code.gradient(f, x), 2 * x, atol=1e-8)
    assert x.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert code.last_call.mutated == ()


def test_a_callback_that_returns_the_same_buffer_twice_returns_the_same_array_twice(anywhere):
    code = anywhere("def f(g):\n    a = g(1.0)\n    b = g(2.0)\n    return a is b, a.tolist()")
    buffer = np.zeros(1)

    def g(value):
        buffer[0] = value
        return buffer

    assert code.f(g) == (True, [2.0])


def test_a_callback_may_call_the_student_again(anywhere):
    code = anywhere("def square(x): return x * x\ndef twice(f, x): return f(f(x))")
    assert code.twice(code.square, 3) == 81
    assert code.twice(lambda x: code.square(x) + 1, 1) == 5


def test_an_exception_in_a_callback_can_be_caught_by_the_student(anywhere):
    code = anywhere(
        "def f(g):\n    try:\n        g()\n    except ZeroDivisionError as e:\n        return str(e)"
    )

    def g():
        raise ZeroDivisionError("by hand")

    assert code.f(g) == "by hand"


def test_a_failure_found_inside_a_callback_fails_the_check_even_if_the_student_swallows_it(anywhere):
    code = anywhere(
        "def f(g):\n    try:\n        g()\n    except Exception:\n        raise ValueError('other')"
    )

    def g():
        raise CheckFailure("x has the wrong shape")

    with pytest.raises(CheckFailure, match="wrong shape"):
        code.f(g)


GATE = """
class Multiply:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y
    def backward(self, dz):
        return dz * self.y, dz * self.x
"""


def test_instances_keep_their_own_state(anywhere):
    code = anywhere(GATE)
    a, b = code.Multiply(), code.Multiply()
    assert a.forward(-2.0, 5.0) == -10.0
    b.forward(100.0, 200.0)
    assert a.backward(2.0) == (10.0, -4.0)
    assert a.attribute("x") == -2.0
    assert isinstance(a, Opaque)
    assert a.type_name == "Multiply"


def test_a_cache_goes_back_as_the_very_object_that_was_returned(anywhere):
    code = anywhere(
        "import numpy as np\n"
        "last = None\n"
        "def forward(x):\n"
        "    global last\n"
        "    last = {'m': x.reshape(1, 2).view(np.matrix), 'f': lambda: 3}\n"
        "    return x.sum(), last\n"
        "def backward(cache): return cache is last, type(cache['m']).__name__, cache['f']()"
    )
    _, cache = code.forward(np.ones(2))
    assert code.backward(cache) == (True, "matrix", 3)


def test_a_dict_that_the_check_changed_goes_over_as_changed(anywhere):
    code = anywhere("def make(): return {'W': 1, 'b': [1]}\ndef look(p): return p['W'], p['b'][0]")
    params = code.make()
    params["W"] = 5
    assert code.look(params) == (5, 1)
    params = code.make()
    params["b"][0] = 7
    assert code.look(params) == (1, 7)


def test_a_generator_arrives_with_the_same_state_and_ours_does_not_move(anywhere):
    code = anywhere("def f(rng): return rng.permutation(10)")
    rng = np.random.default_rng(5)
    assert np.array_equal(code.f(rng), code.f(rng))
    assert np.array_equal(code.f(rng), np.random.default_rng(5).permutation(10))


def test_a_global_is_read_with_get(anywhere):
    code = anywhere("ANSWERS = {'a': 'yes', 'b': None}")
    assert code.get("ANSWERS") == {"a": "yes", "b": None}


def test_an_absent_name_is_not_written_and_a_near_one_is_named(anywhere):
    code = anywhere("def svm_Loss(): pass")
    with pytest.raises(NotWritten, match=r"svm_loss is not defined\. You defined 'svm_Loss'; is that"):
        code.svm_loss()


def test_the_stub_is_not_written_and_says_which_function_is_missing(anywhere):
    code = anywhere("def inner(): raise NotImplementedError()\ndef outer(): return inner()")
    with pytest.raises(NotWritten, match="inner is not written yet"):
        code.inner()
    with pytest.raises(NotWritten, match="outer uses inner, which is not written yet"):
        code.outer()


def test_a_subclass_of_an_exception_counts_as_its_base(anywhere):
    code = anywhere("class Mine(ValueError): pass\ndef f(): raise Mine('bad')")
    with pytest.raises(StudentException) as caught:
        code.f()
    assert caught.value.type_name == "Mine"
    assert caught.value.is_a(ValueError)
    assert not caught.value.is_a(TypeError)


def test_warnings_are_reported_and_cost_nothing(anywhere):
    code = anywhere("import numpy as np\ndef f(x): return np.exp(x)")
    assert code.f(np.array([1e4]))[0] == np.inf
    assert code.last_call.warnings == ("RuntimeWarning: overflow encountered in exp",)


@pytest.mark.parametrize("kind", ["confined", "plain"])
def test_the_traceback_has_the_students_own_lines_only(request, kind):
    code, _ = request.getfixturevalue(kind)(
        "import helper\ndef f(x):\n    return helper.g(x)\n", helper_py=b"def g(x):\n    return x[9]\n"
    )
    with pytest.raises(StudentException) as caught:
        code.f([1])
    assert caught.value.frames == (
        "work.py, line 3, in f: return helper.g(x)",
        "helper.py, line 2, in g: return x[9]",
    )


@pytest.mark.parametrize("kind", ["confined", "plain"])
def test_printed_text_is_kept_up_to_the_limit_of_each_call(request, kind):
    code, _ = request.getfixturevalue(kind)(
        "import sys\ndef f(n):\n    print('x' * n)\n    print('e', file=sys.stderr)\n    return n"
    )
    assert code.f(3) == 3
    assert code.last_call.output == "xxx\ne\n"
    assert code.f(10**7) == 10**7
    assert len(code.last_call.output) == 8 * 1024
    code.f(2)
    assert code.last_call.output == "xx\ne\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2**3000", "more than 2048 bits"),
        ("[0]*2_000_000", "parts"),
        ("[[]]*100_000", "lists"),
        ("'x' * 60_000_000", "MB"),
    ],
)
def test_a_value_too_large_to_send_is_the_students_error(confined, value, expected):
    code, _ = confined(f"def f(): return {value}")
    with pytest.raises(StudentException, match=expected):
        code.f()


def test_anything_else_that_is_returned_is_opaque(anywhere):
    code = anywhere("def f(): return {1, 2}, lambda: 0, open")
    assert [value.type_name for value in code.f()] == ["set", "function", "builtin_function_or_method"]


OVERLAPPING = {
    "whole and part": (
        "def f(X, part, look):\n    part[...] = 7\n    look(part)\n    X[...] = 5\n    look(X)",
        lambda X: (X, X[:2], lambda a: 0),
    ),
    "part and whole": (
        "def f(part, X, look):\n    X[...] = 7\n    look(X)\n    part[...] = 5\n    look(part)",
        lambda X: (X[:2], X, lambda a: 0),
    ),
    "a view that a callback returns": (
        "def f(X, look):\n    v = look(X)\n    X[...] = 7\n    look(X)\n    look(v)",
        lambda X: (X, lambda a: a.reshape(-1)),
    ),
    "three that overlap": (
        "def f(a, b, c, look):\n    for x in (b, a, c, b):\n        x += 1\n        look(x)",
        lambda X: (X[:3], X[1:], X[2], lambda a: 0),
    ),
}


@pytest.mark.parametrize(("source", "arguments"), OVERLAPPING.values(), ids=OVERLAPPING.keys())
def test_arrays_that_share_memory_are_put_back(anywhere, source, arguments):
    X = np.arange(12.0).reshape(4, 3)
    anywhere(source).f(*arguments(X))
    assert np.array_equal(X.ravel(), np.arange(12.0))


def test_a_dict_whose_keys_are_no_scalars_stays_with_the_student_and_comes_back(anywhere):
    code = anywhere("def f(): return {(0, 'W'): 1.5}\ndef g(cache): return cache[(0, 'W')]")
    assert code.g(code.f()) == 1.5
