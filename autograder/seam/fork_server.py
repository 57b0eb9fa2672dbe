"""The grader's side of the fork server: confined workers forked from a warm process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import autograder
from autograder.seam.box import fill, holds_at_most, make, remove
from autograder.seam.channel import Channel, by_deadline
from autograder.seam.starters import SINGLE_THREADED, START_TIMEOUT_S, Ending, WorkerProcess, cpu_clock
from autograder.seam.walls import Walls, missing_mechanisms
from autograder.vocabulary.errors import IsolationError, SeamError

_PACKAGE_HOME = Path(autograder.__file__).parent.parent
# Isolated mode ignores PYTHONPATH, and the package may be on the path by that alone.
_BOOT = (
    "import sys; sys.path.append(sys.argv.pop(1)); from autograder.seam import fork_server_process; "
    "fork_server_process.start()"
)

_PIPE_BYTES = 65536
_QUICKLY_REMOVED_BYTES, _QUICKLY_REMOVED_ENTRIES = 8 * 2**20, 100


class ForkServer:
    """Forks confined workers from a warm process.

    Parameters
    ----------
    walls : Walls
    output_bytes : int
        Printed text kept of each request; at most what a pipe holds (64 KiB).
    confine : bool
        Whether walls are put up. Without them only the limits on time hold.
    required : bool
        Whether a machine that lacks a mechanism is refused.

    Raises
    ------
    IsolationError
        `required`, and this machine lacks a mechanism.
    """

    def __init__(
        self, walls: Walls, output_bytes: int, *, confine: bool = True, required: bool = True
    ) -> None:
        missing = missing_mechanisms() if confine else []
        if missing and required:
            raise IsolationError(
                "isolation is required, but this machine cannot enforce it:\n  " + "\n  ".join(missing)
            )
        self.confined = confine and not missing
        self.box = make()
        self._boxes = self.box / "boxes"
        self._boxes.mkdir()
        self._count = 0
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_TIMEOUT_S)
        config = {
            "box": str(self.box),
            "boxes": str(self._boxes),
            "walls": asdict(walls),
            "confine": confine,
            "output_bytes": output_bytes,
        }
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [
                        *(sys.executable, "-I", "-B", "-c", _BOOT, str(_PACKAGE_HOME)),
                        *(str(theirs.fileno()), json.dumps(config)),
                    ],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    process_group=0,  # Ctrl-C is for the grader, which decides what it means
                    env=_clean_environment(self.box),
                    cwd=self.box,
                )
        except BaseException:
            self._control.close()
            remove(self.box)
            raise

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Fork a worker whose private directory holds `files` and nothing else.

        Raises
        ------
        SeamError
            The fork server is gone, or a worker could not be confined.
        """
        self._count += 1
        box = self._boxes / str(self._count)
        box.mkdir()
        fill(box, files)
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            reply = self.order({"do": "fork", "box": str(box)}, [theirs.fileno(), writer])
        except BaseException:
            ours.close()
            os.close(reader)
            raise
        finally:
            theirs.close()
            os.close(writer)
        worker = _Forked(self, int(reply["pid"]), Channel(ours), reader, box)
        try:
            _, reason = worker.channel.receive(by_deadline(time.monotonic() + START_TIMEOUT_S))
        except (EOFError, TimeoutError) as error:
            worker.end()
            raise SeamError(f"a worker did not start: {error}") from error
        if reason:
            worker.end()
            raise SeamError(f"a worker could not be confined: {reason.decode(errors='replace')}")
        return worker

    def put_away(self, box: Path) -> None:
        """Remove the box of a worker that is gone, in another process where there is much in it, so that nobody waits."""
        if holds_at_most(box, _QUICKLY_REMOVED_BYTES, _QUICKLY_REMOVED_ENTRIES):
            remove(box)
            return
        old = self.box / f"old-{box.name}"
        box.rename(old)
        self.order({"do": "remove", "box": str(old)})

    def order(self, order: dict[str, object], descriptors: list[int] | None = None) -> dict[str, float]:
        """Send one order and return the reply.

        Raises
        ------
        SeamError
            The fork server does not answer, or has ended.
        """
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], descriptors or [])
            message = self._control.recv(65536)
        except OSError as error:
            raise SeamError(f"the fork server does not answer: {error}") from error
        if not message:
            raise SeamError(f"the fork server ended with exit code {self._process.poll()}")
        reply: dict[str, float] = json.loads(message)
        return reply

    def close(self) -> None:
        """End the fork server and every worker, and remove the private directory."""
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        remove(self.box)


class _Forked:
    def __init__(self, server: ForkServer, pid: int, channel: Channel, output: int, box: Path) -> None:
        self.channel = channel
        self.box = box
        self.cpu_s = cpu_clock(pid)
        self._server = server
        self._pid = pid
        self._output = output
        self._ending: Ending | None = None

    def read_output(self) -> str:
        data = b""
        if self._ending is None:
            # One read takes what the pipe holds; reading on would not end while a worker writes on.
            try:
                data = os.read(self._output, _PIPE_BYTES)
            except BlockingIOError:
                return ""
        return data.decode("utf-8", "replace")

    def limit_memory(self, extra_bytes: int) -> None:
        self._server.order({"do": "memory", "pid": self._pid, "bytes": extra_bytes})

    def end(self) -> Ending:
        if self._ending is None:
            self._ending = Ending(0, 0, 0.0, 0)  # where the server is gone, and the worker with it
            self.channel.close()
            os.close(self._output)
            reply = self._server.order({"do": "end", "pid": self._pid})
            self._ending = Ending(
                int(reply["signal"]), int(reply["exit_code"]), reply["cpu_s"], int(reply["peak_bytes"])
            )
            self._server.put_away(self.box)
        return self._ending


def _clean_environment(box: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(box),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        **SINGLE_THREADED,
    }
