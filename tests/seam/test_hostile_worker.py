"""A worker that breaks the protocol, or wears the grader down, costs its own check and nothing else."""

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import time
import weakref
from pathlib import Path

import numpy as np
import pytest

from autograder.checks.compare import assert_inputs_unchanged
from autograder.seam import remembered
from autograder.seam.box import empty, fill, holds_at_most
from autograder.seam.codec import CodecError
from autograder.seam.decoder import Decoder
from autograder.seam.encoder import Encoder
from autograder.seam.fork_server import ForkServer, _Forked
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess, walls_of
from autograder.vocabulary.errors import (
    CheckFailure,
    LimitExceeded,
    StudentException,
    StudentFault,
    WorkerCrashed,
)
from tests.seam.conftest import LIMITS, submission_of

# Gives the student's code the worker's own end of the channel, and frames of its own making.
FORGER = """
import gc, os, socket, struct
def channel():
    return next(thing for thing in gc.get_objects() if isinstance(thing, socket.socket))
def text(value): return b"s" + struct.pack("<I", len(value.encode())) + value.encode()
def items(*parts): return b"t" + struct.pack("<II", 0, len(parts)) + b"".join(parts)
def table(*parts): return b"m" + struct.pack("<II", 0, len(parts) // 2) + b"".join(parts)
def send(kind, body): channel().sendall(kind + struct.pack("<I", len(body)) + body)
"""

