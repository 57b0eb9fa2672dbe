"""What an export may need beside the results."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.course import Course
from autograder.reports.late_sum import late_sum
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome, SubmissionResult

_DECIMALS = 6


@dataclass(frozen=True)
class ExportContext:
    """The surroundings of an export.

    Attributes
    ----------
    assignment : str
        Its name in course.yaml.
    course : Course or None
        Where it is at hand.
    rules : Assignment or None
        The assignment as the course has it.
    staff : bool
        Whether the results hold everything, for staff.
    roster : Path or None
        A CSV file that the learning platform exported, whose rows are kept.
    environment : mapping of str to str
        What the platform says about the submission.
    """

    assignment: str
    course: Course | None = None
    rules: Assignment | None = None
    staff: bool = False
    roster: Path | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def title(self) -> str:
        """The assignment's title, or its name where the course is not at hand."""
        return self.rules.title if self.rules else self.assignment

    def title_of(self, exercise: str) -> str:
        """Return an exercise's title, or its name where the course is not at hand."""
        titles = {each.name: each.title for each in self.rules.exercises} if self.rules else {}
        return titles.get(exercise, exercise)

    def late(self, result: SubmissionResult) -> str:
        """Return the sum of the late penalty in words; nothing for work that was in time."""
        return late_sum(result, self.course if self.rules else None)


def check_points(exercise: ExerciseResult) -> Iterator[tuple[CheckResult, float, float | None]]:
    """Yield each check with the points that it is worth and those that it earned, None where it has no fair score."""
    weights = sum(check.weight for check in exercise.checks)
    for check in exercise.checks:
        worth = round(exercise.max_points * check.weight / weights, _DECIMALS)
        if check.outcome is Outcome.GRADER_ERROR:
            yield check, worth, None
        else:
            yield check, worth, worth if check.outcome is Outcome.PASSED else 0.0


def no_score(result: SubmissionResult) -> UsageError:
    """Return the error for a platform that takes one student's score, where there is none: a zero would be something else."""
    if result.unread:
        return UsageError(
            f"{result.student}: no code could be read, so there is no score. {' '.join(result.notes)}"
        )
    return UsageError(f"{result.student}: grading itself failed, so there is no score; grade again")
