"""The bank of misconceptions as a list for the course's authors: what the code does, its question, the checks that catch it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course.misconceptions import Bank, Misconception, load_bank
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.upkeep.reach import Reach
from autograder.upkeep.selfcheck import not_passed, solution_text, submission_of


@dataclass(frozen=True)
class BankRow:
    """One misconception.

    Attributes
    ----------
    exercise : str
    does : str
        What the wrong code does, in words.
    hint : str
        The question that its author gets.
    caught_by : tuple of str
        The checks of the exercise that it does not pass; none for a valid variant.
    share : float
        Which part of the exercise's points these are worth.
    """

    exercise: str
    does: str
    hint: str
    caught_by: tuple[str, ...]
    share: float


def bank_rows(plan: GradingPlan) -> Iterator[BankRow]:
    """Yield the misconceptions of an assignment, each graded, in the order of its exercises."""
    workers = Workers()
    grader = Grader(plan, workers)
    try:
        bank, solution = load_bank(plan.hidden_folder), solution_text(plan)
        reach = Reach(grader.names_called(submission_of(plan, "solution", solution)), solution)
        order = [exercise.name for exercise in plan.rules().exercises]
        for entry in sorted(bank.entries, key=lambda entry: order.index(entry.exercise)):
            yield _row(plan, grader, bank, entry, reach)
    finally:
        grader.close()
        workers.close()


def _row(plan: GradingPlan, grader: Grader, bank: Bank, entry: Misconception, reach: Reach) -> BankRow:
    submission = submission_of(plan, entry.name, bank.submission_source(entry))
    result = grader.grade(
        submission, lambda check: check.exercise == entry.exercise and reach.reaches(check, entry)
    )
    own = next(exercise for exercise in result.exercises if exercise.name == entry.exercise)
    total = sum(check.weight for check in own.checks)
    caught = list(not_passed(own))
    share = sum(check.weight for check in caught) / total if total else 0.0
    return BankRow(
        entry.exercise, _words(bank, entry), entry.hint, tuple(check.name for check in caught), share
    )


def _words(bank: Bank, entry: Misconception) -> str:
    """Return what the wrong code does: the first line of its docstring, or its name in words."""
    code = bank.namespace[entry.name]
    own = code.__doc__ if inspect.isfunction(code) or inspect.isclass(code) else None
    return own.strip().splitlines()[0] if own else entry.name.replace("_", " ")
