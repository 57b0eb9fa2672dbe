"""The pytest plugin: the marker, the fixtures, and checks that are judged as the grader judges them.

Loaded by every pytest run where the package is installed, and by the grader. It does nothing for tests without
the exercise marker, and imports what it needs only when a check runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np

    from autograder.checks.declaration import Check
    from autograder.running.subjects import Subject
    from autograder.seam.proxy import SubmissionProxy


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder")
    group.addoption(
        "--submission", metavar="PATH", help="the file, notebook or folder that the checks are run on"
    )
    group.addoption(
        "--course",
        metavar="PATH",
        help="the course's file; by default the nearest course.yaml at or above the checks",
    )


def pytest_configure(config: pytest.Config) -> None:
    from autograder.checks.declaration import MARKER_HELP

    config.addinivalue_line("markers", MARKER_HELP)


def pytest_unconfigure(config: pytest.Config) -> None:
    from autograder.running.keys import SUBJECTS

    subjects = config.stash.get(SUBJECTS, None)
    if subjects is not None:
        subjects.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    from autograder.checks.declaration import read_check
    from autograder.running.keys import CHECK
    from autograder.vocabulary.errors import CourseError

    try:
        for item in items:
            item.stash[CHECK] = read_check(item)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    check = _check(item)
    if check is None:
        return None
    from autograder.running.runner import check_report, run_check

    _require_subjects(item.config)
    hook = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    started = time.perf_counter()
    verdict = run_check(item, check, nextitem)
    hook.pytest_runtest_logreport(report=check_report(item, verdict, time.perf_counter() - started))
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
    check = _check(item)
    if check is None:
        return None
    from autograder.running.runner import note_verdict

    return note_verdict(item, check, call)


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Iterator[SubmissionProxy]:
    """The student's code: its functions by name, called in another process."""
    from autograder.running.fixtures import checked

    yield from checked(_check(request.node), _subject(request))


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The solution module, for hidden checks."""
    return _subject(request).reference.module


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """A random generator seeded by the check's name, the same in every run."""
    from autograder.running.fixtures import generator

    return generator(request.node.name, _check(request.node), _subject(request))


@pytest.fixture
def choices(request: pytest.FixtureRequest) -> dict[str, tuple[str, ...]]:
    """The questions of the check's exercise and the answers to choose from; empty where there is no course.yaml."""
    from autograder.running.fixtures import choices_of

    return choices_of(_check(request.node), _subject(request))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    from autograder.running.keys import SUBJECTS

    subjects = terminalreporter.config.stash.get(SUBJECTS, None)
    if subjects is not None:
        for line in subjects.closing_words():
            terminalreporter.write_line(line)


def _check(item: pytest.Item) -> Check | None:
    from autograder.running.keys import CHECK

    return item.stash.get(CHECK, None)


def _subject(request: pytest.FixtureRequest) -> Subject:
    from autograder.running.runner import subject_of

    _require_subjects(request.config)
    return subject_of(request.node)


def _require_subjects(config: pytest.Config) -> None:
    """Run the checks on the user's own files where nobody else has said what they are run on."""
    from autograder.running.keys import SUBJECTS

    if config.stash.get(SUBJECTS, None) is None:
        from autograder.running.subjects import OwnFiles

        chosen, course_file = (
            Path(value) if value else None
            for value in (config.getoption("--submission"), config.getoption("--course"))
        )
        config.stash[SUBJECTS] = OwnFiles(chosen, course_file)
