"""A class of hostile, odd and honest submissions at random, graded by two processes on a busy machine.

Run ``python -m benchmarks.mixed_class [COUNT]``. Prints how many honest scores are right, grader_errors, what is left of boxes,
processes and results, the peak memory of a process, and the longest time that an honest submission took beyond what it takes
alone.
"""

from __future__ import annotations

import argparse
import ctypes
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
_RARE = {"sleeper", "dribbles", "endless", "floods_entered"}
_SEED = 20261125
_PR_SET_CHILD_SUBREAPER = 36  # from linux/prctl.h: what loses its parent becomes a child of this process


def main() -> None:
    """Make the class, grade it and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    count = parser.parse_args().count
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        course = _course(Path(folder))
        kinds = _make_class(course / "mixed", count)
        boxes = _boxes()
        load = [
            multiprocessing.Process(target=_burn, daemon=True) for _ in range(multiprocessing.cpu_count())
        ]
        for process in load:
            process.start()
        alone = _seconds_alone(course)
        began = time.monotonic()
        code = _grade(course, "mixed", "results", jobs=2)
        taken = time.monotonic() - began
        for process in load:
            process.terminate()
            process.join()
        store = ResultStore(course / "results")
        results = {student: store.load(student) for student in kinds}
        _report(kinds, results, alone)
        left = f"{len(_boxes() - boxes)} boxes and {_children_left()} processes left"
        print(f"exit code {code}, {taken:.0f} s for {count}, {left}")
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


def _grade(course: Path, folder: str, out: str, jobs: int) -> int:
    command = [sys.executable, "-m", "autograder", "grade", folder, "--assignment", "weather"]
    command += ["--out", out, "--jobs", str(jobs)]
    return subprocess.run(command, cwd=course, stdout=subprocess.DEVNULL, check=False).returncode


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


def _boxes() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("autograder-*"))


def _children_left() -> int:
    """Return how many processes still run whose parent is this one, which adopts all that the grading left."""
    count = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue  # it has ended meanwhile
            count += parent == str(os.getpid()) and state != "Z"
    return count


def _burn() -> None:
    while True:
        pass


if __name__ == "__main__":
    main()
