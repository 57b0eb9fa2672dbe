"""Workers as plain processes, without walls: for a student's own checks, and where there is no fork."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from autograder.seam.box import make, make_inside, remove
from autograder.seam.channel import Channel, by_deadline
from autograder.seam.starters import SINGLE_THREADED, START_TIMEOUT_S, Ending, WorkerProcess, cpu_clock
from autograder.vocabulary.errors import SeamError


class PlainStarter:
    """Starts workers as plain processes, without walls, anywhere."""

    confined = False

    def __init__(self, output_bytes: int) -> None:
        self.box = make()
        self._output_bytes = output_bytes

    def start(self, files: Mapping[str, bytes]) -> WorkerProcess:
        """Start a worker whose working directory holds `files`.

        Raises
        ------
        SeamError
            The process did not connect.
        """
        box = make_inside(self.box, files)
        token = secrets.token_hex(16)
        output = tempfile.TemporaryFile()  # noqa: SIM115 - closed by _Plain.end
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(START_TIMEOUT_S)
            port = listener.getsockname()[1]
            arguments = [str(port), token, str(self._output_bytes), str(box)]
            process = subprocess.Popen(
                [sys.executable, "-B", "-m", "autograder.seam.local_worker", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **SINGLE_THREADED},
            )
            try:
                connection, _ = listener.accept()
                channel = Channel(connection)
                _, said = channel.receive(by_deadline(time.monotonic() + START_TIMEOUT_S))
            except (OSError, EOFError) as error:
                _give_up(process, output)
                raise SeamError(f"the worker process did not connect: {error}") from error
        if not secrets.compare_digest(said, token.encode()):
            channel.close()
            _give_up(process, output)
            raise SeamError("another program connected to the worker's port; run the command again")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Plain(process, channel, output, box)

    def close(self) -> None:
        """Remove the private directory."""
        remove(self.box)


def _give_up(process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
    process.kill()
    process.wait()
    output.close()


class _Plain:
    def __init__(
        self, process: subprocess.Popen[bytes], channel: Channel, output: IO[bytes], box: Path
    ) -> None:
        self.channel = channel
        self.box = box
        self.cpu_s = cpu_clock(process.pid)
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
            remove(self.box)
            self._ending = Ending(max(-code, 0), max(code, 0), 0.0, 0)
        return self._ending
