"""Each export against its published format, and read by its consumer where that can be installed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograder.batch.store import ResultStore
from autograder.commands.export import export_results
from autograder.reports.exports.register import FORMATS
from autograder.vocabulary.outcomes import ExerciseResult, Outcome, SubmissionResult
from tests.reports.conftest import hidden_check, result_of, visible_check
from tests.reports.test_no_leaks import CLASSROOM

# All that some format takes for more than text.
HOSTILE = (
    "\x00\x1b[31m<b>]]>&\"'`````x|y\r\n::error::no\n##[error]no\n=cmd()\u202e% | **c** [a](javascript:b) ￾"
)


def hostile(student: str = "=cmd|' calc'!A0") -> SubmissionResult:
    """A student who writes what harms, wherever a student can write."""
    exercise = ExerciseResult(
        name="loss",
        points=2.0,
        max_points=4.0,
        checks=(
            visible_check(Outcome.FAILED, got=HOSTILE, printed=(HOSTILE,)),
            visible_check(Outcome.ERROR, raised=HOSTILE, frames=("loss.py, line 3, in loss: x",)),
            visible_check(Outcome.PASSED),
            hidden_check(Outcome.PASSED),
            hidden_check(Outcome.TIMEOUT),
        ),
        hints=("Which way is downhill?",),
    )
    return result_of(
        student, exercise, notes=(HOSTILE,), handed_in="2027-03-02T10:00:00+02:00", late_penalty=0.5
    )


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Export some results, by default a hostile one, and return the file."""
    monkeypatch.chdir(tmp_path)  # away from the project's own course

    def run(name: str, *results: SubmissionResult, **options: object) -> bytes:
        store = ResultStore(tmp_path / "results")
        for result in results or (hostile(),):
            store.save(result)
        out = tmp_path / f"out-{name}"
        given: dict[str, Any] = {"students": (), "staff": False, "roster": None, **options}
        assert export_results(tmp_path / "results", name, out, None, **given) == 0
        return out.read_bytes()

    return run


def test_junit_is_read_by_junitparser_with_its_counts(export):
    junitparser = pytest.importorskip("junitparser")
    suites = junitparser.JUnitXml.fromstring(export("junit"))
    (suite,) = suites
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 1, 2, 0)
    assert suite.name.startswith("=cmd")
    cases = list(suite)
    assert [type(case.result[0]).__name__ if case.result else "" for case in cases] == [
        "Failure",
        "Error",
        "",
        "",
        "Error",
    ]
    assert "<b>]]>&" in cases[0].result[0].text
    assert cases[1].classname == "losses.loss"


# Elements with their children and attributes, as Jenkins's xunit plugin has them in its schema junit-10.
_JUNIT = {
    "testsuites": ({"testsuite"}, {"name", "time", "tests", "failures", "disabled", "errors"}),
    "testsuite": (
        {"testcase", "properties", "system-out", "system-err"},
        {
            "name",
            "tests",
            "failures",
            "errors",
            "time",
            "disabled",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
        },
    ),
    "testcase": (
        {"skipped", "error", "failure", "system-out", "system-err"},
        {"name", "assertions", "time", "classname", "status"},
    ),
    "failure": (set(), {"type", "message"}),
    "error": (set(), {"type", "message"}),
    "skipped": (set(), {"type", "message"}),
}


def test_junit_has_no_element_or_attribute_that_jenkins_does_not_know(export):
    from xml.etree import ElementTree

    broken = ExerciseResult(
        name="other", points=None, max_points=1.0, checks=(hidden_check(Outcome.GRADER_ERROR),)
    )
    root = ElementTree.fromstring(export("junit", hostile(), result_of("student-02", broken)))
    for element in root.iter():
        children, attributes = _JUNIT[element.tag]
        assert {child.tag for child in element} <= children
        assert set(element.attrib) <= attributes
    for suite in root.iter("testsuite"):
        assert {"name", "tests", "failures", "errors"} <= set(suite.attrib)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])


_VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
_TEXT_FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
# The fields that Gradescope documents for results.json, and no others.
GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["score", "tests"],
    "properties": {
        "score": {"type": "number", "minimum": 0},
        "execution_time": {"type": "number", "minimum": 0},
        "output": {"type": "string"},
        "output_format": _TEXT_FORMAT,
        "test_output_format": _TEXT_FORMAT,
        "test_name_format": _TEXT_FORMAT,
        "visibility": _VISIBILITY,
        "stdout_visibility": _VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number", "minimum": 0},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": _TEXT_FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": _TEXT_FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": _VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}


