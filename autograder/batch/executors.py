"""Where submissions are graded: in this process, in several on this machine, or on a Dask cluster.

All three run the same function, `grade_one`; the engine does not know which. Each takes a stream and gives a stream: a
submission is read when there is room for it, and forgotten when it is done.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from autograder.batch.graders import grade_one
from autograder.batch.interrupts import Interrupts
from autograder.batch.steps import Done, Given, Graded
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import Submission
from autograder.vocabulary.outcomes import SubmissionResult

__all__ = ["grade_one", "graded", "usable_cpus"]


def usable_cpus() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def graded(
    plan: GradingPlan, source: Iterator[Given], jobs: int, scheduler: str | None, interrupts: Interrupts
) -> Iterator[Done]:
    """Return the outcome of every submission in `source`, graded in the place that is asked for.

    Parameters
    ----------
    plan : GradingPlan
    source : iterator of Given
        Submissions to grade, and steps already taken, which pass through as they are.
    jobs : int
        Processes on this machine; 1 grades in the calling process.
    scheduler : str or None
        Address of a Dask scheduler, which `jobs` then doesn't matter for.
    interrupts : Interrupts
        Says when to end early.

    Raises
    ------
    Told
        On iteration: the run was told to end.
    """
    if scheduler is not None:
        from autograder.batch.cluster import grade_on_cluster

        return grade_on_cluster(plan, source, scheduler, interrupts)
    if jobs == 1:
        return _grade_here(plan, source, interrupts)
    from autograder.batch.processes import grade_in_processes

    return grade_in_processes(plan, source, jobs, interrupts)


def _grade_here(plan: GradingPlan, source: Iterator[Given], interrupts: Interrupts) -> Iterator[Done]:
    """Grade in this process, one after the other."""
    for given in source:
        interrupts.end_if_told()
        if not isinstance(given, Submission):
            yield given
            continue
        outcome: SubmissionResult | Exception
        try:
            with interrupts.may_break():
                outcome = grade_one(plan, given)
        except Exception as error:  # the caller decides which of them ends the run
            outcome = error
        yield Graded(given, outcome)
    interrupts.end_if_told()
