"""The misconceptions of an assignment, read from one file or from several."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.misconceptions import load_bank
from autograder.vocabulary.errors import CourseError

SOLUTION = """
LIMIT = 3

def double(x):
    return 2 * x

def half(x):
    return x / 2
"""
SHARED = """
from double_half import double
from autograder import misconception, probe

right_double = double
INPUTS = (1.0, -4.0)

def shown(function):
    return [function(x) for x in INPUTS]
"""
DOUBLE = '''
"""Wrong doubles."""
from misconceptions import right_double, shown
from autograder import misconception, probe

@misconception("double", hint="How often is x added?")
def triple(x):
    return right_double(x) + x

@probe("double")
def double_probe(code):
    return shown(code.double)
'''
HALF = """
from misconceptions import shown
from misconceptions_double import triple

@misconception("half", hint="What is 1 // 2?", costs_points=False)
def floor_half(x):
    return x // 2

@misconception("double", hint="Which name is which?", replaces="half")
def half_of_triple(x):
    return triple(x) / 2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "double_half"
    folder.mkdir()
    (folder / "double_half.py").write_text(SOLUTION)
    (folder / "misconceptions.py").write_text(SHARED)
    (folder / "misconceptions_double.py").write_text(DOUBLE)
    (folder / "misconceptions_half.py").write_text(HALF)
    return folder


def test_several_files_are_one_bank(folder: Path) -> None:
    bank = load_bank(folder)
    assert [(entry.file, entry.name, entry.exercise, entry.replaces) for entry in bank.entries] == [
        ("misconceptions_double.py", "triple", "double", "double"),
        ("misconceptions_half.py", "floor_half", "half", "half"),
        ("misconceptions_half.py", "half_of_triple", "double", "half"),
    ]
    assert bank.namespace["half_of_triple"](1.0) == 1.5
    assert list(bank.probes) == ["double"]


def test_a_submission_made_from_several_files_runs_alone(folder: Path) -> None:
    bank = load_bank(folder)
    names: dict[str, object] = {}
    exec(bank.submission_source(bank.entries[0]), names)
    assert bank.probes["double"](type("Code", (), {"double": names["triple"]})) == [3.0, -12.0]
    assert names["double"] is names["triple"]


def test_a_submission_has_only_the_wrong_version_that_it_shows_and_what_that_needs(folder: Path) -> None:
    bank = load_bank(folder)
    triple, floor_half, half_of_triple = map(bank.submission_source, bank.entries)
    assert "def floor_half" not in triple
    assert "def triple" not in floor_half
    assert "def triple" in half_of_triple
    assert "right_double = double" in half_of_triple
    assert "INPUTS" not in triple
    assert all("misconception(" not in text and "double_probe" not in text for text in (triple, floor_half))


def test_one_mistake_in_two_exercises_is_declared_once_and_given_the_right_function(folder: Path) -> None:
    (folder / "misconceptions_half.py").write_text(
        '@misconception("double", "half", hint="Which sign?", wraps=True)\ndef negated(right, x): return -right(x)\n'
    )
    bank = load_bank(folder)
    found = {entry.exercise: entry for entry in bank.entries if entry.name == "negated"}
    assert bank.wrong_version(found["double"])(4.0) == -8.0
    assert bank.wrong_version(found["half"])(4.0) == -2.0
    names: dict[str, object] = {}
    exec(bank.submission_source(found["half"]), names)
    assert (names["half"](4.0), names["double"](4.0)) == (-2.0, 8.0)  # type: ignore[operator]


def test_topic_files_need_no_shared_one(folder: Path) -> None:
    (folder / "misconceptions.py").unlink()
    (folder / "misconceptions_double.py").unlink()
    (folder / "misconceptions_half.py").write_text(
        '@misconception("half", hint="Which way?")\ndef twice(x): return double(x)\n'
    )
    assert [entry.name for entry in load_bank(folder).entries] == ["twice"]


def test_a_folder_without_misconceptions_has_an_empty_bank(folder: Path) -> None:
    for path in folder.glob("misconceptions*.py"):
        path.unlink()
    bank = load_bank(folder)
    assert (bank.entries, bank.probes, bank.namespace) == ([], {}, {})


@pytest.mark.parametrize(
    ("added", "name", "place"),
    [
        ("def triple(x): return x", "triple", "misconceptions_double.py, line 7"),
        ("INPUTS, other = 1, 2", "INPUTS", "misconceptions.py, line 6"),
        ("def half(x): return x", "half", "double_half.py, line 7"),
        ("LIMIT = 4", "LIMIT", "double_half.py, line 2"),
    ],
)
def test_a_name_declared_twice_is_refused_with_both_places(
    folder: Path, added: str, name: str, place: str
) -> None:
    (folder / "misconceptions_half.py").write_text(f"# again\n{added}\n")
    bank = load_bank(folder)
    with pytest.raises(CourseError) as caught:
        bank.submission_source(bank.entries[0])
    assert str(caught.value) == (
        f"{folder / 'misconceptions_half.py'}, line 2: {name} is already defined ({folder / place}); choose another name"
    )


def test_a_second_probe_of_an_exercise_is_refused(folder: Path) -> None:
    (folder / "misconceptions_half.py").write_text('\n@probe("double")\ndef again(code): pass\n')
    with pytest.raises(
        CourseError, match=r"misconceptions_half\.py, line 2: .*double already has a probe, double_probe"
    ):
        load_bank(folder)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("x = 1\ny = = 2\n", r"misconceptions_half\.py, line 2: invalid syntax"),
        ("x = 1\n\ny = shown(undefined)\n", r"misconceptions_half\.py, line 3: NameError: .*undefined"),
        (
            "y = (\n  shown(lambda x: x / 0)\n)\n",
            r"misconceptions_half\.py, line 2: ZeroDivisionError",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line(folder: Path, broken: str, message: str) -> None:
    (folder / "misconceptions_half.py").write_text(broken)
    with pytest.raises(CourseError, match=message):
        load_bank(folder)


def test_a_broken_solution_is_named_with_its_line(folder: Path) -> None:
    (folder / "double_half.py").write_text("x = 1\n1 / 0\n")
    with pytest.raises(CourseError, match=r"double_half\.py, line 2: ZeroDivisionError"):
        load_bank(folder)
