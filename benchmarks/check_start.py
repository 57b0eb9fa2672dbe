"""What a student's check costs beside importing numpy and pytest: ``python -m benchmarks.check_start``.

CPU seconds of all processes and seconds on the clock, the medians of interleaved runs; for `check --watch`, those of each save.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

_ROUNDS = 9
_ROOT = Path(__file__).parent.parent
_COMMANDS = {
    "import numpy, pytest": ["-c", "import numpy, pytest"],
    "autograder check svm_losses": ["-m", "autograder", "check", "svm_losses"],
    "autograder check": ["-m", "autograder", "check"],
}


def main() -> None:
    """Measure and print the table."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in _COMMANDS}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(_ROOT / "assignments/losses", Path(place) / "assignments/losses"))
        shutil.copy(_ROOT / "course.yaml", place)
        shutil.copy(_ROOT / "solutions/losses/losses.py", folder)
        watched = _cost_of_saves(folder)
        for _ in range(_ROUNDS):
            for name, arguments in _COMMANDS.items():
                found[name].append(_cost(arguments, folder))
    base = [statistics.median(column) for column in zip(*found["import numpy, pytest"])]
    print(f"{'':<30}{'CPU s':>8}{'ratio':>8}{'clock s':>10}{'ratio':>8}")
    for name, runs in found.items():
        cpu, clock = (statistics.median(column) for column in zip(*runs))
        _print(name, cpu, clock, base)
    _print("a save under --watch", *watched, base)


def _print(name: str, cpu: float, clock: float, base: list[float]) -> None:
    print(f"{name:<30}{cpu:>8.3f}{cpu / base[0]:>8.2f}{clock:>10.3f}{clock / base[1]:>8.2f}")


def _cost_of_saves(folder: Path) -> tuple[float, float]:
    """Return what a save costs while one exercise is watched: CPU seconds, and seconds from the save to the answer."""
    command = [sys.executable, "-u", "-m", "autograder", "check", "--watch", "svm_losses"]
    file = folder / "losses.py"
    clocks, costs = [], []
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        _answer(watching.stdout)
        time.sleep(1)  # until the folder is watched
        for _ in range(_ROUNDS):
            before, began = _cpu_of(watching.pid), time.perf_counter()
            with file.open("a") as opened:
                opened.write("\n")
            _answer(watching.stdout)
            clocks.append(time.perf_counter() - began)
            time.sleep(0.2)  # its last worker is being ended
            costs.append(_cpu_of(watching.pid) - before)
        watching.send_signal(signal.SIGINT)
    return statistics.median(costs), statistics.median(clocks)


def _answer(lines: IO[str]) -> None:
    for line in lines:
        if "Ctrl-C ends" in line:
            return
    raise RuntimeError("the watch ended")


def _cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _cost(arguments: list[str], folder: Path) -> tuple[float, float]:
    # As a user starts it: numpy with its own threads, and bytecode that is kept.
    unusual = ("OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE")
    environment = {key: value for key, value in os.environ.items() if key not in unusual}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        check=True,
        env=environment,
    )
    clock = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


if __name__ == "__main__":
    main()
