"""Where code is of a newer Python than the one that grades, the message says so, and is silent about other mistakes."""

from __future__ import annotations

import pytest

from autograder.seam.newer_python import newer_syntax

GRADES = (3, 11)


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ("def first[T](values: list[T]) -> T:\n    return values[0]", "3.12"),
        ("class Stack[T]:\n    pass", "3.12"),
        ("type Row = list[float]", "3.12"),
        ('print(f"{row["loss"]}")', "3.12"),
        ('print(f"loss: {", ".join(names)} and {row["loss"]:.2f}")', "3.12"),
        ("try:\n    f()\nexcept ValueError, TypeError:\n    pass", "3.14"),
        ("shown = t'{loss}'", "3.14"),
    ],
)
def test_newer_syntax_is_named_with_its_version(source, version):
    said = newer_syntax(source, GRADES)
    assert said.startswith(f"this needs Python {version} or newer, and it is graded with Python 3.11")
    assert newer_syntax(source, (3, 14)) == ""


@pytest.mark.parametrize(
    "source",
    [
        "def f(x:\n    return x",
        "def f[T](x)\n    return x",
        'print "loss"',
        "try:\n    f()\nexcept ValueError, error:\n    pass",
        "x = row['t'",
        "def f(x):\nreturn x",
        'print(f"{x")',
    ],
)
def test_a_mistake_in_every_python_is_not_called_new(source):
    assert newer_syntax(source, GRADES) == ""
