"""`autograder export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from autograder.batch.store import ResultStore
from autograder.commands.common import course_of_results
from autograder.reports.exports.context import ExportContext
from autograder.reports.exports.register import FORMATS, Format
from autograder.reports.results_folder import AssignmentResults, find_results
from autograder.reports.site import rules_of
from autograder.reports.student_view import hidden_may_be_shown, student_view
from autograder.vocabulary.atomic_file import replacing
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult
from autograder.vocabulary.wording import listing

_MOST_LISTED = 1000


def export_results(
    results: Path,
    format_name: str,
    out: Path | None,
    course_file: Path | None,
    *,
    students: Sequence[str],
    staff: bool,
    roster: Path | None,
) -> int:
    """Write results in another program's format to `out`, or to standard output; 0.

    Without `staff` they hold what students may see, and no more.

    Parameters
    ----------
    results : Path
        A folder of results, or one result file.
    format_name : str
        A key of `FORMATS`.
    out : Path or None
        The file, or a folder for it under the format's usual name; None for standard output.
    course_file : Path or None
        None for the course found from the results or the current folder, if any.
    students : sequence of str
        Whose results; empty for all.
    staff : bool
        Write everything, hidden checks included, not only what students may see.
    roster : Path or None
        CSV file exported by the learning platform, whose rows are kept.

    Raises
    ------
    UsageError
        The results are of several assignments, the format holds one student's results and there are more, or the file
        cannot be read or written.
    """
    assignments = find_results(results)
    if len(assignments) > 1:
        names = ", ".join(str(results / each.assignment) for each in assignments)
        raise UsageError(f"{results}: there are results of several assignments; export one of them:  {names}")
    (found,) = assignments
    found = found.only(students)
    course = course_of_results(course_file, results, [found.assignment])
    rules = rules_of(course, found.assignment)
    context = ExportContext(found.assignment, course, rules, staff, roster)
    chosen = FORMATS[format_name]
    if chosen.one_student and len(found) > 1:
        _write_each(chosen, found, out, context)
    else:
        _write(chosen, _seen(found, context), out, context)
    if ungraded := [result.student for result in found if result.points is None]:
        print(f"Without a score: {listing(ungraded, _MOST_LISTED)}", file=sys.stderr)
    return 0


def _seen(results: Iterable[SubmissionResult], context: ExportContext) -> Iterator[SubmissionResult]:
    shown = hidden_may_be_shown(context.rules)
    for result in results:
        yield result if context.staff else student_view(result, show_hidden=shown)


def _write_each(chosen: Format, results: AssignmentResults, out: Path | None, context: ExportContext) -> None:
    if out is None or out.suffix == Path(chosen.file).suffix:
        raise UsageError(
            f"a {chosen.file} holds one student's results and there are {len(results)}: name a folder with --out FOLDER, "
            "or one student with --student NAME"
        )
    store = ResultStore(out)
    for result in _seen(results, context):
        _write(chosen, [result], store.path(result.student), context)


def _write(
    chosen: Format, results: Iterable[SubmissionResult], out: Path | None, context: ExportContext
) -> None:
    """Write a file whole or not at all."""
    writer = chosen.writer()
    if out is None:
        writer(results, sys.stdout.buffer, context)
        sys.stdout.buffer.flush()
        return
    path = out / chosen.file if out.is_dir() else out
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            writer(results, file, context)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
