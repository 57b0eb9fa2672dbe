"""`check("svm_loss")` in a notebook."""

from __future__ import annotations

import os
from pathlib import Path


def check(exercise: str) -> None:
    """Run the visible checks of an exercise on the functions defined in this notebook, and print what they found.

    Parameters
    ----------
    exercise : str
        Its name, as in the heading of its cell.

    Raises
    ------
    AssertionError
        `nbgrader validate` runs the notebook and not all checks passed: to nbgrader, a cell that does not fail has passed.
    """
    from rich.console import Console

    import __main__
    from autograder.student.own_checks import check_namespace
    from autograder.student.printing import print_own_report
    from autograder.vocabulary.errors import AutograderError

    try:
        report = check_namespace(Path.cwd(), exercise, vars(__main__))
    except AutograderError as error:
        print(error)
        return
    print_own_report(report, Console(width=100, force_terminal=False, force_jupyter=False))
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not report.all_passed:
        raise AssertionError(
            f'not all visible checks of {exercise} pass; run check("{exercise}") to see which'
        )
