"""The notebook to show a submission's results in, whatever kind of file was handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from autograder.nbgrader_bridge.intake import Intake, take_in
from autograder.nbgrader_bridge.script import script_cells
from autograder.submissions.finding import Submission
from autograder.submissions.notebook_file import open_notebook
from autograder.submissions.reading import holds_notebook
from autograder.submissions.units import decode_source
from autograder.vocabulary.errors import SubmissionError


def take_in_submission(submission: Submission, released: NotebookNode) -> Intake:
    """Return a sound notebook of a submission; `released` is the notebook that students were given."""
    intake = take_in(_cells(submission), released)
    # Whoever handed in a script, or nothing that can be read, has no cells to be missing or changed.
    return intake if _is_notebook(submission) and submission.units else replace(intake, notes=())


def _is_notebook(submission: Submission) -> bool:
    return holds_notebook(submission.main, submission.main_bytes)


def _cells(submission: Submission) -> list[dict[str, Any]]:
    if _is_notebook(submission):
        try:
            return list(open_notebook(submission.main_bytes).cells)
        except SubmissionError:  # the result's notes say so
            return []
    return script_cells(decode_source(submission.main, submission.main_bytes)[0])
