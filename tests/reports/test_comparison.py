"""What changed between two gradings."""

from __future__ import annotations

import shutil

from autograder.batch.store import ResultStore
from tests.reports.conftest import result_of, secretive


def test_a_regrade_says_who_changed_and_by_which_check(cli, weather, graded_weather, tmp_path):
    """The visible check of `warmest` asks for another day, so that right work fails it."""
    checks = weather / "assignments/weather/test_weather.py"
    checks.write_text(checks.read_text().replace('"Tuesday": 7.0}), "Tuesday"', '"Tuesday": 7.0}), "Monday"'))
    graded = cli("grade", "class", "--assignment", "weather", "--out", tmp_path / "new", cwd=weather)
    assert graded.returncode == 0, graded.stderr
    run = cli("diff", graded_weather / "results", tmp_path / "new")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert "student-01: 5 -> 4 of 5 points" in lines
    assert "  warmest: test_the_warmest_of_two_days: passed -> failed" in lines
    # student-03 wrote no `warmest` that can be read.
    assert "weather: 2 of 3 students changed." in lines
    assert any(line.startswith("  rules: ") and line.endswith("(3 students)") for line in lines)


def test_gradings_that_agree_say_so(cli, graded_weather):
    run = cli("diff", graded_weather / "results", graded_weather / "results")
    assert run.stdout.splitlines() == ["weather: 0 of 3 students changed."]


def test_students_of_one_side_only_and_other_work_are_named(cli, tmp_path):
    old, new = ResultStore(tmp_path / "old"), ResultStore(tmp_path / "new")
    old.save(secretive("student-01"))
    old.save(secretive("student-02"))
    new.save(secretive("student-02", points=3.0, digest="e" * 64, late_penalty=0.5))
    new.save(secretive("student-03"))
    lines = cli("diff", tmp_path / "old", tmp_path / "new").stdout.splitlines()
    assert lines == [
        "student-02: 1.5 -> 2.5 of 4 points; other work; late penalty differs",
        "losses: 1 of 1 students changed.",
        "  only in the old results: 1 (student-01)",
        "  only in the new results: 1 (student-03)",
    ]


def test_results_of_other_assignments_cannot_be_compared(cli, tmp_path):
    ResultStore(tmp_path / "old").save(result_of("student-01"))
    ResultStore(tmp_path / "new").save(result_of("student-01", assignment="descent"))
    run = cli("diff", tmp_path / "old", tmp_path / "new")
    assert run.returncode == 2
    assert "has results of losses and" in run.stderr


def test_another_assignment_is_not_graded_into_the_same_folder(cli, weather, graded_weather):
    results = weather / "results"
    shutil.copytree(graded_weather / "results", results)
    course = weather / "course.yaml"
    for folder in ("assignments", "solutions"):
        shutil.copytree(weather / folder / "weather", weather / folder / "climate")
    for path in weather.glob("*/climate/weather.*"):
        path.rename(path.with_stem("climate"))
    course.write_text(
        course.read_text()
        + course.read_text().partition("assignments:\n")[2].replace("  weather:", "  climate:")
    )
    before = {path.name: path.read_bytes() for path in results.iterdir()}
    run = cli("grade", "class", "--assignment", "climate", "--out", results, cwd=weather)
    assert run.returncode == 2
    assert "the results of weather are here" in run.stderr
    assert {path.name: path.read_bytes() for path in results.iterdir()} == before
