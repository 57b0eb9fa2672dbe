"""The fork server: a small warm process that forks a confined worker in a few milliseconds.

It is started afresh, not forked from the grader, so that no worker ever had the checks or the solutions in its memory. It has
numpy imported, holds no secret, and runs nothing of a student's. Its
arguments are the control socket's descriptor and a configuration in JSON.

Orders come as JSON datagrams over the control socket, one reply each; ``end`` kills and reaps the worker:

==========================================  ===============================================================
``{"do": "fork", "box": path}``              ``{"pid": n}``; with two descriptors: the worker's channel and
                                            its output pipe
``{"do": "memory", "pid": n, "bytes": b}``   ``{}``; the worker may allocate b bytes beyond what it has now
``{"do": "remove", "box": path}``            ``{}``; a process of its own removes what a worker left
``{"do": "end", "pid": n}``                  ``{"signal": s, "exit_code": c, "cpu_s": t, "peak_bytes": b}``
==========================================  ===============================================================

A worker's first frame on its channel is ``H`` with an empty payload, or with the reason why it could not be confined.
"""

from __future__ import annotations

import contextlib
import decimal
import fractions
import gc
import json
import os
import random
import signal
import socket
import statistics
import sys
import sysconfig
from pathlib import Path
from typing import Any

import numpy as np

from autograder.seam.box import remove
from autograder.seam.channel import Channel
from autograder.seam.confinement import Confinement, limit_memory
from autograder.seam.serving import capture_output, serve
from autograder.seam.walls import Walls

# Imported here once for what students commonly import.
_WARM = (np.linalg, np.random, decimal, fractions, random, statistics)

_MAX_MESSAGE = 65536
_LIBRARY = sysconfig.get_path("stdlib")


def main(control_fd: int, config: dict[str, Any]) -> None:
    """Serve orders until the grader closes the control socket; then end every worker."""
    control = socket.socket(fileno=control_fd)
    box = Path(config["box"])
    confinement = Confinement(Path(config["boxes"]), Walls(**config["walls"])) if config["confine"] else None
    workers: set[int] = set()
    sweepers: list[int] = []
    gc.collect()
    gc.freeze()  # a worker's garbage collection does not copy these pages
    with contextlib.suppress(ConnectionError):  # the grader was killed between an order and its reply
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, _MAX_MESSAGE, 2)
            if not message:
                break
            sweepers = [pid for pid in sweepers if os.waitpid(pid, os.WNOHANG)[0] == 0]
            order = json.loads(message)
            reply: dict[str, Any] = {}
            if order["do"] == "fork":
                pid = os.fork()
                if pid == 0:
                    control.close()
                    _become_worker(descriptors, Path(order["box"]), confinement, config["output_bytes"])
                workers.add(pid)
                reply = {"pid": pid}
            elif order["do"] == "remove":
                pid = os.fork()
                if pid == 0:
                    control.close()
                    _sweep(Path(order["box"]))
                sweepers.append(pid)
            elif order["do"] == "memory":
                with contextlib.suppress(OSError):  # the worker may have died meanwhile
                    limit_memory(order["pid"], order["bytes"])
            elif order["do"] == "end":
                workers.discard(order["pid"])
                reply = _end(order["pid"])
            for descriptor in descriptors:
                os.close(descriptor)
            control.send(json.dumps(reply).encode())
    for pid in (*workers, *sweepers):
        _end(pid)
    remove(box)  # here too, for a grader that was killed


def _end(pid: int) -> dict[str, Any]:
    # Not reaped yet, so the number cannot belong to another process.
    os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "exit_code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * 1024,
    }


def _sweep(box: Path) -> None:
    """Remove a directory after all who have something to do; never returns."""
    os.nice(19)
    try:
        remove(box)
    finally:
        os._exit(0)


def _become_worker(
    descriptors: list[int], box: Path, confinement: Confinement | None, output_bytes: int
) -> None:
    """Turn a fresh fork into a worker; never returns."""
    try:
        channel = Channel(socket.socket(fileno=descriptors[0]))
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(descriptors[1], 1)
        os.dup2(descriptors[1], 2)
        os.close(null)
        os.close(descriptors[1])
        os.chdir(box)
        output = capture_output(1, output_bytes)
        sys.argv = [""]
        try:
            if confinement is not None:
                confinement.apply(box)
        except OSError as error:
            channel.send(b"H", str(error).encode())
            os._exit(1)
        if confinement is not None:
            library = [
                path for path in sys.path if "site-packages" not in path and "dist-packages" not in path
            ]
            sys.path[:] = [path for path in library if path]
        channel.send(b"H", b"")
        serve(channel, output)
    finally:
        os._exit(0)


def start() -> None:
    """Serve as the command line says."""
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
