"""What a confined worker cannot do, and what it can: for each wall, something that runs into it and something just inside."""

import contextlib
import os
import re
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from autograder.course.limits import Limits
from autograder.seam import fork_server
from autograder.seam.channel import by_deadline
from autograder.seam.fork_server import ForkServer
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess, walls_of
from autograder.vocabulary.errors import (
    IsolationError,
    LimitExceeded,
    SeamError,
    StudentException,
    WorkerCrashed,
)
from tests.seam.conftest import LIMITS, submission_of

REFUSED = {
    "read the password file": "return open('/etc/passwd').read()",
    "read its own environment": "return open('/proc/self/environ').read()",
    "list the root": "import os; return os.listdir('/')",
    "write to /tmp": "open('/tmp/autograder-test', 'w')",
    "leave a link to a file elsewhere": "import os; os.symlink('/etc/passwd', 'link'); return open('link').read()",
    "link a file elsewhere": "import os; os.link('/etc/passwd', 'link')",
    "delete a file of Python's library": "import os; os.remove(os.__file__)",
    "open an internet socket": "import socket; socket.socket()",
    "open a unix socket": "import socket; socket.socket(socket.AF_UNIX)",
    "open a socket pair": "import socket; socket.socketpair()",
    "fork": "import os; os.fork()",
    "start a thread": "import threading; threading.Thread(target=int).start()",
    "start a program": "import os; os.execv('/bin/sh', ['sh'])",
    "start a subprocess": "import subprocess; subprocess.run(['/bin/true'])",
    "start a pool": "import multiprocessing; multiprocessing.Pool(1)",
    "signal its parent": "import os; os.kill(os.getppid(), 0)",
    "signal everyone": "import os; os.kill(-1, 9)",
    "raise its limits": "import resource as r; r.setrlimit(r.RLIMIT_CPU, (r.RLIM_INFINITY,) * 2)",
    "become another user": "import os; os.setuid(1000)",
    "change the root": "import os; os.chroot('.')",
    "take over the terminal's signals": "import fcntl; fcntl.fcntl(0, fcntl.F_SETOWN, 1)",
    "make a file executable": "import os; open('x', 'w').close(); os.chmod('x', 0o777)",
    "write a large file": "import pathlib; pathlib.Path('big').write_bytes(bytes(2**20 + 1))",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_a_submission_cannot(confined, body):
    code, _ = confined(f"def f():\n    {body}")
    with pytest.raises(StudentException) as caught:
        code.f()
    assert caught.value.is_a(OSError) or caught.value.is_a(ValueError) or caught.value.is_a(RuntimeError)
    assert not Path("/tmp/autograder-test").exists()


SYSCALLS = {
    "ptrace": 101,
    "process_vm_readv": 310,
    "memfd_create": 319,
    "shmget": 29,
    "bpf": 321,
    "io_uring_setup": 425,
}
SYSCALLS |= {
    "unshare": 272,
    "mount": 165,
    "keyctl": 250,
    "perf_event_open": 298,
    "userfaultfd": 323,
    "clone3": 435,
}
SYSCALLS |= {
    "pidfd_open": 434,
    "prctl": 157,
    "seccomp": 317,
    "setns": 308,
    "sendmsg": 46,
    "connect": 42,
    "vfork": 58,
}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of x86-64")
@pytest.mark.parametrize("number", SYSCALLS.values(), ids=SYSCALLS.keys())
def test_a_raw_system_call_is_refused(confined, number):
    code, _ = confined(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"def f(): return libc.syscall({number}, 0, 0, 0, 0, 0, 0), ctypes.get_errno()"
    )
    result, error = code.f()
    assert result == -1
    assert error in (1, 38)  # EPERM, ENOSYS


ALLOWED = {
    "write and read a scratch file": ("open('a.txt', 'w').write('hi'); return open('a.txt').read()", "hi"),
    "write a file just under the limit": ("return open('b', 'wb').write(bytes(2**20 - 1))", 2**20 - 1),
    "make and remove a folder": ("import os; os.mkdir('d'); os.rmdir('d'); return 1", 1),
    "use a temporary file": ("import tempfile; return tempfile.TemporaryFile().write(b'x')", 1),
    "import a lazy part of numpy": ("import numpy.testing; return numpy.testing.__name__", "numpy.testing"),
    "draw random numbers": ("import numpy as np, os; np.random.default_rng(); return len(os.urandom(4))", 4),
    "sleep": ("import time; time.sleep(0.01); return 1", 1),
    "hash": ("import hashlib; return len(hashlib.sha256(b'').digest())", 32),
    "take most of its memory": ("return len(bytearray(200 * 2**20))", 200 * 2**20),
    "see no variable of the grader": ("import os; return os.environ.get('AUTOGRADER_SECRET')", None),
}


@pytest.mark.parametrize(("body", "expected"), ALLOWED.values(), ids=ALLOWED.keys())
def test_a_submission_can(confined, body, expected, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_SECRET", "x")
    code, _ = confined(f"def f():\n    {body}")
    assert code.f() == expected


def test_more_memory_than_allowed_is_a_memory_outcome_and_the_next_call_works(confined):
    code, _ = confined("def f(mb): return len(bytearray(mb * 2**20))")
    with pytest.raises(LimitExceeded) as caught:
        code.f(300)
    assert caught.value.limit == "memory"
    assert code.f(1) == 2**20


def test_a_checks_own_memory_bound_holds_for_that_check_only(confined):
    code, process = confined("import numpy as np\ndef f(mb): return np.ones(mb * 2**17).nbytes")
    process.begin_check(None, 32 * 2**20)
    assert code.f(16) == 16 * 2**20
    with pytest.raises(LimitExceeded) as caught:
        code.f(64)
    assert caught.value.limit == "memory"
    process.begin_check(None, None)
    assert code.f(64) == 64 * 2**20


def test_values_that_do_not_fit_are_a_memory_outcome(confined):
    code, process = confined("def f(x): return len(x)")
    process.begin_check(None, 16 * 2**20)
    with pytest.raises(LimitExceeded) as caught:
        code.f(np.zeros(8 * 2**20 // 8 * 5))
    assert caught.value.limit == "memory"
    with pytest.raises(LimitExceeded) as caught:
        code.f(["x" * 300] * 100_000)
    assert caught.value.limit == "memory"


def test_an_endless_loop_that_swallows_exceptions_is_ended_and_the_worker_replaced(confined):
    limits = Limits(check_s=0.5)
    code, process = confined(
        "def loop():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n"
        "def f(): return 1",
        limits,
    )
    with pytest.raises(LimitExceeded, match=r"loop did not finish within 0.5 s"):
        code.loop()
    process.begin_check(None, None)
    assert code.f() == 1


def test_processor_time_is_bounded_apart_from_the_clock():
    starter = ForkServer(walls_of(Limits(cpu_s=1)), 1024)
    process = StudentProcess(
        submission_of("def f():\n    while True: pass"), starter, Limits(cpu_s=1, check_s=60)
    )
    try:
        from autograder.seam.proxy import SubmissionProxy

        process.begin_check(None, None)
        with pytest.raises(LimitExceeded) as caught:
            SubmissionProxy(process).f()
        assert caught.value.limit == "cpu"
    finally:
        process.close()
        starter.close()


SLEEP = "import time\ndef f(): time.sleep(60)\ndef g(): return 1"


def test_a_sleeper_is_ended_by_the_clock_and_under_suspicion_once(confined):
    code, process = confined(SLEEP, Limits(check_s=0.2))
    with pytest.raises(LimitExceeded, match="mostly without computing"):
        code.f()
    assert process.fell_asleep
    process.begin_check(None, None)
    with pytest.raises(LimitExceeded):
        code.f()
    assert not process.fell_asleep
    process.begin_check(None, None)
    assert code.g() == 1


def test_a_program_that_has_to_wait_for_a_processor_is_given_its_time(confined):
    code, _ = confined("import time\ndef f(): time.sleep(0.5); return 1", Limits(check_s=0.2))
    assert code.f() == 1


def test_what_the_grader_computes_for_a_submission_counts_as_its_own(confined):
    def costly() -> None:
        end = time.thread_time() + 0.05
        while time.thread_time() < end:
            pass

    code, process = confined("def f(g):\n    while True: g()", Limits(check_s=0.3))
    with pytest.raises(LimitExceeded, match="processor time"):
        code.f(costly)
    assert not process.fell_asleep


WATCHED = """
def first(): return 1
def second(): return first()
def third(): return second()
def fourth(): return absent()
table = {"first": first}
def fifth(): return table["first"]() + (1 if first is first else 0)
def sixth(): first.calls = getattr(first, "calls", 0) + 1; return first.calls
"""


def test_the_functions_that_a_call_enters_are_told(fork_server):
    watched = ("first", "second", "absent", "fifth")
    process = StudentProcess(submission_of(WATCHED), fork_server, LIMITS, watched)
    code = SubmissionProxy(process)
    entered = {}
    for name in ("first", "second", "third", "fourth", "fifth", "sixth", "first"):
        process.begin_check(None, None)
        with contextlib.suppress(StudentException):
            getattr(code, name)()
        entered[name] = process.entered
    assert entered == {
        "first": set(),
        "second": {"first"},
        "third": {"first", "second"},
        "fourth": {"absent"},
        "fifth": set(),
        "sixth": set(),
    }
    process.begin_check(None, None)
    assert [code.sixth(), code.third(), code.sixth(), code.third()] == [2, 1, 3, 1]
    process.close()


def test_many_files_together_are_bounded(confined):
    code, _ = confined(
        "def f():\n    for i in range(10**6):\n        open(f'f{i}', 'wb').write(bytes(500_000))"
    )
    with pytest.raises(LimitExceeded) as caught:
        code.f()
    assert caught.value.limit == "disk"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import os; os._exit(0)", "exit"),
        ("import ctypes; ctypes.string_at(0)", "segmentation fault"),
        ("import os, signal; signal.raise_signal(9)", None),
    ],
)
def test_a_process_that_ends_takes_only_its_call_along(confined, body, words):
    code, _ = confined(f"def f():\n    {body}\ndef g(): return 1")
    if words is None:  # refused: it cannot even signal itself
        with pytest.raises(StudentException):
            code.f()
    else:
        with pytest.raises(WorkerCrashed, match=words):
            code.f()
    assert code.g() == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("os._exit(0)", "ended the whole program"),
        ("os.abort()", "crashed Python"),
        ("x = bytearray(10**9) * 2", "MemoryError"),
        ("while True:\n    try: pass\n    except BaseException: pass", "did not end within"),
        ("while True:\n    try:\n        while True: pass\n    except: pass", "did not end within"),
    ],
)
def test_a_statement_that_ends_the_worker_is_left_out_by_name_and_the_rest_counts(confined, statement, said):
    limits = msgspec.structs.replace(LIMITS, check_s=1.0)
    code, process = confined(f"import os\n{statement}\ndef f(): return 1", limits)

    assert code.f() == 1
    (problem,) = process.last_report.problems
    assert problem.place == "work.py, line 2"
    assert said in problem.message


