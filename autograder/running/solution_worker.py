"""The solution in a confined worker of its own: what a student's code can make it compute stands under the check's limits."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.course.limits import Limits
from autograder.course.reference import Reference
from autograder.seam.proxy import SubmissionProxy, forget_calls
from autograder.seam.starters import Starter
from autograder.seam.student_process import StudentProcess
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit


class SolutionWorker:
    """Calls the solution's functions in a worker, which is started when it is first needed.

    Parameters
    ----------
    path : Path
        The solution's file.
    reference : Reference
        The same solution in this process, which says what is a function.
    starter : Starter
    limits : Limits

    Attributes
    ----------
    process : StudentProcess
    proxy : SubmissionProxy
        The solution as checks see a submission.
    """

    def __init__(self, path: Path, reference: Reference, starter: Starter, limits: Limits) -> None:
        self._path = path
        self._reference = reference
        self._starter = starter
        self._limits = limits

    @functools.cached_property
    def process(self) -> StudentProcess:
        """Where the solution runs."""
        unit = Unit(name=self._path.name, source=self._path.read_text(encoding="utf-8"))
        submission = Submission(
            student="solution", assignment=self._path.stem, path=self._path, units=(unit,)
        )
        return StudentProcess(submission, self._starter, self._limits)

    @functools.cached_property
    def proxy(self) -> SubmissionProxy:
        """The solution as checks see a submission."""
        return SubmissionProxy(self.process)

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Start a check: the worker has the same time and memory as the student's."""
        forget_calls(self.proxy, {})
        self.process.begin_check(time_s, memory_bytes)

    def function(self, name: str) -> Callable[..., Any] | None:
        """Return what calls a function of the solution in the worker, None where the solution has no function of that name."""
        value = getattr(self._reference.module, name, None)
        return getattr(self.proxy, name) if inspect.isfunction(value) else None

    def confined(self, value: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function of the solution as one that runs in the worker, and anything else as it is."""
        if not inspect.isfunction(value):
            return value
        own = getattr(self._reference.module, value.__name__, None)
        return getattr(self.proxy, value.__name__) if own is value else value

    def close(self) -> None:
        """End the worker."""
        self.process.close()
