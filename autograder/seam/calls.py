"""Calls of a student's code as the grader makes them: sent, answered, remembered for messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from autograder.seam.call_values import AnswerDecoder, ArgumentEncoder, CallbackDecoder
from autograder.seam.callback_bounds import TooMuchForCallback
from autograder.seam.codec import CodecError
from autograder.seam.encoder import Encoder, encode_text, join_tuple
from autograder.seam.faults import missing, student_fault
from autograder.seam.remembered import Received, Sent
from autograder.seam.trace import Trace
from autograder.vocabulary.errors import CheckFailure, StudentException, StudentFault

_MAX_WARNINGS = 20
# Of a check's calls, the first and the last so many are remembered for messages, and results up to this size.
_REMEMBERED = 30
_REMEMBERED_BYTES = 2**16
_OK = encode_text("ok")
_EMPTY: dict[type, bytes] = {kind: Encoder().encode(kind()) for kind in (tuple, dict)}


class Link(Protocol):
    """Carries requests to a worker, wherever it runs."""

    def exchange(self, label: str, request: bytes, on_callback: Callable[[bytes], bytes]) -> bytes:
        """Send a request and return the answer, running callbacks meanwhile.

        Parameters
        ----------
        label : str
            What is called or read, for messages: ``svm_loss``, ``MultiplyGate.forward``.
        request : bytes
            In `codec`'s format.
        on_callback : callable
            Given a callback's bytes, returns the reply's.

        Raises
        ------
        StudentFault
            There is no answer: a limit was reached, or the worker ended.
        """

    def read_output(self) -> str:
        """Return what the student's code printed since the last call."""


