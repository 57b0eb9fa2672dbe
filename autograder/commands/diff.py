"""`autograder diff`."""

from __future__ import annotations

from pathlib import Path

from autograder.commands.common import plain_console
from autograder.reports.comparison import difference_lines
from autograder.reports.results_folder import find_results
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import listing


def print_changes(old: Path, new: Path) -> int:
    """Print what changed between two folders of results; 0.

    Raises
    ------
    UsageError
        A folder has no results, or the two have no assignment in common.
    """
    before = {each.assignment: each for each in find_results(old)}
    after = {each.assignment: each for each in find_results(new)}
    shared = [name for name in before if name in after]
    if not shared:
        raise UsageError(
            f"{old} has results of {listing(before)} and {new} of {listing(after)}: there is nothing to compare"
        )
    console = plain_console()
    for name in shared:
        for line in difference_lines(before[name], after[name]):
            console.print(line, markup=False, soft_wrap=True)
    return 0
