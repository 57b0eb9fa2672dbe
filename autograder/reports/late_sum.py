"""The late penalty as a sum that can be followed."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from autograder.course.course import Course
from autograder.reports.feedback import points_text
from autograder.vocabulary.outcomes import SubmissionResult


def late_sum(result: SubmissionResult, course: Course | None) -> str:
    """Return the sum of a late penalty in words and numbers; nothing for work that was in time.

    Without the course, or where its policy has changed since, only the points are named.
    """
    if not result.late_penalty or result.points is None or result.handed_in is None:
        return ""
    taken, left = points_text(result.late_penalty), points_text(result.points - result.late_penalty)
    closing = f"{points_text(result.points)} - {taken} = {left}"
    if course is None:
        return f"Handed in late: {taken} points off. {closing}."
    policy = course.late
    due = policy.due_for(result.student, result.assignment, course.assignment(result.assignment).due)
    handed_in = datetime.fromisoformat(result.handed_in)
    if due is None:
        return f"Handed in late: {taken} points off. {closing}."
    late_by = handed_in.astimezone(UTC) - due.astimezone(UTC)
    days = math.ceil(late_by / timedelta(days=1))
    percent = min(days * policy.penalty_per_day, 100.0 - policy.floor)
    if not math.isclose(result.points * percent / 100.0, result.late_penalty, rel_tol=1e-6):
        return f"Handed in late: {taken} points off. {closing}."
    share = f"{days} · {policy.penalty_per_day:g} %"
    if percent < days * policy.penalty_per_day:
        share += f", at most {percent:g} %,"
    day = "1 started day" if days == 1 else f"{days} started days"
    return (
        f"Due {due:%Y-%m-%d %H:%M}, handed in {handed_in.astimezone(due.tzinfo):%Y-%m-%d %H:%M}: {day} late. "
        f"{share} of {points_text(result.points)} points: {taken} off. {closing}."
    )
