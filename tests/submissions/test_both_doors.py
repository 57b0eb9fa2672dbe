"""A class that mixes everything that students hand in, graded by `autograder grade` and by `nbgrader autograde`."""

from __future__ import annotations

import csv
import importlib
import pkgutil
import re
import shutil
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.batch.store import ResultStore
from autograder.commands.build import build_assignments
from autograder.commands.grade import GradeOptions, grade_paths
from autograder.vocabulary.outcomes import SubmissionResult
from tests.nbgrader.term import Term, copy_course
from tests.submissions import kinds
from tests.submissions.kinds.late import EXTENDED, EXTENDED_UNTIL
from tests.submissions.material import ASSIGNMENT, FULL, HandedIn, content_of

KINDS: Mapping[str, Mapping[str, HandedIn]] = {
    module.name: importlib.import_module(f"{kinds.__name__}.{module.name}").CASES
    for module in pkgutil.iter_modules(kinds.__path__)
}
CLASS = {student: handed_in for cases in KINDS.values() for student, handed_in in cases.items()}
# nbgrader grades one after the other, a second for each: some of each kind.
BY_NBGRADER = [
    student
    for cases in KINDS.values()
    for student in dict.fromkeys([*islice(cases, 2), *(name for name in cases if cases[name].points is None)])
]


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """A course with a due date, in which the class has been collected."""
    term = Term(copy_course(tmp_path_factory.mktemp("both-doors") / "course"))
    course = term.root / "course.yaml"
    text = course.read_text()
    late = (
        "late:\n  grace_minutes: 15\n  penalty_per_day: 10\n  floor: 50\n"
        f"  extensions: {{{EXTENDED}: {{{ASSIGNMENT}: {EXTENDED_UNTIL}}}}}\n"
    )
    text = re.sub(r"^timezone: .*$", f"timezone: Europe/Bucharest\n{late}", text, flags=re.MULTILINE)
    text = text.replace(f"  {ASSIGNMENT}:\n", f"  {ASSIGNMENT}:\n    due: 2026-10-24 23:59\n", 1)
    course.write_text(re.sub(r"check_s: \d+", "check_s: 2", text))
    for student, handed_in in CLASS.items():
        for name, work in handed_in.files.items():
            path = collected(term, student) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content_of(work))
    return term


def collected(term: Term, student: str) -> Path:
    """Return the folder with what was handed in; nbgrader's own has those that it grades."""
    place = "nbgrader/submitted" if student in BY_NBGRADER else "others/submitted"
    return term.root / place / student / ASSIGNMENT


@pytest.fixture(scope="module")
def results(term: Term) -> dict[str, SubmissionResult]:
    """What `autograder grade` makes of the class."""
    folders = [term.root / "nbgrader" / "submitted", term.root / "others" / "submitted"]
    out = term.root / "results"
    assert grade_paths(folders, [ASSIGNMENT], out, term.root / "course.yaml", GradeOptions(jobs=2)) == 0
    store = ResultStore(out)
    found = {student: store.load(student) for student in CLASS}
    return {student: result for student, result in found.items() if result is not None}


@pytest.fixture(scope="module")
def autograded(term: Term) -> Term:
    """What `nbgrader autograde` makes of some of it, exported."""
    assert build_assignments([ASSIGNMENT], term.root / "course.yaml", only_check=False) == 0
    commands = [
        term.instructor("generate_assignment", ASSIGNMENT),
        term.instructor("autograde", ASSIGNMENT),
        term.instructor("export"),
    ]
    assert set(term.run(commands)) == {0}, term.log[-1]
    return term


def test_the_class_has_sixty_students_of_every_kind():
    assert len(CLASS) == sum(map(len, KINDS.values())) >= 60


@pytest.mark.parametrize("student", CLASS)
def test_work_gets_its_points_and_its_notes_say_what_was_done(results, student):
    expected, result = CLASS[student], results[student]
    assert (result.points, result.unread) == (expected.points, expected.points is None)
    assert matched(result.notes, expected.notes)
    assert matched(result.staff_notes, expected.staff_notes)
    assert result.late_penalty == pytest.approx(expected.late_penalty)


def matched(notes: tuple[str, ...], expected: tuple[str, ...]) -> bool:
    """Say whether there is one note for each expression, and fits it."""
    return len(notes) == len(expected) and all(map(re.fullmatch, expected, notes))


@pytest.mark.parametrize("student", BY_NBGRADER)
def test_both_doors_give_the_same_points_and_lateness(autograded, results, student):
    result = results[student]
    with Gradebook(autograded.db_url) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, student)
        (notebook,) = submission.notebooks
        scores = {grade.name.removeprefix("test_"): grade.auto_score for grade in notebook.grades}
        penalty = notebook.late_submission_penalty or 0.0
    assert scores == {each.name: each.points for each in result.exercises if each.name in scores}
    assert penalty == pytest.approx(result.late_penalty)


@pytest.mark.parametrize("student", BY_NBGRADER)
def test_both_doors_show_the_student_the_same_notes(autograded, results, student):
    place = autograded.root / "nbgrader" / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    shown = place.read_text()
    assert all(note.split(": ")[0] in shown for note in results[student].notes if '"' not in note)


def test_what_could_not_be_read_has_no_score_in_an_export_and_is_listed(autograded):
    with (autograded.root / "grades.csv").open() as file:
        scores = {line["student_id"]: line["score"] for line in csv.DictReader(file)}
    unread = [student for student in BY_NBGRADER if CLASS[student].points is None]
    assert unread
    assert {scores[student] for student in unread} == {""}
    assert {float(score) + CLASS[student].late_penalty for student, score in scores.items() if score} == {
        FULL,
        *(CLASS[student].points for student in BY_NBGRADER if CLASS[student].points is not None),
    }
    assert all(f"{student} ({ASSIGNMENT})" in autograded.log[-1] for student in unread)


def test_scores_that_are_older_than_the_courses_points_are_said_to_be_stale(autograded, tmp_path):
    assert "stale" not in autograded.log[-1]
    changed = Term(Path(shutil.copytree(autograded.root, tmp_path / "course")))
    course = changed.root / "course.yaml"
    course.write_text(course.read_text().replace("linear_scores: {points: 2,", "linear_scores: {points: 4,"))
    assert changed.run([changed.instructor("export")]) == [0]
    assert f"{ASSIGNMENT}: scores are stale" in changed.log[-1]
    assert "nbgrader autograde losses --force" in changed.log[-1]


def test_notebooks_are_written_for_the_courses_own_gradebook_only(autograded, tmp_path):
    student = BY_NBGRADER[0]
    own = autograded.root / "nbgrader" / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    before = own.read_bytes()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    folder = collected(autograded, student)
    course = autograded.root / "course.yaml"
    options = GradeOptions(jobs=1, gradebook=other)
    own.chmod(0o644)
    own.write_bytes(b"{}")
    assert grade_paths([folder], [ASSIGNMENT], tmp_path / "results", course, options) == 0
    assert own.read_bytes() == b"{}"
    own.write_bytes(before)
    with Gradebook(other) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, student).score == CLASS[student].points
