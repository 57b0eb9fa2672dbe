"""What every source of workers offers, and what they share."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.seam.channel import Channel

START_TIMEOUT_S = 60.0
SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


@dataclass(frozen=True)
class Ending:
    """How a worker ended: signal or exit code, CPU seconds used, peak memory in bytes; 0 for none or unknown."""

    signal: int
    exit_code: int
    cpu_s: float
    peak_bytes: int


def cpu_clock(pid: int) -> Callable[[], float]:
    """Return what reads a process's processor time; once the process is gone, that is what was read last."""
    # The kernel's number for the clock of a process: MAKE_PROCESS_CPUCLOCK(pid, CPUCLOCK_SCHED) of posix-timers_types.h.
    number = (~pid << 3) | 2
    began_s = time.monotonic()
    last_s = 0.0

    def read() -> float:
        nonlocal last_s
        try:
            last_s = time.clock_gettime(number)
        except OSError:
            return last_s
        return last_s

    return read if sys.platform.startswith("linux") else lambda: time.monotonic() - began_s


class WorkerProcess(Protocol):
    """A running worker."""

    channel: Channel
    box: Path

    def cpu_s(self) -> float:
        """Return the processor time that it has used, in seconds; where the system does not tell, the time since its start."""

    def read_output(self) -> str:
        """Return what was printed since the last call; never blocks."""

    def limit_memory(self, extra_bytes: int) -> None:
        """Let the worker allocate `extra_bytes` beyond what it has now, where the system can enforce that."""

    def end(self) -> Ending:
        """End the worker now; a second call returns the same."""


class Starter(Protocol):
    """Starts workers."""

    box: Path
    confined: bool

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Start a worker whose private directory holds `files` and nothing else."""

    def close(self) -> None:
        """End everything that was started and remove the private directory."""
