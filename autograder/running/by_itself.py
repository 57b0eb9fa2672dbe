"""Each exercise is graded by itself: a slip in one must not cost points in another that builds on it.

A student may call an earlier function in a later one, and where the earlier one is wrong, so is what the later one returns.
So a hidden check that fails is run once more with the solution's functions in place of the student's in all exercises that come
earlier in the course's file, and passing then is passing. Earlier ones only: of two functions that are written in terms of each
other, one has to be right. The student's own come first, since a correct function may depend on details of the student's other
functions, e.g. the layout of a cache.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from autograder.checks.declaration import Check
from autograder.course.assignment import Assignment
from autograder.course.reference import Reference
from autograder.running.subjects import Subject
from autograder.running.verdict import PASSED, Verdict
from autograder.vocabulary.outcomes import Outcome, Visibility


def judged_by_itself(check: Check, subject: Subject, run: Callable[[], Verdict]) -> Verdict:
    """Run a check, and where it fails once more with right versions of the earlier exercises.

    Parameters
    ----------
    check : Check
    subject : Subject
    run : callable
        Runs the check from its fixtures on and returns the verdict. The second run has the full time and memory, and fixtures of
        its own.

    Returns
    -------
    Verdict
        That the check passed, or the first run's verdict.
    """
    first = run()
    if first.outcome in (Outcome.PASSED, Outcome.GRADER_ERROR) or check.visibility is Visibility.VISIBLE:
        return first
    functions = earlier_functions(check.exercise, subject.rules, subject.reference) if subject.rules else {}
    if not functions:
        return first
    subject.stand_ins = functions
    try:
        second = run()
    finally:
        subject.stand_ins = {}
    return PASSED if second.outcome is Outcome.PASSED else first


def earlier_functions(
    exercise: str, rules: Assignment, reference: Reference
) -> dict[str, Callable[..., Any]]:
    """Return the solution's functions, by name, of the exercises that come before `exercise`; classes stay the student's.

    Parameters
    ----------
    exercise : str
    rules : Assignment
        Has the exercises in their order.
    reference : Reference
        The solution.
    """
    names: list[str] = []
    for earlier in rules.exercises:
        if earlier.name == exercise:
            break
        names += earlier.functions
    found = {name: getattr(reference.module, name, None) for name in names}
    return {name: value for name, value in found.items() if inspect.isfunction(value)}
