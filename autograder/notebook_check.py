"""`check("svm_loss")` in a notebook."""

from __future__ import annotations

from pathlib import Path


def check(exercise: str) -> None:
    """Run the visible checks of an exercise on the functions defined in this notebook, and print what they found.

    Parameters
    ----------
    exercise : str
        Its name, as in the heading of its cell.
    """
    from rich.console import Console

    import __main__
    from autograder.errors import AutograderError
    from autograder.own_checks import check_namespace
    from autograder.terminal import print_own_report

    try:
        report = check_namespace(Path.cwd(), exercise, vars(__main__))
    except AutograderError as error:
        print(error)
    else:
        print_own_report(report, Console(width=100, force_terminal=False, force_jupyter=False))
