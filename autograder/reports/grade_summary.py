"""What `autograder grade` prints below its table: the class at a glance, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from autograder.reports.class_figures import class_figures
from autograder.reports.class_summary import summary_lines
from autograder.reports.terminal import WHOLE
from autograder.vocabulary.outcomes import SubmissionResult

_FEWEST = 2  # one student's results say it all themselves


def print_summary(results: Sequence[SubmissionResult], console: Console) -> None:
    """Print the short account of a class; nothing for a single submission."""
    if len(results) < _FEWEST:
        return
    # How many there are is said already, and of a larger class how its points are spread.
    _, *lines = summary_lines(class_figures(results), bars=len(results) <= WHOLE)
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
