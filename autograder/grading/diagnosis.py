"""Naming the misconceptions: which known mistakes does a student's function show?"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence

from autograder.course.misconceptions import Bank, Misconception, by_exercise
from autograder.grading.explaining import Candidate, shortest_explanation
from autograder.grading.likeness import Raised, alike, says_nothing, tells_much
from autograder.grading.observing import OwnCode, looks_of, see_student
from autograder.running.by_itself import earlier_functions
from autograder.running.subjects import Subject


class Diagnosis:
    """Compares students' functions with the misconceptions of a bank, observation by observation.

    What the bank's own code shows is looked at when it is first needed and kept: it is the same for all submissions.
    """

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._entries = by_exercise(bank)

    def matches(self, exercise: str, subject: Subject) -> list[Misconception]:
        """Return the misconceptions of `exercise` that explain what the student's code shows; empty where none does.

        Whatever the code does, this returns: a diagnosis never costs a score.
        """
        return self._guarded(self._matches, exercise, subject)

    def remarks(self, exercise: str, subject: Subject) -> list[Misconception]:
        """Return the valid variants that code with all points behaves like."""
        return self._guarded(self._remarks, exercise, subject)

    def _guarded(
        self, way: Callable[[str, Subject], list[Misconception]], exercise: str, subject: Subject
    ) -> list[Misconception]:
        if exercise not in self._bank.probes:
            return []
        if way == self._remarks and all(entry.costs_points for entry in self._entries.get(exercise, [])):
            return []
        try:
            return way(exercise, subject)
        except Exception:  # a fault of the probe: the self-check shows it, and no student pays for it
            return []

    def _matches(self, exercise: str, subject: Subject) -> list[Misconception]:
        """Name the mistakes that show beside right versions of the earlier exercises, or else beside the student's own.

        What a student's function shows may be the mistake of an earlier one that it calls. But it may also rely on details of
        that one, such as what it keeps in a cache.
        """
        functions = earlier_functions(exercise, subject)
        if not functions:
            return self._explained(self._sight(exercise, subject))[0]
        subject.stand_ins = functions
        try:
            alone, is_all = self._explained(self._sight(exercise, subject))
        finally:
            subject.stand_ins = {}
        if is_all:
            return alone
        own, is_all = self._explained(self._sight(exercise, subject))
        return own if is_all else alone or own

    def _sight(self, exercise: str, subject: Subject) -> _Sight:
        seen = see_student(looks_of(self._bank.probes[exercise], subject.proxy), subject)
        return _Sight(self._right(exercise), seen, self._wrong(exercise))

    def _explained(self, sight: _Sight) -> tuple[list[Misconception], bool]:
        """Return the mistakes that explain what is seen, and whether they explain every wrong value."""
        values = sight.differing(contracts=False)
        found = sight.explanation(values, sight.candidates(values, contracts=False))
        explained = frozenset().union(*(each.explains for each in found))
        if values <= explained:
            # What is wrong comes first. Manners are spoken of only where nothing else is left unsaid.
            manners = sight.differing(contracts=True) - sight.shown_by(found)
            found += sight.explanation(manners, sight.candidates(manners, contracts=True))
        return [each.entry for each in found if each.entry.costs_points], values <= explained

    def _remarks(self, exercise: str, subject: Subject) -> list[Misconception]:
        sight = self._sight(exercise, subject)
        return [entry for entry, code in sight.wrong if not entry.costs_points and sight.is_like(code)]

    @functools.cache  # noqa: B019 - one Diagnosis lives as long as its process
    def _right(self, exercise: str) -> OwnCode:
        return OwnCode(self._bank, self._bank.probes[exercise], {})

    @functools.cache  # noqa: B019
    def _wrong(self, exercise: str) -> Sequence[tuple[Misconception, OwnCode]]:
        probe, right = self._bank.probes[exercise], self._right(exercise)
        return [
            (entry, OwnCode(self._bank, probe, {entry.replaces: self._bank.wrong_version(entry)}, right))
            for entry in self._entries.get(exercise, [])
        ]


class _Sight:
    """What a student's code shows, beside the right code and the wrong versions."""

    def __init__(
        self, right: OwnCode, seen: dict[str, object], wrong: Sequence[tuple[Misconception, OwnCode]]
    ) -> None:
        self._looks = right.looks
        self._seen = {
            name: value for name, value in seen.items() if name in right.looks and not says_nothing(value)
        }
        self.wrong = wrong
        self._differing = frozenset(
            name for name in self._seen if not self._alike(name, self._seen[name], right.shows(name))
        )

    def differing(self, contracts: bool) -> frozenset[str]:
        """Return the observations, of values or of contracts, in which the student's code is not like the right one."""
        return frozenset(name for name in self._differing if self._looks[name].is_contract is contracts)

    def candidates(self, differing: Collection[str], contracts: bool) -> list[Candidate]:
        """Return the mistakes that explain something of `differing` and are contradicted nowhere."""
        found = (self._candidate(entry, code, differing, contracts) for entry, code in self.wrong)
        return [each for each in found if each is not None]

    def explanation(self, differing: frozenset[str], candidates: list[Candidate]) -> list[Candidate]:
        """Return the shortest list of candidates for `differing`, in the order of the probe's looks."""
        order = list(self._looks)
        found = shortest_explanation(differing, candidates) if differing else ()
        return sorted(found, key=lambda each: min(map(order.index, each.explains)))

    def shown_by(self, found: Sequence[Candidate]) -> frozenset[str]:
        """Return the observations in which the student's code is like one of the mistakes found."""
        codes = [code for entry, code in self.wrong if any(entry is each.entry for each in found)]
        return frozenset(name for name in self._differing for code in codes if self._explains(code, name))

    def is_like(self, code: OwnCode) -> bool:
        """Say whether the student's code shows, wherever `code` differs from the right one, what `code` does."""
        own = [name for name in self._seen if code.is_wrong(name)]
        return bool(own) and all(name in self._differing and self._explains(code, name) for name in own)

    def _candidate(
        self, entry: Misconception, code: OwnCode, differing: Collection[str], contracts: bool
    ) -> Candidate | None:
        explains = frozenset(name for name in differing if self._explains(code, name))
        if not explains:
            return None
        if contracts and any(code.is_wrong(name) for name in self._values()):
            return None
        own = [
            name for name in self._seen if self._looks[name].is_contract is contracts and code.is_wrong(name)
        ]
        needed = set(own) if entry.seen_in is None else set(own) & set(entry.seen_in)
        if not explains & needed or not needed <= self._differing:
            return None
        particular = [name for name in explains if self._tells(code, name)]
        if (
            not particular
            and all(isinstance(self._seen[name], Raised) for name in explains)
            and not contracts
        ):
            return None  # two pieces of code may raise a ValueError for any reason
        return Candidate(
            entry,
            explains,
            conflicts=frozenset(set(own) & self._differing) - explains,
            is_particular=contracts or bool(particular),
            has_main_effect=next(name for name in own if name in needed) in explains,
        )

    def _values(self) -> list[str]:
        return [name for name in self._seen if not self._looks[name].is_contract]

    def _explains(self, code: OwnCode, name: str) -> bool:
        return code.is_wrong(name) and self._alike(name, self._seen[name], code.shows(name), loose=True)

    def _tells(self, code: OwnCode, name: str) -> bool:
        seen, wrong = self._seen[name], code.shows(name)
        if isinstance(seen, Raised):
            return bool(seen.message) and seen == wrong
        return tells_much(seen)

    def _alike(self, name: str, a: object, b: object, loose: bool = False) -> bool:
        look = self._looks[name]
        return alike(a, b, look.tolerance, look.absolute, loose)
