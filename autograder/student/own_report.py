"""What a student's own run of the visible checks found, before anybody shows it."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome
from autograder.vocabulary.wording import is_stub


class State(enum.Enum):
    """How far an exercise is, as far as the visible checks can tell."""

    DONE = "done"
    BEGUN = "begun"
    NOT_WRITTEN = "not written yet"


@dataclass(frozen=True)
class OwnExercise:
    """An exercise in a student's own report.

    Attributes
    ----------
    result : ExerciseResult
        Its visible checks.
    title, difficulty : str
        What course.yaml says; empty where there is none.
    hidden : mapping of str to int
        How many hidden checks there are, by topic.
    """

    result: ExerciseResult
    title: str = ""
    difficulty: str = ""
    hidden: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name."""
        return self.result.name

    @property
    def passed(self) -> int:
        """How many visible checks passed."""
        return sum(check.outcome is Outcome.PASSED for check in self.result.checks)

    @property
    def failures(self) -> list[CheckResult]:
        """The checks that did not pass, in order."""
        return [check for check in self.result.checks if check.outcome is not Outcome.PASSED]

    @property
    def state(self) -> State:
        """How far it is."""
        if not self.failures:
            return State.DONE
        return State.NOT_WRITTEN if all(map(is_unwritten, self.result.checks)) else State.BEGUN


@dataclass(frozen=True)
class OwnReport:
    """What the visible checks found.

    Attributes
    ----------
    assignment : str
    reads : str
        Which file was read, in words.
    exercises : tuple of OwnExercise
    notes : tuple of str
        What the student should know about how the file was read.
    hidden : str
        The sentence about the hidden checks.
    pictures : mapping of str to str
        HTML that shows what a check found, by the check's name.
    """

    assignment: str
    reads: str
    exercises: tuple[OwnExercise, ...]
    notes: tuple[str, ...]
    hidden: str
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_passed(self) -> bool:
        """Whether every visible check passed."""
        return all(exercise.state is State.DONE for exercise in self.exercises)

    @property
    def next_exercise(self) -> OwnExercise | None:
        """The exercise to go on with: the first that is begun and not done, else the first that is not written."""
        first = self.failed_first()
        return first[0] if first else None

    @property
    def points_done(self) -> float:
        """The points of the exercises all of whose visible checks pass."""
        return sum(each.result.max_points for each in self.exercises if each.state is State.DONE)

    @property
    def max_points(self) -> float:
        """The points of all exercises here; 0 where no course.yaml says them."""
        return sum(each.result.max_points for each in self.exercises)

    def failed_first(self) -> tuple[OwnExercise, CheckResult] | None:
        """Return the first check to look at: the first failure of an exercise that is begun, else of one that is not written."""
        for state in (State.BEGUN, State.NOT_WRITTEN):
            for exercise in self.exercises:
                if exercise.state is state:
                    begun = [check for check in exercise.failures if not is_unwritten(check)]
                    return exercise, (begun or exercise.failures)[0]
        return None

    def counts(self) -> Counter[Outcome]:
        """Return how many checks had each outcome."""
        return Counter(check.outcome for each in self.exercises for check in each.result.checks)


def is_unwritten(check: CheckResult) -> bool:
    """Say whether a check met nothing but the untouched stub; code that could not be read does not count."""
    return check.outcome is Outcome.MISSING and is_stub(check.message.text if check.message else ())


def reason(check: CheckResult) -> tuple[str, ...]:
    """Return what a check failed for: equal for checks that one mistake fails in the same way."""
    message = check.message
    if message is None:
        return (check.outcome.value,)
    if message.raised:
        return (check.outcome.value, message.raised, *message.frames[-1:])
    if message.text:
        return (check.outcome.value, *message.text)
    return (check.outcome.value, check.name.partition("[")[0])


def grouped(checks: list[CheckResult]) -> Iterator[tuple[CheckResult, int]]:
    """Yield the first check that failed for each reason, and how many more did for the same."""
    counts = Counter(map(reason, checks))
    for check in checks:
        if more := counts.pop(reason(check), 0):
            yield check, more - 1
