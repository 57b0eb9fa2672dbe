"""`autograder selfcheck`."""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from autograder.batch.executors import usable_cpus
from autograder.commands.common import chosen_assignments, open_course, plain_console
from autograder.course.source import starter_text
from autograder.grading.plan import GradingPlan
from autograder.upkeep.bank_list import bank_rows
from autograder.upkeep.odd_values import odd_value_count
from autograder.upkeep.selfcheck import misconception_count, problems


def check_course(names: Sequence[str], course_file: Path | None, thorough: bool = False) -> int:
    """Check the named assignments, or all, and print what is wrong; 0 when nothing is, else 1.

    Parameters
    ----------
    names : sequence of str
        The assignments; empty for all.
    course_file : Path or None
        None for the nearest course.yaml at or above the current folder.
    thorough : bool
        Try each misconception beside every harmless difference, not beside every second.
    """
    course = open_course(course_file)
    plans = [
        GradingPlan(course.path, assignment.name, course.isolation)
        for assignment in chosen_assignments(course, names)
    ]
    console = plain_console()
    count = 0
    jobs = min(len(plans), usable_cpus())
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        for plan, found in zip(
            plans, pool.map(functools.partial(_problems_of, thorough=thorough), plans), strict=True
        ):
            for problem in found:
                console.print(f"{plan.assignment}: {problem}", markup=False, soft_wrap=True)
            count += len(found)
            if not found:
                points = f"{plan.rules().max_points:g}"
                console.print(
                    f"{plan.assignment}: the solution earns {points} of {points} points, the stub 0, "
                    f"and all {misconception_count(plan)} misconceptions are told apart; "
                    f"{odd_value_count(plan)} odd values leave no submission without a score.",
                    soft_wrap=True,
                )
    return 1 if count else 0


def print_bank(names: Sequence[str], course_file: Path | None) -> int:
    """Print the misconceptions of the named assignments, or of all: what the code does, its question, what catches it."""
    course = open_course(course_file)
    console = plain_console()
    for assignment in chosen_assignments(course, names):
        plan = GradingPlan(course.path, assignment.name, course.isolation)
        exercise = ""
        for row in bank_rows(plan):
            if row.exercise != exercise:
                exercise = row.exercise
                console.print(f"\n{plan.assignment}: {exercise}", markup=False)
            caught = ", ".join(row.caught_by) or "none: a valid variant, which gets its question as a remark"
            lines = (row.does, row.hint, f"costs {row.share:.0%}: {caught}")
            console.print("  - " + "\n    ".join(lines), markup=False, soft_wrap=True)
    return 0


def _problems_of(plan: GradingPlan, thorough: bool) -> list[str]:
    return list(problems(plan, starter_text(plan.folders) or "", thorough))
