"""A process that outlives a change of the course grades by what the course says now; a course's file may have any name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.batch.executors import grade_one
from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import find_submissions
from tests.conftest import ROOT


def graded(course: Path, name: str = "course.yaml"):
    (submission,) = find_submissions([course / "class" / "student-01.py"], "weather")
    return grade_one(GradingPlan(course / name, "weather", Isolation.REQUIRED), submission)


CHANGES = {
    "the course's file": ("course.yaml", "points: 3", "points: 4", 6.0),
    "a visible check": (
        "assignments/weather/test_weather.py",
        "celsius(32.0), 0.0",
        "celsius(32.0), 1.0",
        None,
    ),
    "the solution": ("solutions/weather/weather.py", "- 32", "- 33", None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_same_process_grades_by_the_new_rules(weather, change):
    file, old, new, points = change
    before = graded(weather)
    path = weather / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    after = graded(weather)

    assert before.points == 5.0
    assert after.digest != before.digest
    assert after.points == points if points is not None else after.points < 5.0


def test_a_conftest_at_the_courses_root_that_is_changed_counts(weather):
    root = weather / "conftest.py"
    before = graded(weather)
    root.write_text(
        "import pytest\n\n\n@pytest.fixture\ndef rng():\n    raise RuntimeError('the first conftest')\n"
    )
    first = graded(weather)
    root.write_text(root.read_text().replace("the first", "the other"))
    other = graded(weather)

    def staff(result):
        return [check.staff for exercise in result.exercises for check in exercise.checks if check.staff]

    assert before.points == 5.0
    assert "the first conftest" in staff(first)[0]
    assert "the other conftest" in staff(other)[0]
    assert len({before.digest, first.digest, other.digest}) == 3


def test_a_course_file_of_another_name_grades_right_and_is_named_in_errors(cli, weather, tmp_path):
    (weather / "course.yaml").rename(weather / "spring.yaml")
    options = ("--assignment", "weather", "--course", "spring.yaml", "--out", tmp_path / "out")
    run = cli("grade", "class", *options, cwd=weather)

    assert run.returncode == 0, run.stderr
    assert json.loads((tmp_path / "out" / "student-01.json").read_text())["points"] == 5.0

    text = (weather / "spring.yaml").read_text()
    (weather / "spring.yaml").write_text(text.replace("points: 3", "points: three"))
    run = cli("grade", "class", *options, cwd=weather)
    assert run.returncode == 2
    assert "spring.yaml: assignments.weather" in run.stderr


def test_two_courses_beside_each_other_grade_each_by_its_own_rules(weather):
    text = (weather / "course.yaml").read_text()
    (weather / "autumn.yaml").write_text(text.replace("points: 3", "points: 30"))

    assert [graded(weather).points, graded(weather, "autumn.yaml").points, graded(weather).points] == [
        5.0,
        32.0,
        5.0,
    ]


def test_a_concept_question_has_the_choices_of_the_course_that_grades(weather):
    """The nearest course.yaml is not asked where another file is the course's."""
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(
        checks.read_text()
        + '\n\n@pytest.mark.exercise("warmest")\ndef test_no_choices(choices):\n    """None."""\n    assert choices == {}\n'
    )
    shutil.move(weather / "course.yaml", weather / "spring.yaml")

    assert graded(weather, "spring.yaml").points == 5.0


def test_bytecode_that_a_full_disk_cut_off_is_made_again(weather):
    assert graded(weather).points == 5.0
    bytecodes = list(weather.rglob("test_weather*.pyc"))
    for bytecode in bytecodes:
        bytecode.write_bytes(bytecode.read_bytes()[:300])
    (weather / "course.yaml").write_text((weather / "course.yaml").read_text() + "# read again\n")
    text = (weather / "course.yaml").read_text().replace("points: 3", "points: 4")
    (weather / "course.yaml").write_text(text)

    assert graded(weather).points == 6.0


def test_what_another_engine_graded_is_graded_again(weather, tmp_path):
    engine = tmp_path / "engine"
    shutil.copytree(
        ROOT / "autograder", engine / "autograder", ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    grade = [sys.executable, "-m", "autograder", "grade", "class/student-01.py"]
    grade += ["--assignment", "weather", "--out", "results"]

    def written_at() -> int:
        environment = {**os.environ, "PYTHONPATH": str(engine)}
        run = subprocess.run(
            grade, cwd=weather, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert run.returncode == 0, run.stderr
        return (weather / "results/student-01.json").stat().st_mtime_ns

    first, kept = written_at(), written_at()
    with (engine / "autograder/checks/compare.py").open("a") as file:
        file.write("# compared otherwise\n")
    changed = written_at()

    assert kept == first
    assert changed != first
