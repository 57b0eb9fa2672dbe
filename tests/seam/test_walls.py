"""Each wall by itself: what it stops, with the others out of the way."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.seam.fork_server import ForkServer
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess, walls_of
from autograder.vocabulary.errors import StudentException
from tests.seam.conftest import LIMITS, submission_of


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that an ordinary user can reach, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


def confined_by(preparation: str, attempt: str, folder: Path, *, as_user: bool = False) -> str:
    """Run a confined process in which parts of the walls were taken away before, and return what it says of the attempt."""
    box, victim = folder / "boxes" / "1", folder / "other.json"
    box.mkdir(parents=True)
    victim.write_text("29 points")
    folder.chmod(0o777)
    for path in (box, victim):
        path.chmod(0o777)
    script = (
        "import os, pathlib, resource, sys\n"
        "from autograder.seam import confinement, landlock, seccomp\nfrom autograder.seam.walls import Walls\n"
        f"box, victim = pathlib.Path({str(box)!r}), {str(victim)!r}\n{preparation}\n"
        "walls = confinement.Confinement(box.parent, Walls(2**28, 60, 2**22, 1))\n"
        + ("if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n" if as_user else "")
        + "os.chdir(box)\nwalls.apply(box)\n"
        f"try:\n    {attempt}\n    print('done')\nexcept OSError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return f"{done.stdout.strip()}, {victim.read_text()}"


KERNELS = {
    "of today": "",
    "with Landlock 2": "real = landlock.abi_version\nlandlock.abi_version = lambda: min(real(), 2)",
    "with Landlock 1": "real = landlock.abi_version\nlandlock.abi_version = lambda: min(real(), 1)",
}
ON_OTHERS = {
    "truncate": "os.truncate(victim, 0)",
    "open to write": "open(victim, 'w')",
    "open to read and empty": "os.open(victim, os.O_RDONLY | os.O_TRUNC)",
    "remove": "os.unlink(victim)",
    "replace": "os.rename('x', victim) if open('x', 'w') else 0",
    "write beside the box": "open('../left', 'w')",
}


@pytest.mark.parametrize("attempt", ON_OTHERS.values(), ids=ON_OTHERS.keys())
@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS.keys())
def test_nobody_elses_file_is_touched_on_a_kernel(kernel, attempt, folder):
    assert confined_by(kernel, attempt, folder) == "refused, 29 points"
    assert not (folder / "boxes" / "left").exists()


@pytest.mark.parametrize("attempt", [ON_OTHERS["truncate"], ON_OTHERS["remove"], "open('/etc/passwd')"])
def test_an_ordinary_users_worker_is_confined_too(attempt, folder):
    assert confined_by("", attempt, folder, as_user=True) == "refused, 29 points"


@pytest.mark.parametrize("attempt", ["open(victim)", "open(victim, 'w')", "os.listdir('/')"])
def test_landlock_alone_keeps_files_apart(attempt, folder):
    assert confined_by("seccomp.supported = lambda: False", attempt, folder) == "refused, 29 points"


@pytest.mark.parametrize(
    "attempt", ["os.fork()", "os.kill(os.getppid(), 0)", "os.truncate(victim, 0)", "os.symlink(victim, 'x')"]
)
def test_seccomp_alone_stops_system_calls(attempt, folder):
    assert confined_by("landlock.abi_version = lambda: 0", attempt, folder) == "refused, 29 points"


def test_a_file_may_be_written_read_and_emptied_in_the_own_box(folder):
    own = "open('a', 'w').write('x'); open('a', 'w').close(); assert open('a').read() == ''"
    assert confined_by("", own, folder) == "done, 29 points"


def test_not_even_root_reads_what_nobody_may_read(confined):
    code, _ = confined(
        "import os\ndef f():\n    os.umask(0o777)\n    open('x', 'w').close()\n    return open('x').read()"
    )
    with pytest.raises(StudentException, match="PermissionError"):
        code.f()


def test_no_memory_may_be_locked(confined):
    code, _ = confined("import resource\ndef f(): return resource.getrlimit(resource.RLIMIT_MEMLOCK)")
    assert code.f() == (0, 0)


def test_a_worker_ends_with_the_fork_server():
    starter = ForkServer(walls_of(LIMITS), 1024)
    process = StudentProcess(submission_of("import os\ndef f(): return os.getpid()"), starter, LIMITS)
    process.begin_check(None, None)
    pid = SubmissionProxy(process).f()
    parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, 9)
    deadline = time.monotonic() + 20
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(pid)
    starter.close()
    process._worker.channel.close()
    os.close(process._worker._output)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_unseeded_draws_are_the_same_in_every_worker(fork_server):
    drawn = []
    for _ in range(2):
        process = StudentProcess(
            submission_of("import numpy as np\ndef f(): return np.random.rand()"), fork_server, LIMITS
        )
        for _ in range(2):
            process.begin_check(None, None)
            drawn.append(SubmissionProxy(process).f())
        process.close()
    assert len(set(drawn)) == 1
