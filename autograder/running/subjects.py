"""Which submission the checks are run on, and its worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.checks.declaration import VISIBLE_FOLDER, assignment_of, is_hidden
from autograder.course.course import find_course, load_course
from autograder.course.hidden import hidden_remaining
from autograder.course.limits import Limits
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy, forget_calls
from autograder.seam.student_process import StudentProcess
from autograder.submissions.finding import find_submissions


class Process(Protocol):
    """Runs a student's code for the checks, in whatever place."""

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check's time and memory."""

    def end_check(self) -> None:
        """Count what the check used."""


@dataclass(frozen=True)
class Subject:
    """A student's code under check: where it runs and what the checks see of it."""

    process: Process
    proxy: SubmissionProxy

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check: its limits count from now, and what earlier checks called is forgotten."""
        forget_calls(self.proxy)
        self.process.begin_check(time_s, memory_bytes)


class Subjects(Protocol):
    """Knows the submission that a check is to be run on."""

    def of(self, check_file: Path) -> Subject:
        """Return the subject of the checks in `check_file`."""

    def closing_words(self) -> list[str]:
        """Return lines to end a test run with."""

    def close(self) -> None:
        """End all workers."""


class OwnFiles:
    """For pytest by hand: visible checks run on the file beside them, hidden ones on the solution, or all on `chosen`.

    Workers are plain processes, since this is the user's own code on the user's own machine.
    """

    def __init__(self, chosen: str | None) -> None:
        self._chosen = Path(chosen) if chosen else None
        self._subjects: dict[Path, Subject] = {}
        self._processes: list[StudentProcess] = []
        self._starters: list[PlainStarter] = []

    def of(self, check_file: Path) -> Subject:
        """Return the subject of the checks in `check_file`."""
        folder = check_file.parent
        if folder not in self._subjects:
            self._subjects[folder] = self._start(check_file)
        return self._subjects[folder]

    def _start(self, check_file: Path) -> Subject:
        name = assignment_of(check_file)
        path = self._chosen or check_file.with_name(f"{name}.py")
        (submission,) = find_submissions([path], name)
        course = find_course(check_file.parent)
        limits = load_course(course).assignment(name).limits if course else Limits()
        starter = PlainStarter(limits.output_kb * 1024)
        self._starters.append(starter)
        process = StudentProcess(submission, starter, limits)
        self._processes.append(process)
        return Subject(process, SubmissionProxy(process))

    def closing_words(self) -> list[str]:
        """Say what the visible checks do not cover."""
        folders = [folder for folder in self._subjects if not is_hidden(folder / "x.py")]
        return [hidden_remaining(folder) for folder in folders if folder.parent.name == VISIBLE_FOLDER]

    def close(self) -> None:
        """End all workers."""
        for process in self._processes:
            process.close()
        for starter in self._starters:
            starter.close()
