"""A student's page: points, each check with its message, hidden checks by topic, and what being late costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.reports.class_figures import final_points
from autograder.reports.feedback import is_unread
from autograder.reports.pages import render
from autograder.reports.pictures import Picture, gradient_picture, picture_of
from autograder.vocabulary.message import labelled_parts
from autograder.vocabulary.outcomes import (
    CheckResult,
    ExerciseResult,
    Outcome,
    SubmissionResult,
    Visibility,
)


@dataclass(frozen=True)
class _Kind:
    """Hidden checks of one topic: how many passed, and what is said of the others, each sentence once."""

    about: str
    passed: int
    count: int
    said: tuple[str, ...]


@dataclass(frozen=True)
class _Exercise:
    """An exercise as the page shows it."""

    result: ExerciseResult
    title: str
    passed: int
    not_begun: bool
    shown: tuple[tuple[CheckResult, Picture | None], ...]
    passed_visible: tuple[CheckResult, ...]
    hidden: tuple[_Kind, ...]


def student_page(
    view: SubmissionResult, *, title: str, titles: Mapping[str, str], late: str, hidden_by_topic: bool
) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    view : SubmissionResult
        What the student may see, from `student_view`.
    title : str
        The assignment's.
    titles : mapping of str to str
        Exercise to its title, as far as they are known.
    late : str
        What being late costs, as a sum; empty for work that was in time.
    hidden_by_topic : bool
        Whether hidden checks are summed up by topic; otherwise each is shown like a visible one.
    """
    exercises = [
        _exercise(each, titles.get(each.name) or each.name, hidden_by_topic)
        for each in view.exercises
        if each.checks
    ]
    checks = [check for each in view.exercises for check in each.checks]
    return render(
        "student_page.html.jinja",
        result=view,
        title=title,
        final=final_points(view),
        late=late,
        exercises=exercises,
        counts=(_passed(checks), len(checks)),
        parts=labelled_parts,
        gradient_picture=gradient_picture,
    )


def _exercise(exercise: ExerciseResult, title: str, hidden_by_topic: bool) -> _Exercise:
    hidden = [check for check in exercise.checks if hidden_by_topic and check.visibility is Visibility.HIDDEN]
    single = [check for check in exercise.checks if check not in hidden]
    return _Exercise(
        result=exercise,
        title=title,
        passed=_passed(exercise.checks),
        not_begun=all(check.outcome is Outcome.MISSING and not is_unread(check) for check in exercise.checks),
        shown=tuple(
            (check, picture_of(check.message) if check.message else None)
            for check in single
            if check.outcome is not Outcome.PASSED
        ),
        passed_visible=tuple(check for check in single if check.outcome is Outcome.PASSED),
        hidden=tuple(_kinds(hidden)),
    )


def _kinds(hidden: Sequence[CheckResult]) -> list[_Kind]:
    by_topic: dict[str, list[CheckResult]] = {}
    for check in hidden:
        by_topic.setdefault(check.about, []).append(check)
    return [
        _Kind(
            about,
            _passed(checks),
            len(checks),
            tuple(dict.fromkeys(text for check in checks if check.message for text in check.message.text)),
        )
        for about, checks in sorted(by_topic.items())
    ]


def _passed(checks: Sequence[CheckResult]) -> int:
    return sum(check.outcome is Outcome.PASSED for check in checks)
