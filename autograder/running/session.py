"""One pytest session that collects an assignment's checks once and runs them on submission after submission.

pytest owns the loop while it runs, so it runs in a thread of its own and takes submissions from a queue.
A check costs well under a millisecond of pytest's time this way; a session for each submission costs 20.
"""

from __future__ import annotations

import functools
import os
import queue
import threading
import time
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from autograder.checks.declaration import Check
from autograder.running.check_modules import forget_check_modules
from autograder.running.direct import DirectCall, direct_call
from autograder.running.keys import CHECK, SUBJECTS
from autograder.running.runner import run_check, run_directly
from autograder.running.subjects import OneSubject, Subject
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.outcomes import CheckResult

# Plugins that watch a user's test run; here they only cost time.
_UNUSED = (
    *("cacheprovider", "terminal", "faulthandler", "logging", "warnings", "junitxml", "pastebin", "doctest"),
    *(
        "unraisableexception",
        "threadexception",
        "unittest",
        "stepwise",
        "setuponly",
        "setupplan",
        "debugging",
    ),
)


T = TypeVar("T")


def any_check(check: Check) -> bool:
    """Pick every check."""
    return True


@dataclass(frozen=True)
class Order:
    """A submission, and which checks are to be run on it."""

    subject: Subject
    wanted: Callable[[Check], bool]


class _Mailbox:
    """What passes between the grader and the thread in which pytest runs: orders in, and the results of each out."""

    def __init__(self) -> None:
        self.orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self.collected: queue.SimpleQueue[tuple[Check, ...] | BaseException] = queue.SimpleQueue()
        self.finished: queue.SimpleQueue[dict[str, list[CheckResult]] | BaseException] = queue.SimpleQueue()

    def checks(self) -> tuple[Check, ...]:
        """Wait for the checks that were collected, or raise why there are none."""
        return _raised(self.collected.get())

    def results(self) -> dict[str, list[CheckResult]]:
        """Wait for the results of an order, by exercise, or raise what became of it."""
        return _raised(self.finished.get())


def _raised(answer: T | BaseException) -> T:
    if isinstance(answer, BaseException):
        raise answer
    return answer


class CheckSession:
    """Runs the checks found in `folders`.

    Parameters
    ----------
    folders : sequence of Path
        Where check files are; a folder that does not exist is passed over.
    root : Path
        The course's folder.

    Attributes
    ----------
    checks : tuple of Check
        All checks, in the order in which pytest collects them; they run in the order of their exercises.

    Raises
    ------
    CourseError
        A check file cannot be imported, or a check is declared wrongly.
    """

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        self._mailbox = _Mailbox()
        self._thread = threading.Thread(
            target=_serve, args=(self._mailbox, folders, root), name="checks", daemon=True
        )
        self._thread.start()
        try:
            self.checks = self._mailbox.checks()
        except BaseException:
            self._thread.join()
            raise

    def run(
        self, subject: Subject, wanted: Callable[[Check], bool] = any_check
    ) -> dict[str, list[CheckResult]]:
        """Run every wanted check on `subject` and return the results by exercise."""
        self._mailbox.orders.put(Order(subject, wanted))
        return self._mailbox.results()

    def close(self) -> None:
        """End the session and its thread."""
        self._mailbox.orders.put(None)
        self._thread.join()


def run_once(
    folders: Sequence[Path],
    root: Path,
    subject: Subject,
    pick: Callable[[Sequence[Check]], Collection[Check]] = tuple,
) -> dict[str, list[CheckResult]]:
    """Collect the checks in `folders` and run some of them, or all, in the calling thread.

    Ctrl-C then reaches the student's code, also where it runs in this process.

    Parameters
    ----------
    folders, root :
        As for `CheckSession`.
    subject : Subject
    pick : callable
        Given the checks, returns those to run; what it raises ends the run.

    Raises
    ------
    CourseError
        As for `CheckSession`.
    """
    mailbox = _Mailbox()
    picked = functools.cache(lambda: frozenset(pick(mailbox.checks())))
    mailbox.orders.put(Order(subject, lambda check: check in picked()))
    mailbox.orders.put(None)
    _serve(mailbox, folders, root)
    if mailbox.finished.empty():
        mailbox.checks()  # raises why none was run
    return mailbox.results()


