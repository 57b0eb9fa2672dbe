"""One submission's worker: started when needed, replaced when it dies, held to its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from autograder.course.limits import Limits
from autograder.seam.clock import PATIENCE, Budget, Clock, TimeUp
from autograder.seam.codec import CodecError
from autograder.seam.conversation import Note, converse
from autograder.seam.deaths import (
    asleep,
    death_in_a_call,
    death_while_loading,
    endless_loading,
    too_slow,
    used_up,
)
from autograder.seam.decoder import Decoder
from autograder.seam.disk_watch import DiskWatch
from autograder.seam.encoder import Encoder
from autograder.seam.faults import SHORT_LEASH_S
from autograder.seam.load_attempts import LoadAttempts
from autograder.seam.loading import Problem
from autograder.seam.starters import Ending, Starter, WorkerProcess
from autograder.seam.walls import Walls
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import LimitExceeded, StudentFault

# As many as an honest worker reports.
_MAX_NOTES = 50
# The top level may run into the limit of one statement as many times before the worker is taken for stuck.
_LOAD_PATIENCE = 10.0


def walls_of(limits: Limits) -> Walls:
    """Return the walls that course.yaml's limits ask for."""
    return Walls(
        memory_bytes=limits.memory_mb * 2**20,
        cpu_s=limits.cpu_s,
        file_bytes=limits.file_mb * 2**20,
        processes=limits.processes,
        packages=limits.packages,
    )


@dataclass(frozen=True)
class LoadReport:
    """What happened when the submission's top level ran: statements lost, packages replaced by placeholders."""

    problems: tuple[Problem, ...]
    placeholders: tuple[str, ...]
    output: str


