"""Our steps in `nbgrader autograde`: the engine in place of a kernel, then comments and dates for the gradebook."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from autograder.batch.executors import grade_one
from autograder.nbgrader_bridge.gradebook import forget_scores, record_comments, record_dates
from autograder.nbgrader_bridge.results import write_results
from autograder.vocabulary.errors import SeamError
from autograder.vocabulary.outcomes import Outcome, SubmissionResult

_Converted = tuple[NotebookNode, dict[str, Any]]
_RESULT = "autograder_result"


class RecordDueDates(NbGraderPreprocessor):
    """Enters the assignment's due date and the student's extension from course.yaml, so that nbgrader knows who is late.

    Scores of an earlier grading go, so that what cannot be graded now has none.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> _Converted:
        """Enter the dates; the notebook stays as it is."""
        received = self.parent.received
        for note in received.submission.staff_notes:
            self.log.warning("%s: %s", received.submission.student, note)
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            record_dates(gradebook, received.plan.course(), received.submission)
            forget_scores(_submitted_notebook(gradebook, resources))
            gradebook.db.commit()
        return nb, resources


class GradeConfined(NbGraderPreprocessor):
    """Takes the place of nbgrader's Execute: the submission is graded by the engine, as `autograder grade` does it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> _Converted:
        """Grade, and write scores and feedback into the test cells.

        Raises
        ------
        SeamError
            Grading itself failed. nbgrader then leaves this submission ungraded and goes on with the next.
        """
        received = self.parent.received
        result = grade_one(received.plan, received.submission)
        if result.unread:
            self.log.warning(
                "%s: no code could be read, so there is no score. %s", result.student, " ".join(result.notes)
            )
        elif result.points is None:
            raise SeamError(_our_fault(result))
        write_results(nb, result, received.plan.rules(), received.notes)
        resources[_RESULT] = result
        return nb, resources


class SaveScores(SaveAutoGrades):
    """Enters the scores; what could not be read has none, and is marked for a person to look at."""

    def _add_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        if not resources[_RESULT].unread:
            super()._add_score(cell, resources)


class SaveComments(NbGraderPreprocessor):
    """Enters the automatic comment on each exercise; what a person commented stays."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> _Converted:
        """Enter the comments; the notebook stays as it is."""
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            record_comments(_submitted_notebook(gradebook, resources), resources[_RESULT])
            gradebook.db.commit()
        return nb, resources


def _submitted_notebook(gradebook: Gradebook, resources: dict[str, Any]) -> SubmittedNotebook:
    marks = resources["nbgrader"]
    return gradebook.find_submission_notebook(marks["notebook"], marks["assignment"], marks["student"])


def _our_fault(result: SubmissionResult) -> str:
    messages = [
        f"{check.name}: {check.staff}"
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is Outcome.GRADER_ERROR
    ]
    return f"{result.student}: no score, since grading itself failed; autograde again. " + "; ".join(messages)