def _arguments(folders: Sequence[Path], root: Path) -> list[str]:
    options = ["-c", os.devnull, "--rootdir", str(root), "--confcutdir", str(root)]
    options += ["--import-mode=importlib", "-s"]
    # Plain: pytest's account of a bare assert would tell the student what a hidden check expects.
    options += ["--disable-plugin-autoload", "--strict-markers", "--assert=plain"]
    options += ["-p", "autograder.running.plugin"]
    options += [part for name in _UNUSED for part in ("-p", f"no:{name}")]
    return options + [str(folder) for folder in folders if folder.is_dir()]


def _serve(mailbox: _Mailbox, folders: Sequence[Path], root: Path) -> None:
    """Collect the checks in `folders` and carry out orders until there is None."""
    forget_check_modules(root, folders)
    loop = _OrderLoop(mailbox)
    try:
        with np.errstate(
            all="ignore"
        ):  # what overflows in a student's values is no news on the grader's terminal
            code = pytest.main(_arguments(folders, root), plugins=[loop])
    except BaseException as error:
        mailbox.collected.put(CourseError(f"pytest itself failed: {error!r}"))
        raise
    if not loop.has_collected:
        said = f"pytest ended with {code!r} before any check ran; what it said is above"
        mailbox.collected.put(CourseError("\n".join(loop.problems) or said))


class _OrderLoop:
    """The pytest plugin that takes the place of pytest's own loop over the collected items."""

    def __init__(self, mailbox: _Mailbox) -> None:
        self._mailbox = mailbox
        self.has_collected = False
        self.problems: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        try:
            yield
        except pytest.UsageError as error:
            self.problems.append(str(error))
            items.clear()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(f"{report.nodeid}: the checks cannot be collected:\n{report.longreprtext}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problems:
            return True
        collected = [
            _Collected(item, check, direct_call(item))
            for item in session.items
            if (check := item.stash.get(CHECK, None)) is not None
        ]
        self.has_collected = True
        self._mailbox.collected.put(tuple(each.check for each in collected))
        while (order := self._mailbox.orders.get()) is not None:
            session.config.stash[SUBJECTS] = OneSubject(order.subject)
            try:
                wanted = _in_order([each for each in collected if order.wanted(each.check)], order.subject)
                results = _run_all(wanted, order.subject)
            except BaseException as error:
                self._mailbox.finished.put(error)
            else:
                self._mailbox.finished.put(results)
        return True


@dataclass(frozen=True)
class _Collected:
    """A check as pytest collected it, and how to call it where that needs no pytest."""

    item: pytest.Item
    check: Check
    call: DirectCall | None


def _in_order(wanted: Sequence[_Collected], subject: Subject) -> list[_Collected]:
    """Return checks in the order of their exercises in the course's file.

    So a check that has the solution's functions for earlier exercises at hand comes when the checks of these are over.
    """
    names = [exercise.name for exercise in subject.rules.exercises] if subject.rules else []
    places = {name: place for place, name in enumerate(names)}
    return sorted(wanted, key=lambda each: places.get(each.check.exercise, len(places)))


def _run_all(wanted: Sequence[_Collected], subject: Subject) -> dict[str, list[CheckResult]]:
    results: dict[str, list[CheckResult]] = {}
    # Fixtures of a wider scope are kept from one check that pytest runs to the next.
    left_to_pytest = [each.item for each in wanted if each.call is None]
    for each in wanted:
        check = each.check
        started = time.perf_counter()
        if each.call is not None:
            verdict = run_directly(each.call, check, subject)
        else:
            left_to_pytest.pop(0)
            verdict = run_check(each.item, check, left_to_pytest[0] if left_to_pytest else None)
        results.setdefault(check.exercise, []).append(
            CheckResult(
                name=check.name,
                title=check.title,
                about=check.about,
                visibility=check.visibility,
                weight=check.weight,
                outcome=verdict.outcome,
                message=verdict.message,
                staff=verdict.staff,
                duration_s=round(time.perf_counter() - started, 6),
            )
        )
    return results
