"""What a callback costs: a student's function that calls a check's function, confined as in grading, beside a bare socket.

Run ``python -m benchmarks.callback``. Each figure is the processor time of both processes for one round trip, in microseconds:
the least of several runs, since a busy machine only adds to it.
"""

from __future__ import annotations

import os
import resource
import socket
from pathlib import Path

import numpy as np

from autograder.course.course import load_course
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.public_function import in_worker
from autograder.seam.starters import SINGLE_THREADED
from autograder.seam.student_process import StudentProcess
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from benchmarks.class_grading import ROOT

_RUNS, _TRIPS = 7, 1000
_STUDENT = """
import time
def calls(f, x, n):
    began = time.process_time()
    for _ in range(n):
        f(x)
    return time.process_time() - began
"""


def main() -> None:
    """Measure and print."""
    for what, seconds in measured().items():
        print(f"{what:40} {1e6 * seconds:6.1f} us")


def measured() -> dict[str, float]:
    """Return the processor time of one round trip in seconds, by what makes it."""
    os.environ.update(SINGLE_THREADED)
    course = load_course(ROOT / "course.yaml")
    limits = course.assignments[0].limits
    unit = Unit(name="losses.py", source=_STUDENT)
    submission = Submission(student="student", assignment="losses", path=Path("losses.py"), units=(unit,))
    workers = Workers()
    process = StudentProcess(submission, workers.source(course.isolation, limits), limits)
    student, x = SubmissionProxy(process), np.ones((10, 30))

    def f(v: np.ndarray) -> float:
        return 1.0

    found: dict[str, list[float]] = {}
    try:
        for _ in range(_RUNS):
            for what, function in (
                ("a callback of 300 numbers", f),
                ("the same function in_worker", in_worker(f)),
            ):
                process.begin_check(None, None)
                began = _own_seconds()
                there = student.calls(function, x, _TRIPS)
                found.setdefault(what, []).append((there + _own_seconds() - began) / _TRIPS)
            found.setdefault("2,400 bytes there and 9 back by socket", []).append(_bare())
    finally:
        process.close()
        workers.close()
    return {what: min(values) for what, values in found.items()}


def _bare() -> float:
    """Return what a round trip of as many bytes over a bare socket costs."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        while theirs.recv(4096):
            theirs.sendall(b"123456789")
        os._exit(0)
    theirs.close()
    began, message = _own_seconds(), b"x" * 2400
    for _ in range(_TRIPS):
        ours.sendall(message)
        ours.recv(4096)
    here = _own_seconds() - began
    ours.close()
    _, _, usage = os.wait4(pid, 0)
    return (here + usage.ru_utime + usage.ru_stime) / _TRIPS


def _own_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
