"""Grading on a Dask cluster: the course is sent once, submissions in a window of chunks, and every answer is checked."""

from __future__ import annotations

import contextlib
import queue
import secrets
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

from autograder.batch.bundle import pack
from autograder.batch.interrupts import Interrupts
from autograder.batch.steps import Done, Given, Graded
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult
from autograder.vocabulary.wording import needs_extra

_CONNECT_S = 5
# How long a run goes on without a worker that could grade, before it gives up.
_NO_WORKER_S = 60.0
_LOOK_S = 0.2
_WORKERS_LOOK_S = 1.0
_GRACE_S = 2.0
# Chunks grow to this many submissions: small ones spread a small class, large ones spare the scheduler.
_CHUNK = 16


def grade_on_cluster(
    plan: GradingPlan, source: Iterator[Given], scheduler: str, interrupts: Interrupts
) -> Iterator[Done]:
    """Grade on a Dask cluster. Its workers need this package in the same version, and nothing of the course.

    A worker that cannot isolate, that has another version, or whose result was made by other rules than the plan's, is
    refused by name on standard error, and other workers do its work. So they do when one dies.

    Parameters
    ----------
    plan : GradingPlan
    source : iterator of Submission or Progress
    scheduler : str
        Address such as ``tcp://10.0.0.1:8786``.
    interrupts : Interrupts

    Raises
    ------
    UsageError
        No scheduler answers, or no worker can grade.
    Told
        The run was told to end.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError(needs_extra("--scheduler", "distributed", "cluster")) from None
    from autograder.batch.cluster_worker import CoursePlugin

    try:
        with warnings.catch_warnings():
            # Versions that matter are compared by each worker, which is then refused by name.
            warnings.filterwarnings("ignore", message="Mismatched versions")
            client = distributed.Client(scheduler, timeout=_CONNECT_S)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {scheduler}: no Dask scheduler answers there ({error})") from None
    run = secrets.token_hex(8)
    with client:
        plugin = CoursePlugin(run, pack(plan))
        client.register_plugin(plugin)
        try:
            yield from _Run(client, run, plan, interrupts).grade(source)
        finally:
            with contextlib.suppress(OSError, TimeoutError):
                client.unregister_worker_plugin(plugin.name)


class _Run:
    """One class on its way through a cluster."""

    def __init__(self, client: Any, run: str, plan: GradingPlan, interrupts: Interrupts) -> None:
        self._client = client
        self._run = run
        self._plan = plan
        self._interrupts = interrupts
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._chunks: dict[Any, tuple[Submission, ...]] = {}
        self._allowed: dict[Any, frozenset[str]] = {}
        self._refused: dict[str, str] = {}
        self._threads: dict[str, int] = {}
        self._looked = -_WORKERS_LOOK_S
        self._without_since: float | None = None
        self._finished = 0

    def grade(self, source: Iterator[Given]) -> Iterator[Done]:
        chunk: list[Submission] = []
        for given in source:
            if self._interrupts.told:
                break
            if not isinstance(given, Submission):
                yield given
                continue
            chunk.append(given)
            if len(chunk) < self._chunk_size():
                continue
            self._submit(tuple(chunk))
            chunk = []
            while len(self._chunks) >= self._window() and not self._interrupts.told:
                yield from self._next()
        if chunk and not self._interrupts.told:
            self._submit(tuple(chunk))
        while self._chunks and not self._interrupts.told:
            yield from self._next()
        if self._interrupts.told:
            until = time.monotonic() + _GRACE_S
            while self._chunks and time.monotonic() < until:
                yield from self._next()
            self._client.cancel(list(self._chunks))
            self._interrupts.end_if_told()

    def _chunk_size(self) -> int:
        return min(_CHUNK, 1 + self._finished // (8 * max(1, sum(self._threads.values()))))

    def _window(self) -> int:
        """Return how many chunks may be on their way: each thread's, and one more for each to go on with."""
        self._look_at_workers()
        return max(2, 2 * sum(self._threads.values()))

    def _submit(self, chunk: tuple[Submission, ...]) -> None:
        from autograder.batch.cluster_worker import grade_chunk

        self._look_at_workers()
        # Whoever joins later may do the work too, unless somebody has to be left out.
        allowed = frozenset(self._threads) if self._refused else frozenset()
        future = self._client.submit(
            grade_chunk, self._run, chunk, pure=False, workers=sorted(allowed) or None
        )
        self._chunks[future] = chunk
        self._allowed[future] = allowed
        future.add_done_callback(self._done.put)

    def _next(self) -> Iterator[Graded]:
        """Wait a moment for the next chunk and yield what came of it."""
        try:
            future = self._done.get(timeout=_LOOK_S)
        except queue.Empty:
            self._move_stranded()
            return
        chunk = self._chunks.pop(future, None)
        self._allowed.pop(future, None)
        if chunk is None:  # it was moved elsewhere
            return
        fault = future.exception() if future.status != "cancelled" else RuntimeError("the cluster gave it up")
        if fault is not None:
            self._finished += len(chunk)
            yield from (Graded(submission, fault) for submission in chunk)
            return
        answer = future.result()
        if answer.refusal:
            self._refuse(answer.worker, answer.address, answer.refusal)
            self._submit(chunk)
            return
        again = []
        for submission, outcome in zip(chunk, answer.outcomes, strict=True):
            if isinstance(outcome, SubmissionResult) and outcome.digest != self._plan.digest(submission):
                self._refuse(answer.worker, answer.address, "graded by other rules than this run's")
                again.append(submission)
            else:
                self._finished += 1
                yield Graded(submission, outcome)
        if again:
            self._submit(tuple(again))

    def _refuse(self, name: str, address: str, reason: str) -> None:
        if address not in self._refused:
            self._refused[address] = f"worker {name} ({address}) {reason}"
            print(f"Refused: {self._refused[address]}.", file=sys.stderr)
        self._looked = -_WORKERS_LOOK_S
        self._look_at_workers()

    def _look_at_workers(self) -> None:
        """See from time to time who is there; raise UsageError where nobody is left who could grade."""
        now = time.monotonic()
        if now - self._looked < _WORKERS_LOOK_S:
            return
        self._looked = now
        present = self._client.nthreads()
        self._threads = {address: count for address, count in present.items() if address not in self._refused}
        if self._threads:
            self._without_since = None
            return
        if present:
            raise UsageError("no worker of the cluster can grade:\n  " + "\n  ".join(self._refused.values()))
        self._without_since = self._without_since or now
        if now - self._without_since > _NO_WORKER_S:
            raise UsageError(
                f"the cluster has had no worker for {_NO_WORKER_S:g} s; start some and run the command again"
            )

    def _move_stranded(self) -> None:
        """Submit anew what waits for workers that are all gone."""
        self._look_at_workers()
        present = set(self._threads)
        for future, allowed in list(self._allowed.items()):
            if allowed and not allowed & present:
                chunk = self._chunks.pop(future)
                del self._allowed[future]
                self._client.cancel([future])
                self._submit(chunk)
