"""What grading costs beside plain python and pytest running the same checks, as ratios of CPU seconds in one interleaved run.

Run ``python -m benchmarks.speed [ROUNDS]``. Every row is measured once a round, so that a phase in which the machine is slow
falls on all of them; the medians of the rounds' ratios are printed. CPU seconds are those of all processes of a command.

=============================================  =========================================================================
12 checks                                       20 submissions of four functions, among them numerical gradients that
                                                call the check's function 1,214 times, in_worker; what a further
                                                submission costs, beside one plain unprotected python process for the same
... with callbacks in the grader                the same, each of the 1,214 calls a round trip between two processes
losses at full marks; losses' stub              what a further submission costs
all five at full marks                          the whole command for one submission of every assignment
check of one exercise; of all                   ``autograder check svm_losses`` and ``autograder check``
two jobs against one                            200 submissions of losses, by the clock and in CPU seconds; says something
                                                on a machine with two idle processors only
nothing to grade                                one of the submissions, on top of 100, of a run whose results are there
=============================================  =========================================================================

Last come one callback's round trip (`benchmarks.callback`) and how much processor time of others there was.
``benchmarks.nbgrader_autograde`` measures beside nbgrader.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import callback, many_submissions
from benchmarks.class_grading import ROOT, cpu_seconds

_TWELVE = ROOT / "benchmarks" / "twelve"
_SUBMISSIONS = 20
_MANY = 200
_ASSIGNMENTS = ("losses", "gradients", "descent", "backprop", "network")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    rounds = parser.parse_args().rounds
    # Everything is measured as a user starts it: numpy with its own threads, and bytecode that is kept.
    for name in ("OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(Path(folder))
        # What is written once, such as bytecode, is written before the first round.
        for measure in rows.values():
            measure()
        measured: dict[str, list[float]] = {name: [] for name in rows}
        for _ in range(rounds):
            for name, measure in rows.items():
                measured[name].append(measure())
    plain, numpy = measured["plain python"], measured["import numpy"]
    print(f"CPU seconds, medians of {rounds} interleaved rounds")
    for name, values in measured.items():
        print(f"  {name:44} {statistics.median(values):8.4f}")
    print("Ratios, medians of the rounds'")
    for name, beside, unit in (
        ("12 checks, a further submission", plain, "a plain python process for the same"),
        (
            "12 checks with callbacks in the grader",
            plain,
            "a plain python process for the same",
        ),
        ("12 checks by pytest, a process each", plain, "a plain python process for the same"),
        ("losses at full marks, a further submission", numpy, "python -c 'import numpy'"),
        (
            "losses' stub, a further submission",
            measured["losses at full marks, a further submission"],
            "the solution",
        ),
        ("all five at full marks, whole command", numpy, "python -c 'import numpy'"),
        ("check of one exercise", measured["import numpy, pytest"], "python -c 'import numpy, pytest'"),
        ("check of all exercises", measured["import numpy, pytest"], "python -c 'import numpy, pytest'"),
        ("two jobs, CPU", measured["one job, CPU"], "one job's CPU seconds"),
        ("one job, by the clock", measured["two jobs, by the clock"], "two jobs' time by the clock"),
        ("nothing to grade, a further submission", numpy, "python -c 'import numpy'"),
    ):
        ratio = statistics.median(mine / other for mine, other in zip(measured[name], beside, strict=True))
        print(f"  {name:44} {ratio:6.3g}  x {unit}")
    print("Processor time of both processes for one round trip")
    for what, seconds in callback.measured().items():
        print(f"  {what:44} {1e6 * seconds:6.1f} us")
    print(
        f"Processes that wanted to run, ours among them: {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors"
    )


def _rows(folder: Path) -> dict[str, Callable[[], float]]:
    """Return what is measured, by name; each returns CPU seconds."""
    twelve = _twelve_submissions(folder / "twelve")
    solution = _TWELVE / "solutions" / "twelve" / "twelve.py"
    right = _further(folder, ROOT / "solutions/losses/losses.py", "losses")
    stub = _further(folder, ROOT / "assignments/losses/losses.py", "stub")
    five = folder / "five" / "student-01"
    five.mkdir(parents=True)
    for name in _ASSIGNMENTS:
        shutil.copy(ROOT / "solutions" / name / f"{name}.py", five)
    own = folder / "own" / "assignments" / "losses"
    shutil.copytree(ROOT / "assignments" / "losses", own)
    shutil.copy(ROOT / "course.yaml", folder / "own")
    shutil.copy(ROOT / "solutions" / "losses" / "losses.py", own)
    python = [sys.executable, "-c"]
    return {
        "import numpy": lambda: cpu_seconds([*python, "import numpy"], 5) / 5,
        "import numpy, pytest": lambda: cpu_seconds([*python, "import numpy, pytest"], 3) / 3,
        "plain python": lambda: (
            sum(
                cpu_seconds([sys.executable, str(_TWELVE / "plain.py"), str(each), str(solution)])
                for each in twelve
            )
            / len(twelve)
        ),
        "12 checks by pytest, a process each": lambda: _pytest_seconds(twelve[:4], solution) / 4,
        "12 checks, a further submission": lambda: _marginal(
            twelve, "twelve", folder, _TWELVE / "course.yaml"
        ),
        "12 checks with callbacks in the grader": lambda: _marginal(
            twelve, "twelve", folder, _TWELVE / "course.yaml", {"CALLBACKS_IN_THE_GRADER": "1"}
        ),
        "losses at full marks, a further submission": lambda: _marginal(right, "losses", folder),
        "losses' stub, a further submission": lambda: _marginal(stub, "losses", folder),
        "all five at full marks, whole command": lambda: cpu_seconds(
            _grade([five], _ASSIGNMENTS, folder, ROOT / "course.yaml")
        ),
        "check of one exercise": lambda: _cpu_in(
            own, [sys.executable, "-m", "autograder", "check", "svm_losses"]
        ),
        "check of all exercises": lambda: _cpu_in(own, [sys.executable, "-m", "autograder", "check"]),
        **_jobs(_further(folder, ROOT / "solutions/losses/losses.py", "many", _MANY), folder),
        "nothing to grade, a further submission": _nothing_to_grade(folder),
    }


def _jobs(submissions: list[Path], folder: Path) -> dict[str, Callable[[], float]]:
    """Return what measures one job and two: CPU seconds, and seconds by the clock of the run before."""
    seconds: dict[str, float] = {}

    def cpu(jobs: str) -> float:
        command = _grade(submissions, ["losses"], folder, ROOT / "course.yaml")
        command[command.index("--jobs") + 1] = jobs
        began = time.monotonic()
        used = cpu_seconds(command)
        seconds[jobs] = time.monotonic() - began
        return used

    return {
        "one job, CPU": lambda: cpu("1"),
        "one job, by the clock": lambda: seconds["1"],
        "two jobs, CPU": lambda: cpu("2"),
        "two jobs, by the clock": lambda: seconds["2"],
    }


def _nothing_to_grade(folder: Path) -> Callable[[], float]:
    """Return what measures a submission that is graded already: two runs of different sizes tell."""
    work, size, base = folder / "graded", 600, 100
    many_submissions.generate(work, size)
    paths = sorted(work.iterdir())

    def command(count: int) -> list[str]:
        few = folder / f"graded-{count}"
        if not few.exists():
            few.mkdir()
            for path in paths[:count]:
                shutil.copy(path, few)
        words = ["-m", "autograder", "grade", str(few), "--assignment", "weather", "--jobs", "1"]
        course = str(many_submissions.COURSE)
        return [sys.executable, *words, "--course", course, "--out", str(folder / f"kept-{count}")]

    def measure() -> float:
        return (cpu_seconds(command(size)) - cpu_seconds(command(base))) / (size - base)

    return measure


def _twelve_submissions(folder: Path) -> list[Path]:
    """Write submissions that all differ: three in four right, the others with one slip."""
    folder.mkdir()
    text = (_TWELVE / "solutions" / "twelve" / "twelve.py").read_text(encoding="utf-8")
    slips = (
        ("+ 1)", "+ 0)"),
        ("-= 1", "-= 0"),
        ("(2 * h)", "h"),
        ("W - learning", "W + learning"),
    )
    paths = []
    for number in range(_SUBMISSIONS + 1):
        old, new = slips[number // 4 % len(slips)] if number % 4 == 3 else ("", "")
        path = folder / f"student-{number:02}.py"
        path.write_text(f"# submission {number}\n{text.replace(old, new) if old else text}", encoding="utf-8")
        paths.append(path)
    return paths


def _further(folder: Path, source: Path, name: str, count: int = _SUBMISSIONS // 2 + 1) -> list[Path]:
    """Write copies of a submission that differ by a comment, since equal ones may be graded once."""
    (folder / name).mkdir()
    text = source.read_text(encoding="utf-8")
    paths = [folder / name / f"student-{number:02}.py" for number in range(count)]
    for path in paths:
        path.write_text(f"{text}\n# {path.stem}\n", encoding="utf-8")
    return paths


def _marginal(
    paths: list[Path],
    assignment: str,
    folder: Path,
    course: Path = ROOT / "course.yaml",
    environment: dict[str, str] | None = None,
) -> float:
    """Return the CPU seconds of each further submission after the first."""
    variables = {**os.environ, **(environment or {})}
    one, all_of_them = (
        _cpu_in(ROOT, _grade(chosen, [assignment], folder, course), variables)
        for chosen in (paths[:1], paths)
    )
    return (all_of_them - one) / (len(paths) - 1)


def _grade(
    paths: list[Path], assignments: list[str] | tuple[str, ...], folder: Path, course: Path
) -> list[str]:
    chosen = [word for name in assignments for word in ("--assignment", name)]
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        *map(str, paths),
        *chosen,
        "--course",
        str(course),
    ]
    return [*command, "--out", str(folder / f"results-{'-'.join(assignments)}"), "--jobs", "1", "--again"]


def _pytest_seconds(submissions: list[Path], solution: Path) -> float:
    total = 0.0
    for path in submissions:
        environment = {**os.environ, "SUBMISSION": str(path), "SOLUTION": str(solution)}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        total += _cpu_in(ROOT, [*command, str(_TWELVE / "pytest_plain.py")], environment)
    return total


def _cpu_in(folder: Path, command: list[str], environment: dict[str, str] | None = None) -> float:
    before = os.times()
    subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
