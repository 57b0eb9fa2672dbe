"""Is a bank of misconceptions complete, and is each recognised in code that has a harmless difference too?

This looks at the probes alone, in this process: hundreds of misconceptions with each of several differences take seconds.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.misconceptions import Bank, Misconception, load_bank
from autograder.course.reference import Reference
from autograder.grading.diagnosis import Diagnosis
from autograder.running.subjects import Subject
from autograder.seam.in_process import InProcess
from autograder.seam.proxy import SubmissionProxy
from autograder.upkeep.variants import CHANGES, HARMLESS, changed

# A question may be lost where two differences meet in the same observation, but not often.
_KEPT_SHARE = 0.95


@dataclass(frozen=True)
class Combinations:
    """Misconceptions, each combined with several harmless differences that students' code has.

    Attributes
    ----------
    tried : int
    lost : tuple of str
        What was not named any more, a phrase each.
    invented : tuple of str
        Questions that right code got beside a harmless difference, a sentence each.
    """

    tried: int
    lost: tuple[str, ...]
    invented: tuple[str, ...]

    def problems(self) -> Iterator[str]:
        """Yield what is wrong, a sentence each."""
        yield from self.invented
        if len(self.lost) > (1 - _KEPT_SHARE) * self.tried:
            yield (
                f"misconceptions.py: beside a harmless difference {len(self.lost)} of {self.tried} questions are not asked; "
                f"at least {_KEPT_SHARE:.0%} must be: {'; '.join(self.lost[:8])}"
            )


def gaps(rules: Assignment, bank: Bank) -> Iterator[str]:
    """Yield a sentence for each graded exercise that has no misconception or no probe; questions have wrong answers instead."""
    declared = {entry.exercise for entry in bank.entries}
    for exercise in rules.exercises:
        if exercise.choices or not exercise.points:
            continue
        if exercise.name not in declared:
            yield f"misconceptions.py: {exercise.name} has no misconception; declare one with @misconception"
        if exercise.name not in bank.probes:
            yield f"misconceptions.py: {exercise.name} has no probe; write one with @probe"
    known = {exercise.name for exercise in rules.exercises}
    for name in sorted((declared | bank.probes.keys()) - known):
        yield f"misconceptions.py: {name!r} is not an exercise of this assignment"


def combinations(folder: Path, reference: Reference, thorough: bool = False) -> Combinations:
    """Return which of the bank's questions are still asked, or wrongly asked, when code has harmless differences.

    Parameters
    ----------
    folder : Path
        With the solution and its misconceptions.
    reference : Reference
        The solution in a namespace of its own.
    thorough : bool
        Try each misconception beside every difference, not beside every second one, in turns.
    """
    # The code that is looked at has a namespace of its own: what is replaced there is not replaced in what it is compared with.
    bank, diagnosis = load_bank(folder), Diagnosis(load_bank(folder))
    tried, lost = 0, []
    for at, entry in enumerate(bank.entries):
        if entry.costs_points and entry.exercise in bank.probes:
            for name, change in list(CHANGES.items())[slice(None) if thorough else slice(at % 2, None, 2)]:
                wrong = changed(bank.wrong_version(entry), change)
                found = _found(bank, diagnosis, reference, entry.exercise, {entry.replaces: wrong})
                tried += 1
                if entry.hint not in {each.hint for each in found}:
                    lost.append(f"{entry.name} beside {name}")
    invented = [
        f"misconceptions.py: the solution of {exercise} gets a question beside {name}: {each.hint!r}"
        for exercise in bank.probes
        for name in HARMLESS
        for each in _found(bank, diagnosis, reference, exercise, _all_changed(bank, name))
    ]
    return Combinations(tried, tuple(lost), tuple(invented))


def _all_changed(bank: Bank, name: str) -> dict[str, object]:
    replaced = {entry.replaces for entry in bank.entries}
    return {each: changed(bank.namespace[each], CHANGES[name]) for each in replaced}


def _found(
    bank: Bank, diagnosis: Diagnosis, reference: Reference, exercise: str, names: dict[str, object]
) -> list[Misconception]:
    with bank.replacing(names), contextlib.redirect_stdout(io.StringIO()):
        process = InProcess(dict(bank.namespace))
        return diagnosis.matches(exercise, Subject(process, SubmissionProxy(process), None, reference))
