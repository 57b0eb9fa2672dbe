"""An iterator that a call returns is read out within that call, wherever the student's code runs."""

import numpy as np
import pytest

from autograder.vocabulary.errors import StudentException

GENERATOR = """
def batches(rows, size):
    if size < 1:
        raise ValueError("size is too small")
    while len(rows):
        yield rows[:size].copy()
        rows[:size] = -1
        rows = rows[size:]
"""


def test_what_a_generator_yields_is_the_calls_answer(anywhere):
    code = anywhere(GENERATOR)
    batches = code.batches(np.arange(5), 2)
    assert [batch.tolist() for batch in batches] == [[0, 1], [2, 3], [4]]


def test_what_a_generator_does_to_its_arguments_is_reported(anywhere):
    code = anywhere(GENERATOR)
    rows = np.arange(3)
    code.batches(rows, 2)
    assert code.last_call.mutated == ("rows",)
    assert code.last_call.arguments_after[0].tolist() == [-1, -1, -1]
    assert rows.tolist() == [0, 1, 2]


def test_what_a_generator_raises_is_the_calls_exception(anywhere):
    code = anywhere(GENERATOR)
    with pytest.raises(StudentException, match="ValueError: size is too small"):
        code.batches(np.arange(3), 0)


def test_a_generator_may_use_a_callback_while_it_is_read(anywhere):
    code = anywhere("def f(g):\n    for i in range(3):\n        yield g(i)")
    assert code.f(lambda i: 10 * i) == [0, 10, 20]


def test_an_endless_generator_ends_with_an_error(anywhere):
    code = anywhere("def f():\n    n = 0\n    while True:\n        yield n\n        n += 1")
    with pytest.raises(StudentException, match="more than 10000 items"):
        code.f()


def test_a_generator_of_as_many_items_as_are_allowed_is_read_out(anywhere):
    code = anywhere("def f(n): return iter(range(n))")
    assert code.f(10_000) == list(range(10_000))


@pytest.mark.parametrize(
    "body", ["__iter__ = lambda self: iter(self.rows)", "def __iter__(self): yield from self.rows"]
)
def test_a_loader_that_can_be_looped_over_is_read_out(anywhere, body):
    code = anywhere(f"""
class batches:
    def __init__(self, rows): self.rows = rows
    def __len__(self): return len(self.rows)
    {body}
""")
    assert list(code.batches([1, 2, 3])) == [1, 2, 3]


@pytest.mark.parametrize("value", ["'text'", "{1: 2}", "[3]", "(4,)", "None", "{5, 6}"])
def test_other_values_are_not_read_out(anywhere, value):
    result = anywhere(f"def f(): return {value}").f()
    assert getattr(result, "type_name", type(result).__name__) == type(eval(value)).__name__
