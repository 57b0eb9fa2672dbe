"""As much of a submission is run as can be run, and each loss is noted with its place."""

import textwrap

import pytest

from autograder.seam.loading import run_unit


def load(source):
    namespace: dict[str, object] = {}
    problems = run_unit("work.py", textwrap.dedent(source), namespace)
    return namespace, problems


def test_a_statement_that_raises_is_left_out_and_the_rest_runs():
    names, problems = load(
        """
        a = 1
        b = 1 / 0
        c = 3
        """
    )
    assert (names["a"], names["c"]) == (1, 3)
    assert [tuple(problem) for problem in problems] == [
        ("work.py, line 3", "ZeroDivisionError: division by zero", ("b",))
    ]


def test_exit_at_the_top_level_loses_its_own_statement_only():
    names, problems = load("raise SystemExit(0)\na = 1\n")
    assert names["a"] == 1
    assert problems[0].message == "SystemExit: 0"


@pytest.mark.parametrize(
    ("broken", "line", "lost"),
    [
        ("def f(x)\n    return x\n", 3, ("f",)),
        ("def f(x):\nreturn x\n", 4, ("f",)),
        ("def f(x):\n    return (x\n", 4, ("f",)),
        ("def f(x):\n    if x:\n  return x\n", 5, ("f",)),
        ("class f:\n    def g(self) pass\n", 4, ("f",)),
        ("f = [1, 2\n", 3, ("f",)),
    ],
)
def test_a_function_that_does_not_compile_takes_no_other_along(broken, line, lost):
    before = '"""Text\nat the margin."""\n'
    after = '''@staticmethod
def g(x):
    """Text that
goes to the margin."""
    return 7


if True:
    h = 1
else:
    h = 2
'''
    names, problems = load(before + broken + after)
    assert names["g"].__func__(0) == 7
    assert names["h"] == 1
    assert "f" not in names
    assert problems[0].place == f"work.py, line {line}"
    assert lost[0] in problems[0].names


def test_future_imports_count_for_the_whole_file():
    names, problems = load("from __future__ import annotations\ndef f(x: not_defined): return x\n")
    assert not problems
    assert names["f"](1) == 1


@pytest.mark.parametrize(
    "source", ["", "\n", "# only a comment\n", "\0", "x = 1\0", "(" * 500, "def\n" * 50, "'''"]
)
def test_odd_files_end_without_an_exception(source):
    namespace, _ = load(source)
    assert "f" not in namespace
