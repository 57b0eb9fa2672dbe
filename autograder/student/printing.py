"""What a student's own run of the visible checks prints."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from autograder.reports.feedback import exercise_lines
from autograder.student.own_checks import OwnReport
from autograder.vocabulary.outcomes import ExerciseResult, Outcome


def print_feedback(exercises: Sequence[ExerciseResult], console: Console, *, stars: dict[str, int]) -> None:
    """Print a student's checks by exercise: a line each, and the message of each that did not pass."""
    for exercise in exercises:
        for line in exercise_lines(exercise, stars.get(exercise.name, 0)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def print_own_report(report: OwnReport, console: Console) -> None:
    """Print what a student's own run of the visible checks found."""
    for note in report.notes:
        console.print(f"note: {note}", markup=False, highlight=False, soft_wrap=True)
    print_feedback(report.exercises, console, stars=report.stars)
    counts = report.counts()
    if report.all_passed:
        summary = "Visible checks passed; "
    else:
        missing = counts[Outcome.MISSING]
        failed = sum(counts.values()) - counts[Outcome.PASSED] - missing
        summary = (
            f"Visible checks: {counts[Outcome.PASSED]} passed, {failed} failed, {missing} not yet done; "
        )
    closing = report.hidden[:1].lower() + report.hidden[1:]
    console.print(summary + closing, markup=False, highlight=False, soft_wrap=True)
