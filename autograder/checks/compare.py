"""Comparing a student's values with expected ones, with messages in the student's words.

Every failure is a `CheckFailure` whose message holds its parts, shown as::

    got       [2.9, 0, 10.9]
    expected  [2.9, 0, 12.9]
    worst     at [2]: got 10.9, expected 12.9 (1 of 3 entries differ)
    because   every wrong class that comes closer than delta adds its violation
    hint      How safely must the right class win?
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Never

import msgspec

from autograder.checks.differences import UNNAMED, difference, odd_kind
from autograder.checks.render import render_value
from autograder.vocabulary.errors import AutograderError, CheckFailure, NotWritten, StudentException
from autograder.vocabulary.message import Message
from autograder.vocabulary.wording import listing

__all__ = [
    "assert_answer",
    "assert_close",
    "assert_inputs_unchanged",
    "assert_offered",
    "assert_raises",
    "expect_tuple",
    "fail",
    "render_value",
]


def fail(
    *sentences: str, got: str = "", expected: str = "", worst: str = "", because: str = "", hint: str = ""
) -> Never:
    """End the check as failed, with a message for the student.

    Parameters
    ----------
    *sentences : str
        What stands for itself, a line each.
    got, expected : str
        What came, and what should have come.
    worst : str
        The place at which it is worst.
    because : str
        The property that is violated.
    hint : str
        A question that leads on.

    Raises
    ------
    CheckFailure
        Always.
    """
    lines = tuple(line for sentence in sentences for line in sentence.splitlines())
    raise CheckFailure(
        Message(text=lines, got=got, expected=expected, worst=worst, because=because, hint=hint)
    )


def assert_close(
    got: object,
    expected: object,
    *,
    what: str = UNNAMED,
    tolerance: float = 1e-9,
    absolute: float | None = None,
    because: str = "",
    hint: str = "",
) -> None:
    """Fail the check unless `got` is `expected` up to rounding.

    Parameters
    ----------
    got : object
        The student's value.
    expected : object
        A number, an array or list of numbers, text or None, or tuples, lists and dicts of these: it gives the
        structure that `got` must have. A list counts as an array, a tuple may be answered by a list, and axes
        of length 1 don't matter.
    what : str
        What the value is, for the message, e.g. ``"dscores"``.
    tolerance : float
        Largest difference in any entry, relative to the largest finite entry expected in the same array;
        absolute where all of them are 0. It is never finer than rounding: 1.4e-14 absolute in double precision
        (64 units of the last digit of 1), and relative 1e-5 and 1e-2 for results in float32 and float16.
    absolute : float, optional
        Largest difference in any entry, in place of `tolerance`.
    because : str
        The property that is violated.
    hint : str
        A question that leads on.

    Raises
    ------
    CheckFailure
        The values differ. NaN equals nothing but an expected NaN, an infinity only itself.
    TypeError
        `expected` is not of the kinds above: a mistake in the check.
    """
    found = difference(got, expected, what, tolerance, absolute)
    if found is not None:
        raise CheckFailure(msgspec.structs.replace(found, because=because, hint=hint))


def assert_raises(
    expected: type[Exception], call: Callable[..., object], *args: object, because: str = "", **kwargs: object
) -> None:
    """Fail the check unless the call raises an `expected`.

    Other faults of the student's process (a limit, a crash, a function not written) and exceptions of the
    grader's own code pass through: they are outcomes of another kind.

    Parameters
    ----------
    expected : type
        Class of the exception; one derived from it will do.
    call : callable
        Called with `args` and `kwargs`.
    because : str
        What is wrong with the arguments.
    """
    try:
        result = call(*args, **kwargs)
    except StudentException as error:
        if error.is_a(expected):
            return
        got = str(error)
    except AutograderError:
        raise
    except expected:
        return
    else:
        got = f"no exception, the call returned {render_value(result)}"
    fail(got=got, expected=expected.__name__, because=because)


def assert_inputs_unchanged(submission: Any) -> None:
    """Fail the check if the last call of `submission` wrote into one of its arguments."""
    call = submission.last_call
    if call.mutated:
        names = [f"number {int(name) + 1}" if name.isdecimal() else name for name in call.mutated]
        fail(
            got=f"{call.name} changed its argument {listing(names)}",
            expected="the caller's arrays as they were before the call",
            hint="Which line writes into an array that you did not make?",
        )


def expect_tuple(value: object, length: int, what: str) -> tuple[Any, ...]:
    """Return a value that should be a tuple (or list) of that length, or fail kindly.

    Parameters
    ----------
    value : object
        What the student's function returned.
    length : int
        How many entries it must have.
    what : str
        The entries by name, e.g. ``"(loss, dscores)"``.
    """
    if isinstance(value, tuple | list) and len(value) == length:
        return tuple(value)
    fail(got=odd_kind(value), expected=f"{length} values, {what}")


def assert_offered(answers: object, choices: Mapping[str, Sequence[str]]) -> None:
    """Fail the check unless every question has an answer, spelled as one of its choices; all misspelt answers are named at once.

    Parameters
    ----------
    answers : object
        What the student made of the dict from questions to answers.
    choices : mapping of str to sequence of str
        What each question offers; empty where no course.yaml says it, and then any answer will do.

    Raises
    ------
    NotWritten
        A question has no answer yet.
    CheckFailure
        An answer is none of the choices.
    """
    if not isinstance(answers, Mapping):
        fail(got=odd_kind(answers), expected="a dict of questions and answers")
    given = {question: answers.get(question) for question in choices or answers}
    misspelt = {
        question: answer
        for question, answer in given.items()
        if answer is not None and question in choices and _as_choice(answer) not in choices[question]
    }
    if misspelt:
        fail(*(_misspelt(question, answer, choices[question]) for question, answer in misspelt.items()))
    unanswered = [question for question, answer in given.items() if answer is None]
    if unanswered:
        raise NotWritten(f"{listing(unanswered)} {'has' if len(unanswered) == 1 else 'have'} no answer yet")


def _as_choice(answer: object) -> str:
    """Return an answer as it would appear among the choices: a number as its text."""
    return answer if isinstance(answer, str) else render_value(answer)


def _misspelt(question: str, answer: object, offered: Sequence[str]) -> str:
    *most, last = (json.dumps(choice, ensure_ascii=False) for choice in offered)
    return f"{question} = {render_value(answer)} is not one of its choices: {', '.join(most)} or {last}"


def assert_answer(answers: object, question: str, right: str, wrong: Mapping[str, str]) -> None:
    """Fail the check unless the answer to a question is the right one of its choices.

    Parameters
    ----------
    answers : object
        What the student made of the dict from questions to answers.
    question : str
    right : str
    wrong : mapping of str to str
        Each of the other choices, with the question that leads away from it.

    Raises
    ------
    NotWritten
        The question has no answer yet.
    CheckFailure
        The answer is another.
    """
    answer = answers.get(question) if isinstance(answers, Mapping) else None
    if answer is None:
        raise NotWritten(f"{question} has no answer yet")
    shown = render_value(answer)
    given = _as_choice(answer)
    if given == right:
        return
    expected = "another of the choices" if given in wrong else f"one of {listing(sorted([*wrong, right]))}"
    fail(got=f"{question} = {shown}", expected=expected, hint=wrong.get(given, ""))
