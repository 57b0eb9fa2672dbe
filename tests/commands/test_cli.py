"""The commands as their users run them."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.conftest import ROOT, WEATHER


def test_grade_prints_the_class_and_writes_a_file_a_student(cli, tmp_path):
    run = cli("grade", "class", "--assignment", "weather", "--out", tmp_path, cwd=WEATHER)
    assert run.returncode == 0, run.stderr
    lines = {
        line.split()[0]: line.split()[1:4]
        for line in run.stdout.splitlines()
        if line.strip().startswith("student-")
    }
    assert lines == {
        "student-01": ["5", "5", "4/4"],
        "student-02": ["1", "5", "1/4"],
        "student-03": ["2", "5", "2/4"],
    }
    assert f"Results: {tmp_path}" in run.stdout
    assert json.loads((tmp_path / "student-02.json").read_text())["points"] == 1.0


def test_a_bare_assert_does_not_tell_what_a_hidden_check_expects(cli, weather, tmp_path):
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(
        checks.read_text()
        + '\n\n@pytest.mark.exercise("to_celsius", about="values")\n'
        + 'def test_bare(submission):\n    """In Celsius."""\n    assert submission.to_celsius(100.4) == 38\n'
    )
    run = cli("grade", "class/student-02.py", "--assignment", "weather", "--out", tmp_path, cwd=weather)
    assert run.returncode == 0, run.stderr
    result = json.loads((tmp_path / "student-02.json").read_text())
    (bare,) = (
        check for exercise in result["exercises"] for check in exercise["checks"] if "bare" in check["name"]
    )
    assert bare["message"]["title"] == "In Celsius."
    assert bare["message"]["called"] == "to_celsius(100.4)"
    assert bare["message"]["text"] == ["the check failed"]
    assert "38" not in json.dumps(bare["message"])


def test_a_conftest_above_the_course_is_not_run(cli, weather, tmp_path):
    """Whoever may write to a folder above, such as /tmp, is not asked to grade."""
    (tmp_path / "conftest.py").write_text("open(__file__ + '.was-run', 'w')\n")
    run = cli(
        "grade", "class/student-01.py", "--assignment", "weather", "--out", tmp_path / "out", cwd=weather
    )
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "conftest.py.was-run").exists()


def test_grade_takes_one_file_and_fail_under_sets_the_exit_code(cli, tmp_path):
    one = ["grade", "class/student-02.py", "--assignment", "weather", "--out", tmp_path]
    assert cli(*one, cwd=WEATHER).returncode == 0
    assert cli(*one, "--fail-under", 20, cwd=WEATHER).returncode == 0
    assert cli(*one, "--fail-under", 21, cwd=WEATHER).returncode == 1


def test_grade_finds_another_course_by_its_file(cli, tmp_path):
    course = WEATHER / "course.yaml"
    run = cli(
        "grade",
        WEATHER / "class",
        "--assignment",
        "weather",
        "--out",
        "out",
        "--course",
        course,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stderr
    assert len(list((tmp_path / "out").glob("*.json"))) == 3


def test_a_grader_error_that_remains_is_exit_3(cli, weather, tmp_path):
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(checks.read_text().replace("rng.uniform", "rng.unifrom"))
    run = cli("grade", "class", "--assignment", "weather", "--out", tmp_path / "out", cwd=weather)
    assert run.returncode == 3
    assert "not graded" in run.stdout


USAGE = {
    "no such path": (["grade", "nowhere", "--assignment", "weather", "--out", "o"], "nowhere"),
    "no such assignment": (
        ["grade", "class", "--assignment", "wether", "--out", "o"],
        "did you mean 'weather'?",
    ),
    "no such course": (
        ["grade", "class", "--assignment", "weather", "--out", "o", "--course", "c.yaml"],
        "c.yaml",
    ),
    "out is a file": (["grade", "class", "--assignment", "weather", "--out", "course.yaml"], "course.yaml"),
    "percent over 100": (
        ["grade", "class", "--assignment", "weather", "--out", "o", "--fail-under", "101"],
        "--fail-under",
    ),
    "missing option": (["grade", "class"], "--assignment"),
    "check where there are none": (["check", "class"], "there are no checks here"),
    "unknown command": (["grad"], "grad"),
    "build of an unknown assignment": (["build", "wether"], "did you mean 'weather'?"),
}


@pytest.mark.parametrize("case", USAGE.values(), ids=USAGE.keys())
def test_bad_usage_is_exit_2_with_a_message_and_no_traceback(cli, weather, case):
    arguments, message = case
    run = cli(*arguments, cwd=weather)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_a_bad_course_file_is_named_with_its_key(cli, weather):
    course = weather / "course.yaml"
    course.write_text(course.read_text().replace("points: 2", "points: four"))
    run = cli("grade", "class", "--assignment", "weather", "--out", "o", cwd=weather)
    assert run.returncode == 2
    expected = "course.yaml: assignments.weather.exercises.to_celsius.points: expected a number, got 'four'"
    assert run.stderr.strip() == expected


def test_doctor_names_every_protection_and_that_it_holds(cli):
    run = cli("doctor")
    assert run.returncode == 0, run.stdout + run.stderr
    for attempt in (
        "read a file elsewhere",
        "empty a file elsewhere",
        "empty a file that it may only read",
        "open a network socket",
        "start a process",
        "use too much memory",
        "run forever",
    ):
        assert f"enforced  {attempt}" in run.stdout
    assert "16 of 16 protections are enforced" in run.stdout


def test_check_prints_what_the_visible_checks_found_and_what_remains_hidden(cli, weather):
    folder = weather / "assignments" / "weather"
    shutil.copy(weather / "class" / "student-02.py", folder / "weather.py")
    run = cli("check", cwd=folder)
    assert run.returncode == 1
    assert "0 of 1" in run.stdout
    assert "got       -14.2222" in run.stdout
    assert (
        "Visible checks: 1 passed, 1 failed, 0 not written yet; 3 of 5 points done as far as the visible checks tell; "
        "2 hidden checks remain (edge cases, values)." in run.stdout
    )
    one = cli("check", "warmest", cwd=folder)
    assert one.returncode == 0
    assert one.stdout.splitlines()[-1].endswith("1 hidden check remains (edge cases).")
    assert "did you mean 'warmest'?" in cli("check", "warmist", cwd=folder).stderr


def test_check_takes_another_file(cli, weather):
    folder = weather / "assignments" / "weather"
    assert cli("check", "--submission", weather / "class" / "student-01.py", cwd=folder).returncode == 0
    stub = cli("check", cwd=folder)
    assert "not written yet" in stub.stdout


def test_check_works_without_a_course_file(cli, weather, tmp_path):
    folder = tmp_path / "elsewhere" / "weather"
    shutil.copytree(weather / "assignments" / "weather", folder)
    shutil.copy(weather / "class" / "student-01.py", folder / "weather.py")
    run = cli("check", cwd=folder)
    assert run.returncode == 0, run.stdout + run.stderr


def test_build_writes_what_is_out_of_date_and_check_only_names_it(cli, weather):
    stub = weather / "assignments/weather/weather.py"
    fresh = stub.read_text()
    assert cli("build", "--check", cwd=weather).returncode == 0
    stub.write_text("# old\n")
    stale = cli("build", "--check", cwd=weather)
    assert stale.returncode == 1
    assert "weather.py is out of date" in stale.stdout
    assert stub.read_text() == "# old\n"
    assert cli("build", cwd=weather).returncode == 0
    assert stub.read_text() == fresh


def test_every_command_is_in_the_readme(cli):
    readme = (ROOT / "README.md").read_text()
    commands = [
        line.split()[0]
        for line in cli("--help").stdout.partition("Commands:")[2].splitlines()
        if line.strip()
    ]
    assert len(commands) >= 5
    for command in commands:
        assert f"autograder {command}" in readme


def test_an_assignment_without_hidden_checks_is_graded_only_where_that_is_asked_for(cli, weather, tmp_path):
    (weather / "solutions" / "weather" / "test_weather_hidden.py").unlink()
    work = tmp_path / "student-01.py"
    work.write_text("def to_celsius(f): return (f - 32) / 1.8\n")
    asked = ("grade", work, "--assignment", "weather", "--course", weather / "course.yaml")
    refused = cli(*asked, "--out", tmp_path / "out")
    assert refused.returncode == 2
    assert "has no hidden checks (test_*.py)" in refused.stderr
    assert "--without-hidden-checks" in refused.stderr
    graded = cli(*asked, "--out", tmp_path / "out", "--without-hidden-checks")
    assert graded.returncode == 0
    assert "graded by the visible ones alone" in graded.stdout