def test_gradescope_gets_points_status_tags_and_time_and_the_late_penalty(export):
    content = json.loads(export("gradescope"))
    jsonschema.validate(content, GRADESCOPE)
    assert content["score"] == 1.5
    assert content["execution_time"] == 2.0
    first, *_, last = content["tests"]
    assert (first["status"], first["score"], first["max_score"]) == ("failed", 0.0, round(4 * 3 / 11, 6))
    assert last["tags"] == ["loss", "hidden", "edge cases"]
    assert "Handed in late: 0.5 points off. 2 - 0.5 = 1.5." in content["output"].replace("\\", "")


def test_gradescope_shows_staff_the_hidden_checks_without_points_and_to_nobody_else(export):
    content = json.loads(export("gradescope", staff=True))
    jsonschema.validate(content, GRADESCOPE)
    (staff,) = [test for test in content["tests"] if test["visibility"] == "hidden"]
    assert (staff["score"], staff["max_score"]) == (0.0, 0.0)
    assert sum(test["max_score"] for test in content["tests"]) == pytest.approx(4.0, abs=1e-5)


def test_gradescope_gets_no_zero_for_a_fault_of_ours(cli, tmp_path):
    broken = ExerciseResult(
        name="loss", points=None, max_points=1.0, checks=(hidden_check(Outcome.GRADER_ERROR),)
    )
    ResultStore(tmp_path / "results").save(result_of("student-01", broken))
    run = cli("export", tmp_path / "results", "--to", "gradescope", "--out", tmp_path / "results.json")
    assert run.returncode == 2
    assert "grade again" in run.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "results"]


_STAMP = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_FULL = {"type": "string", "minLength": 1}
_WHOLE = {"type": "integer", "minimum": 0}
# The shape of classroom50/result/v1, from foundation50/classroom50, schemas/result-v1.schema.json.
CLASSROOM50 = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit"),
        *("release", "review", "datetime", "score", "max-score", "tests"),
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), _FULL),
        "assignment_type": {"enum": ["individual", "group", "team"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        "datetime": _STAMP,
        "graded_at": _STAMP,
        "score": _WHOLE,
        "max-score": _WHOLE,
        "submitted_by": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": _FULL,
                    "passed": {"type": "boolean"},
                    "score": _WHOLE,
                    "max-score": _WHOLE,
                },
            },
        },
    },
}


def test_classroom50_gets_whole_numbers_that_add_up_and_the_time_of_handing_in(export, monkeypatch):
    for name, value in CLASSROOM.items():
        monkeypatch.setenv(name, value)
    content = json.loads(export("classroom50"))
    jsonschema.validate(content, CLASSROOM50)
    assert (content["score"], content["max-score"]) == (200, 400)
    assert content["score"] == sum(test["score"] for test in content["tests"])
    assert content["datetime"] == "2027-03-02T08:00:00Z"
    assert content["review"] == CLASSROOM["COMMIT_URL"]


def test_classroom50_without_its_runner_is_told_what_is_missing(cli, tmp_path):
    ResultStore(tmp_path).save(hostile("student-01"))
    run = cli("export", tmp_path, "--to", "classroom50")
    assert run.returncode == 2
    assert "CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL, RELEASE_URL, OWNER" in run.stderr


def test_no_line_of_the_annotations_is_a_command_of_the_student(export):
    lines = export("github-annotations").decode().splitlines()
    assert len(lines) == 2
    # A runner takes a line that begins with :: for a command, and the older ##[...] anywhere in one.
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice"]
    assert not [line for line in lines if "##[" in line]
    name, properties, message = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", lines[0]).groups()
    values = dict(pair.split("=", 1) for pair in properties.split(","))
    assert name == "error"
    assert values["title"] == "loss%3A 2 of 4 points"
    assert (values["file"], values["line"]) == ("loss.py", "3")
    assert "%0Athink about: Which way is downhill?" in message


def test_the_summary_for_github_shows_the_students_text_as_text(export):
    from markdown_it import MarkdownIt

    text = export("github-summary").decode()
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "<b>" not in page
    assert "<a " not in page
    assert "<strong>c" not in page
    assert "\x1b" not in text
    assert page.count("<h1>") == 1
    assert "<td>loss</td>" in page


def test_a_summary_of_a_large_class_keeps_within_what_github_takes(cli, tmp_path):
    store = ResultStore(tmp_path / "results")
    exercise = ExerciseResult(
        name="loss",
        points=0.0,
        max_points=1.0,
        checks=tuple(visible_check(Outcome.FAILED, got="x" * 2000) for _ in range(700)),
    )
    store.save(result_of("student-01", exercise))
    run = cli("export", tmp_path / "results", "--to", "github-summary")
    assert run.returncode == 0, run.stderr
    assert 900_000 < len(run.stdout.encode()) < 2**20
    assert run.stdout.endswith("GitHub takes 1 MiB.\n")


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("name", ["grades", "csv", "canvas", "moodle"])
def test_no_cell_of_a_csv_file_is_a_formula(export, name):
    rows = list(csv.reader(io.StringIO(export(name).decode(), newline="")))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert any(cell.startswith("'=cmd") for cell in cells)


