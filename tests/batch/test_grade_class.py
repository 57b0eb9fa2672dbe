"""A class: results are stored as they come, kept while they are good, and never lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from autograder.batch.grade_class import grade_class
from autograder.batch.store import ResultStore
from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.outcomes import Outcome

EXPECTED = {"student-01": 5.0, "student-02": 1.0, "student-03": 2.0}


def plan_of(course: Path) -> GradingPlan:
    return GradingPlan(course / "course.yaml", "weather", Isolation.REQUIRED)


def graded(course: Path, out: Path, **options):
    submissions = find_submissions([course / "class"], "weather")
    steps = grade_class(plan_of(course), submissions, ResultStore(out), **options)
    return {step.result.student: step for step in steps}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_class_is_graded_and_stored(weather, tmp_path, jobs):
    steps = graded(weather, tmp_path / "out", jobs=jobs)
    assert {student: step.result.points for student, step in steps.items()} == EXPECTED
    stored = {path.stem: json.loads(path.read_text())["points"] for path in (tmp_path / "out").glob("*.json")}
    assert stored == EXPECTED
    assert list((tmp_path / "out").glob(".*")) == []


def test_what_has_not_changed_is_not_graded_again(weather, tmp_path):
    graded(weather, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.json")}
    changed = weather / "class" / "student-02.py"
    changed.write_text(changed.read_text().replace("/ 1.8 - 32", "* 5 / 9 - 160 / 9"))
    steps = graded(weather, tmp_path)
    assert [student for student, step in steps.items() if not step.kept] == ["student-02"]
    assert steps["student-02"].result.points == 3.0
    assert {path.stem for path in before if path.stat().st_mtime_ns != before[path]} == {"student-02"}
    assert all(not step.kept for step in graded(weather, tmp_path, again=True).values())


@pytest.mark.parametrize(
    "file",
    [
        "course.yaml",
        "conftest.py",
        "solutions/weather/test_weather_hidden.py",
        "solutions/weather/weather.py",
        "assignments/weather/test_weather.py",
        "assignments/weather/data.csv",
    ],
)
def test_a_change_of_policy_or_checks_grades_everything_again(weather, tmp_path, file):
    graded(weather, tmp_path)
    path = weather / file
    text = path.read_text() if path.exists() else ""
    path.write_text(text.replace("points: 3", "points: 4") if file == "course.yaml" else text + "# changed\n")
    assert all(not step.kept for step in graded(weather, tmp_path).values())


def test_a_damaged_result_file_is_written_again(weather, tmp_path):
    graded(weather, tmp_path)
    (tmp_path / "student-01.json").write_text('{"schema": "auto')
    steps = graded(weather, tmp_path)
    assert [student for student, step in steps.items() if not step.kept] == ["student-01"]


def test_an_interrupted_run_keeps_what_was_graded_and_goes_on_from_there(weather, tmp_path):
    slow = "import time\ntime.sleep(1.5)\ndef to_celsius(f): return (f - 32) / 1.8\n"
    for number in range(10, 16):
        (weather / "class" / f"student-{number}.py").write_text(slow + f"# {number}\n")
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        "class",
        "--assignment",
        "weather",
        "--out",
        str(out),
    ]
    process = subprocess.Popen(
        [*command, "--jobs", "2"],
        cwd=weather,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # The gate may run in the background of a shell, which lets Ctrl-C be ignored there and in all it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 60
    while len(list(out.glob("*.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    kept = {path.stem for path in out.glob("*.json")}
    assert process.returncode == 130
    assert "Interrupted. What was graded is kept" in errors
    assert "Traceback" not in errors
    assert 3 <= len(kept) < 9
    steps = graded(weather, out, jobs=1)
    assert {student for student, step in steps.items() if step.kept} == kept
    assert len(steps) == 9


def test_a_grading_process_that_dies_costs_only_the_submission_it_dies_on(weather, tmp_path):
    # Only a fault on our own side can do this, so a check does it.
    checks = weather / "solutions/weather/test_weather_hidden.py"
    deadly = (
        "\n\n@pytest.mark.exercise('to_celsius')\ndef test_deadly(submission):\n"
        '    """Ends the grader."""\n    import os\n'
        "    if submission.to_celsius(32.0) < -10:\n        os._exit(7)\n"
    )
    checks.write_text(checks.read_text() + deadly)
    steps = graded(weather, tmp_path, jobs=2)
    assert steps["student-01"].result.points == 5.0
    assert steps["student-03"].result.points == 2.0
    broken = steps["student-02"].result
    assert broken.points is None
    assert broken.exercises[0].checks[0].outcome is Outcome.GRADER_ERROR
    again = graded(weather, tmp_path, jobs=2)
    assert [student for student, step in again.items() if not step.kept] == ["student-02"]


def test_result_files_are_shared_like_any_other_file(weather, tmp_path):
    umask = os.umask(0o022)
    try:
        graded(weather, tmp_path)
    finally:
        os.umask(umask)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.json")} == {0o644}


def test_what_is_kept_is_stored_with_the_due_date_of_today(weather, tmp_path):
    (weather / "class" / "timestamp.txt").unlink(missing_ok=True)
    course = weather / "course.yaml"
    course.write_text(course.read_text() + "late: {penalty_per_day: 10}\n")
    submissions = [
        msgspec.structs.replace(each, handed_in=datetime(2026, 5, 3, 12, tzinfo=UTC))
        for each in find_submissions([weather / "class"], "weather")
    ]
    store = ResultStore(tmp_path)
    results = []
    for due in ("2026-05-04T12:00", "2026-05-01T12:00"):
        text = course.read_text()
        course.write_text(
            re.sub(
                r"    title: Temperatures\n(    due: .*\n)?",
                f"    title: Temperatures\n    due: {due}\n",
                text,
            )
        )
        list(grade_class(plan_of(weather), submissions, store))
        results.append(json.loads((tmp_path / "student-01.json").read_text()))
    assert [result["late_penalty"] for result in results] == [0.0, 1.0]
    assert results[0]["graded_at"] == results[1]["graded_at"]
