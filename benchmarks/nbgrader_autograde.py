"""What `nbgrader autograde` costs with the engine in place of a kernel, beside nbgrader as it comes.

Run ``python -m benchmarks.nbgrader_autograde [SUBMISSIONS]``. Both grade the same notebooks, solved ones of the first
assignment, in one run. As it comes, nbgrader runs the visible checks only, since its kernel must never see the others.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
ASSIGNMENT = "losses"
_STOCK = """
from autograder.nbgrader_bridge.config import configure
c = get_config()
configure(c)
for section in ("Autograde", "AssignLatePenalties"):
    c.pop(section, None)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("submissions", nargs="?", type=int, default=10)
    count = parser.parse_args().submissions
    ours = (ROOT / "nbgrader_config.py").read_text()
    print(f"nbgrader autograde, {count} solved notebooks of {ASSIGNMENT}: CPU seconds")
    each = {}
    for name, config in (("as it comes", _STOCK), ("with the engine", ours)):
        one, several = (_autograde_cpu(config, number) for number in (1, count))
        each[name] = (several - one) / (count - 1)
        print(f"  {name + ':':<17} one {one:.2f}, all {several:.2f}, each further {each[name]:.3f}")
    print(f"  ratio {each['as it comes'] / each['with the engine']:.1f}")


def _autograde_cpu(config: str, count: int) -> float:
    """Return the CPU seconds of one `nbgrader autograde` of `count` submissions, child processes included."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("assignments", "solutions"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "course.yaml", root)
        (root / "nbgrader_config.py").write_text(config)
        _run(root, "autograder", "build", ASSIGNMENT)
        _run(root, "nbgrader", "generate_assignment", ASSIGNMENT)
        source = root / "nbgrader" / "source" / ASSIGNMENT
        for number in range(count):
            shutil.copytree(source, root / "nbgrader" / "submitted" / f"student-{number:02}" / ASSIGNMENT)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _run(root, "nbgrader", "autograde", ASSIGNMENT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(folder: Path, module: str, *arguments: str) -> None:
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    main()
