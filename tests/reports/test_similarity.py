"""Alike work is found, whatever it is named; the starter and short answers accuse nobody."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from autograder.reports.similarity import alike_groups
from autograder.submissions.finding import Submission, Unit, find_submissions
from tests.conftest import ROOT

pytest.importorskip("rapidfuzz", reason="the extra `reports` is not installed")

STUB = (ROOT / "assignments/losses/losses.py").read_text()
ONE = (ROOT / "examples/class/losses/student-01.py").read_text()
CLASS = find_submissions([ROOT / "examples/class/losses"], "losses", stub=STUB)


def handed_in(**sources: str) -> list[Submission]:
    return [
        Submission(
            student=student,
            assignment="losses",
            path=Path("losses.py"),
            units=(Unit(name="losses.py", source=source),),
        )
        for student, source in sources.items()
    ]


def renamed(source: str) -> str:
    """The same code with other names, other comments and more space."""
    for old, new in {"margins": "abstand", "violated": "verletzt"}.items():
        source = re.sub(rf"\b{old}\b", new, source)
    return "# written by me\n" + source.replace("\n\n", "\n\n\n")


def in_another_order(source: str) -> str:
    import ast

    body = ast.parse(source).body
    random.Random(1).shuffle(body)
    return "\n\n".join(ast.unparse(node) for node in body)


@pytest.mark.parametrize("change", [str, renamed, in_another_order])
def test_the_same_work_under_other_names_layout_or_order_is_found(change):
    (group,) = alike_groups(handed_in(a=ONE, b=change(ONE)), STUB)
    assert group.students == ("a", "b")
    assert group.identical


def test_a_small_change_is_near_and_not_identical():
    changed = ONE.replace("    margins[np.arange", "    print('here')\n    margins[np.arange", 1)
    assert changed != ONE
    (group,) = alike_groups(handed_in(a=ONE, b=changed), STUB)
    assert 0.95 <= group.similarity < 1


def test_the_untouched_starter_and_short_answers_are_not_compared():
    short = "def softmax(scores):\n    return scores\n"
    assert alike_groups(handed_in(a=STUB, b=STUB, c=short, d=short, e="def broken(:"), STUB) == []


def test_work_that_shares_nothing_but_the_starter_is_not_alike():
    """What two students add to a long starter is short, and different."""
    starter = ONE.replace("return", "return 0 +")
    own = ["x = 0\n", "import numpy as np\n"]
    assert alike_groups(handed_in(a=starter + own[0], b=starter + own[1]), starter) == []


def test_in_the_sample_class_those_who_wrote_their_own_are_not_grouped_with_the_copy():
    copied = [*CLASS, *handed_in(**{"student-99": renamed(ONE)})]
    groups = [group.students for group in alike_groups(copied, STUB)]
    assert any({"student-01", "student-99"} <= set(group) for group in groups)
    assert not any("student-02" in group for group in groups)


def test_code_that_is_not_python_as_a_whole_is_compared_by_its_parts():
    broken = ONE + "\n\n\ndef unfinished(:\n"
    (group,) = alike_groups(handed_in(a=broken, b=renamed(broken)), STUB)
    assert group.students == ("a", "b")
