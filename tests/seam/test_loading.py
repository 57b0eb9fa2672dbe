"""As much of a submission is run as can be run, and each loss is noted with its place."""

import os
import subprocess
import textwrap

import pytest

from autograder.seam.loading import SKIPPED, TAKEN_OVER, TopLevel


def load(*sources, limit_s=5.0, skipped=None):
    namespace: dict[str, object] = {}
    top_level = TopLevel(namespace, limit_s, skipped or {}, None, lambda name, line: None)
    names = ["work.py"] if len(sources) == 1 else [f"cell {number}" for number, _ in enumerate(sources, 1)]
    top_level.run([(name, textwrap.dedent(source)) for name, source in zip(names, sources)])
    return namespace, top_level.problems


def test_a_statement_that_raises_is_left_out_and_the_rest_runs():
    names, problems = load(
        """
        a = 1
        b = 1 / 0
        c = 3
        """
    )
    assert (names["a"], names["c"]) == (1, 3)
    assert [tuple(problem[:3]) for problem in problems] == [
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


ENDLESS = {
    "a loop": "while True:\n    pass",
    "a loop that catches": "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass",
    "a sleep": "import time\ntime.sleep(60)",
}


@pytest.mark.parametrize("statement", ENDLESS.values(), ids=ENDLESS)
def test_a_statement_that_does_not_end_is_skipped_by_name(statement):
    names, problems = load(f"def f(): return 1\n{statement}\ndef g(): return 2\n", limit_s=0.3)

    assert (names["f"](), names["g"]()) == (1, 2)
    assert [(problem.kind, problem.message) for problem in problems] == [
        (SKIPPED, "did not end within 0.3 s")
    ]
    assert problems[0].place.startswith("work.py, line ")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system ties no process to a processor")
def test_a_statement_that_is_kept_from_the_processor_is_not_taken_for_a_sleep():
    usable = os.sched_getaffinity(0)
    one = {min(usable)}
    others = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(40)]
    try:
        for other in others:
            os.sched_setaffinity(other.pid, one)
            os.setpriority(os.PRIO_PROCESS, other.pid, 5)
        os.sched_setaffinity(0, one)
        work = "import time\nbegun = time.process_time()\nwhile time.process_time() - begun < 0.15: pass\ndone = 1\n"
        names, problems = load(work, limit_s=1.0)
    finally:
        os.sched_setaffinity(0, usable)
        for other in others:
            other.kill()
            other.wait()
    assert problems == []
    assert names["done"] == 1


def test_many_statements_that_end_in_their_time_all_count():
    loop = "import time\nbegun = time.process_time()\nwhile time.process_time() - begun < 0.15: pass\nlast = {}\n"
    names, problems = load(*(loop.format(number) for number in range(4)), limit_s=0.3)

    assert names["last"] == 3
    assert problems == []


@pytest.mark.parametrize(
    "later",
    [
        "f = f(2)",
        "for f in range(3): pass",
        "from math import floor as f",
        "with open('/dev/null') as f: pass",
    ],
)
def test_a_definition_whose_name_a_later_cell_takes_counts_and_the_cell_is_named(later):
    names, problems = load("def f(x): return x + 1", later)

    assert names["f"](1) == 2
    assert [(problem.kind, problem.place) for problem in problems] == [(TAKEN_OVER, "cell 2, line 1")]
    assert "the definition (cell 1, line 1) was graded" in problems[0].message


@pytest.mark.parametrize(
    "later", ["def f(x): return x + 2", "g = f\ndef f(x): return g(x) + 1", "f = lambda x: x + 2"]
)
def test_a_function_that_is_written_again_is_the_later_one(later):
    names, problems = load("def f(x): return x + 1", later)

    assert names["f"](1) == 3
    assert problems == []


def test_a_built_in_whose_name_became_a_value_is_found_by_functions_again():
    names, problems = load("len = 2\ndef f(x): return len(x)")

    assert names["f"]([1]) == 1
    assert "work.py, line 1" in problems[0].place


def test_a_value_of_a_built_ins_name_that_functions_use_stays():
    names, problems = load("sum = 2\ndef f(x): return x + sum\n")

    assert names["f"](1) == 3
    assert problems == []
