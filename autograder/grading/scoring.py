"""Points: an exercise's points are split among its checks by weight, and partial credit is the rule."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from fractions import Fraction

from autograder.course.assignment import Assignment, Exercise
from autograder.course.misconceptions import Misconception
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome

_DECIMALS = 6


def score_exercise(
    exercise: Exercise, checks: Sequence[CheckResult], named: Sequence[Misconception] = ()
) -> ExerciseResult:
    """Return the exercise's result: points times the passed share of all weights.

    A grader_error leaves no fair score, so points are None then, never zero.

    Parameters
    ----------
    exercise : Exercise
    checks : sequence of CheckResult
    named : sequence of Misconception
        What the student's code behaves like; a question that several of them ask is asked once.

    Examples
    --------
    4 points, checks of weight 2, 1, 1, of which the last fails: 4 * (2 + 1) / (2 + 1 + 1) = 3.
    """
    points = _earned(exercise.points, checks)
    questions = {entry.hint: entry.name for entry in reversed(named)}
    return ExerciseResult(
        name=exercise.name,
        points=None if points is None else float(points),
        max_points=exercise.points,
        checks=tuple(checks),
        hints=tuple(reversed(questions.keys())),
        misconceptions=tuple(reversed(questions.values())),
    )


def score_assignment(
    assignment: Assignment,
    checks: Mapping[str, Sequence[CheckResult]],
    named: Mapping[str, Sequence[Misconception]],
) -> tuple[ExerciseResult, ...]:
    """Return the result of every exercise, in course.yaml's order; `checks` and `named` are by exercise.

    Parameters
    ----------
    assignment : Assignment
    checks : mapping
        Exercise to the results of its checks.
    named : mapping
        Exercise to the misconceptions that the code behaves like.
    """
    return tuple(
        score_exercise(exercise, checks.get(exercise.name, ()), named.get(exercise.name, ()))
        for exercise in assignment.exercises
    )


def total_points(exercises: Sequence[ExerciseResult]) -> float | None:
    """Return the sum of points, to six decimals, or None where one exercise has no fair score.

    Examples
    --------
    Three exercises of one point, each a third right, sum to 1.
    """
    total = Fraction(0)
    for exercise in exercises:
        points = _earned(exercise.max_points, exercise.checks)
        if points is None:
            return None
        total += points
    return round(float(total), _DECIMALS)


def _earned(max_points: float, checks: Sequence[CheckResult]) -> Fraction | None:
    """Return the points that the passed checks earn, exactly, or None where one of them is a grader_error."""
    if any(check.outcome is Outcome.GRADER_ERROR for check in checks):
        return None
    weights = [(_exact(check.weight), check.outcome is Outcome.PASSED) for check in checks]
    total = sum((weight for weight, _ in weights), Fraction(0))
    earned = sum((weight for weight, passed in weights if passed), Fraction(0))
    return _exact(max_points) * earned / total if total else Fraction(0)


@functools.lru_cache(maxsize=1024)
def _exact(number: float) -> Fraction:
    """Return the number that was written: 0.1 is a tenth."""
    return Fraction(repr(number))
