"""`check("svm_loss")` in a notebook."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from autograder.reports.ansi import Lines
from autograder.student.own_report import OwnReport, State, is_unwritten
from autograder.student.printing import (
    closing_words,
    exercise_row,
    failure_title,
    others_in_words,
    print_own_report,
)
from autograder.vocabulary.errors import AutograderError

_STYLES = {State.DONE: "done", State.BEGUN: "begun", State.NOT_WRITTEN: "quiet"}
_SIGNS = {State.DONE: "✓", State.BEGUN: "✗", State.NOT_WRITTEN: "○"}


def check(*exercises: str) -> None:
    """Run the visible checks on the functions defined in this notebook, and show what they found.

    Parameters
    ----------
    *exercises : str
        Names of exercises, as in the headings of their cells, or of functions; none for all.

    Raises
    ------
    AssertionError
        `nbgrader validate` runs the notebook and not all checks passed: to nbgrader, a cell that does not fail has passed.
    """
    import __main__
    from autograder.student.own_checks import check_namespace

    try:
        report = check_namespace(Path.cwd(), exercises, vars(__main__))
    except AutograderError as error:
        print(error)
        return
    except KeyboardInterrupt:
        print("The check was interrupted.")
        return
    _show(report)
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not report.all_passed:
        names = ", ".join(f'"{name}"' for name in exercises)
        what = f"of {' and '.join(exercises)} " if exercises else ""
        raise AssertionError(f"not all visible checks {what}pass; run check({names}) to see which")


def _show(report: OwnReport) -> None:
    """Show a report as HTML with plain text beside it, or as plain text where there is no notebook."""
    plain = io.StringIO()
    print_own_report(report, Lines(plain))
    if "IPython" in sys.modules:
        from IPython.core.getipython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            display(
                {  # type: ignore[no-untyped-call]
                    "text/html": report_html(report),
                    "text/plain": plain.getvalue(),
                },
                raw=True,
            )
            return
    print(plain.getvalue(), end="")


def report_html(report: OwnReport) -> str:
    """Return a report as HTML for a notebook's output."""
    from autograder.reports import notebook_page as html

    rows = [(_SIGNS[each.state], *exercise_row(each)) for each in report.exercises]
    parts = [html.table(rows, [_STYLES[each.state] for each in report.exercises])]
    first = report.failed_first()
    if first is not None and not is_unwritten(first[1]) and first[1].message is not None:
        exercise, failed = first
        picture = report.pictures.get(failed.name, "")
        parts.append(html.failure(failure_title(exercise, failed), first[1].message, picture))
        parts += [
            html.sentence(text, "quiet")
            for text in others_in_words(report, exercise, failed, in_notebook=True)
        ]
    parts.append(html.sentence(closing_words(report), "done title" if report.all_passed else "title"))
    parts += [html.sentence(note, "quiet") for note in report.notes]
    return html.page(parts)
