"""Where submissions are graded: in this process, in many on this machine, or on a Dask cluster.

All three run the same function, `grade_one`; the engine does not know which.
"""

from __future__ import annotations

import atexit
import functools
import gc
import os
import signal
from collections.abc import Generator, Iterator, Sequence

from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult
from autograder.vocabulary.wording import needs_extra

Graded = tuple[Submission, SubmissionResult | Exception]


@functools.cache
def _workers() -> Workers:
    workers = Workers()
    atexit.register(workers.close)
    return workers


@functools.lru_cache(maxsize=8)
def _grader(plan: GradingPlan) -> Grader:
    grader = Grader(plan, _workers())
    gc.freeze()  # checks and solutions stay for good; looking through them again and again costs a tenth of the grading
    return grader


def grade_one(plan: GradingPlan, submission: Submission) -> SubmissionResult:
    """Grade one submission; the process keeps what it has set up for the next one."""
    return _grader(plan).grade(submission)


def usable_cpus() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def grade_here(plan: GradingPlan, submissions: Sequence[Submission]) -> Iterator[Graded]:
    """Grade in this process, one after the other."""
    for submission in submissions:
        result: SubmissionResult | Exception
        try:
            result = grade_one(plan, submission)
        except Exception as error:  # the caller decides which of them ends the run
            result = error
        yield submission, result


def grade_in_processes(plan: GradingPlan, submissions: Sequence[Submission], jobs: int) -> Iterator[Graded]:
    """Grade in `jobs` processes, yielding results as they come.

    A process that dies takes only the submissions with it that were being graded; those are tried once more, each alone.
    """
    unfinished = yield from _attempt(plan, submissions, jobs)
    for submission in unfinished:
        again = yield from _attempt(plan, [submission], 1)
        if again:
            yield submission, RuntimeError("the grading process died twice on this submission")


def _attempt(
    plan: GradingPlan, submissions: Sequence[Submission], jobs: int
) -> Generator[Graded, None, list[Submission]]:
    """Yield results, and return the submissions that were lost with a broken pool."""
    # Not needed, and not free, where one process will do.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # A fresh interpreter for each process: forking one that shows a progress bar would copy a running thread's locks.
    context = multiprocessing.get_context("spawn")
    lost = []
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts) as pool:
        futures = {pool.submit(grade_one, plan, submission): submission for submission in submissions}
        try:
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except BrokenProcessPool:
                    lost.append(futures[future])
                except Exception as error:
                    yield futures[future], error
        except BaseException:  # Ctrl-C, or the caller has seen enough: what was not begun is not begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return lost


def _ignore_interrupts() -> None:
    # Ctrl-C reaches the whole process group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def grade_on_cluster(
    plan: GradingPlan, submissions: Sequence[Submission], scheduler: str
) -> Iterator[Graded]:
    """Grade on a Dask cluster whose workers see the same course folder.

    Parameters
    ----------
    plan, submissions :
    scheduler : str
        Address such as ``tcp://10.0.0.1:8786``.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError(needs_extra("--scheduler", "distributed", "cluster")) from None
    try:
        client = distributed.Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {scheduler}: no Dask scheduler answers there ({error})") from None
    with client:
        futures = {
            client.submit(grade_one, plan, submission, pure=False): submission for submission in submissions
        }
        for future in distributed.as_completed(list(futures)):
            fault = future.exception()
            yield futures[future], future.result() if fault is None else fault
