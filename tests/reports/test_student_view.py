"""What a student may see of a result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from autograder.course.assignment import Assignment
from autograder.course.limits import Limits
from autograder.reports.feedback import exercise_lines
from autograder.reports.student_view import hidden_may_be_shown, student_view
from autograder.vocabulary.outcomes import ExerciseResult, Outcome
from tests.reports.conftest import (
    HIDDEN_EXPECTED,
    HIDDEN_FILE,
    MISCONCEPTION,
    SECRETS,
    STAFF_LINE,
    hidden_check,
    result_of,
    secretive,
)

DATE = datetime(2027, 3, 5, 12, tzinfo=UTC)


def rules(date: datetime | None) -> Assignment:
    return Assignment(name="losses", title="Losses", exercises=(), limits=Limits(), show_hidden_after=date)


def test_before_the_date_nothing_of_a_hidden_check_but_its_topic_and_outcome_is_left():
    view = student_view(secretive("student-01"), show_hidden=False)
    text = msgspec.json.encode(view).decode()
    assert not [secret for secret in SECRETS if secret in text]
    hidden = [check for check in view.exercises[0].checks if check.visibility.value == "hidden"]
    assert {check.about for check in hidden} == {"edge cases"}
    assert [check.outcome for check in hidden] == [each for each in Outcome if each.value != "grader_error"]
    assert len({check.name for check in hidden}) == len(hidden)


def test_a_grading_fault_in_a_hidden_check_is_no_leak_either():
    exercise = ExerciseResult(
        name="loss", points=None, max_points=4.0, checks=(hidden_check(Outcome.GRADER_ERROR),)
    )
    text = msgspec.json.encode(student_view(result_of("student-01", exercise), show_hidden=False)).decode()
    assert not [secret for secret in SECRETS if secret in text]
    assert "no fault of your code" in text


def test_points_weights_hints_and_visible_messages_stay():
    result = secretive("student-01")
    view = student_view(result, show_hidden=False)
    (before,), (after,) = result.exercises, view.exercises
    assert (after.points, after.hints) == (before.points, before.hints)
    assert [check.weight for check in after.checks] == [check.weight for check in before.checks]
    assert after.checks[0].message == before.checks[0].message


def test_from_the_date_on_hidden_checks_are_shown_but_nothing_of_the_staff():
    text = msgspec.json.encode(student_view(secretive("student-01"), show_hidden=True)).decode()
    assert HIDDEN_EXPECTED in text
    assert not [secret for secret in (STAFF_LINE, MISCONCEPTION, HIDDEN_FILE) if secret in text]


@pytest.mark.parametrize(
    ("date", "now", "shown"),
    [
        (None, DATE, False),
        (DATE, DATE - timedelta(seconds=1), False),
        (DATE, DATE, True),
        # The same moment in another time zone.
        (DATE.astimezone(), DATE, True),
    ],
)
def test_the_date_decides(date, now, shown):
    assert hidden_may_be_shown(rules(date), now) is shown


def test_without_a_course_at_hand_nothing_hidden_is_shown():
    assert not hidden_may_be_shown(None)


def test_feedback_says_the_topic_of_a_hidden_check_and_what_happened():
    (exercise,) = student_view(secretive("student-01"), show_hidden=False).exercises
    lines = exercise_lines(exercise)
    at = lines.index("  TIMEOUT  hidden check 4")
    assert lines[at + 1 : at + 3] == [
        "    Hidden check: edge cases",
        "    Your code did not finish in time. Does every loop in it come to an end?",
    ]