def test_a_file_that_ends_the_worker_again_and_again_is_given_up(confined):
    code, _ = confined("import os\n" + "os._exit(0)\n" * 30 + "def f(): return 1")
    for _ in range(2):
        with pytest.raises(WorkerCrashed, match="before any function was called"):
            code.f()


def test_what_one_submission_wrote_the_next_cannot_see(confined):
    first, process = confined("def f(): open('left.txt', 'w').write('x')")
    first.f()
    process.close()
    second, _ = confined("import os\ndef f(): return os.listdir('.')", helper_py=b"")
    assert second.f() == ["helper.py"]


BUSY = "import time\ndef f():\n    end = time.process_time() + 0.3\n    while time.process_time() < end: pass"


def test_the_time_of_a_whole_submission_is_bounded(confined):
    code, process = confined(BUSY, Limits(check_s=1, submission_s=0.5))
    code.f()
    process.end_check()
    said = ""
    for _ in range(
        50
    ):  # on a busy machine the wall's clock ends calls before the processor's time is used up
        process.begin_check(None, None)
        with pytest.raises(LimitExceeded) as caught:
            code.f()
        process.end_check()
        said = str(caught.value)
        if re.search("time limit for the whole submission .* was reached", said):
            return
    pytest.fail(said)


def test_threads_are_allowed_where_the_course_says_so_but_never_processes():
    limits = Limits(processes=4)
    starter = ForkServer(walls_of(limits), 1024)
    source = (
        "import os, threading\n"
        "def f():\n    t = threading.Thread(target=int); t.start(); t.join(); return 1\n"
        "def g(): os.fork()"
    )
    process = StudentProcess(submission_of(source), starter, limits)
    try:
        from autograder.seam.proxy import SubmissionProxy

        process.begin_check(None, None)
        code = SubmissionProxy(process)
        assert code.f() == 1
        with pytest.raises(StudentException, match="PermissionError"):
            code.g()
    finally:
        process.close()
        starter.close()


