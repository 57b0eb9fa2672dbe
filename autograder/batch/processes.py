"""Grading in several processes of this machine: a window of submissions is on its way, results come back one by one."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import autograder
from autograder.batch.grading_process import receive, send
from autograder.batch.interrupts import Interrupts
from autograder.batch.steps import Done, Given, Graded
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import Submission
from autograder.vocabulary.outcomes import SubmissionResult

# Isolated from the current folder, where a student's random.py may lie; the package may be on the path by PYTHONPATH alone.
_BOOT = "import sys; sys.path.append(sys.argv.pop(1)); from autograder.batch import grading_process; grading_process.start()"
_PACKAGE_HOME = Path(autograder.__file__).parent.parent
_LOOK_S = 0.2
# What submissions under way get to be finished after the run was told to end.
_GRACE_S = 2.0
_CLOSING_S = 10.0


class ProcessDiedError(Exception):
    """The grading process ended without an answer."""


class GradingProcess:
    """A grading process, started when the first submission comes; used by one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def grade(self, plan: GradingPlan, submission: Submission) -> SubmissionResult | Exception:
        """Return the result, or why there is none; a process that dies on a submission gets a successor for one more try."""
        for _ in range(2):
            with contextlib.suppress(ProcessDiedError):
                return self._ask(plan, submission)
        return RuntimeError("the grading process died twice on this submission")

    def close(self, *, now: bool = False) -> None:
        """End the process: when its workers have ended, or `now`, whatever it is doing."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is None:
            return
        if now:
            process.kill()  # which ends the wait of the thread that it serves
            process.wait()
        else:
            _end(process, _CLOSING_S)

    def _ask(self, plan: GradingPlan, submission: Submission) -> SubmissionResult | Exception:
        process = self._running()
        orders, answers = _pipes(process)
        try:
            send(orders, (plan, submission))
            answer = receive(answers)
        except (OSError, ValueError, EOFError):
            _end(process, 0.0)
            raise ProcessDiedError from None
        assert isinstance(answer, (SubmissionResult, Exception))
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise ProcessDiedError
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", _BOOT, str(_PACKAGE_HOME)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    process_group=0,  # Ctrl-C is for the parent, which decides what it means
                )
            return self._process


def _end(process: subprocess.Popen[bytes], patience_s: float) -> None:
    """Close the pipes, on which the process ends by itself, and kill it where it does not in time."""
    orders, answers = _pipes(process)
    with contextlib.suppress(OSError):  # what was not read any more cannot be flushed
        orders.close()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    answers.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def grade_in_processes(
    plan: GradingPlan, source: Iterator[Given], jobs: int, interrupts: Interrupts
) -> Iterator[Done]:
    """Grade in `jobs` processes, yielding what is done as it comes.

    No more than a few submissions per process are in memory. When a process dies, only the submission that it was grading is
    affected, and is tried once more.

    Parameters
    ----------
    plan : GradingPlan
    source : iterator of Given
        Submissions to grade, and steps already taken, which pass through as they are.
    jobs : int
        How many processes, each started when there is a submission for it.
    interrupts : Interrupts
        Looked at several times a second.

    Raises
    ------
    Told
        The run was told to end; what could be finished in a moment has been yielded before.
    """
    lanes = _Lanes(plan, jobs)
    try:
        for given in source:
            if interrupts.told:
                break
            if not isinstance(given, Submission):
                yield given
                continue
            lanes.take(given)
            while lanes.under_way >= 2 * jobs and not interrupts.told:
                yield from lanes.finished()
        while lanes.under_way and not interrupts.told:
            yield from lanes.finished()
        if interrupts.told:
            lanes.begin_nothing_more()
            until = time.monotonic() + _GRACE_S
            while lanes.under_way and time.monotonic() < until:
                yield from lanes.finished()
            interrupts.end_if_told()
    except BaseException:
        lanes.close(now=True)
        raise
    lanes.close()


class _Lanes:
    """Threads, each with a grading process of its own, which take submissions from one queue."""

    def __init__(self, plan: GradingPlan, jobs: int) -> None:
        self._plan = plan
        self._jobs = jobs
        self._waiting: queue.SimpleQueue[Submission | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Graded] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes: list[GradingProcess] = []
        self.under_way = 0

    def take(self, submission: Submission) -> None:
        self.under_way += 1
        self._waiting.put(submission)
        if len(self._threads) < self._jobs:
            process = GradingProcess()
            thread = threading.Thread(target=self._serve, args=(process,), name="lane", daemon=True)
            self._processes.append(process)
            self._threads.append(thread)
            thread.start()

    def finished(self) -> Iterator[Graded]:
        """Wait a moment for what is done next; yield nothing where nothing is."""
        with contextlib.suppress(queue.Empty):
            graded = self._done.get(timeout=_LOOK_S)
            self.under_way -= 1
            yield graded

    def begin_nothing_more(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
                self.under_way -= 1

    def close(self, *, now: bool = False) -> None:
        self.begin_nothing_more()
        for _ in self._threads:
            self._waiting.put(None)
        if now:
            for process in self._processes:
                process.close(now=True)
        for thread in self._threads:
            thread.join()

    def _serve(self, process: GradingProcess) -> None:
        while (submission := self._waiting.get()) is not None:
            self._done.put(Graded(submission, process.grade(self._plan, submission)))
        process.close()
