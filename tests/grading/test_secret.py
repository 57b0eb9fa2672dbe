"""The course's secret: it changes what hidden checks draw, no grade of right code, and is nowhere to be read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import find_submissions
from tests.conftest import ROOT, RunCli

SECRET = "Zwetschgenknoedel-7f3a91"
HIDDEN = "test_many_temperatures_agree_with_the_reference"
DRAWING_VISIBLY = '''

@pytest.mark.exercise("to_celsius")
def test_of_a_drawn_temperature(submission, rng):
    """Of any temperature."""
    value = float(rng.uniform(0, 1))
    assert_close(submission.to_celsius(value), (value - 32) / 1.8)
'''


def input_of(cli: RunCli, weather: Path, check: str, monkeypatch: pytest.MonkeyPatch, secret: str) -> str:
    monkeypatch.setenv("AUTOGRADER_SECRET", secret)
    run = cli("grade", "class", "--assignment", "weather", "--explain", "student-01", check, cwd=weather)
    assert run.returncode == 0, run.stderr
    assert not secret or secret not in run.stdout + run.stderr
    return re.search("argument 1: (.*)", run.stdout).group(1)


def test_the_hidden_inputs_follow_from_it_and_the_visible_ones_do_not(cli, weather, monkeypatch):
    visible = weather / "assignments/weather/test_weather.py"
    visible.write_text(visible.read_text() + DRAWING_VISIBLY)
    for check, changes in ((HIDDEN, True), ("test_of_a_drawn_temperature", False)):
        without, first, other, again = (
            input_of(cli, weather, check, monkeypatch, secret) for secret in ("", SECRET, "other", SECRET)
        )
        assert first == again
        assert len({without, first, other}) == (3 if changes else 1)


def test_it_may_stand_in_the_courses_file_and_the_environments_holds_instead(cli, weather, monkeypatch):
    in_environment = input_of(cli, weather, HIDDEN, monkeypatch, SECRET)
    course = weather / "course.yaml"
    course.write_text(f"secret: {SECRET}\n{course.read_text()}")
    assert input_of(cli, weather, HIDDEN, monkeypatch, "") == in_environment
    course.write_text(course.read_text().replace(SECRET, "another"))
    assert input_of(cli, weather, HIDDEN, monkeypatch, "") != in_environment
    assert input_of(cli, weather, HIDDEN, monkeypatch, SECRET) == in_environment


@pytest.mark.parametrize("assignment", ["losses", "gradients", "descent", "backprop", "network"])
def test_right_code_has_all_points_whatever_it_is(assignment, monkeypatch):
    workers = Workers()
    for secret in ("first", "second"):
        monkeypatch.setenv("AUTOGRADER_SECRET", secret)
        plan = GradingPlan(ROOT / "course.yaml", assignment, Isolation.REQUIRED)
        grader = Grader(plan, workers)
        (right,) = find_submissions([plan.folders.solution], assignment)
        result = grader.grade(right)
        grader.close()
        assert result.points == result.max_points
    workers.close()


def test_results_are_graded_again_where_it_has_changed(cli, weather, monkeypatch, tmp_path):
    stored = tmp_path / "out/student-01.json"

    def written() -> int:
        arguments = ("grade", "class/student-01.py", "--assignment", "weather", "--out", tmp_path / "out")
        assert cli(*arguments, cwd=weather).returncode == 0
        return stored.stat().st_mtime_ns

    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    first = written()
    assert written() == first
    monkeypatch.setenv("AUTOGRADER_SECRET", "other")
    assert written() > first


PRYING = """
import builtins, gc, os, sys
import time
def found():
    texts = [repr(dict(os.environ)), repr(sys.argv)]
    for path in ("/proc/self/environ", "/proc/self/cmdline", "/proc/%d/environ" % os.getppid(), "course.yaml"):
        try:
            texts.append(open(path).read())
        except OSError:
            pass
    texts += [each for each in gc.get_objects() if isinstance(each, str)]
    texts += [repr(each) for each in gc.get_objects() if isinstance(each, (dict, list, tuple)) and len(each) < 100]
    return [text for text in texts if "".join(["Zwetschgen", "knoedel"]) in text]
def to_celsius(fahrenheit): return (fahrenheit - 32) / 1.8 + len(found())
def warmest(days):
    time.sleep(1.5)
    raise ValueError(str(found()))
"""


@pytest.mark.parametrize("place", ["the environment", "the course's file"])
def test_no_result_log_or_worker_holds_it(weather, tmp_path, place):
    course = weather / "course.yaml"
    environment = {**os.environ}
    if place == "the environment":
        environment["AUTOGRADER_SECRET"] = SECRET
    else:
        course.write_text(f"secret: {SECRET}\n{course.read_text()}")
    (weather / "class/student-09.py").write_text(PRYING)
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
    grading = subprocess.Popen(
        command, cwd=weather, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    looked_at: set[str] = set()
    while grading.poll() is None:
        for pid in started_by_a_fork_server(grading.pid):
            held, was_read = holds(pid, SECRET.encode())
            assert held == [], (pid, held)
            looked_at |= {pid} if was_read else set()
        time.sleep(0.2)
    said, _ = grading.communicate()
    assert grading.returncode == 0, said
    assert len(looked_at) >= 2  # the fork server and a worker at least
    assert SECRET not in said
    assert "student-09" in said
    for file in out.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
    assert b"ValueError: []" in (out / "student-09.json").read_bytes()


def started_by_a_fork_server(root: int) -> list[str]:
    """Return the processes below `root` that came from a fork server, itself among them, by number."""
    parents, found = {}, {str(root)}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[entry.name] = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return [pid for pid in found if b"\0-I\0-B\0-c\0" in _read(Path("/proc", pid, "cmdline"))]


def holds(pid: str, text: bytes) -> tuple[list[str], bool]:
    """Return where in a process a text is, and whether its memory could be read."""
    places = [name for name in ("environ", "cmdline") if text in _read(Path("/proc", pid, name))]
    was_read = False
    try:
        with Path("/proc", pid, "mem").open("rb", 0) as memory:
            for line in Path("/proc", pid, "maps").read_text().splitlines():
                ends, rights, *_ = line.split()
                start, end = (int(part, 16) for part in ends.split("-"))
                if rights.startswith("rw") and end - start < 2**27:
                    memory.seek(start)
                    if text in (memory.read(end - start) or b""):
                        places.append(line)
                    was_read = True
    except (OSError, ValueError):  # it ended meanwhile, or a part of it cannot be read
        pass
    return places, was_read


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("value", ["1234567", "[1234567]", '{a: "1234567"}'])
def test_what_is_said_of_one_that_is_no_text_does_not_repeat_it(cli, weather, tmp_path, value):
    course = weather / "course.yaml"
    course.write_text(f"secret: {value}\n{course.read_text()}")
    run = cli("grade", "class", "--assignment", "weather", "--out", tmp_path / "out", cwd=weather)
    assert run.returncode == 2
    assert run.stderr == "course.yaml: secret: expected text in quotes\n"
