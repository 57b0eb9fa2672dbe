"""A run ends when it is told, leaves nothing behind, and the next one goes on from there."""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENDLESS = "import time\ntime.sleep(600)\n"
RIGHT = "def to_celsius(f): return (f - 32) / 1.8\n"


def start(course: Path, out: Path, *options: str, **how) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "autograder", "grade", "class", "--assignment", "weather"]
    boxes = out.parent / "boxes"
    boxes.mkdir(exist_ok=True)
    return subprocess.Popen(
        [*command, "--out", str(out), *options],
        cwd=course,
        env={**os.environ, "TMPDIR": str(boxes)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # The gate may run in the background of a shell, which lets Ctrl-C be ignored there and in all it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        **how,
    )


def two_hang(course: Path) -> None:
    """Add two submissions that hang, in a course that would wait for them."""
    rules = course / "course.yaml"
    rules.write_text(
        rules.read_text().replace("check_s: 2, submission_s: 20", "check_s: 500, submission_s: 500")
    )
    for at in "45":
        (course / "class" / f"student-0{at}.py").write_text(f"{ENDLESS}# {at}\n")


def wait_until(said, seconds: float = 60.0) -> bool:
    until = time.monotonic() + seconds
    while not said():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def of_session(session: int) -> list[str]:
    """Return the command lines of the processes that a run started, whoever their parent is now."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == session and fields[0] != "Z":
                    found.append((entry / "cmdline").read_text())
            except (OSError, IndexError):
                continue
    return found


def stored(out: Path) -> set[str]:
    return {path.stem for path in out.glob("*.json")}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_told_to_end_drops_what_hangs_and_keeps_what_is_finished(
    weather, tmp_path, jobs, number
):
    two_hang(weather)
    out = tmp_path / "out"
    run = start(weather, out, "--jobs", jobs)
    assert wait_until(lambda: len(stored(out)) == 3)
    run.send_signal(number)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 128 + number
    assert errors.splitlines() == ["Interrupted. What was graded is kept; run the same command to resume."]
    assert stored(out) == {"student-01", "student-02", "student-03"}
    assert wait_until(lambda: not of_session(run.pid))
    assert wait_until(lambda: not list((tmp_path / "boxes").iterdir()))


@pytest.mark.parametrize("isolation", ["required", "none"])
def test_nothing_is_left_of_a_run_that_was_killed(weather, tmp_path, isolation):
    course = weather / "course.yaml"
    course.write_text(course.read_text().replace("isolation: required", f"isolation: {isolation}"))
    two_hang(weather)
    out = tmp_path / "out"
    run = start(weather, out, "--jobs", "2")
    assert wait_until(lambda: len(stored(out)) == 3)
    run.kill()
    run.communicate()
    assert wait_until(lambda: not of_session(run.pid), 30)


def test_boxes_of_killed_processes_are_cleared_by_the_next_run_and_no_others(weather, tmp_path):
    left = tmp_path / "boxes" / "autograder-box-left"
    (left / "deep" / "er").mkdir(parents=True)
    (left / "deep" / "er" / "answer.txt").write_text("42")
    own = tmp_path / "boxes" / "autograder-notes"
    own.mkdir()
    making = "import time; from autograder.seam import box; print(box.make(), flush=True); time.sleep(600)"
    environment = {**os.environ, "TMPDIR": str(tmp_path / "boxes")}
    live = subprocess.Popen(
        [sys.executable, "-c", making], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        held = Path(live.stdout.readline().strip())
        run = start(weather, tmp_path / "out")
        _, errors = run.communicate(timeout=60)
        assert run.returncode == 0, errors
        assert set((tmp_path / "boxes").iterdir()) == {own, held}
    finally:
        live.kill()
        live.communicate()


def test_a_full_disk_is_one_line_and_a_code_of_its_own_and_nothing_half_written(weather, tmp_path):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, resource.RLIM_INFINITY))

    command = [sys.executable, "-m", "autograder", "grade", "class", "--assignment", "weather"]
    run = subprocess.run(
        [*command, "--out", str(tmp_path / "out")],
        cwd=weather,
        preexec_fn=little_room,
        # Python itself would leave half of a module's bytecode where there is no room for the whole.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 4
    assert len(run.stderr.splitlines()) == 1
    assert "cannot be stored" in run.stderr
    assert list((tmp_path / "out").iterdir()) == []


def without_roots_rights() -> None:
    """Let the process that starts here obey the permissions of files, root though it may be."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2, 3):  # DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


READ_ONLY = {
    "the folder for results": ("out", "out", ()),
    "the folder that it would be made in": ("above", "above/out", ()),
    "the gradebook": ("grades.db", "results", ("--gradebook", "sqlite:///grades.db")),
    "the gradebook's folder": ("above", "results", ("--gradebook", "sqlite:///above/grades.db")),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such capabilities")
@pytest.mark.parametrize(("closed", "out", "options"), READ_ONLY.values(), ids=READ_ONLY)
def test_what_is_read_only_is_one_line_and_the_code_of_a_full_disk(weather, closed, out, options):
    path = weather / closed
    if closed.endswith(".db"):
        path.touch(0o444)
    else:
        path.mkdir(0o555)
    command = [sys.executable, "-m", "autograder", "grade", "class", "--assignment", "weather", "--out", out]
    run = subprocess.run(
        [*command, *options],
        cwd=weather,
        preexec_fn=without_roots_rights,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 4, run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert closed in run.stderr
    assert path.stat().st_size == 0 if path.is_file() else list(path.iterdir()) == []


def test_a_run_killed_at_random_moments_grades_nothing_twice_but_what_was_under_way(weather, tmp_path):
    size, jobs = 60, 2
    for number in range(4, size + 1):
        text = f"import time\ntime.sleep(0.02)\n{RIGHT}# {number}\n"
        (weather / "class" / f"student-{number:02}.py").write_text(text)
    out = tmp_path / "out"
    moments = random.Random(1)
    times: dict[str, set[str]] = {}
    kills = 0
    while kills < 20:
        run = start(weather, out, "--jobs", str(jobs))
        before = len(stored(out))
        wait_until(lambda: len(stored(out)) > before or run.poll() is not None)  # noqa: B023
        time.sleep(moments.random() * 0.05)
        run.kill()
        run.communicate()
        kills += 1
        for path in out.glob("*.json"):
            times.setdefault(path.stem, set()).add(str(path.stat().st_mtime_ns))
    run = start(weather, out, "--jobs", str(jobs))
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    for path in out.glob("*.json"):
        times.setdefault(path.stem, set()).add(str(path.stat().st_mtime_ns))
    assert {student for student, seen in times.items() if len(seen) > 1} == set()
    whole = start(weather, tmp_path / "whole", "--jobs", "1")
    _, errors = whole.communicate(timeout=120)
    assert whole.returncode == 0, errors
    assert without_times(out) == without_times(tmp_path / "whole")
    assert {path.name for path in out.iterdir()} == set(without_times(out))
    assert len(stored(out)) == size


def test_two_runs_do_not_store_in_one_folder(weather, tmp_path):
    two_hang(weather)
    out = tmp_path / "out"
    first = start(weather, out)
    assert wait_until(lambda: len(stored(out)) == 3)
    second = start(weather, out)
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 2
    assert "another run is storing its results here" in errors
    first.terminate()
    first.communicate(timeout=60)


def without_times(out: Path) -> dict[str, str]:
    kept = {}
    for path in out.glob("*.json"):
        result = json.loads(path.read_text())
        result.pop("graded_at")
        for exercise in result["exercises"]:
            for check in exercise["checks"]:
                check.pop("duration_s")
        kept[path.name] = json.dumps(result)
    return kept
