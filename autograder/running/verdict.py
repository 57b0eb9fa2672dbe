"""From what a check raised to an outcome and what the student is told."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

import msgspec
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
from autograder.vocabulary.message import Message, bounded, said
from autograder.vocabulary.outcomes import Outcome
from autograder.vocabulary.wording import visible

_LIMITS = {"time": Outcome.TIMEOUT, "cpu": Outcome.TIMEOUT, "memory": Outcome.MEMORY, "disk": Outcome.CRASHED}
_PRINTED_LINES = 8
_PRINTED_CHARACTERS = 200
_PART_CHARACTERS = 4000
_STAFF_CHARACTERS = 1000


@dataclass(frozen=True)
class Verdict:
    """A check's outcome, its message (None where it passed), and a line for staff where there is one to say.

    `error` names the exception that the check itself ended with, where that is no verdict.
    """

    outcome: Outcome
    message: Message | None = None
    staff: str = ""
    error: str = ""


PASSED = Verdict(Outcome.PASSED)
_OUR_FAULT = "The check crashed. This is a fault of the course, not of your code, and costs no points."
NOT_RUN = Verdict(Outcome.GRADER_ERROR, said(_OUR_FAULT), staff="pytest did not run the check")


def judge(error: BaseException, check: Check, last_call: Call | None) -> Verdict:
    """Return the verdict on a check that raised `error`; its message is fit for a terminal and bounded, whatever the student did.

    Parameters
    ----------
    error : BaseException
    check : Check
    last_call : Call or None
        The last call of the student's code, for the message.
    """
    outcome, message = _judge(error)
    if outcome is Outcome.GRADER_ERROR:
        return Verdict(
            outcome,
            message,
            staff=visible(_origin(error), _STAFF_CHARACTERS),
            error=type(error).__name__,
        )
    if outcome is not Outcome.MISSING:
        message = _in_context(message, error, check, last_call)
    return Verdict(outcome, bounded(message, _PART_CHARACTERS))


def cannot_be_judged(verdict: Verdict, check: Check, last_call: Call | None) -> Verdict:
    """Return a verdict that blames the value over which a check stumbled.

    Parameters
    ----------
    verdict : Verdict
        Of the check that stumbled.
    check : Check
    last_call : Call or None
        The call that returned the value.
    """
    words = f"This value cannot be judged: the check ended with {verdict.error} when it looked at it."
    parts: dict[str, object] = {"title": check.title, "hint": check.hint, "slide": check.slide}
    if last_call is not None:
        parts["read" if last_call.args is None else "called"] = _described(last_call)
        parts["got"] = _rendered(last_call.result)
    message = msgspec.structs.replace(said(words), **parts)
    staff = f"passes on the solution; {verdict.staff}"
    return Verdict(Outcome.FAILED, bounded(message, _PART_CHARACTERS), visible(staff, _STAFF_CHARACTERS))


def _described(call: Call) -> str:
    try:
        return describe_call(call)
    except Exception:  # an argument may itself be what the student returned before
        return call.name


def _rendered(value: object) -> str:
    try:
        return render_value(value)
    except Exception:  # it has proved to be odd
        return f"a {type(value).__name__}"


def _judge(error: BaseException) -> tuple[Outcome, Message]:
    match error:
        case CheckFailure():
            return Outcome.FAILED, error.message
        case AssertionError():
            parts = getattr(error, "message", None)
            if isinstance(parts, Message):
                return Outcome.FAILED, parts
            text = str(error).partition("\nassert ")[0] or "the check failed"
            return Outcome.FAILED, said(*text.splitlines())
        case StudentException():
            return Outcome.ERROR, Message(raised=str(error), frames=error.frames)
        case NotWritten():
            return Outcome.MISSING, said(str(error))
        case LimitExceeded():
            return _LIMITS[error.limit], said(str(error))
        case WorkerCrashed():
            return Outcome.CRASHED, said(str(error))
    return Outcome.GRADER_ERROR, said(_OUR_FAULT)


def _in_context(message: Message, error: BaseException, check: Check, call: Call | None) -> Message:
    """Return the message with what the check says about itself, the call, and what it printed."""
    parts: dict[str, object] = {
        "title": check.title,
        "hint": message.hint or check.hint,
        "slide": check.slide,
        "where": _place_in_check(error, check),
    }
    if call is not None:
        parts["read" if call.args is None else "called"] = _described(call)
        printed = call.output.strip().splitlines()[-_PRINTED_LINES:]
        parts["printed"] = tuple(line[:_PRINTED_CHARACTERS] for line in printed)
    return msgspec.structs.replace(message, **parts)


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


def _place_in_check(error: BaseException, check: Check) -> str:
    """Return the file and line of the check at which it ended, as ``test_losses.py, line 40``."""
    line = 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == check.file:
            line = number
    name = Path(check.file).name
    return f"{name}, line {line}" if line else name


def _origin(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"
