"""`autograder check`."""

from __future__ import annotations

from pathlib import Path

from autograder.commands.common import plain_console
from autograder.student.own_checks import check_folder
from autograder.student.printing import print_own_report


def check_here(exercise: str | None, submission: Path | None) -> int:
    """Run the visible checks in the current folder and print what they found; 0 when all passed, else 1."""
    report = check_folder(Path.cwd(), exercise, submission)
    print_own_report(report, plain_console())
    return 0 if report.all_passed else 1
