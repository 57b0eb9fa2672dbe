"""Every sample class earns the points that its expected.yaml says, whichever way it is graded."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from autograder.batch.store import ResultStore
from autograder.commands.build import build_assignments
from autograder.commands.grade import GradeOptions, grade_paths
from autograder.course.course import load_course
from autograder.vocabulary.outcomes import SubmissionResult
from tests.conftest import ROOT
from tests.nbgrader.conftest import ASSIGNMENTS
from tests.nbgrader.samples import CLASSES, expected_points, put_in_submitted
from tests.nbgrader.term import Term, copy_course


@pytest.fixture(scope="module")
def by_engine(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """A course in which `autograder grade --gradebook` has graded the classes as they are, scripts and notebooks."""
    term = Term(copy_course(tmp_path_factory.mktemp("classes") / "course"))
    for name in ASSIGNMENTS:
        options = GradeOptions(jobs=1, gradebook=term.db_url)
        out = term.root / "results" / name
        assert grade_paths([CLASSES / name], [name], out, term.root / "course.yaml", options) == 0
    return term


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """A course in which `nbgrader autograde` has graded the classes, all as notebooks."""
    term = Term(copy_course(tmp_path_factory.mktemp("classes") / "course"))
    assert build_assignments([], term.root / "course.yaml", only_check=False) == 0
    for name in ASSIGNMENTS:
        put_in_submitted(name, term.root / "nbgrader" / "submitted")
    steps = ("generate_assignment", "autograde")
    assert set(term.run(term.instructor(step, name) for name in ASSIGNMENTS for step in steps)) == {0}, (
        term.log
    )
    return term


def results(term: Term, assignment: str) -> dict[str, SubmissionResult]:
    store = ResultStore(term.root / "results" / assignment)
    found = {student: store.load(student) for student in expected_points(assignment)}
    return {student: result for student, result in found.items() if result is not None}


def scores(term: Term, assignment: str, students: dict[str, SubmissionResult]) -> dict[str, dict[str, float]]:
    """Return what the gradebook has for each exercise that earns points, and the comment on each exercise, by student."""
    with Gradebook(term.db_url) as gradebook:
        notebooks = {
            student: gradebook.find_submission_notebook(assignment, assignment, student)
            for student in students
        }
        return {
            student: {
                **{grade.name: grade.auto_score for grade in notebook.grades},
                **{comment.name: comment.auto_comment for comment in notebook.comments},
                "sum": round(notebook.score, 6),  # SQL adds floats in an order of its own
            }
            for student, notebook in notebooks.items()
        }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_class_earns_its_expected_points(by_engine: Term, assignment: str) -> None:
    points = {student: result.points for student, result in results(by_engine, assignment).items()}
    expected = expected_points(assignment)
    assert points == {student: pytest.approx(value, abs=1e-4) for student, value in expected.items()}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nbgrader_autograde_and_autograder_grade_agree_to_the_last_digit(
    by_nbgrader: Term, by_engine: Term, assignment: str
) -> None:
    found = results(by_engine, assignment)
    of_nbgrader = scores(by_nbgrader, assignment, found)
    assert of_nbgrader == scores(by_engine, assignment, found)
    for student, result in found.items():
        entered = of_nbgrader[student]
        exercises = {
            f"test_{each.name}": each.points for each in result.exercises if f"test_{each.name}" in entered
        }
        assert exercises.items() <= entered.items()
        assert entered["sum"] == result.points


def test_there_is_a_class_for_every_assignment() -> None:
    names = {assignment.name for assignment in load_course(ROOT / "course.yaml").assignments}
    assert names == set(ASSIGNMENTS) == {path.parent.name for path in CLASSES.glob("*/expected.yaml")}
