"""A student's code in a worker of each kind, for tests of the seam."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.course.limits import Limits
from autograder.seam.fork_server import ForkServer
from autograder.seam.in_process import InProcess
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.starters import Starter
from autograder.seam.student_process import StudentProcess, walls_of
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit

LIMITS = Limits(check_s=20.0, memory_mb=256, file_mb=1, output_kb=8)

Student = Callable[..., tuple[SubmissionProxy, StudentProcess]]


def submission_of(source: str, **files: bytes) -> Submission:
    """Return a submission of one file, with helper files by name (``helper_py`` is helper.py)."""
    helpers = tuple((name.replace("_", "."), content) for name, content in files.items())
    unit = Unit(name="work.py", source=source)
    return Submission(
        student="student-01", assignment="work", path=Path("work.py"), units=(unit,), files=helpers
    )


@pytest.fixture(scope="session")
def fork_server() -> Iterator[Starter]:
    server = ForkServer(walls_of(LIMITS), LIMITS.output_kb * 1024)
    yield server
    server.close()


@pytest.fixture(scope="session")
def plain_starter() -> Iterator[Starter]:
    starter = PlainStarter(LIMITS.output_kb * 1024)
    yield starter
    starter.close()


def _student(starter: Starter) -> Iterator[Student]:
    started = []

    def student(
        source: str, limits: Limits = LIMITS, **files: bytes
    ) -> tuple[SubmissionProxy, StudentProcess]:
        process = StudentProcess(submission_of(source, **files), starter, limits)
        started.append(process)
        process.begin_check(None, None)
        return SubmissionProxy(process), process

    yield student
    for process in started:
        process.close()


@pytest.fixture
def confined(fork_server: Starter) -> Iterator[Student]:
    """Start a confined worker with the given source."""
    yield from _student(fork_server)


@pytest.fixture
def plain(plain_starter: Starter) -> Iterator[Student]:
    """Start a plain worker process with the given source."""
    yield from _student(plain_starter)


@pytest.fixture(params=["confined", "plain", "in this process"])
def anywhere(request: pytest.FixtureRequest) -> Callable[[str], SubmissionProxy]:
    """Return a student's functions, in each of the three places where they can run."""
    if request.param == "in this process":

        def here(source: str) -> SubmissionProxy:
            namespace: dict[str, object] = {}
            exec(source, namespace)
            return SubmissionProxy(InProcess(namespace))

        return here
    start = request.getfixturevalue(request.param)
    return lambda source: start(source)[0]