class StudentProcess:
    """Carries requests to the worker of one submission.

    Parameters
    ----------
    submission : Submission
    starter : Starter
        Where workers come from.
    limits : Limits
    watched : sequence of str
        Functions of the submission of which `entered` is to tell.

    Attributes
    ----------
    entered : set of str
        Which of the watched functions the check has entered so far, or would have, had they been there.
    fell_asleep : bool
        Whether a call of this check was ended by the clock on the wall, for the first time and with little processor time used: a
        busy machine may be to blame, which another try shows.
    """

    def __init__(
        self, submission: Submission, starter: Starter, limits: Limits, watched: Sequence[str] = ()
    ) -> None:
        self._submission = submission
        self._starter = starter
        self._limits = limits
        self._watched = tuple(watched)
        self._worker: WorkerProcess | None = None
        self._disk: DiskWatch | None = None
        self._load_fault: StudentFault | None = None
        self._report: LoadReport | None = None
        self._attempts = LoadAttempts()
        self._slow: set[str] = set()
        self._suspected: set[str] = set()
        self._budget = Budget(limits.submission_s)
        self._check_s = limits.check_s
        self._extra_bytes: int | None = None
        self._narrowed = False
        self._is_begun = True
        self.entered: set[str] = set()
        self.fell_asleep = False

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check's time; `memory_bytes` bounds what it may allocate beyond what the worker has now."""
        self._check_s = self._limits.check_s if time_s is None else time_s
        self._extra_bytes = memory_bytes
        self._budget.begin_check(self._check_s)
        self.entered = set()
        self.fell_asleep = False
        if self._worker is not None:
            self._prepare(self._worker)

    def end_check(self) -> None:
        """Leave the worker to the next check; each exchange has counted what it took."""

    @property
    def last_report(self) -> LoadReport | None:
        """What loading the submission found; None where it was never loaded, or did not survive that."""
        return self._report

    def exchange(self, label: str, request: bytes, on_callback: Callable[[bytes], bytes]) -> bytes:
        """Send a request and return the answer, running callbacks meanwhile.

        Parameters
        ----------
        label : str
            The function called; a function that was too slow once is given less time.
        request : bytes
        on_callback : callable
            Given a callback's bytes, returns the reply's.

        Raises
        ------
        LimitExceeded, WorkerCrashed
            The worker did not answer; it is gone, and the next request gets a new one.
        """
        worker = self._running()
        if not self._is_begun:
            self._say_that_it_begins(worker)
        clock = self._budget.clock(worker.cpu_s, SHORT_LEASH_S if label in self._slow else None)
        try:
            return self._converse(worker, request, on_callback, clock, {b"E": self._note_entered})
        except TimeUp as up:
            self._end(worker)
            if up.idle:
                self._note_asleep(label)
                raise asleep(label, PATIENCE * self._check_s) from None
            self._slow.add(label)
            raise too_slow(label, self._check_s, self._budget.left_s - clock.used_s) from None
        except (EOFError, OSError, CodecError):
            raise death_in_a_call(self._end(worker), self._limits) from None
        finally:
            self._budget.charge(clock)

    def read_output(self) -> str:
        """Return what the student's code printed since the last call."""
        return self._worker.read_output() if self._worker is not None else ""

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._end(self._worker)

    def _running(self) -> WorkerProcess:
        if self._load_fault is not None:
            raise self._load_fault
        if self._budget.left_s <= 0:
            raise used_up(self._limits)
        if self._worker is None:
            self._worker = self._start()
        return self._worker

    def _start(self) -> WorkerProcess:
        while True:
            self._attempts.begin()
            worker = self._starter.start(dict(self._submission.files))
            self._disk = (
                DiskWatch(worker.box, self._submission, self._limits) if self._starter.confined else None
            )
            try:
                self._load(worker)
                break
            except TimeUp:
                self._end(worker)
                fault, message = endless_loading(self._limits)
            except LimitExceeded as limit:
                fault, message = limit, f"exceeded a limit ({limit})"
            except (EOFError, OSError, CodecError, ValueError, TypeError):
                fault, message = death_while_loading(self._end(worker), self._limits)
            if not self._attempts.learn(message) or self._budget.left_s <= self._limits.check_s:
                self._load_fault = fault
                raise fault
        self._prepare(worker)
        return worker

    def _load(self, worker: WorkerProcess) -> None:
        submission, attempts = self._submission, self._attempts
        units = [(unit.name, unit.source) for unit in submission.units]
        available = self._importable() if self._starter.confined else None
        request = (
            *("load", submission.assignment, str(worker.box), units, available),
            *(self._limits.check_s, attempts.skipped, attempts.announced, self._watched),
        )
        # The worker interrupts what takes too long itself; whoever is announced and does not end cannot be interrupted.
        patience_s = 2 * self._limits.check_s if attempts.announced else _LOAD_PATIENCE * self._limits.check_s
        patience_s = min(patience_s, self._budget.left_s)
        clock = Clock(worker.cpu_s, patience_s, PATIENCE * patience_s)

        def reached(payload: bytes) -> None:
            attempts.reached(*Decoder(payload).decode())
            clock.restart()

        try:
            notes = {b"S": reached, b"E": self._note_entered}
            answer = self._converse(worker, Encoder().encode(request), _no_callback, clock, notes)
        finally:
            self._budget.charge_submission(clock)
        _, problems, placeholders, slow = Decoder(answer).decode()
        attempts.note_slow(slow)
        self._report = LoadReport(
            tuple(
                Problem(str(place), str(message), (), str(kind))
                for place, message, _, kind in islice(problems, _MAX_NOTES)
            ),
            tuple(str(name) for name in islice(placeholders, _MAX_NOTES)),
            worker.read_output(),
        )

    def _importable(self) -> list[str]:
        helpers = {name.partition("/")[0].removesuffix(".py") for name, _ in self._submission.files}
        installed = {"numpy", *self._limits.packages}
        return sorted(installed | {self._submission.assignment} | helpers)

    def _prepare(self, worker: WorkerProcess) -> None:
        """Let the worker know with the next request that a check begins, and at once where its memory is narrowed for it."""
        self._is_begun = False
        if self._extra_bytes is None and not self._narrowed:
            return
        self._say_that_it_begins(worker)
        try:
            worker.channel.flush()
        except OSError:  # it is gone, which the next request finds out
            return
        if self._extra_bytes is not None:
            worker.limit_memory(self._extra_bytes)
        else:
            worker.limit_memory(self._limits.memory_mb * 2**20)
        self._narrowed = self._extra_bytes is not None

    def _say_that_it_begins(self, worker: WorkerProcess) -> None:
        """Hold back the frame that begins a check; it has no answer, so that nobody waits."""
        worker.channel.hold_back(b"B", b"")
        worker.read_output()  # what came after the last answer is not this check's
        self._is_begun = True

    def _converse(
        self,
        worker: WorkerProcess,
        request: bytes,
        on_callback: Callable[[bytes], bytes],
        clock: Clock,
        notes: Mapping[bytes, Note],
    ) -> bytes:
        try:
            return converse(worker.channel, request, on_callback, clock, notes, self._look_at_the_disk)
        except LimitExceeded:
            self._end(worker)
            raise

    def _look_at_the_disk(self) -> None:
        if self._disk is not None:
            self._disk.look()

    def _note_entered(self, payload: bytes) -> None:
        name = payload[:200].decode(errors="replace")
        if name in self._watched:
            self.entered.add(name)

    def _note_asleep(self, label: str) -> None:
        self.fell_asleep = label not in self._suspected
        if not self.fell_asleep:
            self._slow.add(label)
        self._suspected.add(label)

    def _end(self, worker: WorkerProcess) -> Ending:
        self._worker = None
        return worker.end()


def _no_callback(request: bytes) -> bytes:
    raise EOFError("a callback was asked for where there is none")
