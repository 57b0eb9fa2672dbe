"""Calls of a student's code as the grader makes them: encoded with identities kept, decoded strictly, remembered for messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from autograder.errors import (
    CheckFailure,
    LimitExceeded,
    NotWritten,
    SeamError,
    StudentException,
    StudentFault,
)
from autograder.seam.codec import CodecError
from autograder.seam.decoder import Decoder, make_generator
from autograder.seam.encoder import Encoder, encode_generator, encode_text, join_tuple, reference

_NOT_WRITTEN = "NotImplementedError"
# What a call or a check may have the grader remember, so that no student fills its memory. Beyond it, arrays and returned objects
# cross by content alone.
_MAX_REMEMBERED_BYTES = 256 * 2**20
_MAX_REMEMBERED_OBJECTS = 100_000
_MAX_WARNINGS = 20


class Link(Protocol):
    """Carries requests to a worker, wherever it runs."""

    def exchange(self, label: str, request: bytes, on_callback: Callable[[bytes], bytes]) -> bytes:
        """Send a request and return the answer, running callbacks meanwhile."""

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
    """

    name: str
    args: tuple[Any, ...] | None = None
    kwargs: dict[str, Any] | None = None
    mutated: tuple[str, ...] = ()
    arguments_after: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()
    output: str = ""


class Opaque:
    """An object that stays with the student: an instance of a class, or anything that is not plain data.

    Its methods are called as usual; its attributes are read with `attribute`.
    """

    def __init__(self, calls: Calls, ref: int, type_name: str) -> None:
        self._calls = calls
        self._ref = ref
        self.type_name = type_name

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            target = ("method", self._ref, name)
            return self._calls.run(f"{self.type_name}.{name}", target, args, kwargs)

        return method

    def attribute(self, name: str) -> Any:
        """Return the value of a data attribute."""
        return self._calls.run(f"{self.type_name}.{name}", ("attribute", self._ref, name))

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


@dataclass
class _Received:
    """Something that the student's code returned: its number, and its parts at that time (for a list or dict)."""

    ref: int
    value: Any
    parts: Any


