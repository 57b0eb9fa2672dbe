"""Calls of a student's code as the grader makes them: sent, answered, remembered for messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from autograder.seam.call import Call
from autograder.seam.call_values import AnswerDecoder, ArgumentEncoder, CallbackDecoder
from autograder.seam.callback_bounds import TooMuchForCallback
from autograder.seam.codec import CodecError
from autograder.seam.encoder import Encoder, encode_text, join_tuple
from autograder.seam.faults import missing, student_fault
from autograder.seam.history import History, as_sent
from autograder.seam.remembered import Received, Sent
from autograder.vocabulary.errors import CheckFailure, StudentException, StudentFault

_MAX_WARNINGS = 20
# Of a check's calls, the first and the last so many are remembered for messages, and results up to this size.
_REMEMBERED = 30
_REMEMBERED_BYTES = 2**16


class Link(Protocol):
    """Carries requests to a worker, wherever it runs."""

    def exchange(self, label: str, request: bytes, on_callback: Callable[[bytes], bytes]) -> bytes:
        """Send a request and return the answer, running callbacks meanwhile.

        Parameters
        ----------
        label
            What is called, for messages.
        request
            The encoded request.
        on_callback
            Answers a callback's request, both encoded.
        """

    def read_output(self) -> str:
        """Return what the student's code printed since the last call."""


class Calls:
    """Encodes calls, keeps the identity of what crosses, and decodes answers.

    Attributes
    ----------
    last : Call or None
        The call that finished last.
    names : set of str
        What was called or read during the check.
    others : dict
        What globals of the student's modules are to be during calls, by name.
    read_once : frozenset of str
        Globals whose first reading stands for all checks of the submission.
    functions_called : int
        How many calls of functions and methods the check has made.
    history : History or None
        Where each call is added that ended in any way, where somebody wants to know.
    confined : callable
        Given a callable that a check passes on, returns the one to run when the student's code calls it.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._received = Received()
        self.last: Call | None = None
        self.names: set[str] = set()
        self._finished: list[Call] = []
        self.others: dict[str, Any] = {}
        self.functions_called = 0
        self.read_once: frozenset[str] = frozenset()
        self.history: History | None = None
        self._first_readings: dict[str, bytes] = {}
        self.confined: Callable[[Any], Any] = lambda value: value

    def forget(self, others: Mapping[str, Any]) -> None:
        """Start a new check, in which `others` take the place of the student's globals."""
        self._received.forget()
        self.last = None
        self._finished = []  # a new list: calls of earlier checks keep theirs
        self.names.clear()
        self.functions_called = 0
        self.others = dict(others)
        if self.history is not None:
            self.history.begin_run()

    def run(self, label: str, target: tuple[Any, ...], args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        """Carry out one request and return the value, or raise what became of it.

        Parameters
        ----------
        label
            What is called, as the student would write it.
        target
            The kind of request (``call``, ``method``, ``get``) and what it is about, as the worker knows it.
        args, kwargs
            Plain data, callables, generators, or objects that came from the same worker.

        Raises
        ------
        StudentFault
            The student's code raised, ended, or used up a limit; with the call.
        """
        self.names.add(label)
        kwargs = kwargs or {}
        sent = Sent()
        encoder = ArgumentEncoder(self._received, sent, self.confined)
        fields = [encode_text(part) if isinstance(part, str) else Encoder().encode(part) for part in target]
        if target[0] in ("call", "method"):
            receiver = target[1] if target[0] == "method" else 0
            self.last = Call(label, args, kwargs, receiver=receiver, calls=self._finished)
            self.functions_called += 1
            fields += [encoder.encode(args), encoder.encode(kwargs), encoder.encode(self.others)]
        else:
            self.last = Call(label)
        sent_call = self.last
        if self.history is not None:
            sent_call = replace(sent_call, args=as_sent(args), kwargs=as_sent(kwargs))
        try:
            answer = self._first_readings.get(label) if target[0] == "get" else None
            if answer is None:
                answer = self._link.exchange(
                    label, join_tuple(*fields), lambda data: self._callback(sent, data)
                )
            if target[0] == "get" and label in self.read_once:
                self._first_readings[label] = answer
            value = self._finish(self.last, answer)
            self._remember(value if len(answer) <= _REMEMBERED_BYTES else None)
            if self.history is not None:
                self.history.add(replace(sent_call, result=value))
        except StudentFault as fault:
            if self.history is not None:
                self.history.add(replace(sent_call, fault=fault))
            if sent.failure is not None:
                raise sent.failure from None
            raise
        finally:
            sent.restore()
        if isinstance(sent.failure, CheckFailure):  # a verdict stands, though the student's code caught it
            raise sent.failure
        return value

    def _finish(self, call: Call, answer: bytes) -> Any:
        output = self._link.read_output()
        self._received.expect(len(answer))
        try:
            status, *fields = AnswerDecoder(self.run, self._received, answer).decode()
            if status == "missing":
                fields = [missing(*fields), (), ()]
            elif status not in ("ok", "raised"):
                raise CodecError(f"{status!r} is no answer to a call")
            value, changed, warnings = fields
            if status == "raised":
                value = student_fault(call.name, value)
            after = list(call.args or ())
            for key, _, content in changed:
                if key.isdigit():
                    after[int(key)] = content
            self.last = replace(
                call,
                mutated=tuple(str(parameter) for _, parameter, _ in changed),
                arguments_after=tuple(after),
                warnings=tuple(map(str, warnings[:_MAX_WARNINGS])),
                output=output,
                result=None if isinstance(value, StudentFault) else value,
            )
        except Exception as error:  # a worker as it was started answers in this form
            raise StudentException(
                "ValueError", f"the answer of {call.name} cannot be read: {error}"
            ) from None
        if isinstance(value, StudentFault):
            raise value
        return value

    def _remember(self, value: Any) -> None:
        """Keep the call that finished last for messages about later ones."""
        assert self.last is not None
        self.last = replace(self.last, result=value)
        self._finished.append(self.last)
        if len(self._finished) > 2 * _REMEMBERED:
            del self._finished[_REMEMBERED]

    def _callback(self, sent: Sent, request: bytes) -> bytes:
        try:
            number, args, kwargs = CallbackDecoder(self.run, self._received, sent, request).decode()
        except TooMuchForCallback as error:
            return Encoder().encode(("raised", "ValueError", str(error)))
        except (TypeError, ValueError) as error:
            raise CodecError(f"not a callback's arguments: {error}") from None
        try:
            with np.errstate(all="ignore"):  # a student's wild step is no news on the grader's terminal
                value = sent.callbacks[number - 1](*args, **kwargs)
                if isinstance(value, Iterator):
                    value = list(value)
            return join_tuple(
                encode_text("ok"), ArgumentEncoder(self._received, sent, self.confined).encode(value)
            )
        except StudentException as error:
            return Encoder().encode(("raised", error.type_name, error.message))
        except (CheckFailure, StudentFault) as error:
            sent.failure = error
            # Its text may hold an expected value, which no worker is to know.
            return Encoder().encode(("raised", "RuntimeError", "the check ended here"))
        except Exception as error:
            return Encoder().encode(("raised", type(error).__name__, str(error)[:2000]))
