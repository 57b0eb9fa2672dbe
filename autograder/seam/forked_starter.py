"""Workers forked from this process: a student's own checks without the wait for another Python and another numpy.

For a student's own code on the student's own machine only: a forked worker has in its memory what this process has, which is
nothing but the visible checks. Linux only, and only while there is one thread; elsewhere `PlainStarter` starts a process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from autograder.seam.box import make, make_inside, remove
from autograder.seam.channel import Channel
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.serving import capture_output, serve
from autograder.seam.starters import Ending, Starter, WorkerProcess, cpu_clock


def own_starter(output_bytes: int) -> Starter:
    """Return the cheapest source of workers for a student's own checks on this machine."""
    can_fork = hasattr(os, "fork") and sys.platform.startswith("linux") and threading.active_count() == 1
    return ForkedStarter(output_bytes) if can_fork else PlainStarter(output_bytes)


class ForkedStarter:
    """Starts workers by forking this process, without walls."""

    confined = False

    def __init__(self, output_bytes: int) -> None:
        self.box = make()
        self._output_bytes = output_bytes

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Fork a worker whose working directory holds `files`."""
        box = make_inside(self.box, files)
        ours, theirs = socket.socketpair()
        output = tempfile.TemporaryFile()  # noqa: SIM115 - closed by _Forked.end
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _work(theirs, ours, output, box, self._output_bytes)
        theirs.close()
        return _Forked(pid, Channel(ours), output, box)

    def close(self) -> None:
        """Remove the private directory."""
        remove(self.box)


def _work(
    channel: socket.socket, other: socket.socket, output: IO[bytes], box: Path, output_bytes: int
) -> None:
    """Serve in the forked process, which ends here whatever happens."""
    try:
        other.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for fd in (1, 2):
            os.dup2(output.fileno(), fd)
        os.chdir(box)
        sys.dont_write_bytecode = True
        serve(Channel(channel), capture_output(1, output_bytes))
    finally:
        os._exit(0)


class _Forked:
    def __init__(self, pid: int, channel: Channel, output: IO[bytes], box: Path) -> None:
        self.channel = channel
        self.box = box
        self.cpu_s = cpu_clock(pid)
        self._pid = pid
        self._output = output
        self._read = 0
        self._ending: Ending | None = None

    def read_output(self) -> str:
        if self._ending is not None:
            return ""
        data = os.pread(self._output.fileno(), 65536, self._read)
        self._read = os.fstat(self._output.fileno()).st_size
        return data.decode("utf-8", "replace")

    def limit_memory(self, extra_bytes: int) -> None:
        from autograder.seam.confinement import limit_memory  # exists on Linux only

        with contextlib.suppress(OSError):
            limit_memory(self._pid, extra_bytes)

    def end(self) -> Ending:
        if self._ending is None:
            self.channel.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            _, status = os.waitpid(self._pid, 0)
            self._output.close()
            remove(self.box)
            code = os.waitstatus_to_exitcode(status)
            self._ending = Ending(max(-code, 0), max(code, 0), 0.0, 0)
        return self._ending
