"""A class of hostile, odd and honest submissions at random, graded by two processes on a busy machine.

Run ``python -m benchmarks.mixed_class [COUNT]``. Prints how many honest scores are right, grader_errors, the processes and files
that are left, the peak memory of a process, and the longest time that an honest submission took beyond what it takes alone.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from autograder.batch.store import ResultStore
from autograder.vocabulary.outcomes import SubmissionResult

ROOT = Path(__file__).parent.parent
_COURSE = ROOT / "tests" / "courses" / "weather"
_CORPUS = ROOT / "tests" / "hostile" / "submissions"
_HONEST, _MOST_POINTS = "honest", 5.0
# Odd ones are hostile by accident. Those that only wait would make the whole a matter of hours.
_RARE = {
    *("sleeper", "dribbles", "endless", "floods_entered", "stops_itself", "prints_without_end"),
    *("asks_with_large_arrays", "asks_deep", "odd_containers"),
}
_SEED = 20261125
# Where the runs have their boxes, and how long processes that are ending are given.
_TEMPORARY, _PARTING_S = "tmp", 10.0


def main() -> None:
    """Make the class, grade it and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        course = _course(Path(folder))
        kinds = _make_class(course / "mixed", count)
        load = [
            multiprocessing.Process(target=_burn, daemon=True) for _ in range(multiprocessing.cpu_count())
        ]
        for process in load:
            process.start()
        alone = _seconds_alone(course)
        began = time.monotonic()
        code, processes = _grade(course, "mixed", "results", jobs=2)
        taken = time.monotonic() - began
        for process in load:
            process.terminate()
            process.join()
        store = ResultStore(course / "results")
        results = {student: store.load(student) for student in kinds}
        _report(kinds, results, alone)
        files = sum(1 for _ in (course / _TEMPORARY).rglob("*"))
        print(f"exit code {code}, {taken:.0f} s for {count}, {processes} processes and {files} files left")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of a process: {peak:.0f} MiB")


def _course(folder: Path) -> Path:
    course = folder / "weather"
    shutil.copytree(_COURSE, course, ignore=shutil.ignore_patterns("__pycache__"))
    file = course / "course.yaml"
    file.write_text(
        file.read_text().replace("{check_s: 2, submission_s: 20}", "{check_s: 0.5, submission_s: 4}")
    )
    return course


def _make_class(folder: Path, count: int) -> dict[str, str]:
    """Write a class and return what each student handed in: half of them honest work."""
    folder.mkdir()
    draw = random.Random(_SEED)
    others = sorted(path.stem for path in _CORPUS.glob("*.py") if path.stem != _HONEST)
    weights = [0.1 if name in _RARE else 1.0 for name in others]
    kinds = {}
    for number in range(count):
        kind = _HONEST if draw.random() < 0.5 else draw.choices(others, weights)[0]
        student = f"student-{number:04}"
        kinds[student] = kind
        text = (_CORPUS / f"{kind}.py").read_text()
        (folder / f"{student}.py").write_text(f"{text}\n# {number}\n")
    return kinds


def _seconds_alone(course: Path) -> float:
    """Return the longest time that an honest submission's checks take where nobody is hostile, on the same busy machine."""
    folder = course / "alone"
    folder.mkdir()
    for number in range(20):
        text = (_CORPUS / f"{_HONEST}.py").read_text()
        (folder / f"student-{number}.py").write_text(f"{text}\n# {number}\n")
    _grade(course, "alone", "alone-results", jobs=2)
    store = ResultStore(course / "alone-results")
    return max(_seconds(store.load(f"student-{number}")) for number in range(20))


def _grade(course: Path, folder: str, out: str, jobs: int) -> tuple[int, int]:
    """Grade a folder and return the exit code, and how many processes of the run are left after it."""
    command = [sys.executable, "-m", "autograder", "grade", folder, "--assignment", "weather"]
    command += ["--out", out, "--jobs", str(jobs)]
    temporary = course / _TEMPORARY
    temporary.mkdir(exist_ok=True)
    run = subprocess.Popen(
        command,
        cwd=course,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    code = run.wait()
    until = time.monotonic() + _PARTING_S
    while (left := _of_session(run.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    return code, left


def _of_session(session: int) -> int:
    """Count the processes that a run started, whoever their parent is now."""
    count = 0
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            if entry.name.isdigit():
                state, *fields = (entry / "stat").read_text().rpartition(")")[2].split()
                count += state != "Z" and int(fields[2]) == session
    return count


def _seconds(result: SubmissionResult | None) -> float:
    if result is None:
        return 0.0
    return sum(check.duration_s for exercise in result.exercises for check in exercise.checks)


def _report(kinds: dict[str, str], results: dict[str, SubmissionResult | None], alone: float) -> None:
    honest = [results[student] for student, kind in kinds.items() if kind == _HONEST]
    right = sum(result is not None and result.points == _MOST_POINTS for result in honest)
    print(f"{right} of {len(honest)} honest submissions have their {_MOST_POINTS:g} points")
    missing = sum(result is None for result in results.values())
    errors = sum(b"grader_error" in msgspec.json.encode(result) for result in results.values() if result)
    print(f"{errors} grader_errors, {missing} results missing, of {len(kinds)} submissions")
    longest = max(map(_seconds, honest))
    print(
        f"longest honest submission: {longest:.2f} s of checks; alone on the same busy machine: {alone:.2f} s; "
        f"taken by others: {max(longest - alone, 0):.2f} s"
    )


def _burn() -> None:
    while True:
        pass


if __name__ == "__main__":
    main()
