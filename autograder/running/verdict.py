"""From what a check raised to an outcome and what the student is told."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.checks.declaration import Check
from autograder.checks.docstrings import named_parts, promises
from autograder.checks.render import render_value, type_in_words
from autograder.course.folders import folders_beside
from autograder.running.calls_in_words import CallInWords, describe_call
from autograder.seam.calls import Call
from autograder.vocabulary.errors import (
    CheckFailure,
    LimitExceeded,
    NotWritten,
    StudentException,
    WorkerCrashed,
)
from autograder.vocabulary.message import Message, bounded, said
from autograder.vocabulary.outcomes import Outcome, Visibility
from autograder.vocabulary.wording import listing, visible

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
        parts["got"] = "" if last_call.result is None else _rendered(last_call.result)
    message = msgspec.structs.replace(said(words), **parts)
    staff = f"passes on the solution; {verdict.staff}"
    return Verdict(Outcome.FAILED, bounded(message, _PART_CHARACTERS), visible(staff, _STAFF_CHARACTERS))


def _described(call: Call) -> str:
    try:
        return describe_call(call, lambda name: ()).text
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
        "slide": check.slide,
        "where": _place_in_check(error, check),
        "differs": getattr(getattr(error, "report", None), "difference_lines", ()),
    }
    # A check's question is about values, or about the limit that it sets itself.
    own_limits = {"time": check.time_s, "memory": check.memory_bytes}
    if isinstance(error, LimitExceeded):
        is_asked = own_limits.get(error.limit) is not None
    else:
        is_asked = isinstance(error, (CheckFailure, AssertionError))
    if is_asked:
        parts["hint"] = message.hint or check.hint
    if call is not None:
        call = judged_call(call, hasattr(error, "report"))
        folder = _folder_of_stub(check)
        try:
            words = describe_call(call, lambda name: promises(folder, name).parameters)
        except Exception:  # an argument may itself be what the student returned before
            words = CallInWords((call.name,), {})
        parts["read" if call.args is None else "called"] = words.text
        parts["inputs"] = _where_from(words.inputs, check)
        returns = promises(folder, call.name).returns
        parts |= {
            name: named_parts(getattr(message, name), call.name, returns)
            for name in ("got", "expected", "worst", "because")
        }
        printed = call.output.strip().splitlines()[-_PRINTED_LINES:]
        parts["printed"] = tuple(line[:_PRINTED_CHARACTERS] for line in printed)
    return msgspec.structs.replace(message, **parts)


def judged_call(last: Call, is_gradient_check: bool) -> Call:
    """Return the call that a message is about: the last, but of a gradient check the one that gave the gradient."""
    if not is_gradient_check:
        return last
    return next((call for call in last.calls if call.args is not None), last)


def _folder_of_stub(check: Check) -> Path:
    """Return the folder with the file that students get, whose docstrings say what things are called."""
    file = Path(check.file)
    return folders_beside(file).visible if check.visibility is Visibility.HIDDEN else file.parent


def _where_from(inputs: Mapping[str, object], check: Check) -> str:
    """Say how to get the inputs that a call shows by name alone."""
    if not inputs:
        return ""
    if check.visibility is Visibility.VISIBLE:
        return (
            f'{listing(inputs)}: get {"them" if len(inputs) > 1 else "it"} by  autograder show "{check.name}"'
        )
    return (
        "; ".join(f"{name} is {type_in_words(value)}" for name, value in inputs.items())
        + ", from a hidden check"
    )


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