@dataclass(frozen=True)
class Call:
    """One finished call of the student's code, for checks to look at and for messages.

    Attributes
    ----------
    name : str
        ``svm_loss``, or ``MultiplyGate.forward``.
    args, kwargs :
        As the check gave them; None where a value was read, not a function called.
    mutated : tuple of str
        Names of the arguments whose content the call changed.
    arguments_after : tuple
        The positional arguments as the student's code left them.
    warnings : tuple of str
        Such as ``"RuntimeWarning: overflow encountered in exp"``.
    output : str
        Printed text, bounded.
    receiver : int
        Number of the object whose method was called; 0 for a function.
    result : object
        What it returned, where that is not large.
    calls : list of Call
        The check's calls so far, this one and later ones among them.
    """

    name: str
    args: tuple[Any, ...] | None = None
    kwargs: dict[str, Any] | None = None
    mutated: tuple[str, ...] = ()
    arguments_after: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()
    output: str = ""
    receiver: int = 0
    result: Any = field(default=None, compare=False, repr=False)
    calls: Sequence[Call] = field(default=(), compare=False, repr=False)


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
    trace : Trace or None
        Where everything that passes is kept, where somebody wants to know.
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
        self.trace: Trace | None = None
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
        if self.trace is not None:
            self.trace.begin_check(self.others)

    def run(self, label: str, target: tuple[Any, ...], args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        """Carry out one request and return the value.

        Parameters
        ----------
        label : str
            What is called or read, for messages: ``svm_loss``, ``MultiplyGate.forward``.
        target : tuple
            ``("call", name)``, ``("method", ref, name)``, ``("get", name)`` or ``("attribute", ref, name)``; `ref` is the
            number of an object that stays with the student.
        args : tuple
            Positional arguments: plain data, callables, generators of random numbers, and what earlier calls of the check
            returned.
        kwargs : dict, optional
            Arguments by name, of the same kinds.

        Raises
        ------
        StudentFault
            What became of the call, where it returned nothing: an exception, a limit, a name that is missing.
        CheckFailure
            A callback of the check failed, whatever the student's code made of that.
        TypeError
            An argument cannot be sent.
        """
        if self.trace is None:
            return self._run(label, target, args, kwargs or {})
        traced = self.trace.begin_call(label, args, kwargs or {})
        try:
            value = self._run(label, target, args, kwargs or {})
        except BaseException as error:
            traced.ended(error)
            raise
        finally:
            self.trace.end_call()
        traced.returned(value)
        return value

    def _run(self, label: str, target: tuple[Any, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self.names.add(label)
        sent = Sent()
        encoder = ArgumentEncoder(self._received, sent, self.confined)
        fields = [encode_text(part) if isinstance(part, str) else Encoder().encode(part) for part in target]
        if target[0] in ("call", "method"):
            receiver = target[1] if target[0] == "method" else 0
            call = Call(label, args, kwargs, receiver=receiver, calls=self._finished)
            self.functions_called += 1
            fields += [
                encoder.encode(each) if each else _EMPTY[type(each)] for each in (args, kwargs, self.others)
            ]
        else:
            call = Call(label)
        self.last = call
        try:
            answer = self._first_readings.get(label) if target[0] == "get" else None
            if answer is None:
                answer = self._link.exchange(
                    label, join_tuple(*fields), lambda data: self._callback(sent, data)
                )
            if target[0] == "get" and label in self.read_once:
                self._first_readings[label] = answer
            value = self._finish(call, answer, sent)
            self._remember(keeps_result=len(answer) <= _REMEMBERED_BYTES)
        except StudentFault:
            if sent.failure is not None:
                raise sent.failure from None
            raise
        finally:
            sent.restore()
        if isinstance(sent.failure, CheckFailure):  # a verdict stands, though the student's code caught it
            raise sent.failure
        return value

    def _finish(self, call: Call, answer: bytes, sent: Sent) -> Any:
        output = self._link.read_output()
        self._received.expect(len(answer))
        try:
            status, *fields = AnswerDecoder(self.run, self._received, answer).decode()
            if status == "missing":
                fields = [missing(*fields), (), ()]
            elif status not in ("ok", "raised"):
                raise CodecError(f"{status!r} is no answer to a call")
            value, changed, warnings, *counted = fields
            for counts in counted:
                sent.note_calls(counts)
            if status == "raised":
                value = student_fault(call.name, value)
            after = list(call.args or ())
            for key, _, content in changed:
                if key.isdigit():
                    after[int(key)] = content
            self.last = Call(
                call.name,
                call.args,
                call.kwargs,
                tuple(str(parameter) for _, parameter, _ in changed),
                tuple(after),
                tuple(map(str, warnings[:_MAX_WARNINGS])),
                output,
                call.receiver,
                None if isinstance(value, StudentFault) else value,
                call.calls,
            )
        except Exception as error:  # a worker as it was started answers in this form
            raise StudentException(
                "ValueError", f"the answer of {call.name} cannot be read: {error}"
            ) from None
        if isinstance(value, StudentFault):
            raise value
        return value

    def _remember(self, *, keeps_result: bool) -> None:
        """Keep the call that finished last for messages about later ones."""
        assert self.last is not None
        if not keeps_result:
            self.last = replace(self.last, result=None)
        self._finished.append(self.last)
        if len(self._finished) > 2 * _REMEMBERED:
            del self._finished[_REMEMBERED]

    def _callback(self, sent: Sent, request: bytes) -> bytes:
        try:
            decoder = CallbackDecoder(self.run, self._received, sent, request)
            number, args, kwargs = decoder.decode()
        except TooMuchForCallback as error:
            return Encoder().encode(("raised", "ValueError", str(error)))
        except (TypeError, ValueError) as error:
            raise CodecError(f"not a callback's arguments: {error}") from None
        try:
            callback = sent.callbacks[number - 1] if 0 < number <= len(sent.callbacks) else _no_callback
            if self.trace is not None:
                callback = _traced(callback, self.trace)
            with np.errstate(all="ignore"):  # a student's wild step is no news on the grader's terminal
                value = callback(*args, **kwargs)
                if isinstance(value, Iterator):
                    value = list(value)
            sent.bounds.answers(decoder.entries)
            return join_tuple(_OK, ArgumentEncoder(self._received, sent, self.confined).encode(value))
        except StudentException as error:
            return Encoder().encode(("raised", error.type_name, error.message))
        except (CheckFailure, StudentFault) as error:
            sent.failure = error
            # Its text may hold an expected value, which no worker is to know.
            return Encoder().encode(("raised", "RuntimeError", "the check ended here"))
        except Exception as error:
            return Encoder().encode(("raised", type(error).__name__, str(error)[:2000]))


def _no_callback(*args: Any, **kwargs: Any) -> Any:
    raise LookupError("not a callback of this call")


def _traced(callback: Callable[..., Any], trace: Trace) -> Callable[..., Any]:
    def traced(*args: Any, **kwargs: Any) -> Any:
        asked = trace.ask(getattr(callback, "__name__", type(callback).__name__), args, kwargs)
        try:
            value = callback(*args, **kwargs)
        except BaseException as error:
            asked.ended(error)
            raise
        value = list(value) if isinstance(value, Iterator) else value
        asked.returned(value)
        return value

    return traced
