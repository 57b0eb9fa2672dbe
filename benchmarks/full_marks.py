"""What a whole ``autograder grade`` over one full-marks submission of all five assignments costs, in CPU seconds.

Run ``python -m benchmarks.full_marks [RUNS]``. All processes of the command count. The first run, which may have bytecode to
write, is left out.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from autograder.batch.store import ResultStore
from autograder.course.course import load_course
from benchmarks.class_grading import ROOT, cpu_seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=9)
    runs = parser.parse_args().runs
    course = load_course(ROOT / "course.yaml")
    names = [assignment.name for assignment in course.assignments]
    with tempfile.TemporaryDirectory() as folder:
        submission = Path(folder) / "student-01"
        submission.mkdir()
        for name in names:
            shutil.copy(ROOT / "solutions" / name / f"{name}.py", submission)
        out = Path(folder) / "results"
        chosen = [word for name in names for word in ("--assignment", name)]
        grade = [
            *(sys.executable, "-m", "autograder", "grade", str(submission), *chosen),
            *("--out", str(out), "--again"),
        ]
        cpu_seconds(grade)
        measured = [
            (cpu_seconds(grade), cpu_seconds([sys.executable, "-c", "import numpy"])) for _ in range(runs)
        ]
        results = [ResultStore(out / name).load("student-01") for name in names]
    commands, starts = zip(*measured, strict=True)
    checks = sum(len(exercise.checks) for result in results if result for exercise in result.exercises)
    points = sum(result.points or 0.0 for result in results if result)
    print(
        f"{len(names)} assignments, {checks} checks, {points:g} of {sum(a.max_points for a in course.assignments):g} points"
    )
    for label, values in (("autograder grade", commands), ("starting python with numpy", starts)):
        print(
            f"  CPU seconds of {label + ':':28} "
            f"median {statistics.median(values):.2f}, least {min(values):.2f}, most {max(values):.2f}"
        )


if __name__ == "__main__":
    main()
