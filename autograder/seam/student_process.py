"""One submission's worker: started when needed, replaced when it dies, held to its limits."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from autograder.course.limits import Limits
from autograder.seam.box import holds_at_most
from autograder.seam.channel import receive_frame, send_frame
from autograder.seam.codec import CodecError
from autograder.seam.decoder import Decoder
from autograder.seam.encoder import Encoder
from autograder.seam.load_attempts import LoadAttempts
from autograder.seam.loading import Problem
from autograder.seam.serving import OUT_OF_MEMORY
from autograder.seam.starters import Starter, WorkerProcess
from autograder.seam.walls import Walls
from autograder.seam.worker import GAVE_UP
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import LimitExceeded, StudentFault, WorkerCrashed

# How often to look at what the worker has written to its directory.
_TICK_S = 0.1
# Files and folders that a worker may have in its directory beyond those handed in.
_MAX_MADE = 1000
# As many as an honest worker reports.
_MAX_NOTES = 50
# A function that has run into the time limit once gets this long in later checks of the same submission.
_SHORT_LEASH_S = 1.0
# The top level may run into the limit of one statement as many times before the worker is taken for stuck.
_LOAD_PATIENCE = 10.0
_SIGNALS = {24: "cpu", 9: "kill", 11: "segmentation fault", 6: "abort", 8: "arithmetic error", 7: "bus error"}


def walls_of(limits: Limits) -> Walls:
    """Return the walls that course.yaml's limits ask for."""
    return Walls(
        memory_bytes=limits.memory_mb * 2**20,
        cpu_s=limits.cpu_s,
        file_bytes=limits.file_mb * 2**20,
        processes=limits.processes,
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
        Where workers come from; used by one submission at a time.
    limits : Limits
    """

    def __init__(self, submission: Submission, starter: Starter, limits: Limits) -> None:
        self._submission = submission
        self._starter = starter
        self._limits = limits
        self._worker: WorkerProcess | None = None
        self._load_fault: StudentFault | None = None
        self._report: LoadReport | None = None
        self._attempts = LoadAttempts()
        self._slow: set[str] = set()
        self._check_s = limits.check_s
        self._deadline = time.monotonic() + limits.check_s
        self._extra_bytes: int | None = None
        self._narrowed = False
        self._used_s = 0.0
        self._next_look = 0.0
        self._check_started = 0.0

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check's time; `memory_bytes` bounds what it may allocate beyond what the worker has now."""
        self._check_s = self._limits.check_s if time_s is None else time_s
        self._extra_bytes = memory_bytes
        self._check_started = time.monotonic()
        self._deadline = self._check_started + self._check_s
        if self._worker is not None:
            self._prepare(self._worker)

    def end_check(self) -> None:
        """Count the check's time towards the submission's."""
        self._used_s += time.monotonic() - self._check_started

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
        deadline = min(self._deadline, time.monotonic() + self._submission_left())
        if label in self._slow:
            deadline = min(deadline, time.monotonic() + _SHORT_LEASH_S)
        try:
            return self._converse(worker, request, on_callback, deadline)
        except TimeoutError:
            self._slow.add(label)
            self._end(worker)
            raise LimitExceeded("time", self._too_slow(label)) from None
        except (EOFError, OSError, CodecError):
            raise self._death(worker) from None

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
        if self._submission_left() <= 0:
            raise LimitExceeded(
                "time", f"the {self._limits.submission_s:g} seconds for the whole submission are used up"
            )
        if self._worker is None:
            self._worker = self._start()
        return self._worker

    def _start(self) -> WorkerProcess:
        while True:
            self._attempts.begin()
            worker = self._starter.start(dict(self._submission.files))
            try:
                self._load(worker)
                break
            except TimeoutError:
                self._end(worker)
                fault: StudentFault = LimitExceeded(
                    "time", "running the file itself, before any function is called, does not come to an end"
                )
                message = f"did not end within {self._limits.check_s:g} s"
            except LimitExceeded as limit:
                fault, message = limit, f"went beyond a limit ({limit})"
            except (EOFError, OSError, CodecError, ValueError, TypeError):
                fault, message = self._death_while_loading(worker)
            if not self._attempts.learn(message) or self._submission_left() <= self._limits.check_s:
                self._load_fault = fault
                raise fault
        self._deadline = max(self._deadline, time.monotonic() + self._check_s)
        self._prepare(worker)
        return worker

    def _load(self, worker: WorkerProcess) -> None:
        submission, attempts = self._submission, self._attempts
        units = [(unit.name, unit.source) for unit in submission.units]
        available = self._importable() if self._starter.confined else None
        request = (
            *("load", submission.assignment, str(self._starter.box), units, available),
            *(self._limits.check_s, attempts.skipped, attempts.announced),
        )
        # The worker interrupts what takes too long itself; whoever is announced and does not end cannot be interrupted.
        patience_s = 2 * self._limits.check_s if attempts.announced else _LOAD_PATIENCE * self._limits.check_s
        deadline = time.monotonic() + min(patience_s, self._submission_left())

        def reached(payload: bytes) -> float:
            attempts.reached(*Decoder(payload).decode())
            return time.monotonic() + min(patience_s, self._submission_left())

        answer = self._converse(worker, Encoder().encode(request), _no_callback, deadline, reached)
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
        return sorted(sys.stdlib_module_names | {"numpy", self._submission.assignment} | helpers)

    def _prepare(self, worker: WorkerProcess) -> None:
        """Tell the worker that a check begins; it does not answer, so that nobody waits."""
        try:
            send_frame(worker.channel, b"B", b"")
        except OSError:  # it is gone, which the next request finds out
            return
        worker.read_output()
        if self._extra_bytes is not None:
            worker.limit_memory(self._extra_bytes)
        elif self._narrowed:
            worker.limit_memory(self._limits.memory_mb * 2**20)
        self._narrowed = self._extra_bytes is not None

    def _converse(
        self,
        worker: WorkerProcess,
        request: bytes,
        on_callback: Callable[[bytes], bytes],
        deadline: float,
        on_statement: Callable[[bytes], float] | None = None,
    ) -> bytes:
        worker.channel.settimeout(max(deadline - time.monotonic(), 0.001))
        send_frame(worker.channel, b"Q", request)
        while True:
            kind, payload = receive_frame(worker.channel, deadline, lambda: self._check_disk(worker))
            if kind == b"A":
                return payload
            if kind == b"S" and on_statement is not None:
                deadline = on_statement(payload)
                continue
            if kind != b"C":
                raise EOFError("the worker broke the protocol")
            reply = on_callback(payload)
            worker.channel.settimeout(max(deadline - time.monotonic(), 0.001))
            send_frame(worker.channel, b"R", reply)

    def _check_disk(self, worker: WorkerProcess) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _TICK_S
        allowed = self._limits.file_mb * 2**20 + sum(len(content) for _, content in self._submission.files)
        if self._starter.confined and not holds_at_most(
            self._starter.box, allowed, _MAX_MADE + 2 * len(self._submission.files)
        ):
            self._end(worker)
            raise LimitExceeded(
                "disk",
                f"more than {self._limits.file_mb} MB were written to files, or more than {_MAX_MADE} files were made",
            )

    def _submission_left(self) -> float:
        return self._limits.submission_s - self._used_s

    def _end(self, worker: WorkerProcess) -> Any:
        self._worker = None
        return worker.end()

    def _too_slow(self, label: str) -> str:
        return (
            f"{label} did not finish within {self._check_s:g} s. Does every loop in it come to an end?"
            if self._submission_left() > self._check_s
            else f"{label} was still running when the time for the whole submission was used up"
        )

    def _death_while_loading(self, worker: WorkerProcess) -> tuple[StudentFault, str]:
        """Return the fault of a worker that ended at the top level, and what to say of the statement that it was at."""
        ending = self._end(worker)
        if ending.exit_code == GAVE_UP:
            message = f"did not end within {self._limits.check_s:g} s"
            return LimitExceeded("time", f"a statement outside of the functions {message}"), message
        fault = self._fault_of(ending, "while the file itself was running, before any function was called")
        if isinstance(fault, LimitExceeded):
            return fault, f"went beyond a limit ({fault})"
        cause = _SIGNALS.get(ending.signal, "")
        return fault, f"crashed Python ({cause})" if cause and cause != "kill" else "ended the whole program"

    def _death(self, worker: WorkerProcess) -> StudentFault:
        return self._fault_of(self._end(worker), "during the call")

    def _fault_of(self, ending: Any, when: str) -> StudentFault:
        cause = _SIGNALS.get(ending.signal, "")
        if cause == "cpu":
            return LimitExceeded("cpu", f"more than {self._limits.cpu_s:g} s of processor time were used")
        if ending.exit_code == OUT_OF_MEMORY:
            return LimitExceeded("memory", "the values of the call alone take more memory than is allowed")
        if cause and cause != "kill":
            return WorkerCrashed(f"Python itself crashed ({cause}) {when}")
        return WorkerCrashed(f"the process ended {when}: is there an exit() or os._exit() in the code?")


def _no_callback(request: bytes) -> bytes:
    raise EOFError("a callback was asked for where there is none")
