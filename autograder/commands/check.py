"""`autograder check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.reports.ansi import Lines
from autograder.student.own_checks import check_words
from autograder.student.printing import print_own_report
from autograder.vocabulary.errors import UsageError


def watch_here(words: Sequence[str], submission: Path | None, *, everything: bool) -> int:
    """Check now and again at each save, until Ctrl-C; 0 when all passed the last time, else 1.

    Parameters
    ----------
    words : sequence of str
        What to check: folders, files, exercises, functions or checks; nothing for all that is here.
    submission : Path or None
        The file to check, where it was named.
    everything : bool
        Print every failed check in full, not only the first.

    Raises
    ------
    UsageError
        The words name nothing, there are no checks, or watchfiles is not installed.
    """
    from autograder.student.place import find_place
    from autograder.student.watch import reports_at_each_save, saves_in

    place = find_place(words, Path.cwd(), submission)
    lines = Lines(sys.stdout)
    all_passed = False
    try:
        for report in reports_at_each_save(place, saves_in(place.folder)):
            all_passed = report.all_passed
            lines.clear()
            print_own_report(report, lines, everything=everything)
            lines.prose("Watching: save to check again, Ctrl-C ends.", "dim")
            sys.stdout.flush()
    except KeyboardInterrupt:
        lines.say()
        lines.say("Stopped watching.")
    except ModuleNotFoundError as error:
        if error.name != "watchfiles":
            raise
        raise UsageError(
            "--watch needs the package watchfiles: type  python -m pip install watchfiles"
        ) from None
    return 0 if all_passed else 1


def check_here(words: Sequence[str], submission: Path | None, *, everything: bool, as_json: bool) -> int:
    """Run the visible checks that were asked for and print what they found; 0 when all passed, else 1.

    Parameters
    ----------
    words : sequence of str
        What to check: folders, files, exercises, functions or checks; nothing for all that is here.
    submission : Path or None
        The file to check, where it was named.
    everything : bool
        Print every failed check in full, not only the first.
    as_json : bool
        Print JSON, for editors, instead of text.

    Raises
    ------
    UsageError
        The words name nothing, or there are no checks.
    """
    report = check_words(words, Path.cwd(), submission)
    if as_json:
        from autograder.student.as_json import own_report_json

        print(own_report_json(report))
    else:
        print_own_report(report, Lines(sys.stdout), everything=everything)
    return 0 if report.all_passed else 1
