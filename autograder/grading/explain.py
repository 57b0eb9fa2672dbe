"""One check on one submission, call by call, for appeals: the exact inputs, what came, and what the solution gives."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.grading.grader import Grader
from autograder.seam.trace import Exchange, Run
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.message import message_text
from autograder.vocabulary.wording import did_you_mean, listing, visible

_MOST_CALLS = 200
_CHARACTERS = 100_000


def explanation(grader: Grader, submission: Submission, check_name: str) -> Iterator[str]:
    """Yield the lines of an explanation; it holds expected values and is for staff.

    Parameters
    ----------
    grader : Grader
    submission : Submission
    check_name : str

    Raises
    ------
    UsageError
        The assignment has no such check.
    """
    names = [check.name for check in grader.checks]
    if check_name not in names:
        raise UsageError(f"there is no check {check_name!r}{did_you_mean(check_name, names)}")
    result, runs, solution_runs = grader.traced(submission, check_name)
    yield f"{submission.student}, {check_name}: {result.outcome.value}"
    if result.message is not None:
        yield message_text(result.message)
    if result.staff:
        yield f"for staff: {result.staff}"
    expected = solution_runs[-1].calls if solution_runs else ()
    for number, run in enumerate(runs):
        if number:
            yield ""
            yield _once_more(run)
        yield from _calls(run.calls, expected)


def _once_more(run: Run) -> str:
    if run.stand_ins:
        return f"run again, beside the solution's {listing(run.stand_ins)}:"
    return "run again, since the clock on the wall had ended it:"


def _calls(calls: Sequence[Exchange], expected: Sequence[Exchange]) -> Iterator[str]:
    for number, call in enumerate(calls[:_MOST_CALLS]):
        yield ""
        yield f"call {number + 1}: {call.name}"
        yield from _inputs(call)
        for asked in call.asked:
            arguments = ", ".join([exact(value) for value in asked.args] + list(_named(asked)))
            yield f"  asked     {asked.name}({arguments}): {_outcome(asked)}"
        if call.further:
            yield f"  ... and asked {call.further} times more"
        yield f"  got       {_outcome(call)}"
        yield f"  expected  {_expected(call, expected, number)}"
    if len(calls) > _MOST_CALLS:
        yield f"... and {len(calls) - _MOST_CALLS} more calls"


def exact(value: Any) -> str:
    """Return a value with all its digits, and whole arrays with shape and dtype."""
    if isinstance(value, np.ndarray):
        with np.printoptions(threshold=10_000, floatmode="unique", linewidth=120):
            text = f"{value.dtype} array of shape {value.shape}: {np.array2string(value, separator=', ')}"
    elif isinstance(value, np.random.Generator):
        text = f"a random generator in the state {value.bit_generator.state}"
    elif callable(value):
        text = getattr(value, "__name__", type(value).__name__)
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key!r}: {exact(part)}" for key, part in value.items()) + "}"
    elif isinstance(value, (list, tuple)) and len(value) <= 10_000:
        inner = ", ".join(map(exact, value))
        text = f"[{inner}]" if isinstance(value, list) else f"({inner})"
    else:
        text = repr(value) if isinstance(value, (str, bytes, float, bool, complex)) else reprlib.repr(value)
    return visible(text, _CHARACTERS)


def _inputs(call: Exchange) -> Iterator[str]:
    for position, value in enumerate(call.args):
        yield f"  argument {position + 1}: {exact(value)}"
    for text in _named(call):
        yield f"  {text}"


def _named(call: Exchange) -> Iterator[str]:
    return (f"{name} = {exact(value)}" for name, value in call.kwargs.items())


def _outcome(call: Exchange) -> str:
    """Return what a call gave, or what became of it instead."""
    return visible(call.raised, _CHARACTERS) if call.raised else exact(call.result)


def _expected(call: Exchange, solution_calls: Sequence[Exchange], number: int) -> str:
    """Return what the solution gave at the same place; a check may go another way from where the results differ."""
    if number >= len(solution_calls) or solution_calls[number].name != call.name:
        return "(the solution makes a different call here)"
    return _outcome(solution_calls[number])
