"""Starting workers: the grader's side of the fork server, and plain processes where there is no fork server.

The only module of the engine that starts processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Protocol

import autograder
from autograder.errors import IsolationError, SeamError
from autograder.seam.channel import receive_frame
from autograder.seam.walls import Walls, missing_mechanisms

_START_TIMEOUT_S = 60.0
_PACKAGE_HOME = Path(autograder.__file__).parent.parent
# Isolated mode ignores PYTHONPATH, and the package may be on the path by that alone.
_BOOT = (
    "import sys; sys.path.append(sys.argv.pop(1)); from autograder.seam import forkserver; forkserver.start()"
)


@dataclass(frozen=True)
class Ending:
    """How a worker ended: signal or exit code, CPU seconds used, peak memory in bytes; 0 for none or unknown."""

    signal: int
    exit_code: int
    cpu_s: float
    peak_bytes: int


class WorkerProcess(Protocol):
    """A running worker."""

    channel: socket.socket

    def read_output(self) -> str:
        """Return what was printed since the last call; never blocks."""

    def limit_memory(self, extra_bytes: int) -> None:
        """Let the worker allocate `extra_bytes` beyond what it has now, where the system can enforce that."""

    def end(self) -> Ending:
        """End the worker now; a second call returns the same."""


class Starter(Protocol):
    """Starts workers, one after the other."""

    box: Path
    confined: bool

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Start a worker whose private directory holds `files` and nothing else."""

    def close(self) -> None:
        """End everything that was started and remove the private directory."""


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
        self.box = Path(tempfile.mkdtemp(prefix="autograder-"))
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_START_TIMEOUT_S)
        config = {
            "box": str(self.box),
            "walls": asdict(walls),
            "confine": confine,
            "output_bytes": output_bytes,
        }
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-B", "-c", _BOOT, str(_PACKAGE_HOME)),
                    *(str(theirs.fileno()), json.dumps(config)),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=_clean_environment(self.box),
                cwd=self.box,
            )

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Fork a worker whose private directory holds `files` and nothing else.

        Raises
        ------
        SeamError
            The fork server is gone, or a worker could not be confined.
        """
        _fill(self.box, files)
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            reply = self.order({"do": "fork"}, [theirs.fileno(), writer])
        finally:
            theirs.close()
            os.close(writer)
        worker = _Forked(self, int(reply["pid"]), ours, reader)
        try:
            _, reason = receive_frame(ours, time.monotonic() + _START_TIMEOUT_S)
        except (EOFError, TimeoutError) as error:
            worker.end()
            raise SeamError(f"a worker did not start: {error}") from error
        if reason:
            worker.end()
            raise SeamError(f"a worker could not be confined: {reason.decode(errors='replace')}")
        return worker

    def order(self, order: dict[str, object], descriptors: list[int] | None = None) -> dict[str, float]:
        """Send one order and return the reply."""
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
        shutil.rmtree(self.box, ignore_errors=True)


class _Forked:
    def __init__(self, server: ForkServer, pid: int, channel: socket.socket, output: int) -> None:
        self.channel = channel
        self._server = server
        self._pid = pid
        self._output = output
        self._ending: Ending | None = None

    def read_output(self) -> str:
        pieces: list[bytes] = []
        if self._ending is not None:
            return ""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._output, 65536):
                pieces.append(piece)
        return b"".join(pieces).decode("utf-8", "replace")

    def limit_memory(self, extra_bytes: int) -> None:
        self._server.order({"do": "memory", "pid": self._pid, "bytes": extra_bytes})

    def end(self) -> Ending:
        if self._ending is None:
            self.channel.close()
            reply = self._server.order({"do": "end", "pid": self._pid})
            os.close(self._output)
            self._ending = Ending(
                int(reply["signal"]), int(reply["exit_code"]), reply["cpu_s"], int(reply["peak_bytes"])
            )
        return self._ending


class PlainStarter:
    """Starts workers as plain processes, without walls, anywhere."""

    confined = False

    def __init__(self, output_bytes: int) -> None:
        self.box = Path(tempfile.mkdtemp(prefix="autograder-"))
        self._output_bytes = output_bytes

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Start a worker whose working directory holds `files`.

        Raises
        ------
        SeamError
            The process did not connect.
        """
        _fill(self.box, files)
        token = secrets.token_hex(16)
        output = tempfile.TemporaryFile()  # noqa: SIM115 - closed by _Plain.end
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(_START_TIMEOUT_S)
            port = listener.getsockname()[1]
            arguments = [str(port), token, str(self._output_bytes), str(self.box)]
            process = subprocess.Popen(
                [sys.executable, "-B", "-m", "autograder.seam.local_worker", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **_SINGLE_THREADED},
            )
            try:
                channel, _ = listener.accept()
                _, said = receive_frame(channel, time.monotonic() + _START_TIMEOUT_S)
            except (OSError, EOFError) as error:
                process.kill()
                raise SeamError(f"the worker process did not connect: {error}") from error
        if not secrets.compare_digest(said, token.encode()):
            process.kill()
            raise SeamError("another program connected to the worker's port; run the command again")
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Plain(process, channel, output)

    def close(self) -> None:
        """Remove the private directory."""
        shutil.rmtree(self.box, ignore_errors=True)


class _Plain:
    def __init__(self, process: subprocess.Popen[bytes], channel: socket.socket, output: IO[bytes]) -> None:
        self.channel = channel
        self._process = process
        self._output = output
        self._read = 0
        self._ending: Ending | None = None

    def read_output(self) -> str:
        if self._ending is not None:
            return ""
        self._output.seek(self._read)
        data = self._output.read(65536)
        self._read = self._output.seek(0, os.SEEK_END)
        return data.decode("utf-8", "replace")

    def limit_memory(self, extra_bytes: int) -> None:
        if sys.platform.startswith("linux"):
            from autograder.seam.confinement import limit_memory

            with contextlib.suppress(OSError):
                limit_memory(self._process.pid, extra_bytes)

    def end(self) -> Ending:
        if self._ending is None:
            self.channel.close()
            self._process.kill()
            code = self._process.wait()
            self._output.close()
            self._ending = Ending(max(-code, 0), max(code, 0), 0.0, 0)
        return self._ending


_SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


def _clean_environment(box: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(box),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        **_SINGLE_THREADED,
    }


def _fill(box: Path, files: Mapping[str, bytes]) -> None:
    """Make `files` the only content of `box`, which stays the same directory: walls are tied to it."""
    for entry in box.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink()
    for name, content in files.items():
        target = box / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
