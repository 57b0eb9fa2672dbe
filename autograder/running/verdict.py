"""From what a check raised to an outcome and the words that the student reads."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.checks.declaration import Check
from autograder.checks.render import render_value
from autograder.seam.calls import Call
from autograder.vocabulary.errors import (
    CheckFailure,
    LimitExceeded,
    NotWritten,
    StudentException,
    WorkerCrashed,
)
from autograder.vocabulary.outcomes import Outcome
from autograder.vocabulary.wording import visible

_LIMITS = {"time": Outcome.TIMEOUT, "cpu": Outcome.TIMEOUT, "memory": Outcome.MEMORY, "disk": Outcome.CRASHED}
_OUTPUT_LINES = 8
_LABEL_WIDTH = 10
_MAX_CHARACTERS = 10_000


@dataclass(frozen=True)
class Verdict:
    """A check's outcome and its message; the message is empty where it passed."""

    outcome: Outcome
    message: str


PASSED = Verdict(Outcome.PASSED, "")


def judge(error: BaseException, check: Check, last_call: Call | None) -> Verdict:
    """Return the verdict on a check that raised `error`; its message is fit for a terminal and bounded, whatever the student did.

    Parameters
    ----------
    error : BaseException
    check : Check
    last_call : Call or None
        The last call of the student's code, for the message.
    """
    verdict = _judge(error, check, last_call)
    return replace(verdict, message=visible(verdict.message, _MAX_CHARACTERS))


def _judge(error: BaseException, check: Check, last_call: Call | None) -> Verdict:
    match error:
        case CheckFailure() | AssertionError():
            text = str(error).partition("\nassert ")[0] or "the check failed"
            return Verdict(Outcome.FAILED, _message(check, last_call, text.splitlines()))
        case StudentException():
            lines = [labelled("raised", str(error)), *(f"  {frame}" for frame in error.frames)]
            return Verdict(Outcome.ERROR, _message(check, last_call, lines))
        case NotWritten():
            return Verdict(Outcome.MISSING, str(error))
        case LimitExceeded():
            return Verdict(_LIMITS[error.limit], _message(check, last_call, [str(error)]))
        case WorkerCrashed():
            return Verdict(Outcome.CRASHED, _message(check, last_call, [str(error)]))
    return Verdict(
        Outcome.GRADER_ERROR, f"the check itself failed, which is not your fault: {_origin(error)}"
    )


def labelled(label: str, text: str) -> str:
    """Return a message line: a label, then text aligned with that of the other lines."""
    return f"{label:<{_LABEL_WIDTH}}{text}"


def _message(check: Check, call: Call | None, lines: list[str]) -> str:
    parts = [check.title]
    if call is not None:
        parts.append(labelled("read" if call.args is None else "called", describe_call(call)))
    parts += lines
    if call is not None and call.output.strip():
        printed = call.output.strip().splitlines()
        parts += [labelled("printed", line[:200]) for line in printed[-_OUTPUT_LINES:]]
    if check.hint and not any(line.startswith("hint") for line in lines):
        parts.append(labelled("hint", check.hint))
    if check.slide:
        parts.append(labelled("slide", check.slide))
    return "\n".join(parts)


def describe_call(call: Call) -> str:
    """Return a call as the student would write it, with long values shortened; for a value read, its name."""
    if call.args is None:
        return call.name
    values = [_argument(value) for value in call.args]
    values += [f"{name}={_argument(value)}" for name, value in (call.kwargs or {}).items()]
    return f"{call.name}({', '.join(values)})"


def _argument(value: object) -> str:
    if isinstance(value, np.random.Generator):
        return "rng"
    if not callable(value):
        return render_value(value)
    name = getattr(value, "__name__", "f")
    return "f" if name == "<lambda>" else name


def _origin(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"[:600]