@dataclass
class _Sent:
    """The arrays that one call sent, by number; `originals` has the content of those that the student changed."""

    arrays: list[np.ndarray[Any, Any]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    originals: dict[int, np.ndarray[Any, Any]] = field(default_factory=dict)
    callbacks: list[Callable[..., Any]] = field(default_factory=list)
    failure: CheckFailure | StudentFault | None = None
    size_bytes: int = 0

    def number(self, array: np.ndarray[Any, Any]) -> int:
        known = self.numbers.get(id(array))
        if known is None:
            self.size_bytes += array.nbytes
            if self.size_bytes > _MAX_REMEMBERED_BYTES:
                return 0
            self.arrays.append(array)
            known = self.numbers[id(array)] = len(self.arrays)
        return known

    def restore(self) -> None:
        for number, original in self.originals.items():
            self.arrays[number - 1][...] = original


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
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._received: dict[int, _Received] = {}
        self._received_bytes = 0
        self.last: Call | None = None
        self.names: set[str] = set()
        self.others: dict[str, Any] = {}

    def forget(self) -> None:
        self._forget_received()
        self.last = None
        self.names.clear()
        self.others = {}

    def _forget_received(self) -> None:
        self._received.clear()
        self._received_bytes = 0

    def run(self, label: str, target: tuple[Any, ...], args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        """Carry out one request and return the value, or raise what became of it."""
        self.names.add(label)
        kwargs = kwargs or {}
        sent = _Sent()
        encoder = _ArgumentEncoder(self, sent)
        fields = [encode_text(part) if isinstance(part, str) else Encoder().encode(part) for part in target]
        if target[0] in ("call", "method"):
            self.last = Call(label, args, kwargs)
            fields += [encoder.encode(args), encoder.encode(kwargs), encoder.encode(self.others)]
        else:
            self.last = Call(label)
        try:
            answer = self._link.exchange(label, join_tuple(*fields), lambda data: self._callback(sent, data))
            value = self._finish(self.last, answer)
        except StudentFault:
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
        self._received_bytes += len(answer)
        if self._received_bytes > _MAX_REMEMBERED_BYTES or len(self._received) > _MAX_REMEMBERED_OBJECTS:
            self._forget_received()
        try:
            status, *fields = _AnswerDecoder(self, answer).decode()
            if status == "missing":
                fields = [_missing(*fields), (), ()]
            value, changed, warnings = fields
            if status == "raised":
                value = _student_exception(call.name, value)
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
            )
        except Exception as error:  # a worker as it was started answers in this form
            raise StudentException(
                "ValueError", f"the answer of {call.name} cannot be read: {error}"
            ) from None
        if isinstance(value, StudentFault):
            raise value
        return value

    def _callback(self, sent: _Sent, request: bytes) -> bytes:
        try:
            number, args, kwargs = _CallbackDecoder(self, sent, request).decode()
        except (TypeError, ValueError) as error:
            raise CodecError(f"not a callback's arguments: {error}") from None
        try:
            with np.errstate(all="ignore"):  # a student's wild step is no news on the grader's terminal
                value = sent.callbacks[number - 1](*args, **kwargs)
                if isinstance(value, Iterator):
                    value = list(value)
            return join_tuple(encode_text("ok"), _ArgumentEncoder(self, sent).encode(value))
        except StudentException as error:
            return Encoder().encode(("raised", error.type_name, error.message))
        except (CheckFailure, StudentFault) as error:
            sent.failure = error
            # Its text may hold an expected value, which no worker is to know.
            return Encoder().encode(("raised", "RuntimeError", "the check ended here"))
        except Exception as error:
            return Encoder().encode(("raised", type(error).__name__, str(error)[:2000]))

    def note(self, ref: int, value: Any) -> None:
        if ref:
            parts = (
                list(value.items())
                if isinstance(value, dict)
                else list(value)
                if isinstance(value, list)
                else None
            )
            self._received[id(value)] = _Received(ref, value, parts)

    def own_number(self, value: Any) -> int:
        """Return the number of an object that the student returned and the check left as it was, else 0."""
        received = self._received.get(id(value))
        if received is None or not self._unchanged(value):
            return 0
        return received.ref

    def _unchanged(self, value: Any) -> bool:
        received = self._received.get(id(value))
        if isinstance(value, dict):
            now = list(value.items())
            return (
                received is not None
                and len(now) == len(received.parts)
                and all(a[0] is b[0] and a[1] is b[1] for a, b in zip(now, received.parts, strict=True))
                and all(map(self._unchanged, value.values()))
            )
        if isinstance(value, list):
            return (
                received is not None
                and len(value) == len(received.parts)
                and all(a is b for a, b in zip(value, received.parts, strict=True))
                and all(map(self._unchanged, value))
            )
        if isinstance(value, tuple):
            return all(map(self._unchanged, value))
        return True  # arrays came read-only, and scalars cannot change


class _ArgumentEncoder(Encoder):
    """Encodes what a check sends: arrays get numbers, callables become callbacks, returned objects go back as themselves."""

    def __init__(self, calls: Calls, sent: _Sent) -> None:
        super().__init__()
        self._calls = calls
        self._sent = sent

    def handle(self, array: np.ndarray[Any, Any]) -> int:
        return self._sent.number(array)

    def replacement(self, value: Any) -> bytes | None:
        number = self._calls.own_number(value)
        return reference(b"r", number) if number else None

    def other(self, value: Any) -> bytes:
        if isinstance(value, Opaque):
            return reference(b"r", value._ref)
        if isinstance(value, np.random.Generator):
            return encode_generator(value)
        if callable(value):
            self._sent.callbacks.append(value)
            return reference(b"f", len(self._sent.callbacks), getattr(value, "__name__", "f"))
        raise SeamError(
            f"a check passed a {type(value).__name__} to a student's function: send plain data, or a callable"
        )


class _AnswerDecoder(Decoder):
    def __init__(self, calls: Calls, data: bytes) -> None:
        super().__init__(data)
        self._calls = calls

    def made(self, ref: int, value: Any) -> None:
        self._calls.note(ref, value)

    def opaque(self, number: int, type_name: str) -> Opaque:
        return Opaque(self._calls, number, type_name)


class _CallbackDecoder(_AnswerDecoder):
    """Decodes what a student's code passes to a callback; the grader's own arrays come back as themselves, updated."""

    def __init__(self, calls: Calls, sent: _Sent, data: bytes) -> None:
        super().__init__(calls, data)
        self._sent = sent

    def made(self, ref: int, value: Any) -> None:
        """Remember nothing: only what a call returns can be sent back."""

    def array(self, handle: int, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        if not 0 < handle <= len(self._sent.arrays):
            return array
        own = self._sent.arrays[handle - 1]
        if own.shape != array.shape or own.dtype != array.dtype or not own.flags.writeable:
            return array
        if handle not in self._sent.originals:
            self._sent.originals[handle] = own.copy()
        own[...] = array
        return own

    def generator(self, state: tuple[int, int, int, int]) -> np.random.Generator:
        try:
            return make_generator(state)
        except (ValueError, TypeError, OverflowError) as error:
            raise CodecError(f"not a random generator's state: {error}") from None


def _missing(name: str, near: list[str], problems: list[tuple[str, str, Any]]) -> NotWritten:
    if problems:
        place, message, _ = problems[0]
        return NotWritten(f"{name} could not be read ({place}: {message})")
    hint = f"; did you mean {near[0]!r} to be it?" if near else ""
    return NotWritten(f"there is no {name} in the submission{hint}")


def _student_exception(label: str, description: dict[str, Any]) -> StudentFault:
    kind, message = str(description["type"]), str(description["message"])
    bases = tuple(map(str, description["bases"]))
    if _NOT_WRITTEN in bases:
        inner = str(description["function"])
        if inner and inner not in (label, label.rpartition(".")[2]):
            return NotWritten(f"{label} uses {inner}, which is not written yet")
        return NotWritten(f"{label} is not written yet")
    if "MemoryError" in bases:
        return LimitExceeded("memory", f"{label} asked for more memory than it is allowed ({message})")
    return StudentException(kind, message, bases, tuple(map(str, description["frames"])))
