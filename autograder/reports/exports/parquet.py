"""Parquet with one row per check, written some hundred students at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

from autograder.reports.exports.check_rows import COLUMNS, rows
from autograder.reports.exports.context import ExportContext
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult
from autograder.vocabulary.wording import needs_extra

_STUDENTS_AT_ONCE = 500


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write the table.

    Raises
    ------
    UsageError
        pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise UsageError(needs_extra("--to parquet", error.name, "parquet")) from None
    schema = pyarrow.schema([(name, getattr(pyarrow, kind)()) for name, kind in COLUMNS.items()])
    remaining = iter(results)
    with pyarrow.parquet.ParquetWriter(out, schema) as writer:
        while group := list(islice(remaining, _STUDENTS_AT_ONCE)):
            columns = zip(*(row for result in group for row in rows(result)), strict=True)
            arrays = [
                pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
