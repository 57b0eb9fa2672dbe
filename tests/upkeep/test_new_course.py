"""A course in ten minutes: made by commands, it builds, checks itself, grades and exports as it is."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from autograder.course.course import load_course
from autograder.upkeep.new_course import new_course
from autograder.upkeep.new_exercise import NewExercise, add_exercise
from autograder.vocabulary.errors import CourseError, UsageError
from tests.upkeep.test_ci_files import schema_errors


@pytest.fixture
def course(tmp_path: Path) -> Path:
    new_course(tmp_path / "my-course", "first", "mean_square")
    return tmp_path / "my-course"


def test_a_new_course_builds_checks_itself_grades_and_exports(cli, tmp_path):
    folder = tmp_path / "gradient descent"
    made = cli(
        "new-course", folder, "--assignment", "warm_up", "--exercise", "error", "--title", 'A "first": one'
    )
    assert made.returncode == 0, made.stderr
    assert "make check" in made.stdout
    environment = {**os.environ, "AUTOGRADER": f"{sys.executable} -m autograder"}
    for target in ("build", "check", "grade"):
        run = subprocess.run(
            ["make", "--environment-overrides", target],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
    assert load_course(folder / "course.yaml").title == 'A "first": one'
    page = (folder / "results/warm_up/report/index.html").read_text()
    assert "error_not_averaged" in page
    exported = cli("export", folder / "results/warm_up", "--to", "grades", cwd=folder)
    points = {row["student"]: row["final_points"] for row in csv.DictReader(io.StringIO(exported.stdout))}
    assert points == {"student-01": "2.0", "student-02": "0.0"}


def test_an_added_exercise_and_an_added_assignment_are_right_to_begin_with(cli, course):
    text = (course / "course.yaml").read_text()
    (course / "course.yaml").write_text(text + "# the end\n")
    assert (
        cli("new-exercise", "largest_gap", "--points", "3.5", "--difficulty", "3", cwd=course).returncode == 0
    )
    made = cli("new-exercise", "step", "--assignment", "descent", cwd=course)
    assert made.returncode == 0, made.stderr
    assert "autograder build descent" in made.stdout
    checked = cli("selfcheck", cwd=course)
    assert checked.returncode == 0, checked.stdout
    assert "first: the solution earns 5.5 of 5.5 points" in checked.stdout
    assert "descent: the solution earns 2 of 2 points" in checked.stdout


def test_an_exercise_is_added_where_it_belongs_and_comments_stay(course):
    file = course / "course.yaml"
    file.write_text(
        file.read_text()
        + "  # between\n  second:\n    title: Two\n    exercises:\n      other: {points: 1, title: O}\n"
    )
    add_exercise(file, NewExercise("added", "first"))
    lines = file.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "added:" in line)
    assert "mean_square:" in lines[at - 1]
    assert lines[at + 1] == "  # between"
    assert lines[0].startswith("# The course:")
    names = [each.name for each in load_course(file).assignment("first").exercises]
    assert names == ["mean_square", "added"]


def test_an_exercise_is_added_below_one_that_takes_several_lines(course):
    file = course / "course.yaml"
    file.write_text(
        file.read_text()
        + "      ANSWERS:\n        points: 1\n        title: Q\n        choices: {a: [b, c]}\n\n# end"
    )
    add_exercise(file, NewExercise("added", "first"))
    loaded = yaml.safe_load(file.read_text())
    assert list(loaded["assignments"]["first"]["exercises"]) == ["mean_square", "ANSWERS", "added"]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (
            NewExercise("mean-square", "first"),
            "name must be a Python name (letters, digits, _) such as mean_square, got 'mean-square'",
        ),
        (NewExercise("class", "first"), "such as mean_square, got 'class'"),
        (
            NewExercise("x", "two words"),
            "an assignment's name must be a Python name (letters, digits, _) such as",
        ),
        (NewExercise("mean_square", "second"), "the course already has 'mean_square'"),
    ],
)
def test_a_name_that_will_not_do_is_answered_with_one_that_does_and_nothing_changes(course, new, message):
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    with pytest.raises(UsageError) as raised:
        add_exercise(course / "course.yaml", new)
    assert message in str(raised.value)
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_a_course_that_would_not_be_read_afterwards_is_left_as_it_was(course):
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    with pytest.raises(CourseError):
        add_exercise(course / "course.yaml", NewExercise("added", "first", points=float("nan")))
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_exercises_written_in_braces_are_left_to_their_author_with_an_example(course):
    file = course / "course.yaml"
    file.write_text(
        "title: A\ntimezone: UTC\nassignments:\n  first: {title: T, exercises: {mean_square: {points: 1, title: M}}}\n"
    )
    with pytest.raises(UsageError, match="use one line per exercise"):
        add_exercise(file, NewExercise("added", "first"))


def test_a_folder_with_something_in_it_is_never_written_into(cli, tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    run = cli("new-course", tmp_path)
    assert run.returncode == 2
    assert "already exists; name a new or an empty folder" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_the_course_comes_with_its_engine_and_its_ci_runs_what_the_makefile_has(course):
    requirement = (course / "requirements.txt").read_text().splitlines()[-1]
    wheel = course / requirement.partition("[")[0]
    assert "autograder/upkeep/templates/course.yaml" in zipfile.ZipFile(wheel).namelist()
    file = course / ".github/workflows/course.yml"
    assert schema_errors("vendor.github-workflows", file) == ""
    workflow = yaml.safe_load(file.read_text())
    commands = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert commands == ["python -m pip install --requirement requirements.txt", "make check"]


def test_grades_and_downloads_stay_out_of_git(course):
    subprocess.run(["git", "init", "--quiet"], cwd=course, check=True)
    for name in (
        "results/first/student-01.json",
        "gradebook.db",
        "grades.csv",
        "submissions/a.py",
        "downloads.zip",
    ):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text("")
    status = subprocess.run(
        ["git", "status", "--short", "--untracked-files=all"],
        cwd=course,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = {line[3:] for line in status.stdout.splitlines()}
    assert "course.yaml" in seen
    assert not seen & {
        "results/first/student-01.json",
        "gradebook.db",
        "grades.csv",
        "submissions/a.py",
        "downloads.zip",
    }
