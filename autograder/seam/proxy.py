"""What a check sees as `submission`: the student's functions, callable as if they were here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from autograder.seam.calls import Call, Calls, Link
from autograder.seam.trace import Trace


class SubmissionProxy:
    """The student's functions and globals by name: ``submission.svm_loss(scores, y)``, ``submission.get("ANSWERS")``."""

    def __init__(self, link: Link) -> None:
        self._calls = Calls(link)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def function(*args: Any, **kwargs: Any) -> Any:
            return self._calls.run(name, ("call", name), args, kwargs)

        function.__name__ = function.__qualname__ = name
        return function

    def get(self, name: str) -> Any:
        """Return a global of the submission, or raise NotWritten."""
        return self._calls.run(name, ("get", name))

    @contextlib.contextmanager
    def using(self, **others: Any) -> Iterator[None]:
        """Give the student's functions other functions to build on, for the calls made inside the ``with`` block.

        ``with submission.using(softmax=reference.softmax): submission.softmax_loss(scores, y)``: where the student's
        `softmax_loss` calls `softmax`, the reference answers. A call by the check itself, ``submission.softmax(scores)``, still
        goes to the student's function.

        Parameters
        ----------
        **others :
            Global names of the student's module, and what they are to be: functions, which run here, or plain data. A name that
            the student's module lacks is set for the calls.
        """
        outer = self._calls.others
        self._calls.others = {**outer, **others}
        try:
            yield
        finally:
            self._calls.others = outer

    @contextlib.contextmanager
    def guarding(self, **guards: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
        """Choose what right versions of earlier functions answer, for the calls made inside the ``with`` block.

        Where a check is run once more beside the solution's functions for earlier exercises, a student's code may ask these
        for anything: a gradient by differences of a right loss would be nobody's formula. A guard is given the right version
        and returns what stands in its place. While the student's own functions are there, nothing is guarded.

        Parameters
        ----------
        **guards :
            Global names of the student's module, and what makes the guarded function of the right one.
        """
        outer = self._calls.others
        self._calls.others = outer | {
            name: guards[name](outer[name]) for name in guards.keys() & outer.keys()
        }
        try:
            yield
        finally:
            self._calls.others = outer

    @property
    def last_call(self) -> Call | None:
        """The call that finished last in this check, whether it returned or raised."""
        return self._calls.last


def names_called(submission: SubmissionProxy) -> frozenset[str]:
    """Return what the check has called or read of the submission so far: ``svm_loss``, ``MultiplyGate.forward``."""
    return frozenset(submission._calls.names)


def calls_functions(submission: SubmissionProxy) -> bool:
    """Say whether the check has called a function or method so far, and not only read values."""
    return submission._calls.functions_called > 0


def keep_trace(submission: SubmissionProxy) -> Trace:
    """Return what keeps everything that passes between the checks and the student's code from now on."""
    submission._calls.trace = trace = Trace()
    return trace


def read_once(submission: SubmissionProxy, names: Iterable[str]) -> None:
    """Let the first reading of these globals stand for all checks: answers to questions are given once."""
    submission._calls.read_once = frozenset(names)


def confine_callbacks(submission: SubmissionProxy, confined: Callable[[Any], Any]) -> None:
    """Replace callables that checks pass on by what `confined` makes of them."""
    submission._calls.confined = confined


def forget_calls(submission: SubmissionProxy, others: Mapping[str, Any]) -> None:
    """Start a new check: objects and calls of earlier ones no longer count.

    Parameters
    ----------
    submission : SubmissionProxy
    others : mapping
        What the student's functions build on during the check in place of their own, as in `SubmissionProxy.using`.
    """
    submission._calls.forget(others)
