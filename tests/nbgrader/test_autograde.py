"""`nbgrader autograde` with the engine in place of a kernel."""

from __future__ import annotations

import json

import pytest
from nbgrader.api import Gradebook

from tests.nbgrader.conftest import HANDED_IN, WITH_FEEDBACK
from tests.nbgrader.handed_in import DAMAGED, HOSTILE, cell_of
from tests.nbgrader.term import Term


@pytest.fixture(scope="module")
def gradebook(graded: Term):
    with Gradebook(graded.db_url) as opened:
        yield opened


def score(gradebook: Gradebook, assignment: str, student: str) -> float:
    return gradebook.find_submission(assignment, student).score


@pytest.mark.parametrize("student", DAMAGED)
def test_a_damaged_notebook_is_graded_as_far_as_possible(gradebook, graded, student):
    _, lost = DAMAGED[student]
    submission = gradebook.find_submission("losses", student)
    scores = {grade.name.removeprefix("test_"): grade.auto_score for grade in submission.notebooks[0].grades}
    points = {grade.name.removeprefix("test_"): grade.max_score for grade in submission.notebooks[0].grades}
    expected = {name: 0.0 if name in (lost or ()) else most for name, most in points.items()}
    assert scores == (expected if lost is not None else dict.fromkeys(points))
    saved = graded.root / "nbgrader" / "autograded" / student / "losses" / "losses.ipynb"
    silent = ("wrong-kernel", "reversed-order", "old-format", "unlocked-cells", "broken-metadata")
    assert ("Notes on what was handed in" in saved.read_text()) == (student not in silent)


@pytest.mark.parametrize("student", [*HOSTILE, "claims-a-score"])
def test_a_hostile_notebook_gains_nothing(gradebook, student):
    assert score(gradebook, "losses", student) == 0


def test_nothing_of_a_hostile_notebook_stays_behind(graded):
    assert not list(graded.root.rglob("escaped"))
    with Gradebook(graded.db_url) as opened:
        found = opened.db.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        assert found.all() == []


def test_no_script_of_a_student_gets_into_a_page_of_the_staff(graded):
    page = (graded.root / "nbgrader" / "feedback" / "claims-a-score" / "losses" / "losses.html").read_text()
    assert "x-markdown" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    saved = graded.root / "nbgrader" / "autograded" / "claims-a-score" / "losses" / "losses.ipynb"
    assert "x-output" not in saved.read_text()


def test_a_test_cell_has_one_score_and_the_feedback_after_it(gradebook, graded):
    path = graded.root / "nbgrader" / "autograded" / "student-06" / "losses" / "losses.ipynb"
    cell = cell_of(json.loads(path.read_text()), "test_svm_losses")
    score, feedback = cell["outputs"]
    assert score["output_type"] == "execute_result"
    entered = gradebook.find_grade("test_svm_losses", "losses", "losses", "student-06")
    assert 0 < entered.auto_score < entered.max_score
    assert "".join(score["data"]["text/plain"]) == repr(entered.auto_score)
    assert (feedback["output_type"], feedback["name"]) == ("stream", "stdout")
    assert "checks passed" in "".join(feedback["text"])


def test_a_warning_costs_nothing(gradebook):
    """student-05 prints, plots and warns."""
    assert score(gradebook, "losses", "student-05") == 29


def test_the_students_own_figures_stay_in_the_feedback(graded):
    saved = json.loads(
        (graded.root / "nbgrader" / "submitted" / "student-05" / "losses" / "losses.ipynb").read_text()
    )
    images = [
        output["data"]["image/png"]
        for cell in saved["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    page = (graded.root / "nbgrader" / "feedback" / "student-05" / "losses" / "losses.html").read_text()
    assert all("".join(image).strip()[:60] in page for image in images)


@pytest.mark.parametrize(("assignment", "student"), WITH_FEEDBACK)
def test_released_feedback_can_be_fetched(graded, assignment, student):
    page = graded.root / "nbgrader" / "feedback" / student / assignment / f"{assignment}.html"
    # All students of this test are one user to the system, and fetch each other's pages too.
    fetched = (graded.desk(student) / assignment / "feedback").rglob(page.name)
    assert page.read_text() in [path.read_text() for path in fetched]


def test_every_exercise_has_a_comment(gradebook):
    notebook = gradebook.find_submission("backprop", "student-09").notebooks[0]
    comments = {comment.name: comment.comment for comment in notebook.comments}
    assert comments["AddGate"].endswith("checks passed.")
    assert "Not yet done." in comments.values()
    assert None not in comments.values()


@pytest.mark.parametrize("student", HANDED_IN)
def test_handing_in_late_costs_what_course_yaml_says(gradebook, student):
    _, taken = HANDED_IN[student]
    submission = gradebook.find_submission("backprop", student)
    assert submission.score == 22
    assert submission.late_submission_penalty == pytest.approx(taken)
