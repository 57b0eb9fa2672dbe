"""A CSV file that Canvas's gradebook imports ("How do I import grades in the Gradebook?" in its guides).

Canvas finds students by ID or SIS ID. With the roster, which is the gradebook as Canvas exports it, the assignment's column
is filled in or added and the students' columns are kept; without one, names of submissions stand for SIS login IDs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from autograder.reports.class_figures import final_points
from autograder.reports.exports.context import ExportContext
from autograder.reports.exports.tables import identity, read_roster, write_rows
from autograder.reports.feedback import points_text
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult

_IDENTITY = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section")
_NAMED_BY = ("SIS Login ID", "SIS User ID", "ID", "Student")
# So Canvas writes the row that says how many points there are.
_POSSIBLE = "    Points Possible"


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write the header, the points possible, and one row per student; without a fair score the cell is empty: no change.

    Raises
    ------
    UsageError
        The roster names none of the students.
    """
    scores: dict[str, float | None] = {}
    most = 0.0
    for result in results:
        scores[result.student] = final_points(result)
        most = result.max_points
    write_rows(out, _rows(scores, most, context))


def _rows(scores: dict[str, float | None], most: float, context: ExportContext) -> Iterator[list[object]]:
    if context.roster is None:
        header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        yield [*header, context.title]
        yield [_POSSIBLE, "", "", "", "", points_text(most)]
        for name, points in scores.items():
            yield [name, "", "", name, "", _cell(points)]
        return
    header, rows = read_roster(context.roster)
    column = next((name for name in header if _is_of(name, context.title)), context.title)
    kept = [name for name in _IDENTITY if name in header]
    found = [(row, student) for row in rows if (student := identity(row, _NAMED_BY, scores))]
    if not found:
        raise UsageError(
            f"--roster {context.roster}: none of its rows names a student of the results by {', '.join(_NAMED_BY)}"
        )
    yield [*kept, column]
    yield [_POSSIBLE, *[""] * (len(kept) - 1), points_text(most)]
    for row, student in found:
        yield [*(row[name] for name in kept), _cell(scores[student])]


def _is_of(column: str, title: str) -> bool:
    """Say whether a column is the assignment's; Canvas writes its own number behind the title: ``Loss functions (4711)``."""
    name, _, number = column.rpartition(" (")
    return column == title or (name == title and number.rstrip(")").isdigit())


def _cell(points: float | None) -> str:
    return "" if points is None else points_text(points)
