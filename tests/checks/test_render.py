"""Values as text for messages."""

from collections import OrderedDict
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks.render import render_value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (np.True_, "True"),
        (3, "3"),
        (np.int8(-3), "-3"),
        (2.9, "2.9"),
        (1 / 3, "0.333333"),
        (np.float32(0.1), "0.1"),
        (np.longdouble(0.5), "0.5"),
        (-0.0, "0"),
        (1e-9, "1e-09"),
        (float("nan"), "nan"),
        (-np.inf, "-inf"),
        (1 - 2j, "1-2j"),
        (np.complex64(1 + 2j), "1+2j"),
        (10**30, "1e+30"),
        ("text", "'text'"),
        ("x" * 1000, "'" + "x" * 37 + "..." + "x" * 38 + "'"),
        (np.array(2.5), "2.5"),
        (np.array([1.0, 0.5]), "[1, 0.5]"),
        (np.array([True, False]), "[True, False]"),
        (np.zeros((0, 3)), "an empty array of shape (0, 3)"),
        (np.arange(7), "[0, 1, 2, 3, 4, 5, ...] of shape (7,)"),
        (np.zeros((9, 2)), "[[0, 0], [0, 0], [0, 0], ...] of shape (9, 2)"),
        (np.zeros((2, 1, 1)), "[[[0]], [[0]]] of shape (2, 1, 1)"),
        ([1, (2.0,), []], "[1, (2,), []]"),
        ({"W": np.ones(2), 1: None}, "{'W': [1, 1], 1: None}"),
        (OrderedDict(a=1), "{'a': 1}"),
        ({"W": np.ones((3, 4))}, "{'W': [[1, 1, 1, ...], [1, 1, 1, ...], [1, 1, 1, ...]] of shape (3, 4)}"),
        (list(range(100)), "[0, 1, 2, 3, 4, 5, ...]"),
        (object(), "an object of type object"),
        (SimpleNamespace(type_name="MultiplyGate"), "an object of type MultiplyGate"),
    ],
)
def test_values_are_short_and_exact(value, text):
    assert render_value(value) == text


def test_a_number_that_python_refuses_to_print_is_described():
    assert render_value(10**5000) == "a whole number of more than 300 digits"


def test_the_limit_and_the_digits_can_be_chosen():
    assert render_value([1, 2, 3], limit=2) == "[1, 2, ...]"
    assert render_value(0.1 + 0.2, digits=17) == "0.30000000000000004"


def test_a_huge_array_is_rendered_without_looking_at_all_of_it():
    view = np.broadcast_to(np.float64(1.5), (10**6, 10**6))
    assert render_value(view, limit=1) == "[[1.5, ...], ...] of shape (1000000, 1000000)"
