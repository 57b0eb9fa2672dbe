"""Which submission the checks are run on, where it runs, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from autograder.course.assignment import Assignment
from autograder.course.course import find_course, load_course
from autograder.course.folders import AssignmentFolders, folders_beside, is_hidden
from autograder.course.hidden import hidden_remaining
from autograder.course.limits import Limits
from autograder.course.reference import Reference
from autograder.course.secret import course_secret
from autograder.running.solution_worker import SolutionWorker
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy, confine_callbacks, forget_calls, read_once
from autograder.seam.student_process import StudentProcess
from autograder.submissions.finding import find_submissions
from autograder.submissions.own_work import assignment_in, own_work


class Process(Protocol):
    """Runs a student's code for the checks, in whatever place."""

    @property
    def entered(self) -> Set[str]:
        """Which functions of the exercises the check's calls have entered, apart from those called by the check itself."""

    @property
    def fell_asleep(self) -> bool:
        """Whether a call was ended by the clock on the wall, which another try is to confirm."""

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check's time and memory."""

    def end_check(self) -> None:
        """Count what the check used."""


@dataclass
class Subject:
    """A student's code under check.

    Attributes
    ----------
    process : Process
        Where it runs.
    proxy : SubmissionProxy
        What the checks see of it.
    rules : Assignment or None
        The assignment as the course's file has it; None where there is no such file.
    reference : Reference
        The assignment's solution.
    solution : SolutionWorker or None
        The solution in a worker of its own; None where it cannot run, on a student's machine.
    secret : str
        What is mixed into the random numbers of hidden checks; may be empty.
    stand_ins : mapping of str to callable
        Functions that take the place of the student's own, by name, in the checks that begin from now on.
    pictures : dict of str to str
        HTML that shows what a check found, by the check's name; kept where `draws` says so.
    draws : bool
        Whether anybody will look at pictures.
    """

    process: Process
    proxy: SubmissionProxy
    rules: Assignment | None
    reference: Reference
    solution: SolutionWorker | None = None
    secret: str = ""
    stand_ins: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    draws: bool = False
    pictures: dict[str, str] = field(default_factory=dict)

    def note_picture(self, check: str, error: BaseException) -> None:
        """Keep the picture of a gradient check that failed, for notebooks."""
        draw = None if not self.draws else getattr(getattr(error, "report", None), "_repr_html_", None)
        if draw is not None:
            self.pictures[check] = str(draw())

    def __post_init__(self) -> None:
        if self.rules is not None:
            questions = [exercise for exercise in self.rules.exercises if exercise.choices]
            read_once(self.proxy, [name for exercise in questions for name in exercise.functions])
        if self.solution is not None:
            confine_callbacks(self.proxy, self.solution.confined)

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check: its limits count from now, and what earlier checks called is forgotten."""
        forget_calls(self.proxy, self.stand_ins)
        self.process.begin_check(time_s, memory_bytes)
        if self.solution is not None:
            self.solution.begin_check(time_s, memory_bytes)

    def of_the_solution(self) -> Subject | None:
        """Return the solution as a subject, None where it cannot run."""
        if self.solution is None:
            return None
        return Subject(
            self.solution.process, self.solution.proxy, self.rules, self.reference, secret=self.secret
        )


def functions_of(rules: Assignment | None) -> list[str]:
    """Return the functions of an assignment's exercises, in their order."""
    return [name for exercise in (rules.exercises if rules else ()) for name in exercise.functions]


class Subjects(Protocol):
    """Knows the submission that a check is to be run on."""

    def of(self, check_file: Path) -> Subject:
        """Return the subject of the checks in `check_file`."""

    def closing_words(self) -> list[str]:
        """Return lines to end a test run with."""

    def close(self) -> None:
        """End all workers."""


class OneSubject:
    """The same subject for all checks."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def of(self, check_file: Path) -> Subject:
        """Return the subject."""
        return self._subject

    def closing_words(self) -> list[str]:
        """Return nothing: the caller that runs the checks has the last word."""
        return []

    def close(self) -> None:
        """Leave the workers to their owner."""


class OwnFiles:
    """For pytest by hand: visible checks run on the file beside them, hidden ones on the solution, or all on `chosen`.

    Workers are plain processes, since this is the user's own code on the user's own machine.

    Parameters
    ----------
    chosen : Path, optional
        The submission to run all checks on.
    course_file : Path, optional
        The course's file; by default course.yaml in the check's folder or the nearest above it.
    """

    def __init__(self, chosen: Path | None, course_file: Path | None) -> None:
        self._chosen = chosen
        self._course_file = course_file
        self._subjects: dict[Path, Subject] = {}
        self._read: dict[Path, str] = {}
        self._processes: list[StudentProcess] = []
        self._starters: list[PlainStarter] = []

    def of(self, check_file: Path) -> Subject:
        """Return the subject of the checks in `check_file`."""
        folder = check_file.parent
        if folder not in self._subjects:
            self._subjects[folder] = self._start(check_file)
        return self._subjects[folder]

    def _start(self, check_file: Path) -> Subject:
        folders = folders_beside(check_file)
        folder = check_file.parent
        if is_hidden(check_file):
            rules, secret = self._rules(folders)
            (submission,) = find_submissions([self._chosen or folders.solution], folders.name)
        else:
            folders = AssignmentFolders(folders.root, assignment_in(folder) or folders.name)
            rules, secret = self._rules(folders, folder)
            written = [name for each in rules.exercises for name in each.functions] if rules else []
            work = own_work(folder, folders.name, written, self._chosen)
            submission = work.submission
            self._read[folder] = work.says
        limits = rules.limits if rules else Limits()
        starter = PlainStarter(limits.output_kb * 1024)
        self._starters.append(starter)
        process = StudentProcess(submission, starter, limits, functions_of(rules))
        self._processes.append(process)
        reference = Reference(folders)
        solution = None
        if folders.solution.is_file():
            solution = SolutionWorker(folders.solution, reference, starter, limits)
            self._processes.append(solution.process)
        return Subject(process, SubmissionProxy(process), rules, reference, solution, secret)

    def _rules(self, folders: AssignmentFolders, folder: Path | None = None) -> tuple[Assignment | None, str]:
        course_file = self._course_file or find_course(folder or folders.root)
        if course_file is None:
            return None, ""
        course = load_course(course_file)
        if folder is not None and folders.name not in [each.name for each in course.assignments]:
            return None, ""  # the folder was handed out alone, and the file above it is of another course
        return course.assignment(folders.name), course_secret(course)

    def closing_words(self) -> list[str]:
        """Say which file was read, and what the visible checks do not cover."""
        return [f"Reading {says}. {hidden_remaining(folder)}" for folder, says in self._read.items()]

    def close(self) -> None:
        """End all workers."""
        for process in self._processes:
            process.close()
        for starter in self._starters:
            starter.close()
