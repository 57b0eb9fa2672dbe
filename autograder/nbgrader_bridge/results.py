"""A result in a notebook: a score that nbgrader can read in each test cell, the feedback after it, notes on top."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.course.assignment import Assignment
from autograder.nbgrader_bridge.cells import check_id, grade_id
from autograder.reports.feedback import exercise_lines, is_unread, points_text
from autograder.reports.student_view import hidden_may_be_shown, student_view
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.outcomes import ExerciseResult, Outcome, SubmissionResult

# The notebook's record of the rules that its scores were given by: a digest of course, checks and engine.
RULES = "autograder_rules"
_NOTES_ID = "grading-notes"


def write_results(
    notebook: NotebookNode, result: SubmissionResult, rules: Assignment, notes: Sequence[str]
) -> None:
    """Write scores and feedback into the test cells of `notebook`, and notes into a cell on top.

    nbgrader takes the first `execute_result` of a test cell for its score. No other output of a test cell is one,
    and none goes to stderr, which would cost all points. What is written is what students may see: their feedback is made
    of this notebook.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place.
    result : SubmissionResult
        With everything; what students may not see is taken out here.
    rules : Assignment
        As course.yaml has it.
    notes : sequence of str
        What to say on top, after the result's own notes.

    Raises
    ------
    CourseError
        The notebook gives an exercise other points than course.yaml.
    """
    notebook.metadata[RULES] = result.made_by.rules
    view = student_view(result, show_hidden=hidden_may_be_shown(rules))
    exercises = {check_id(exercise.name): exercise for exercise in view.exercises}
    difficulty = {exercise.name: exercise.difficulty_word for exercise in rules.exercises}
    for cell in notebook.cells:
        exercise = exercises.get(grade_id(cell) or "")
        if exercise is None:
            continue
        lines = exercise_lines(exercise, difficulty[exercise.name])
        cell.outputs = []
        if cell.metadata.nbgrader.grade and not result.unread:
            cell.outputs.append(_score(exercise, float(cell.metadata.nbgrader.points)))
            lines.insert(0, f"{points_text(exercise.points)} of {points_text(exercise.max_points)} points")
        cell.outputs.append(_printed(lines))
    said = [*view.notes, *notes]
    if said:
        heading = new_code_cell("# Notes on what was handed in", id=_NOTES_ID, outputs=[_printed(said)])
        notebook.cells.insert(0, heading)


def comment(exercise: ExerciseResult) -> str:
    """Return the automatic comment on an exercise: its outcome in a line or two.

    It holds nothing that a student wrote, since nbgrader's pages take comments for Markdown.
    """
    outcomes = [check.outcome for check in exercise.checks]
    if exercise.points is None and not outcomes:
        return "What was handed in could not be read; there is no score yet."
    if outcomes and all(outcome is Outcome.MISSING for outcome in outcomes):
        return "It could not be read." if any(map(is_unread, exercise.checks)) else "Not yet done."
    passed = sum(outcome is Outcome.PASSED for outcome in outcomes)
    said = f"{passed} of {len(outcomes)} checks passed."
    if exercise.hints:
        said += " Think about: " + " ".join(exercise.hints)
    return said


def _score(exercise: ExerciseResult, max_points: float) -> NotebookNode:
    if exercise.points is None:
        raise ValueError(f"{exercise.name} has no score")
    if max_points != exercise.max_points:
        raise CourseError(
            f"{exercise.name} has {exercise.max_points:g} points in course.yaml and {max_points:g} in the gradebook: "
            f"run `autograder build` and `nbgrader generate_assignment --force`, then autograde again"
        )
    text = repr(float(min(max(exercise.points, 0.0), max_points)))
    return new_output("execute_result", data={"text/plain": text}, execution_count=1)


def _printed(lines: Sequence[str]) -> NotebookNode:
    return new_output("stream", name="stdout", text="\n".join(lines) + "\n")
