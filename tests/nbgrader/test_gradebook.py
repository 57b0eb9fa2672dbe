"""`autograder grade --gradebook`: the other way into nbgrader's gradebook."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.commands.grade import GradeOptions, grade_paths
from tests.nbgrader.term import Term

ASSIGNMENT = "backprop"


STUDENTS = ("student-03", "student-08", "student-09", "late", "extended")


def grade(term: Term, db_url: str, *, again: bool = False) -> None:
    """Grade what nbgrader has collected of the chosen students, entering the results at `db_url`."""
    collected = term.root / "nbgrader" / "submitted"
    chosen = term.root.parent / "chosen"
    if not chosen.exists():
        for student in STUDENTS:
            shutil.copytree(collected / student / ASSIGNMENT, chosen / student / ASSIGNMENT)
    options = GradeOptions(jobs=1, again=again, gradebook=db_url)
    assert grade_paths([chosen], [ASSIGNMENT], term.root / "results", term.root / "course.yaml", options) == 0


def entries(db_url: str) -> dict[str, object]:
    """Return everything that staff see of the chosen students."""
    with Gradebook(db_url) as gradebook:
        found = {}
        for student in STUDENTS:
            submission = gradebook.find_submission(ASSIGNMENT, student)
            notebook = submission.notebooks[0]
            found[student] = {
                "scores": {grade.name: grade.auto_score for grade in notebook.grades},
                "comments": {comment.name: comment.auto_comment for comment in notebook.comments},
                "manual": {grade.name: grade.needs_manual_grade for grade in notebook.grades},
                "times": (submission.timestamp, submission.extension, submission.assignment.duedate),
                "penalty": submission.late_submission_penalty,
            }
        return found


@pytest.fixture(scope="module")
def by_engine(graded: Term, tmp_path_factory: pytest.TempPathFactory) -> Term:
    """A copy of the course in which the engine, not nbgrader, has graded what was collected."""
    root = tmp_path_factory.mktemp("engine") / "course"
    shutil.copytree(
        graded.root, root, ignore=shutil.ignore_patterns("autograded", "feedback", "gradebook.db")
    )
    term = Term(root)
    grade(term, term.db_url)
    return term


def test_both_ways_enter_the_same_to_the_last_digit(graded, by_engine):
    assert entries(by_engine.db_url) == entries(graded.db_url)


@pytest.mark.parametrize("student", STUDENTS)
def test_both_ways_leave_the_same_autograded_notebook(graded, by_engine, student):
    path = Path("nbgrader") / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    one, other = (json.loads((term.root / path).read_text()) for term in (graded, by_engine))
    for notebook in (one, other):
        for cell in notebook["cells"]:
            cell["metadata"].get("nbgrader", {}).pop("checksum", None)
    assert one == other


def test_a_result_file_says_when_work_came_in_and_what_that_costs(by_engine):
    result = json.loads((by_engine.root / "results" / "late.json").read_text())
    assert result["handed_in"] == "2026-03-03T10:00:01+00:00"
    assert (result["points"], result["late_penalty"]) == (22, pytest.approx(4.4))
    extended = json.loads((by_engine.root / "results" / "extended.json").read_text())
    assert extended["late_penalty"] == 0


def test_nbgraders_commands_go_on_from_there(by_engine):
    commands = [
        by_engine.instructor("generate_feedback", ASSIGNMENT, "--student=student-09"),
        by_engine.instructor("export"),
    ]
    assert by_engine.run(commands) == [0, 0]
    page = by_engine.root / "nbgrader" / "feedback" / "student-09" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "Not yet done." in page.read_text()
    rows = (by_engine.root / "grades.csv").read_text().splitlines()
    assert [row for row in rows if row.startswith(f"{ASSIGNMENT},2026-03-02 10:00:00") and ",late," in row]


def test_a_regrade_keeps_what_a_person_entered(by_engine):
    with Gradebook(by_engine.db_url) as gradebook:
        grade_of = gradebook.find_grade("test_relu", ASSIGNMENT, ASSIGNMENT, "student-08")
        grade_of.manual_score, grade_of.extra_credit = 2.5, 0.5
        gradebook.find_comment(
            "relu", ASSIGNMENT, ASSIGNMENT, "student-08"
        ).manual_comment = "Well explained."
        gradebook.db.commit()
    grade(by_engine, by_engine.db_url, again=True)
    with Gradebook(by_engine.db_url) as gradebook:
        kept = gradebook.find_grade("test_relu", ASSIGNMENT, ASSIGNMENT, "student-08")
        assert (kept.manual_score, kept.extra_credit, kept.score) == (2.5, 0.5, 3.0)
        assert kept.needs_manual_grade
        comment = gradebook.find_comment("relu", ASSIGNMENT, ASSIGNMENT, "student-08")
        assert comment.comment == "Well explained."


def test_a_script_is_shown_as_a_notebook(by_engine, tmp_path):
    shutil.copy(
        by_engine.root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py", tmp_path / "writes-scripts.py"
    )
    options = GradeOptions(jobs=1, submitted="2026-03-02T11:59", gradebook=by_engine.db_url)
    course = by_engine.root / "course.yaml"
    assert grade_paths([tmp_path], [ASSIGNMENT], tmp_path / "out", course, options) == 0
    folder = by_engine.root / "nbgrader" / "autograded" / "writes-scripts" / ASSIGNMENT
    cells = json.loads((folder / f"{ASSIGNMENT}.ipynb").read_text())["cells"]
    relu = next(cell for cell in cells if cell["id"] == "relu")
    assert any("def relu_forward" in line for line in relu["source"])
    with Gradebook(by_engine.db_url) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, "writes-scripts")
        assert (submission.score, submission.total_seconds_late) == (22, 0)


def _let_through(folder: Path) -> None:
    """Let another user pass through the folders above `folder`."""
    for parent in folder.parents:
        if parent.owner() == "root" and not parent.stat().st_mode & 1:
            parent.chmod(parent.stat().st_mode | 0o011)


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server with an empty database, as an ordinary user on this machine."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg2")
    folder = tmp_path_factory.mktemp("postgresql")
    user = {}
    if os.getuid() == 0:  # the server refuses to run as root
        user = {"user": "postgres", "group": "postgres"}
        shutil.chown(folder, "postgres", "postgres")
        _let_through(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **user)

    run(str(binaries[-1] / "initdb"), "-D", str(data), "-U", "grader", "--auth=trust", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    control = str(binaries[-1] / "pg_ctl")
    log = folder / "log"
    run(control, "-D", str(data), "-o", options, "-w", "-l", str(log), "start")
    try:
        yield f"postgresql+psycopg2://grader@127.0.0.1:{port}/postgres"
    finally:
        if user:
            _let_through(folder)  # another pytest closes the folder that all sessions share
        run(control, "-D", str(data), "-m", "immediate", "stop")


def test_the_gradebook_may_be_on_postgresql(by_engine, graded, postgresql):
    grade(by_engine, postgresql)
    assert entries(postgresql) == entries(graded.db_url)
    assert by_engine.run([by_engine.instructor("export", f"--db={postgresql}", "--to=postgresql.csv")]) == [0]
    assert ",student-09," in (by_engine.root / "postgresql.csv").read_text()


def test_a_database_that_cannot_be_reached_is_a_message(by_engine):
    from autograder.vocabulary.errors import UsageError

    with pytest.raises(UsageError, match="the database cannot be used") as raised:
        grade(by_engine, "postgresql+psycopg2://grader:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(raised.value)


def test_a_gradebook_that_is_named_from_the_folder_one_stands_in(cli, weather):
    options = ("--assignment", "weather", "--out", "results", "--gradebook", "sqlite:///new.db")
    run = cli("grade", "class", *options, cwd=weather)
    assert run.returncode == 0, run.stderr
    with Gradebook(f"sqlite:///{weather}/new.db") as gradebook:
        scores = {each.student_id: each.score for each in gradebook.find_assignment("weather").submissions}
    assert scores == {"student-01": 5.0, "student-02": 1.0, "student-03": 2.0}
