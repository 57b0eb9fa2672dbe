"""Our steps of `nbgrader autograde`: the engine in place of a kernel, then comments and dates for the gradebook."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.batch.executors import grade_one
from autograder.nbgrader_bridge.gradebook import record_comments, record_dates
from autograder.nbgrader_bridge.results import write_results
from autograder.vocabulary.errors import SeamError
from autograder.vocabulary.outcomes import Outcome, SubmissionResult

Converted = tuple[NotebookNode, dict[str, Any]]
_RESULT = "autograder_result"


class RecordDueDates(NbGraderPreprocessor):
    """Enters the assignment's due date and the student's extension from course.yaml, so that nbgrader knows who is late."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Enter the dates; the notebook stays as it is."""
        received = self.parent.received
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            record_dates(gradebook, received.plan.course(), received.submission)
        return nb, resources


class GradeConfined(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: the submission is graded by the engine, as `autograder grade` does it.

    Raises
    ------
    SeamError
        Grading itself failed. nbgrader then leaves this submission ungraded and goes on with the next.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Grade, and write scores and feedback into the test cells."""
        received = self.parent.received
        result = grade_one(received.plan, received.submission)
        if result.points is None:
            raise SeamError(_our_fault(result))
        write_results(nb, result, received.plan.rules(), received.notes)
        resources[_RESULT] = result
        return nb, resources


class SaveComments(NbGraderPreprocessor):
    """Enters the automatic comment on each exercise; what a person commented stays."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        """Enter the comments; the notebook stays as it is."""
        marks = resources["nbgrader"]
        with Gradebook(marks["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(
                marks["notebook"], marks["assignment"], marks["student"]
            )
            record_comments(notebook, resources[_RESULT])
            gradebook.db.commit()
        return nb, resources


def _our_fault(result: SubmissionResult) -> str:
    messages = [
        f"{check.name}: {check.staff}"
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is Outcome.GRADER_ERROR
    ]
    return f"{result.student}: no score, since grading itself failed; autograde again. " + "; ".join(messages)
