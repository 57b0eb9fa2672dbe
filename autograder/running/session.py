"""One pytest session that collects an assignment's checks once and runs them on submission after submission.

pytest owns the loop while it runs, so it runs in a thread of its own and takes submissions from a queue.
A check costs well under a millisecond of pytest's time this way; a session for each submission costs 20.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Literal

import pytest

from autograder.checks.declaration import HIDDEN_FOLDER, VISIBLE_FOLDER, Check
from autograder.running.plugin import CHECK, SUBJECTS, VERDICT
from autograder.running.subjects import Subject
from autograder.running.verdict import Verdict
from autograder.vocabulary.errors import CourseError, UsageError
from autograder.vocabulary.outcomes import CheckResult, Outcome
from autograder.vocabulary.wording import did_you_mean, listing

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


def any_check(check: Check) -> bool:
    """Pick every check."""
    return True


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
        All checks, in the order in which they run.

    Raises
    ------
    CourseError
        A check file cannot be imported, or a check is declared wrongly.
    """

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        self._loop = _Loop()
        self._thread = threading.Thread(
            target=self._loop.main, args=(_arguments(folders, root),), name="checks", daemon=True
        )
        self._thread.start()
        self._loop.ready.wait()
        if self._loop.problem:
            self.close()
            raise CourseError(self._loop.problem)
        self.checks: tuple[Check, ...] = tuple(self._loop.checks)

    def run(
        self, subject: Subject, wanted: Callable[[Check], bool] = any_check
    ) -> dict[str, list[CheckResult]]:
        """Run every wanted check on `subject` and return the results by exercise."""
        self._loop.inbox.put((subject, wanted))
        results = self._loop.outbox.get()
        if isinstance(results, BaseException):
            raise results
        return results

    def close(self) -> None:
        """End the session."""
        self._loop.inbox.put(None)
        self._thread.join()


def run_once(
    folders: Sequence[Path], root: Path, subject: Subject, exercise: str | None = None
) -> dict[str, list[CheckResult]]:
    """Collect the checks in `folders` and run those of `exercise`, or all, in the calling thread.

    Ctrl-C then reaches the student's code, also where it runs in this process.

    Raises
    ------
    CourseError
        As for `CheckSession`.
    UsageError
        There is no check for `exercise`.
    """
    loop = _Loop()
    loop.inbox.put((subject, lambda check: exercise in (None, check.exercise)))
    loop.inbox.put(None)
    loop.main(_arguments(folders, root))
    if loop.problem:
        raise CourseError(loop.problem)
    names = list(dict.fromkeys(check.exercise for check in loop.checks))
    if exercise is not None and exercise not in names:
        near = did_you_mean(exercise, names)
        raise UsageError(
            f"there is no check for an exercise {exercise!r} here{near} (there are: {listing(names)})"
        )
    results = loop.outbox.get()
    if isinstance(results, BaseException):
        raise results
    return results


def _arguments(folders: Sequence[Path], root: Path) -> list[str]:
    options = ["-c", os.devnull, "--rootdir", str(root), "--confcutdir", str(root)]
    options += ["--import-mode=importlib", "-s"]
    # Plain: pytest's account of a bare assert would tell the student what a hidden check expects.
    options += ["--disable-plugin-autoload", "--strict-markers", "--assert=plain"]
    options += ["-p", "autograder.running.plugin"]
    options += [part for name in _UNUSED for part in ("-p", f"no:{name}")]
    return options + [str(folder) for folder in folders if folder.is_dir()]


class _Loop:
    """The plugin object that takes the place of pytest's own loop over the collected items."""

    def __init__(self) -> None:
        self.inbox: queue.SimpleQueue[tuple[Subject, Callable[[Check], bool]] | None] = queue.SimpleQueue()
        self.outbox: queue.SimpleQueue[dict[str, list[CheckResult]] | BaseException] = queue.SimpleQueue()
        self.ready = threading.Event()
        self.problem = ""
        self.checks: list[Check] = []
        self._subject: Subject | None = None
        self._collection_errors: list[str] = []

    def main(self, arguments: list[str]) -> None:
        _forget_check_modules()
        try:
            code = pytest.main(arguments, plugins=[self])
            if not self.ready.is_set():
                self.problem = "\n".join(self._collection_errors) or (
                    f"pytest ended with {code!r} before any check ran; what it said is above"
                )
        except BaseException as error:
            self.problem = f"pytest itself failed: {error!r}"
            raise
        finally:
            self.ready.set()

    # What pytest_plugin asks of the subjects of a run.

    def of(self, check_file: Path) -> Subject:
        assert self._subject is not None
        return self._subject

    def closing_words(self) -> list[str]:
        return []

    def close(self) -> None:
        pass

    # pytest's hooks.

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SUBJECTS] = self

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        try:
            yield
        except pytest.UsageError as error:
            self._collection_errors.append(str(error))
            items.clear()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._collection_errors.append(
                f"{report.nodeid}: the checks cannot be collected:\n{report.longreprtext}"
            )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        # pytest's own report would format a traceback with source lines, at several times the cost of the check.
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self._collection_errors:
            self.problem = "\n".join(self._collection_errors)
            return True
        items = [
            (item, check) for item in session.items if (check := item.stash.get(CHECK, None)) is not None
        ]
        self.checks = [check for _, check in items]
        self.ready.set()
        while (order := self.inbox.get()) is not None:
            self._subject, wanted = order
            try:
                self.outbox.put(_run_all([(item, check) for item, check in items if wanted(check)]))
            except BaseException as error:
                self.outbox.put(error)
        return True


def _forget_check_modules() -> None:
    """Make pytest read check files afresh: it names their modules by folder, and another course has the same folders."""
    for name, module in list(sys.modules.items()):
        # Split as text: making a Path of each of a thousand files takes ten times as long.
        parts = (getattr(module, "__file__", None) or "").rsplit(os.sep, 3)
        if len(parts) > 2 and parts[-3] in (VISIBLE_FOLDER, HIDDEN_FOLDER):
            del sys.modules[name]


def _run_all(items: list[tuple[pytest.Item, Check]]) -> dict[str, list[CheckResult]]:
    results: dict[str, list[CheckResult]] = {}
    for at, (item, check) in enumerate(items):
        item.stash[VERDICT] = Verdict(Outcome.GRADER_ERROR, "the check was not run")
        started = time.perf_counter()
        following = items[at + 1][0] if at + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        verdict = item.stash[VERDICT]
        results.setdefault(check.exercise, []).append(
            CheckResult(
                name=check.name,
                visibility=check.visibility,
                weight=check.weight,
                outcome=verdict.outcome,
                message=verdict.message,
                duration_s=round(time.perf_counter() - started, 6),
            )
        )
    return results
