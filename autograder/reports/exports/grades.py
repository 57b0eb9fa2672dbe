"""Grades as CSV, one row per student, for a registrar or a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from autograder.reports.class_figures import final_points
from autograder.reports.exports.context import ExportContext
from autograder.reports.exports.tables import write_rows
from autograder.vocabulary.outcomes import SubmissionResult

_FIRST = (
    "student",
    "assignment",
    "final_points",
    "max_points",
    "points",
    "late_penalty",
    "handed_in",
    "graded_at",
)


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write the header and one row per student; `final_points` are `points` without the late penalty."""
    write_rows(out, _rows(results))


def _rows(results: Iterable[SubmissionResult]) -> Iterator[list[object]]:
    exercises: list[str] = []
    for result in results:
        if not exercises:
            exercises = [exercise.name for exercise in result.exercises]
            yield [*_FIRST, *exercises]
        points = {exercise.name: exercise.points for exercise in result.exercises}
        yield [
            *(result.student, result.assignment, final_points(result), result.max_points, result.points),
            *(result.late_penalty, result.handed_in, result.graded_at),
            *(points.get(name) for name in exercises),
        ]