FRAMES = {
    "a callback that is not a tuple": "send(b'C', b'N')",
    "a callback of two parts": "send(b'C', items(b'N', b'N'))",
    "an exception that is not described": "send(b'A', items(text('raised'), b'N', items(), items()))",
    "an exception without a type": "send(b'A', items(text('raised'), table(), items(), items()))",
    "near names that are a table": "send(b'A', items(text('missing'), text('f'), table(text('a'), b'N'), items()))",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
def test_a_forged_frame_is_the_students_fault_never_the_graders(confined, frame):
    code, _ = confined(f"{FORGER}\ndef f(g):\n    {frame}\n    return 0")
    with pytest.raises(StudentFault):
        code.f(lambda: None)


def test_a_forged_report_on_loading_is_bounded(confined):
    problem = "items(text('p'), text('m'), b'N', text('failed'))"
    code, process = confined(
        f"{FORGER}\nsend(b'A', items(text('loaded'), items(*[{problem}] * 1000), items(), items()))\ndef f(): return 0"
    )
    with pytest.raises(StudentFault):
        code.f()
    assert len(process.last_report.problems) <= 50


def test_a_verdict_given_inside_a_callback_stands_although_the_student_catches_it(confined):
    code, _ = confined(
        "def f(g):\n    try:\n        g()\n    except Exception as error:\n        return str(error)"
    )

    def g():
        raise CheckFailure("expected  42")

    with pytest.raises(CheckFailure, match="expected  42"):
        code.f(g)


def test_the_words_of_a_verdict_do_not_reach_the_students_process(confined):
    code, _ = confined(
        "said = []\ndef f(g):\n    try:\n        g()\n    except Exception as error:\n        said.append(str(error))"
    )

    def g():
        raise CheckFailure("expected  42")

    with pytest.raises(CheckFailure):
        code.f(g)
    assert "42" not in code.get("said")[0]


def test_arrays_that_callbacks_return_do_not_fill_the_graders_memory(confined, monkeypatch):
    monkeypatch.setattr(remembered, "_MAX_BYTES", 10_000_000)
    returned = []

    def g():
        array = np.ones(10**5)
        returned.append(weakref.ref(array))
        return array

    def alive():
        return sum(array() is not None for array in returned)

    code, _ = confined("def f(g, alive):\n    for _ in range(30): g()\n    return alive()")
    assert 0 < code.f(g, alive) <= 13


def test_values_that_many_calls_return_do_not_fill_the_graders_memory(confined, monkeypatch):
    monkeypatch.setattr(remembered, "_MAX_BYTES", 10_000_000)
    code, _ = confined("import numpy as np\ndef f(): return np.ones(10**5)")
    returned = [weakref.ref(code.f()) for _ in range(30)]
    assert 0 < sum(array() is not None for array in returned) <= 13


def test_an_empty_array_with_a_long_axis_is_refused():
    frame = bytearray(Encoder().encode(np.zeros((3, 0))))
    frame[-16:-8] = (2**32).to_bytes(8, "little")
    with pytest.raises(CodecError, match="too large"):
        Decoder(bytes(frame)).decode()


def test_output_is_read_once_so_that_a_worker_that_writes_on_holds_nobody_up():
    reader, writer = os.pipe2(os.O_NONBLOCK)
    fcntl.fcntl(
        writer, fcntl.F_SETPIPE_SZ, 2**20
    )  # more than one read takes, as if it had been filled again meanwhile
    os.write(writer, bytes(300_000))
    ours, theirs = socket.socketpair()
    worker = _Forked(None, 0, ours, reader, Path())
    assert 0 < len(worker.read_output()) <= 65536
    for descriptor in (reader, writer):
        os.close(descriptor)
    ours.close()
    theirs.close()


def test_an_argument_name_that_only_looks_like_a_number_is_shown_as_it_is(confined):
    answer = "items(text('ok'), b'N', items(items(text('0'), text('\u00b2'), b'N')), items())"
    code, _ = confined(f"{FORGER}\ndef f(x):\n    send(b'A', {answer})")
    code.f(np.zeros(2))
    with pytest.raises(CheckFailure, match="changed its argument \u00b2"):
        assert_inputs_unchanged(code)


BUSY = {
    "flooding callbacks": "while True: g()",
    "dribbling an answer": "channel().sendall(b'A')\n    while True: write()",
    "making empty files": "i = 0\n    while True:\n        i += 1\n        open(f'e{i}', 'w').close()",
    "making folders in folders": "while True:\n        os.mkdir('d' * 200); os.chdir('d' * 200)",
}
WRITE = "import itertools\ncount = itertools.count()\ndef write(): open(f'w{next(count)}', 'wb').write(bytes(500_000))\n"


@pytest.mark.parametrize("body", BUSY.values(), ids=BUSY.keys())
def test_what_is_written_is_bounded_also_while_the_worker_is(confined, fork_server, body):
    body = body.replace("g()", "g(); write()")
    code, process = confined(f"{FORGER}{WRITE}\ndef f(g):\n    {body}\ndef h(): return os.listdir()")
    started = time.monotonic()
    with pytest.raises(LimitExceeded) as caught:
        code.f(lambda: None)
    assert caught.value.limit == "disk"
    assert time.monotonic() - started < 10
    process.begin_check(None, None)
    assert code.h() == []


def test_folders_too_deep_for_a_path_leave_nothing_to_the_next_submission(confined):
    first, process = confined(
        "import os\ndef f():\n    for _ in range(1500): os.mkdir('deep'); os.chdir('deep')\n    open('left', 'w').close()"
    )
    with contextlib.suppress(LimitExceeded):  # if they are seen before the call is over
        first.f()
    process.close()
    second, _ = confined("import os\ndef f(): return os.listdir()")
    assert second.f() == []


def test_a_private_directory_can_be_removed_with_deep_folders_in_it():
    starter = ForkServer(walls_of(LIMITS), 1024)
    process = StudentProcess(
        submission_of("import os\nfor _ in range(1500): os.mkdir('deep'); os.chdir('deep')"), starter, LIMITS
    )
    process.begin_check(None, None)
    with pytest.raises(StudentFault):
        SubmissionProxy(process).f()
    process.close()
    starter.close()
    assert not starter.box.exists()


def test_folders_that_forbid_reading_are_removed_by_an_ordinary_user():
    script = (
        "import os, pathlib, tempfile\nfrom autograder.seam.box import empty, holds_at_most, remove\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "box = pathlib.Path(tempfile.mkdtemp(dir='/tmp'))\n"
        "for mode in (0o300, 0o500, 0):\n    inner = box / oct(mode) / 'inner'\n    inner.mkdir(parents=True)\n"
        "    (inner / 'left').write_text('x')\n    inner.chmod(mode)\n    inner.parent.chmod(mode)\n"
        "assert not holds_at_most(box, 10**6, 10**6)\nempty(box)\nassert os.listdir(box) == []\nremove(box)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_names_in_a_box_do_not_hinder_emptying_it(tmp_path):
    for name in ("0-0", "0-0+", "a/0-0/b", "a/0-1/c", "b/0-0"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    empty(tmp_path)
    assert list(tmp_path.iterdir()) == []
    fill(tmp_path, {"x/y.txt": b"1"})
    assert (tmp_path / "x/y.txt").read_bytes() == b"1"


def test_what_a_box_holds_is_counted(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file").write_bytes(bytes(10))
    assert holds_at_most(tmp_path, 10, 2)
    assert not holds_at_most(tmp_path, 9, 2)
    assert not holds_at_most(tmp_path, 10, 1)


def test_a_grader_that_is_itself_limited_in_memory_starts_workers():
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30,) * 2)\n"
        "from autograder.seam.fork_server import ForkServer\nfrom autograder.seam.walls import Walls\n"
        "server = ForkServer(Walls(256 * 2**20, 5, 10**6, 1), 1024)\n"
        "worker = server.start({})\nworker.limit_memory(2**20)\nworker.end()\nserver.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_exception_whose_text_raises_ends_only_its_call(confined):
    code, _ = confined(
        "class Odd(Exception):\n    def __str__(self): raise SystemExit\n"
        "def f(): raise Odd\ndef g(): return 1"
    )
    with pytest.raises((StudentException, WorkerCrashed)):
        code.f()
    assert code.g() == 1
