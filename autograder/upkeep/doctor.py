"""Which protections hold on this machine, tested by attacking them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.limits import Isolation, Limits
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.starters import Starter
from autograder.seam.student_process import StudentProcess
from autograder.seam.walls import missing_mechanisms
from autograder.seam.workers import start_workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.errors import LimitExceeded, StudentException, StudentFault

# Each function tries one thing that a submission must not be able to do, and returns if it could.
_ATTEMPTS = """
import os, signal, socket, threading, resource
import numpy as np

def read_a_file_elsewhere(path): open(path).close()
def list_a_folder_elsewhere(path): os.listdir(path)
def write_a_file_elsewhere(path):
    open(os.path.join(path, "autograder-doctor"), "w").close()
def empty_a_file_elsewhere(path): os.truncate(path, 0)
def empty_a_file_that_it_may_only_read():
    open("own", "w").close()
    os.open("own", os.O_RDONLY | os.O_TRUNC)
def open_a_network_socket(): socket.socket().close()
def start_a_program(): os.execv("/bin/true", ["true"])
def start_a_process():
    if os.fork() == 0: os._exit(0)
def start_a_thread(): threading.Thread(target=int).start()
def signal_another_process(pid): os.kill(pid, 0)
def raise_its_own_limits(): resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
def use_too_much_memory(megabytes): return np.ones(megabytes * 131072).sum()
def write_too_large_a_file(megabytes):
    with open("big", "wb") as file: file.write(bytes(megabytes * 2**20))
def run_forever():
    while True:
        try:
            while True: pass
        except BaseException: pass
def print_too_much(kilobytes): print("x" * kilobytes * 1024)
def see_the_environment(): return [name for name in os.environ if name == "AUTOGRADER_DOCTOR"]
"""


@dataclass(frozen=True)
class Finding:
    """One protection: what a submission must not be able to do, and whether it was stopped."""

    attempt: str
    enforced: bool
    detail: str


def examine(limits: Limits, isolation: Isolation) -> list[Finding]:
    """Try everything that a submission must not be able to do, in a worker as grading would start it.

    Raises
    ------
    IsolationError
        `isolation` is required and this machine cannot confine a worker.
    """
    quick = _limits_for_trying(limits)
    starter = start_workers(isolation, quick)
    os.environ["AUTOGRADER_DOCTOR"] = "secret"
    try:
        with tempfile.NamedTemporaryFile() as victim:
            return _try_all(starter, quick, victim.name)
    finally:
        del os.environ["AUTOGRADER_DOCTOR"]
        starter.close()


def _limits_for_trying(limits: Limits) -> Limits:
    """Return `limits` with times short enough to be tried."""
    return Limits(
        check_s=1.0,
        submission_s=60.0,
        cpu_s=limits.cpu_s,
        memory_mb=limits.memory_mb,
        output_kb=limits.output_kb,
        file_mb=limits.file_mb,
        processes=limits.processes,
    )


def _try_all(starter: Starter, limits: Limits, victim: str) -> list[Finding]:
    unit = Unit(name="doctor.py", source=_ATTEMPTS)
    submission = Submission(
        student="doctor",
        assignment="doctor",
        path=Path("doctor.py"),
        units=(unit,),
        files=(),
        notes=(),
        content_digest="",
    )
    process = StudentProcess(submission, starter, limits)
    proxy = SubmissionProxy(process)
    attempts: list[tuple[str, Sequence[object]]] = [
        ("read_a_file_elsewhere", ["/etc/passwd"]),
        ("list_a_folder_elsewhere", ["/"]),
        ("write_a_file_elsewhere", ["/tmp"]),
        ("empty_a_file_elsewhere", [victim]),
        ("empty_a_file_that_it_may_only_read", []),
        ("open_a_network_socket", []),
        ("start_a_program", []),
        ("start_a_process", []),
        ("signal_another_process", [os.getpid()]),
        ("raise_its_own_limits", []),
        ("use_too_much_memory", [limits.memory_mb + 64]),
        ("write_too_large_a_file", [limits.file_mb + 1]),
        ("run_forever", []),
    ]
    if limits.processes == 1:
        attempts.append(("start_a_thread", []))
    try:
        findings = [_attempt(process, proxy, name, arguments) for name, arguments in attempts]
        findings.append(_environment(process, proxy))
        findings.append(_output(process, proxy, limits.output_kb))
    finally:
        process.close()
    return findings


def _attempt(
    process: StudentProcess, proxy: SubmissionProxy, name: str, arguments: Sequence[object]
) -> Finding:
    process.begin_check(None, None)
    words = name.replace("_", " ")
    try:
        getattr(proxy, name)(*arguments)
    except StudentException as error:
        return Finding(words, True, f"refused: {error}")
    except LimitExceeded as error:
        return Finding(words, True, f"ended: {error.limit} limit")
    except StudentFault as error:
        return Finding(words, True, f"ended: {error}")
    return Finding(words, False, "NOT stopped")


def _environment(process: StudentProcess, proxy: SubmissionProxy) -> Finding:
    process.begin_check(None, None)
    hidden = proxy.see_the_environment() == []
    return Finding("see the grader's environment", hidden, "hidden" if hidden else "NOT hidden")


def _output(process: StudentProcess, proxy: SubmissionProxy, allowed_kb: int) -> Finding:
    process.begin_check(None, None)
    proxy.print_too_much(4 * allowed_kb)
    call = proxy.last_call
    kept = len(call.output) if call is not None else 0
    bounded = kept <= allowed_kb * 1024
    return Finding("print too much", bounded, f"{kept} of {4 * allowed_kb * 1024} bytes kept")


def mechanisms() -> list[str]:
    """Return lines on the mechanisms that this machine has or lacks."""
    missing = missing_mechanisms()
    if missing:
        return [f"missing: {reason}" for reason in missing]
    from autograder.seam.landlock import abi_version

    return [f"Landlock, version {abi_version()} of its interface", "seccomp filter", "resource limits"]
