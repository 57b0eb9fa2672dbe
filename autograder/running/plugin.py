"""The pytest plugin: the marker, the fixtures, and verdicts in a student's words.

Loaded by every pytest run where the package is installed, and by the grader. It does nothing for tests without
the exercise marker, and imports what it needs only when a check runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import numpy as np

    from autograder.checks.declaration import Check
    from autograder.course.assignment import Assignment
    from autograder.running.subjects import Subjects
    from autograder.running.verdict import Verdict
    from autograder.seam.proxy import SubmissionProxy

SUBJECTS: pytest.StashKey[Subjects] = pytest.StashKey()
CHECK: pytest.StashKey[Check | None] = pytest.StashKey()
VERDICT: pytest.StashKey[Verdict] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption(
        "--submission", metavar="PATH", help="the file, notebook or folder that the checks are run on"
    )


def pytest_configure(config: pytest.Config) -> None:
    from autograder.checks.declaration import MARKER_HELP

    config.addinivalue_line("markers", MARKER_HELP)


def pytest_unconfigure(config: pytest.Config) -> None:
    subjects = config.stash.get(SUBJECTS, None)
    if subjects is not None:
        subjects.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    from autograder.checks.declaration import read_check
    from autograder.vocabulary.errors import CourseError

    try:
        for item in items:
            item.stash[CHECK] = read_check(item)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Iterator[SubmissionProxy]:
    """The student's code: its functions by name, called in another process."""
    subject = _subjects(request.config).of(request.path)
    check = request.node.stash[CHECK]
    subject.begin_check(check.time_s if check else None, check.memory_bytes if check else None)
    try:
        yield subject.proxy
    finally:
        subject.process.end_check()


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The solution module, for hidden checks."""
    from autograder.course.reference import load_reference

    return load_reference(request.path.parent)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """A random generator seeded by the check's name, the same in every run."""
    import numpy as np

    return np.random.default_rng(zlib.crc32(request.node.name.encode()))


@pytest.fixture
def choices(request: pytest.FixtureRequest) -> dict[str, tuple[str, ...]]:
    """The questions of the check's exercise and the answers to choose from, as in course.yaml."""
    return dict(_assignment(request.path).exercise(request.node.stash[CHECK].exercise).choices)


def _assignment(check_file: Path) -> Assignment:
    from autograder.checks.declaration import assignment_of
    from autograder.course.course import find_course, load_course
    from autograder.vocabulary.errors import CourseError

    path = find_course(check_file.parent)
    if path is None:
        raise CourseError(f"{check_file.name}: there is no course.yaml in this folder or above it")
    return load_course(path).assignment(assignment_of(check_file))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    from autograder.checks.declaration import is_hidden

    check = pyfuncitem.stash.get(CHECK, None)
    if check is None or not is_hidden(pyfuncitem.path):
        return (yield)
    from autograder.running.by_itself import VERDICTS, passes_by_itself

    rng: Any = pyfuncitem.funcargs.get("rng")
    draws = rng and rng.bit_generator.state
    try:
        return (yield)
    except VERDICTS:
        subject = _subjects(pyfuncitem.config).of(pyfuncitem.path)
        if not passes_by_itself(pyfuncitem, check, subject, _assignment(pyfuncitem.path), draws):
            raise
        return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    check = item.stash.get(CHECK, None)
    if check is None:
        return report
    from autograder.running.verdict import PASSED, judge

    if call.excinfo is None:
        if call.when == "call":
            item.stash[VERDICT] = PASSED
        return report
    proxy = getattr(item, "funcargs", {}).get("submission")
    verdict = judge(call.excinfo.value, check, proxy.last_call if proxy is not None else None)
    item.stash[VERDICT] = verdict
    report.longrepr = f"{verdict.outcome.value}: {verdict.message}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    subjects = terminalreporter.config.stash.get(SUBJECTS, None)
    if subjects is not None:
        for line in subjects.closing_words():
            terminalreporter.write_line(line)


def _subjects(config: pytest.Config) -> Subjects:
    subjects = config.stash.get(SUBJECTS, None)
    if subjects is None:
        from autograder.running.subjects import OwnFiles

        subjects = config.stash[SUBJECTS] = OwnFiles(config.getoption("--submission"))
    return subjects
