"""What a check sees as `submission`: the student's functions, callable as if they were here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.seam.calls import Call, Calls, Link


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

    @property
    def last_call(self) -> Call | None:
        """The call that finished last in this check, whether it returned or raised."""
        return self._calls.last


def forget_calls(submission: SubmissionProxy) -> None:
    """Start a new check: objects and calls of earlier ones no longer count."""
    submission._calls.forget()
