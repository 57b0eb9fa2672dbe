"""Which checks a wrong version of a function can reach."""

from __future__ import annotations

import pytest

from autograder.checks.declaration import Check
from autograder.course.misconceptions import Misconception
from autograder.upkeep.reach import Reach
from autograder.vocabulary.outcomes import Visibility

SOURCE = """
def helper(x): return x
def base(x): return helper(x)
def upper(x): return base(x) + 1
class Gate:
    def forward(self, x): return base(x)
def alone(x): return x
"""
CALLED = {"a": frozenset({"upper"}), "b": frozenset({"alone"}), "c": frozenset({"Gate", "Gate.forward"})}


def check(name: str, exercise: str) -> Check:
    return Check(name, "t", exercise, "checks.py", Visibility.HIDDEN, 1.0, "", "", "", None, None)


@pytest.mark.parametrize(
    ("name", "replaced", "reached"),
    [
        ("a", "upper", True),
        ("a", "base", True),
        ("a", "helper", True),
        ("a", "alone", False),
        ("b", "base", False),
        ("c", "base", True),
        ("c", "Gate", True),
        ("c", "upper", False),
    ],
)
def test_a_check_is_reached_through_whatever_it_calls(name, replaced, reached):
    entry = Misconception("misconceptions.py", "exercise", "wrong", "hint?", True, replaced)
    assert Reach(CALLED, SOURCE).reaches(check(name, "another"), entry) is reached


def test_the_checks_of_the_own_exercise_always_count():
    entry = Misconception("misconceptions.py", "exercise", "wrong", "hint?", True, "upper")
    assert Reach(CALLED, SOURCE).reaches(check("b", "exercise"), entry)
