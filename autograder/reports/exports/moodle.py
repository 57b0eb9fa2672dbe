"""A CSV file for Moodle ("Grade import" and "Offline grading worksheet" in its documentation).

With the roster, the worksheet to download from an assignment's page in Moodle, grades and feedback are filled in
and all else is kept. Without one, it has one row per student for the gradebook's import, to be mapped by username.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from autograder.reports.class_figures import final_points
from autograder.reports.exports.context import ExportContext
from autograder.reports.exports.tables import identity, read_roster, write_rows
from autograder.reports.feedback import points_text
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import Outcome, SubmissionResult

_NAMED_BY = ("Username", "ID number", "Email address", "Identifier", "Full name")
_GRADE, _FEEDBACK = "Grade", "Feedback comments"


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write one row per student: points, and one sentence per exercise on how it went.

    Raises
    ------
    UsageError
        The roster names none of the students, or is no worksheet.
    """
    if context.roster is None:
        rows = ([each.student, _points(each), _feedback(each, context)] for each in results)
        header = ["username", context.title, f"{context.title} (feedback)"]
        write_rows(out, _with(header, rows))
        return
    write_rows(out, _worksheet({each.student: each for each in results}, context))


def _with(header: list[object] | list[str], rows: Iterable[list[str]]) -> Iterator[list[object]]:
    yield list(header)
    for row in rows:
        yield list(row)


def _worksheet(results: dict[str, SubmissionResult], context: ExportContext) -> Iterator[list[object]]:
    assert context.roster is not None
    header, rows = read_roster(context.roster)
    if _GRADE not in header:
        raise UsageError(
            f"--roster {context.roster}: expected a column {_GRADE!r}, as Moodle's grading worksheet has it"
        )
    columns = header if _FEEDBACK in header else [*header, _FEEDBACK]
    found = [(row, student) for row in rows if (student := identity(row, _NAMED_BY, results))]
    if not found:
        raise UsageError(
            f"--roster {context.roster}: none of its rows names a student of the results by {', '.join(_NAMED_BY)}"
        )
    yield list(columns)
    for row, student in found:
        result = results[student]
        filled = row | {_GRADE: _points(result), _FEEDBACK: _feedback(result, context)}
        yield [filled[name] for name in columns]


def _points(result: SubmissionResult) -> str:
    final = final_points(result)
    return "" if final is None else points_text(final)


def _feedback(result: SubmissionResult, context: ExportContext) -> str:
    """Return HTML, which is what Moodle takes feedback for."""
    said = [context.late(result), *result.notes]
    for exercise in result.exercises:
        passed = sum(check.outcome is Outcome.PASSED for check in exercise.checks)
        points = f"{points_text(exercise.points)} of {points_text(exercise.max_points)} points"
        hints = "".join(f" Think about: {hint}" for hint in exercise.hints)
        said.append(
            f"{context.title_of(exercise.name)}: {points}, {passed} of {len(exercise.checks)} checks passed.{hints}"
        )
    return "<br>".join(escape(" ".join(each.split())) for each in said if each)
