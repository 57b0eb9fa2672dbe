"""A student's feedback in plain words, the same in the terminal and in a notebook."""

from __future__ import annotations

from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome
from autograder.vocabulary.wording import is_unreadable

_INDENT = "    "


def points_text(points: float | None) -> str:
    """Return points with at most two decimals, or ``not graded`` where there is no fair score."""
    return "not graded" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")


def exercise_lines(exercise: ExerciseResult, difficulty: str = "") -> list[str]:
    """Return what to say about an exercise: how many checks passed, each that did not, and hints.

    Parameters
    ----------
    exercise : ExerciseResult
    difficulty : str
        In a word; nothing to leave it out.
    """
    name = f"{exercise.name} ({difficulty})" if difficulty else exercise.name
    if exercise.points is None and not exercise.checks:
        return [f"{name}: could not be read"]
    passed = sum(check.outcome is Outcome.PASSED for check in exercise.checks)
    lines = [f"{name}: {passed} of {len(exercise.checks)} checks passed"]
    missing = [check for check in exercise.checks if check.outcome is Outcome.MISSING]
    if missing:
        state = "could not be read" if is_unread(missing[0]) else "not yet done"
        lines.append(f"{_INDENT}{state}: {_text(missing[0])}")
    for check in exercise.checks:
        if check.outcome not in (Outcome.PASSED, Outcome.MISSING):
            lines.append(f"  {check.outcome.value.upper()}  {check.name}")
            lines += [_INDENT + line for line in _text(check).splitlines()]
    return lines + [f"{_INDENT}think about: {hint}" for hint in exercise.hints]


def is_unread(check: CheckResult) -> bool:
    """Say whether a check met code that is there and could not be read."""
    return (
        check.outcome is Outcome.MISSING and check.message is not None and is_unreadable(check.message.text)
    )


def _text(check: CheckResult) -> str:
    return "" if check.message is None else message_text(check.message)
