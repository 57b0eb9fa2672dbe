"""Which formats there are. A new one is a module beside this one, and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:  # the command line reads the names of the formats at every start
    from autograder.reports.exports.context import ExportContext
    from autograder.vocabulary.outcomes import SubmissionResult


class Writer(Protocol):
    """The function ``write`` of a format's module."""

    def __call__(self, results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext, /) -> None:
        """Write the results to a file.

        Parameters
        ----------
        results : iterable of SubmissionResult
            Read once, one by one; without what students may not see unless the context says `staff`.
        out : binary file
            Open for writing, and left open.
        context : ExportContext

        Raises
        ------
        UsageError
            The format cannot hold these results, or the roster cannot be used.
        """


@dataclass(frozen=True)
class Format:
    """A format: the module that writes it, its usual file name, what it is for, whether a file holds one student only."""

    module: str
    file: str
    summary: str
    one_student: bool = False

    def writer(self) -> Writer:
        """Return the function that writes it; what it needs is imported now."""
        module = importlib.import_module(f"{__package__}.{self.module}")
        write: Writer = module.write
        return write


FORMATS = {
    "junit": Format("junit", "junit.xml", "JUnit XML, for CI"),
    "gradescope": Format("gradescope", "results.json", "Gradescope's results.json", one_student=True),
    "classroom50": Format("classroom50", "result.json", "Classroom 50's result.json", one_student=True),
    "github-summary": Format("github_summary", "summary.md", "Markdown, for a job's summary on GitHub"),
    "github-annotations": Format("github_annotations", "annotations.txt", "GitHub workflow commands"),
    "canvas": Format("canvas", "canvas.csv", "grades for Canvas's gradebook"),
    "moodle": Format("moodle", "moodle.csv", "grades and feedback for Moodle"),
    "grades": Format("grades", "grades.csv", "CSV, one row per student"),
    "csv": Format("checks_csv", "checks.csv", "CSV, one row per check"),
    "parquet": Format("parquet", "checks.parquet", "Parquet, one row per check"),
    "jsonl": Format("jsonl", "results.jsonl", "JSON Lines, one result per line"),
}
