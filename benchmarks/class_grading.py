"""What grading a sample class costs: CPU seconds a submission, beside starting Python, and peak memory.

Run ``python -m benchmarks.class_grading [ASSIGNMENT]``. Submissions that run into a limit on purpose are left out; their
time is the limit.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.batch.store import ResultStore

ROOT = Path(__file__).parent.parent
_SLOW = {"timeout", "memory"}
_START_RUNS = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", nargs="?", default="losses")
    assignment = parser.parse_args().assignment
    folder = ROOT / "examples" / "class" / assignment
    with tempfile.TemporaryDirectory() as out:
        _grade([folder], assignment, Path(out))
        store = ResultStore(Path(out))
        quick = [path for path in sorted(folder.iterdir()) if _is_quick(store, path)]
        one, _ = _grade(quick[:1], assignment, Path(out))
        several, peak = _grade(quick, assignment, Path(out))
    each = (several - one) / (len(quick) - 1)
    start = cpu_seconds([sys.executable, "-c", "import numpy"], _START_RUNS) / _START_RUNS
    print(f"{assignment}: {len(quick)} submissions that keep to their limits, graded in one process")
    print(f"  CPU seconds of the whole command, one submission:  {one:.3f}")
    print(f"  CPU seconds of the whole command, all of them:     {several:.3f}")
    print(f"  CPU seconds for each further submission:           {each:.3f}")
    print(f"  starting python with numpy, for comparison:        {start:.3f}")
    print(f"  ratio:                                             {each / start:.2f}")
    print(f"  peak memory of the largest process:                {peak / 2**20:.0f} MiB")


def _is_quick(store: ResultStore, path: Path) -> bool:
    result = store.load(path.name if path.is_dir() else path.stem)
    return result is not None and not any(
        check.outcome.value in _SLOW for exercise in result.exercises for check in exercise.checks
    )


def _grade(paths: list[Path], assignment: str, out: Path) -> tuple[float, int]:
    """Return CPU seconds of the command with all its processes, and the largest process's peak in bytes."""
    command = [sys.executable, "-m", "autograder", "grade", *map(str, paths), "--assignment", assignment]
    return cpu_seconds([*command, "--out", str(out), "--jobs", "1", "--again"]), _peak()


def cpu_seconds(command: list[str], runs: int = 1) -> float:
    """Return the CPU seconds of `runs` runs of a command in the project's folder, with all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(runs):
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


if __name__ == "__main__":
    main()
