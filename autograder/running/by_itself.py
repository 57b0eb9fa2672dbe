"""Each exercise is graded on its own, and nothing that a submission does leaves it without a verdict.

A student may call an earlier function in a later one, and where the earlier one is wrong, so is what the later one returns.
So a hidden check that fails is run once more with the solution's functions in place of the student's in all exercises that come
earlier in the course's file, and passing then is passing. Earlier ones only: of two functions that are written in terms of each
other, one has to be right. The student's own come first, since a correct function may depend on details of the student's other
functions, e.g. the layout of a cache. There is no second try for a check that entered no earlier function the first time.

A check may also stumble over a value that nobody thought of. Then it is run on the solution: where it passes, the value is to
blame, and the check has failed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.checks.declaration import Check
from autograder.course.assignment import Assignment
from autograder.running.subjects import Subject
from autograder.running.verdict import PASSED, Verdict, cannot_be_judged
from autograder.seam.proxy import calls_functions, names_called
from autograder.vocabulary.errors import SeamError
from autograder.vocabulary.outcomes import Outcome, Visibility

Run = Callable[[Subject], Verdict]


def judged_by_itself(check: Check, subject: Subject, run: Run) -> Verdict:
    """Run a check, and where its verdict is in doubt once more.

    Parameters
    ----------
    check : Check
    subject : Subject
    run : callable
        Runs the check on a subject, from its fixtures on, and returns the verdict. Another run has the full time and memory, and
        fixtures of its own.

    Returns
    -------
    Verdict
        That the check passed, or the first run's verdict.
    """
    first = run(subject)
    if subject.process.fell_asleep:
        first = run(subject)
    if first.outcome is Outcome.GRADER_ERROR:
        return _with_the_solution_asked(first, check, subject, run)
    if first.outcome is Outcome.PASSED or check.visibility is Visibility.VISIBLE:
        return first
    functions = _right_versions(check, subject)
    if not functions:
        return first
    subject.stand_ins = functions
    try:
        second = run(subject)
    finally:
        subject.stand_ins = {}
    return PASSED if second.outcome is Outcome.PASSED else first


def _with_the_solution_asked(first: Verdict, check: Check, subject: Subject, run: Run) -> Verdict:
    """Return the verdict on a check that stumbled: failed, where it does not stumble over the solution's values."""
    solution = subject.of_the_solution()
    if solution is None or first.error == SeamError.__name__ or not names_called(subject.proxy):
        return first
    stumbled_at = subject.proxy.last_call
    if run(solution).outcome is not Outcome.PASSED:
        return first
    return cannot_be_judged(first, check, stumbled_at)


def _right_versions(check: Check, subject: Subject) -> dict[str, Callable[..., Any]]:
    """Return the solution's functions for the earlier exercises, none where the check did not enter an earlier one."""
    rules = subject.rules
    if rules is None or rules.exercise(check.exercise).choices:
        return {}
    entered = subject.process.entered
    if not calls_functions(subject.proxy) or entered.isdisjoint(_earlier_names(check.exercise, rules)):
        return {}
    return earlier_functions(check.exercise, subject)


def earlier_functions(exercise: str, subject: Subject) -> dict[str, Callable[..., Any]]:
    """Return the solution's functions of the exercises before `exercise`, by name; they run in a worker of their own."""
    if subject.rules is None or subject.solution is None:
        return {}
    found = {name: subject.solution.function(name) for name in _earlier_names(exercise, subject.rules)}
    return {name: function for name, function in found.items() if function is not None}


def _earlier_names(exercise: str, rules: Assignment) -> list[str]:
    """Return the functions of the exercises that come before `exercise`."""
    names: list[str] = []
    for earlier in rules.exercises:
        if earlier.name == exercise:
            break
        names += earlier.functions
    return names
