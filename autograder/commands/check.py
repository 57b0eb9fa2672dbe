"""`autograder check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.reports.ansi import Lines
from autograder.student.own_checks import check_words
from autograder.student.printing import print_own_report


def check_here(words: Sequence[str], submission: Path | None, *, everything: bool, as_json: bool) -> int:
    """Run the visible checks that were asked for and print what they found; 0 when all passed, else 1."""
    report = check_words(words, Path.cwd(), submission)
    if as_json:
        from autograder.student.as_json import own_report_json

        print(own_report_json(report))
    else:
        print_own_report(report, Lines(sys.stdout), everything=everything)
    return 0 if report.all_passed else 1