def test_grades_have_final_points_and_a_column_an_exercise(export):
    (row,) = table(export("grades", hostile("student-01")))
    assert (row["student"], row["final_points"], row["points"], row["late_penalty"], row["loss"]) == (
        *("student-01", "1.5", "2.0", "0.5", "2.0"),
    )


def test_canvas_gets_its_header_the_points_possible_and_the_students(export):
    data = export("canvas", hostile("student-01"), hostile("student-02"))
    first, *students = table(data)
    assert list(first) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "losses"]
    assert (first["Student"], first["losses"]) == ("    Points Possible", "4")
    assert [(row["SIS Login ID"], row["losses"]) for row in students] == [
        ("student-01", "1.5"),
        ("student-02", "1.5"),
    ]


def test_canvas_keeps_the_rows_of_its_own_export_and_fills_the_assignments_column(export, tmp_path):
    roster = tmp_path / "canvas-export.csv"
    roster.write_text(
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,losses (4711),Other (1)\n"
        "    Points Possible,,,,,4,10\n"
        '"One, Student",17,U1,student-01@example.org,A,,3\n'
        '"Two, Student",18,U2,student-02@example.org,A,,\n'
    )
    data = export("canvas", hostile("student-01"), roster=roster)
    assert table(data)[1:] == [
        {
            "Student": "One, Student",
            "ID": "17",
            "SIS User ID": "U1",
            "SIS Login ID": "student-01@example.org",
            "Section": "A",
            "losses (4711)": "1.5",
        }
    ]


def test_moodles_worksheet_is_filled_in_with_grade_and_feedback(export, tmp_path):
    roster = tmp_path / "worksheet.csv"
    roster.write_text(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments\n"
        "Participant 7,Student One,student-01@example.org,Submitted,,4.00,Yes,\n"
    )
    (row,) = table(export("moodle", hostile("student-01"), roster=roster))
    assert (row["Identifier"], row["Grade"], row["Maximum Grade"]) == ("Participant 7", "1.5", "4.00")
    assert (
        "loss: 2 of 4 points, 2 of 5 checks passed. Think about: Which way is downhill?"
        in row["Feedback comments"]
    )
    assert "<b>" not in row["Feedback comments"]


@pytest.mark.parametrize("name", ["canvas", "moodle"])
def test_a_roster_that_names_nobody_of_the_results_is_refused(cli, tmp_path, name):
    ResultStore(tmp_path / "results").save(hostile("student-01"))
    roster = tmp_path / "roster.csv"
    roster.write_text("Student,ID,Identifier,Grade\nsomebody,9,8,\n")
    run = cli("export", tmp_path / "results", "--to", name, "--roster", roster)
    assert run.returncode == 2
    assert "none of its rows names a student of the results" in run.stderr


def test_csv_and_parquet_have_the_same_rows_a_check_each(export):
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = table(export("csv", hostile("student-01")))
    columns = parquet.read_table(io.BytesIO(export("parquet", hostile("student-01")))).to_pylist()
    assert len(rows) == len(columns) == 5
    assert list(rows[0]) == list(columns[0])
    assert [row["outcome"] for row in rows] == [row["outcome"] for row in columns]
    assert sum(row["worth"] for row in columns) == pytest.approx(4.0, abs=1e-5)
    assert [float(row["earned"]) for row in rows] == [row["earned"] for row in columns]


def test_json_lines_have_the_schema_of_result_files(export):
    from tests.conftest import ROOT

    schema = json.loads((ROOT / "autograder/vocabulary/schemas/result.json").read_text())
    lines = export("jsonl", hostile("student-01"), hostile("student-02")).decode().splitlines()
    assert len(lines) == 2
    for line in lines:
        jsonschema.validate(json.loads(line), schema)


def test_a_format_of_one_student_makes_a_file_each_or_asks_which(cli, tmp_path):
    store = ResultStore(tmp_path / "results")
    for number in range(3):
        store.save(hostile(f"student-{number}"))
    asked = cli("export", tmp_path / "results", "--to", "gradescope")
    assert asked.returncode == 2
    assert "--student NAME" in asked.stderr
    assert (
        cli("export", tmp_path / "results", "--to", "gradescope", "--out", tmp_path / "each").returncode == 0
    )
    assert len(list((tmp_path / "each").iterdir())) == 3
    unknown = cli("export", tmp_path / "results", "--to", "grades", "--student", "student-9")
    assert unknown.returncode == 2
    assert "there is no result of student 'student-9'; did you mean" in unknown.stderr


def test_each_format_says_what_it_is_for(cli):
    from tests.conftest import ROOT

    documented = (ROOT / "docs/exports.md").read_text()
    for name in FORMATS:
        assert f"`{name}`" in documented
