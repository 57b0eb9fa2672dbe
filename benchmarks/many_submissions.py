"""Ten thousand generated submissions: rate, the client's memory over time, and what a second run costs.

Run ``python -m benchmarks.many_submissions [--size N] [--jobs N]``. The submissions are of the small foreign course in tests/,
with next to nothing to grade, so that what is measured is the cost of a submission in itself.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "courses" / "weather" / "course.yaml"
_LOOK_S = 0.2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "class"
        generate(work, arguments.size)
        for what in ("first run", "second run"):
            seconds, memory = grade(work, Path(folder) / "out", arguments.jobs)
            each = 1000 * seconds / arguments.size
            print(
                f"{what}: {seconds:.1f} s, {arguments.size / seconds:.0f} a second, {each:.2f} ms a submission"
            )
            quarters = [memory[len(memory) * at // 4] for at in range(4)] + [memory[-1]]
            print(
                "  client's memory at each quarter of the run: "
                + ", ".join(f"{mib:.0f} MiB" for mib in quarters)
            )
            print(f"  largest: {max(memory):.0f} MiB")


def generate(folder: Path, size: int) -> None:
    """Write `size` different submissions, a third of each of the sample class."""
    folder.mkdir()
    texts = [path.read_text() for path in sorted((COURSE.parent / "class").glob("*.py"))]
    for number in range(size):
        (folder / f"student-{number:06}.py").write_text(f"{texts[number % len(texts)]}# {number}\n")


def grade(work: Path, out: Path, jobs: int) -> tuple[float, list[float]]:
    """Return a run's seconds, and the client's resident memory in MiB from its start to its end."""
    command = [sys.executable, "-m", "autograder", "grade", str(work), "--assignment", "weather"]
    command += ["--out", str(out), "--course", str(COURSE), "--jobs", str(jobs)]
    began = time.monotonic()
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    memory = [_resident(run.pid)]
    while run.poll() is None:
        memory.append(_resident(run.pid) or memory[-1])
        time.sleep(_LOOK_S)
    if run.returncode:
        raise SystemExit(f"the run ended with exit code {run.returncode}")
    return time.monotonic() - began, memory


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
