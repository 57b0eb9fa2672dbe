"""JSON Lines: one result per line, with the fields of a result file (docs/results.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from autograder.reports.exports.context import ExportContext
from autograder.vocabulary.outcomes import SubmissionResult


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write one line per result."""
    for result in results:
        out.write(msgspec.json.encode(result) + b"\n")
