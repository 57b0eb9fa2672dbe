"""Points: an exercise's points are split over its checks by weight, and partial credit is the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from autograder.course.assignment import Assignment, Exercise
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome

_DECIMALS = 6


def score_exercise(
    exercise: Exercise, checks: Sequence[CheckResult], hints: Sequence[str] = ()
) -> ExerciseResult:
    """Return the exercise's result: points times the passed share of all weights.

    A grader_error leaves no fair score, so points are None then, never zero.

    Examples
    --------
    4 points, checks of weight 2, 1, 1, of which the last fails: 4 * (2 + 1) / (2 + 1 + 1) = 3.
    """
    points: float | None = None
    if not any(check.outcome is Outcome.GRADER_ERROR for check in checks):
        total = sum(Fraction(check.weight) for check in checks)
        earned = sum(
            (Fraction(check.weight) for check in checks if check.outcome is Outcome.PASSED), Fraction(0)
        )
        points = round(float(Fraction(exercise.points) * earned / total), _DECIMALS) if total else 0.0
    return ExerciseResult(
        name=exercise.name,
        points=points,
        max_points=exercise.points,
        checks=tuple(checks),
        hints=tuple(hints),
    )


def score_assignment(
    assignment: Assignment, checks: Mapping[str, Sequence[CheckResult]], hints: Mapping[str, Sequence[str]]
) -> tuple[ExerciseResult, ...]:
    """Return the result of every exercise, in course.yaml's order; `checks` and `hints` are by exercise."""
    return tuple(
        score_exercise(exercise, checks.get(exercise.name, ()), hints.get(exercise.name, ()))
        for exercise in assignment.exercises
    )


def total_points(exercises: Sequence[ExerciseResult]) -> float | None:
    """Return the sum of points, or None where one exercise has no fair score."""
    points = [exercise.points for exercise in exercises]
    if any(value is None for value in points):
        return None
    return round(float(sum(Fraction(value) for value in points if value is not None)), _DECIMALS)
