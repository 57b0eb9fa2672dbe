"""What a student may see of a result: one decision, taken here for pages, exports, logs and nbgrader's feedback alike."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from autograder.course.assignment import Assignment
from autograder.reports.feedback import is_unread
from autograder.vocabulary.message import Message
from autograder.vocabulary.outcomes import (
    CheckResult,
    ExerciseResult,
    Outcome,
    SubmissionResult,
    Visibility,
)

_SAID_OF_HIDDEN = {
    Outcome.PASSED: "It passed.",
    Outcome.FAILED: "The result was not right.",
    Outcome.ERROR: "Your code raised an exception.",
    Outcome.TIMEOUT: "Your code did not finish in time. Does every loop in it come to an end?",
    Outcome.MEMORY: "Your code asked for more memory than it is allowed.",
    Outcome.CRASHED: "Your code ended its process, or wrote more than is allowed.",
    Outcome.MISSING: "Not written yet.",
    Outcome.GRADER_ERROR: "Grading itself failed. This is no fault of your code, and costs no points.",
}


def hidden_may_be_shown(rules: Assignment | None, now: datetime | None = None) -> bool:
    """Say whether the date has come from which students may see their hidden checks.

    Parameters
    ----------
    rules : Assignment or None
        The assignment as course.yaml has it; where it is not at hand, nothing hidden is shown.
    now : datetime, optional
        With a time zone; the present by default.
    """
    if rules is None or rules.show_hidden_after is None:
        return False
    return (now or datetime.now(UTC)) >= rules.show_hidden_after


def student_view(result: SubmissionResult, *, show_hidden: bool) -> SubmissionResult:
    """Return what a student may see of the result.

    Left out is what is for staff: lines and notes, names of misconceptions, places of hidden checks. Unless
    `show_hidden`, a hidden check keeps its topic, weight and outcome only: its name and title, what it called and expected, and
    whatever the student's code raised or printed then, which could repeat its input, are out too.
    """
    exercises = tuple(_exercise(exercise, show_hidden) for exercise in result.exercises)
    return msgspec.structs.replace(result, exercises=exercises, staff_notes=())


def _exercise(exercise: ExerciseResult, show_hidden: bool) -> ExerciseResult:
    checks = []
    hidden = 0
    for check in exercise.checks:
        if check.visibility is Visibility.HIDDEN:
            hidden += 1
            checks.append(_shown(check) if show_hidden else _topic_only(check, hidden))
        else:
            checks.append(msgspec.structs.replace(check, staff=""))
    return msgspec.structs.replace(exercise, checks=tuple(checks), misconceptions=())


def _shown(check: CheckResult) -> CheckResult:
    message = None if check.message is None else msgspec.structs.replace(check.message, where="")
    return msgspec.structs.replace(check, message=message, staff="")


def _topic_only(check: CheckResult, number: int) -> CheckResult:
    title = f"Hidden check: {check.about}" if check.about else "Hidden check"
    # Why it could not be read is said of the student's own lines, whichever check met it.
    said = check.message.text if is_unread(check) and check.message else (_SAID_OF_HIDDEN[check.outcome],)
    message = Message(title=title, text=said) if check.message else None
    return msgspec.structs.replace(
        check, name=f"hidden check {number}", title=title, message=message, staff=""
    )
