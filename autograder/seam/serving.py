"""A worker process at work: its loop over requests, and where its printed text goes."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

from autograder.seam.channel import Channel
from autograder.seam.worker import Worker

# Exit status of a worker that had no memory left to receive a request; a student's own exit may look like it, to no use.
OUT_OF_MEMORY = 86


class BoundedOutput(io.RawIOBase):
    """Writes to a file descriptor until a budget is used up and drops the rest, so that printing costs nothing more.

    The descriptor does not block: where its reader is behind, text is dropped as well.
    """

    def __init__(self, fd: int, budget: int) -> None:
        super().__init__()
        self._fd = fd
        self._budget = budget
        self._left = budget

    def refill(self) -> None:
        """Start a new budget; called at the start of each request."""
        self._left = self._budget

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data)
        if self._left > 0:
            with contextlib.suppress(OSError):
                self._left -= os.write(self._fd, view[: self._left])
        return len(view)


def capture_output(fd: int, budget: int) -> BoundedOutput:
    """Send `sys.stdout` and `sys.stderr` to `fd`, at most `budget` bytes a request."""
    raw = BoundedOutput(fd, budget)
    for name in ("stdout", "stderr"):
        text = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", write_through=True)  # type: ignore[type-var]
        setattr(sys, name, text)
        setattr(sys, f"__{name}__", text)
    return raw


def serve(channel: Channel, output: BoundedOutput) -> None:
    """Answer requests that come over `channel` until the grader closes it.

    Frames are a kind byte, a length and a payload: ``Q`` request, ``A`` answer, ``C`` callback, ``R`` reply to a
    callback, ``B``, which begins a check and has no answer, ``S``, which says where in the top level the student's file is, and
    ``E``, which names a function that was entered.
    """

    def ask(payload: bytes) -> bytes:
        channel.send(b"C", payload)
        while True:
            kind, content = channel.receive()
            if kind == b"R":
                return content
            channel.send(b"A", worker.handle(content))

    worker = Worker(
        ask,
        lambda place: channel.send(b"S", place),
        lambda name: channel.send(b"E", name.encode()),
    )
    while True:
        try:
            kind, request = channel.receive()
        except EOFError:
            return
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        if kind == b"B":
            worker.begin_check()
            continue
        output.refill()
        channel.send(b"A", worker.handle(request))
