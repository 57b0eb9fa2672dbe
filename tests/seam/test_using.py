"""`submission.using`: other functions for the student's to build on, the same wherever the student's code runs."""

import numpy as np
import pytest

from autograder.vocabulary.errors import CheckFailure, StudentException

LOSS = """
def square(x):
    return x + x

def loss(x):
    return square(x) + 1

def fails(x):
    raise KeyError(square(x))
"""


def right_square(x):
    return x * x


def test_an_earlier_function_is_replaced_inside_the_block_and_back_after_it(anywhere):
    code = anywhere(LOSS)
    assert code.loss(5.0) == 11.0
    with code.using(square=right_square):
        assert code.loss(5.0) == 26.0
    assert code.loss(5.0) == 11.0


def test_the_check_itself_still_calls_the_students_function(anywhere):
    code = anywhere(LOSS)
    with code.using(square=right_square):
        assert code.square(5.0) == 10.0


def test_the_students_function_is_back_after_a_call_that_raised(anywhere):
    code = anywhere(LOSS)
    with code.using(square=right_square), pytest.raises(StudentException, match="KeyError: 25"):
        code.fails(5.0)
    assert code.loss(5.0) == 11.0


def test_the_block_ends_with_a_failure_of_the_check(anywhere):
    code = anywhere(LOSS)
    with pytest.raises(CheckFailure), code.using(square=right_square):
        raise CheckFailure("as found inside")
    assert code.loss(5.0) == 11.0


def test_a_name_that_the_module_lacks_is_there_for_the_call_only(anywhere):
    code = anywhere("def loss(x): return square(x) + 1")
    with code.using(square=right_square):
        assert code.loss(5.0) == 26.0
    with pytest.raises(StudentException, match="NameError"):
        code.loss(5.0)


def test_blocks_nest_and_the_inner_one_counts(anywhere):
    code = anywhere("def a(): return 1\ndef b(): return 2\ndef f(): return a(), b()")
    with code.using(a=lambda: 10, b=lambda: 20):
        with code.using(b=lambda: 200):
            assert code.f() == (10, 200)
        assert code.f() == (10, 20)


def test_plain_data_may_take_the_place_of_a_global(anywhere):
    code = anywhere("SCALE = 2\ndef f(x): return SCALE * x")
    with code.using(SCALE=3.0):
        assert code.f(2.0) == 6.0
    assert code.f(2.0) == 4.0


def test_methods_build_on_the_others_too(anywhere):
    code = anywhere("def g(): return 1\nclass Gate:\n    def forward(self): return g()")
    gate = code.Gate()
    with code.using(g=lambda: 5):
        assert gate.forward() == 5
    assert gate.forward() == 1


def test_a_call_from_a_callback_builds_on_the_others_as_well(anywhere):
    code = anywhere("def g(): return 1\ndef inner(): return g()\ndef outer(f): return g(), f(), g()")
    with code.using(g=lambda: 5):
        assert code.outer(code.inner) == (5, 5, 5)
    assert code.outer(code.inner) == (1, 1, 1)


def test_an_exception_of_the_other_function_reaches_the_student(anywhere):
    code = anywhere(
        "def g(): pass\ndef f():\n    try:\n        g()\n    except ValueError as e:\n        return str(e)"
    )

    def refuses():
        raise ValueError("the batch is empty")

    with code.using(g=refuses):
        assert code.f() == "the batch is empty"


def test_arrays_go_to_the_other_function_and_come_back_writable(anywhere):
    code = anywhere("def g(x): pass\ndef f(x):\n    y = g(x[1:])\n    y += 1\n    return y, x")
    with code.using(g=lambda x: 10 * x):
        y, x = code.f(np.arange(3.0))
    assert y.tolist() == [11.0, 21.0]
    assert x.tolist() == [0.0, 1.0, 2.0]
    assert code.last_call.mutated == ()


def test_a_generator_function_may_take_the_place_of_the_students(anywhere):
    code = anywhere("def batches(x): return []\ndef f(x): return [b.sum() for b in batches(x)]")

    def batches(x):
        for start in range(0, len(x), 2):
            yield x[start : start + 2]

    with code.using(batches=batches):
        assert code.f(np.arange(5)) == [1, 5, 4]


def test_a_random_generator_reaches_the_other_function_with_its_state(anywhere):
    code = anywhere("def draw(rng): return 0\ndef f(rng):\n    rng.random(3)\n    return draw(rng)")
    expected = np.random.default_rng(7).random(4)[3]
    with code.using(draw=lambda rng: rng.random()):
        assert code.f(np.random.default_rng(7)) == expected


@pytest.mark.parametrize("kind", ["confined", "plain"])
def test_a_students_other_files_build_on_the_others_too(request, kind):
    code, _ = request.getfixturevalue(kind)(
        "from parts import square, loss\n",
        parts_py=b"def square(x): return x + x\ndef loss(x): return square(x)\n",
    )
    with code.using(square=right_square):
        assert code.loss(5.0) == 25.0
    assert code.loss(5.0) == 10.0


def test_a_guard_decides_what_a_right_version_answers_and_is_not_there_without_one(anywhere):
    code = anywhere(LOSS)

    def only_five(right):
        def guarded(x):
            if x != 5.0:
                raise CheckFailure("asked for something else")
            return right(x)

        return guarded

    with code.guarding(square=only_five):
        assert code.loss(6.0) == 13.0
    with code.using(square=right_square):
        with code.guarding(square=only_five, cube=only_five):
            assert code.loss(5.0) == 26.0
            with pytest.raises(CheckFailure, match="something else"):
                code.loss(6.0)
        assert code.loss(6.0) == 37.0