def test_nothing_is_left_behind_when_a_fork_server_closes():
    starter = ForkServer(walls_of(LIMITS), 1024)
    worker = starter.start({"a.txt": b"x"})
    box = starter.box
    assert (worker.box / "a.txt").read_bytes() == b"x"
    starter.close()
    assert not box.exists()
    with pytest.raises(EOFError):  # the worker is gone
        worker.channel.receive(by_deadline(time.monotonic() + 5))
    worker.channel.close()


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_is_left_open_by_a_fork_server_that_is_gone():
    before = open_descriptors()
    starter = ForkServer(walls_of(LIMITS), 1024)
    worker = starter.start({})
    starter._process.kill()
    starter._process.wait()
    with pytest.raises(SeamError):
        worker.end()
    with pytest.raises(SeamError):
        starter.start({})
    starter.close()
    assert open_descriptors() == before


def test_nothing_is_left_behind_by_a_fork_server_that_cannot_start(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-python"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = open_descriptors()
    with pytest.raises(FileNotFoundError):
        ForkServer(walls_of(LIMITS), 1024)
    assert open_descriptors() == before
    assert list(tmp_path.iterdir()) == []


def test_required_isolation_refuses_a_machine_that_lacks_it(monkeypatch):
    # A kernel without Landlock cannot be had here.
    monkeypatch.setattr(
        fork_server, "missing_mechanisms", lambda: ["Landlock is not enabled in this kernel: use a newer one"]
    )
    with pytest.raises(IsolationError, match="Landlock is not enabled in this kernel: use a newer one"):
        ForkServer(walls_of(LIMITS), 1024)
