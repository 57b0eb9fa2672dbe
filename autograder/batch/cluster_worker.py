"""What runs in a worker of a Dask cluster: it unpacks the course, refuses where it cannot grade by it, and grades chunks.

The grading itself happens in processes of its own, one for each of the worker's threads, so that a worker may have any number of
them, and so that a worker that has run for weeks grades by what is installed and unpacked now.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import distributed

from autograder.batch.bundle import Bundle, why_not
from autograder.batch.processes import GradingProcess
from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan
from autograder.seam import box
from autograder.seam.walls import missing_mechanisms
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import AutograderError
from autograder.vocabulary.outcomes import SubmissionResult

# A worker that has just joined may be given work before it has been given the course.
_COURSE_WAIT_S = 30.0
_desks: dict[str, _Desk] = {}


@dataclass(frozen=True)
class Answer:
    """What a worker answers to a chunk: an outcome for each submission, or its name and why it does not grade."""

    worker: str
    address: str
    outcomes: tuple[SubmissionResult | Exception, ...] = ()
    refusal: str = ""


class CoursePlugin(distributed.WorkerPlugin):
    """Brings the course to every worker, once, also to those that join later.

    Parameters
    ----------
    run : str
        Tells the runs of several clients apart.
    bundle : Bundle
    """

    def __init__(self, run: str, bundle: Bundle) -> None:
        self.name = f"autograder-{run}"
        self._run = run
        self._bundle = bundle

    def setup(self, worker: Any) -> None:
        """Unpack the course in a folder of the worker's own."""
        _desks[self._run] = _Desk(self._bundle)

    def teardown(self, worker: Any) -> None:
        """Remove it, and end what still grades by it."""
        desk = _desks.pop(self._run, None)
        if desk is not None:
            desk.close()


def grade_chunk(run: str, submissions: Sequence[Submission]) -> Answer:
    """Grade some submissions, one after the other."""
    worker = distributed.get_worker()
    name, address = str(worker.name), worker.address
    desk = _desk(run)
    if desk is None:
        return Answer(name, address, refusal="was not given the course")
    if desk.refusal:
        return Answer(name, address, refusal=desk.refusal)
    with desk.process() as process:
        outcomes = tuple(process.grade(desk.plan, submission) for submission in submissions)
    return Answer(name, address, outcomes)


def _desk(run: str) -> _Desk | None:
    until = time.monotonic() + _COURSE_WAIT_S
    while run not in _desks and time.monotonic() < until:
        time.sleep(0.05)
    return _desks.get(run)


class _Desk:
    """The unpacked course and the grading processes of one run."""

    plan: GradingPlan

    def __init__(self, bundle: Bundle) -> None:
        self._lock = threading.Lock()
        self._idle: list[GradingProcess] = []
        self._busy: list[GradingProcess] = []
        self._folder = box.make()
        self.refusal = self._unpack(bundle)

    def _unpack(self, bundle: Bundle) -> str:
        missing = missing_mechanisms() if bundle.isolation is Isolation.REQUIRED else []
        if missing:
            return "cannot isolate students' code: " + "; ".join(missing)
        try:
            self.plan = bundle.unpack(self._folder)
        except (AutograderError, OSError) as error:
            return f"cannot use the course: {error}"
        return why_not(bundle, self.plan)

    @contextlib.contextmanager
    def process(self) -> Iterator[GradingProcess]:
        with self._lock:
            process = self._idle.pop() if self._idle else GradingProcess()
            self._busy.append(process)
        try:
            yield process
        finally:
            with self._lock:
                self._busy.remove(process)
                self._idle.append(process)

    def close(self) -> None:
        with self._lock:
            idle, busy = self._idle, list(self._busy)
            self._idle = []
        for process in busy:
            process.close(now=True)
        for process in idle:
            process.close()
        box.remove(self._folder)
