"""Each exercise is graded by itself: a slip in one must not cost points in another that builds on it.

A student may call an earlier function in a later one, and where the earlier one is wrong, so is what the later one returns.
So a hidden check that fails is run once more with the solution's functions in place of the student's in all exercises that come
earlier in course.yaml, and passing then is passing. Earlier ones only: of two functions that are written in terms of each other,
one has to be right. The student's own come first, since a right function may rely on what is particular to another of one's own,
such as the layout of a cache.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.checks.declaration import Check
from autograder.course.assignment import Assignment
from autograder.course.reference import load_reference
from autograder.running.subjects import Subject
from autograder.seam.proxy import remember_call
from autograder.vocabulary.errors import CheckFailure, StudentFault

VERDICTS = (AssertionError, CheckFailure, StudentFault)


def passes_by_itself(
    item: pytest.Function, check: Check, subject: Subject, assignment: Assignment, draws: Any
) -> bool:
    """Run a check that ended with one of `VERDICTS` once more, with right versions of the earlier exercises.

    Parameters
    ----------
    item : pytest.Function
        The check, with its fixtures.
    check : Check
    subject : Subject
        Starts afresh, with the check's full time and memory. Where the check fails again, what is remembered of the first run
        stays, for the message.
    assignment : Assignment
    draws : dict or None
        State of the check's `rng` before the first run.
    """
    functions = earlier_functions(item.path.parent, check.exercise, assignment)
    if not functions:
        return False
    first = subject.proxy.last_call
    subject.process.end_check()
    subject.begin_check(check.time_s, check.memory_bytes)
    if draws is not None:
        rng: Any = item.funcargs["rng"]
        rng.bit_generator.state = draws
    arguments = {name: item.funcargs[name] for name in inspect.signature(item.obj).parameters}
    try:
        with subject.proxy.using(**functions):
            item.obj(**arguments)
    except Exception:  # whatever it is, the first run's verdict holds
        remember_call(subject.proxy, first)
        return False
    return True


def earlier_functions(folder: Path, exercise: str, assignment: Assignment) -> dict[str, Callable[..., Any]]:
    """Return the solution's functions, by name, of the exercises that come before `exercise`; classes stay the student's."""
    solution = load_reference(folder)
    names: list[str] = []
    for earlier in assignment.exercises:
        if earlier.name == exercise:
            break
        names += earlier.functions
    found = {name: getattr(solution, name, None) for name in names}
    return {name: value for name, value in found.items() if inspect.isfunction(value)}
