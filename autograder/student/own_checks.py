"""Students' own checks: the visible ones, in their assignment's folder or in a notebook."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.checks.declaration import Check
from autograder.course.folders import AssignmentFolders
from autograder.course.hidden import hidden_counts, hidden_remaining
from autograder.course.limits import Limits
from autograder.course.reference import Reference
from autograder.grading.notes import load_notes
from autograder.grading.scoring import score_exercise
from autograder.running.session import run_once
from autograder.running.subjects import Process, Subject
from autograder.seam.forked_starter import own_starter
from autograder.seam.in_process import InProcess
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess
from autograder.student.own_report import OwnExercise, OwnReport
from autograder.student.place import Place, at_folder, chosen_exercises, find_place
from autograder.student.saved import unsaved, with_remedy
from autograder.submissions.own_work import OwnWork, own_work
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult

Pick = Callable[[Sequence[Check]], Collection[Check]]
# Runs the checks that are picked on a subject.
Run = Callable[[Subject, Pick], dict[str, list[CheckResult]]]


def check_words(words: Sequence[str], start: Path, chosen: Path | None = None) -> OwnReport:
    """Run the visible checks that `words`, typed in the folder `start`, ask for.

    Parameters
    ----------
    words : sequence of str
        Folders, files, exercises, functions or checks; none for everything in the folder.
    start : Path
        The current folder.
    chosen : Path, optional
        The file to check.

    Raises
    ------
    UsageError
        The words name nothing, or there are no checks.
    """
    return check_place(find_place(words, start, chosen))


def check_place(place: Place) -> OwnReport:
    """Run the visible checks of an assignment on the file in its folder that has the work in it."""
    return check_with(place, lambda subject, pick: run_once([place.folder], place.folder, subject, pick))


def check_with(place: Place, run: Run) -> OwnReport:
    """As `check_place`, with the checks run by `run`."""
    with open_work(place) as (subject, work, process):
        results = run(subject, _picked(place))
        notes = (*work.submission.notes, *load_notes(process.last_report))
    return _report(place, f"Reading {work.says}.", results, notes)


@contextlib.contextmanager
def open_work(place: Place) -> Iterator[tuple[Subject, OwnWork, StudentProcess]]:
    """Yield the student's work as a subject for checks, in a process of its own that ends afterwards."""
    work = own_work(place.folder, place.assignment, place.functions, place.chosen)
    limits = place.rules.limits if place.rules else Limits()
    starter = own_starter(limits.output_kb * 1024)
    process = StudentProcess(work.submission, starter, limits)
    try:
        yield _subject(place, process, SubmissionProxy(process)), work, process
    finally:
        process.close()
        starter.close()


def check_namespace(folder: Path, words: Sequence[str], namespace: dict[str, Any]) -> OwnReport:
    """Run the visible checks of some exercises, or all, on functions that live in this process.

    Parameters
    ----------
    folder : Path
        The assignment's, where its visible checks are.
    words : sequence of str
        Exercises, functions or checks; none for all.
    namespace : dict
        The globals that hold the functions, such as a notebook's.

    Raises
    ------
    UsageError
        There are no checks in the folder, or a word names none.
    """
    place = at_folder(folder, words=tuple(words))
    process = InProcess(namespace, place.rules.limits.check_s if place.rules else Limits().check_s)
    subject = _subject(place, process, SubmissionProxy(process))
    subject.draws = True
    with process.guarded():
        results = run_once([folder], folder, subject, _picked(place))
    results = {name: [with_remedy(check, place) for check in checks] for name, checks in results.items()}
    report = _report(place, "Reading the functions defined in this notebook.", results, ())
    notes = tuple(unsaved(place, [each.name for each in report.exercises], namespace))
    return dataclasses.replace(report, notes=notes, pictures=subject.pictures)


def _subject(place: Place, process: Process, proxy: SubmissionProxy) -> Subject:
    reference = Reference(AssignmentFolders(place.folder.resolve().parent.parent, place.assignment))
    return Subject(process, proxy, place.rules, reference)


def _picked(place: Place) -> Pick:
    def pick(checks: Sequence[Check]) -> Collection[Check]:
        if not checks:
            raise UsageError(f"{place.folder}: there is no check in test_{place.assignment}.py")
        if not place.words:
            return checks
        exercises = chosen_exercises(place.words, place, {check.name: check.exercise for check in checks})
        return [check for check in checks if check.exercise in exercises]

    return pick


def _report(
    place: Place, reads: str, results: dict[str, list[CheckResult]], notes: tuple[str, ...]
) -> OwnReport:
    names = [each.name for each in place.rules.exercises if each.name in results] if place.rules else []
    names += [name for name in results if name not in names]
    hidden = hidden_counts(place.folder)
    exercises = []
    for name in names:
        rule = (
            next((each for each in place.rules.exercises if each.name == name), None) if place.rules else None
        )
        if rule is None:
            plain = ExerciseResult(name=name, points=None, max_points=0.0, checks=tuple(results[name]))
            exercises.append(OwnExercise(plain, hidden=hidden.get(name, {})))
            continue
        result = score_exercise(rule, results[name])
        exercises.append(OwnExercise(result, rule.title, rule.difficulty_word, hidden.get(name, {})))
    remaining = hidden_remaining(place.folder, set(names) if place.words else None)
    return OwnReport(place.assignment, reads, tuple(exercises), notes, remaining)
