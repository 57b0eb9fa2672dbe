"""Nothing that leaves for students, by whatever door, says what a hidden check called, expected or is named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.batch.store import ResultStore
from autograder.commands.export import export_results
from autograder.course.assignment import Assignment, Exercise
from autograder.course.limits import Limits
from autograder.nbgrader_bridge.results import comment, write_results
from autograder.reports.exports.register import FORMATS
from autograder.reports.results_folder import find_results
from autograder.reports.site import Options, write_site
from tests.reports.conftest import HIDDEN_EXPECTED, SECRETS, STAFF_LINE, secretive

CLASSROOM = {
    "CLASSROOM": "c",
    "ASSIGNMENT": "a",
    "SUBMISSION_TAG": "submit/1",
    "COMMIT_URL": "https://host/c",
    "RELEASE_URL": "https://host/r",
    "OWNER": "student-01",
}


def said(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def in_classroom50(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Classroom 50's runner sets."""
    for variable, value in CLASSROOM.items():
        monkeypatch.setenv(variable, value)


@pytest.mark.usefixtures("in_classroom50")
@pytest.mark.parametrize("name", FORMATS)
def test_no_export_says_anything_of_a_hidden_check(secretive_results, tmp_path, name):
    out = tmp_path / "out"
    export_results(secretive_results, name, out, None, students=(), staff=False, roster=None)
    files = list(out.iterdir()) if out.is_dir() else [out]
    assert files
    for file in files:
        if name == "parquet":
            parquet = pytest.importorskip("pyarrow.parquet")
            text = json.dumps(parquet.read_table(file).to_pylist())
        else:
            text = file.read_text()
        assert said(text) == []


@pytest.mark.usefixtures("in_classroom50")
@pytest.mark.parametrize("name", FORMATS)
def test_staff_get_everything_that_a_format_has_room_for(secretive_results, tmp_path, name):
    out = tmp_path / "out"
    export_results(secretive_results, name, out, None, students=("student-01",), staff=True, roster=None)
    whole = {"junit", "gradescope", "jsonl", "github-summary"}
    assert (HIDDEN_EXPECTED in out.read_bytes().decode(errors="replace")) is (name in whole)


def test_no_page_of_a_student_says_anything_of_a_hidden_check(secretive_results, tmp_path):
    (written,) = write_site(find_results(secretive_results), tmp_path, None, Options())
    assert len(written.student_pages) == 3
    for page in written.student_pages:
        assert said(page.read_text()) == []
    # The page for whoever teaches names the misconception, so the search does find what is there.
    assert said(written.class_page.read_text()) != []


def test_nbgraders_feedback_says_nothing_of_a_hidden_check():
    rules = Assignment(
        name="losses",
        title="Losses",
        exercises=(Exercise(name="loss", title="Loss", points=4.0, difficulty=1, functions=("loss",)),),
        limits=Limits(),
    )
    meta = {
        "nbgrader": {"grade": True, "grade_id": "test_loss", "points": 4.0, "solution": False, "locked": True}
    }
    notebook = new_notebook(cells=[new_code_cell('check("loss")', metadata=meta)])
    result = secretive("student-01")
    write_results(notebook, result, rules, ())
    assert "hidden check" in nbformat.writes(notebook)
    assert said(nbformat.writes(notebook)) == []
    assert said(comment(result.exercises[0])) == []


def test_the_log_of_one_grading_says_nothing_of_a_hidden_check(secretive_results):
    """What `grade` prints of one submission is what CI shows to its student."""
    from rich.console import Console

    from autograder.reports.grade_summary import print_summary
    from autograder.reports.terminal import Tally

    text = io.StringIO()
    tally = Tally()
    result = ResultStore(secretive_results).load("student-01")
    tally.add(result)
    tally.print(Console(file=text, width=200))
    print_summary([result], Console(file=text, width=200))
    assert "student-01" in text.getvalue()
    assert said(text.getvalue()) == []


def test_from_the_date_on_an_export_shows_hidden_checks_and_still_no_line_of_the_staff(
    cli, secretive_results, tmp_path: Path
):
    course = tmp_path / "course.yaml"
    for date, shown in (("2020-01-01", True), ("2099-01-01", False)):
        course.write_text(
            "title: A\ntimezone: UTC\nassignments:\n  losses:\n    title: Losses\n"
            f'    show_hidden_after: "{date}"\n    exercises:\n      loss: {{points: 4, title: The loss}}\n'
        )
        run = cli("export", secretive_results, "--to", "jsonl", "--course", course)
        assert run.returncode == 0, run.stderr
        assert (HIDDEN_EXPECTED in run.stdout) is shown
        assert STAFF_LINE not in run.stdout
