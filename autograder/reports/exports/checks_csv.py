"""CSV with one row per check."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO

from autograder.reports.exports.check_rows import COLUMNS, rows
from autograder.reports.exports.context import ExportContext
from autograder.reports.exports.tables import write_rows
from autograder.vocabulary.outcomes import SubmissionResult


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write the header and the rows, result by result."""
    header: list[tuple[object, ...]] = [tuple(COLUMNS)]
    write_rows(out, chain(header, (row for result in results for row in rows(result))))
