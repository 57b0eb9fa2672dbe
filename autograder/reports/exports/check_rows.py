"""Results as a table with one row per check, for analysis: the columns that CSV and Parquet share."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.reports.exports.context import check_points
from autograder.vocabulary.outcomes import SubmissionResult

# Each column's type, as Parquet calls it.
COLUMNS = {
    "student": "string",
    "assignment": "string",
    "exercise": "string",
    "check": "string",
    "title": "string",
    "about": "string",
    "visibility": "string",
    "outcome": "string",
    "worth": "float64",
    "earned": "float64",
    "duration_s": "float64",
    "misconceptions": "string",
    "exercise_points": "float64",
    "exercise_max_points": "float64",
    "points": "float64",
    "max_points": "float64",
    "late_penalty": "float64",
    "handed_in": "string",
    "graded_at": "string",
    "rules": "string",
}


def rows(result: SubmissionResult) -> Iterator[tuple[object, ...]]:
    """Yield the row of each check; `worth` and `earned` are its share of the exercise's points."""
    for exercise in result.exercises:
        for check, worth, earned in check_points(exercise):
            yield (
                *(result.student, result.assignment, exercise.name, check.name, check.title, check.about),
                *(check.visibility.value, check.outcome.value, worth, earned, check.duration_s),
                *(" ".join(exercise.misconceptions), exercise.points, exercise.max_points, result.points),
                *(result.max_points, result.late_penalty, result.handed_in, result.graded_at),
                result.made_by.rules,
            )
