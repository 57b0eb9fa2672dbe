"""What crosses the boundary as the grader sees it: arguments that leave, results and callbacks' arguments that arrive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.seam.codec import CodecError
from autograder.seam.decoder import Decoder, make_generator
from autograder.seam.encoder import Encoder, encode_generator, reference
from autograder.seam.public_function import PublicFunction, parts_of
from autograder.seam.remembered import Received, Sent

# Carries out a request: a label for messages, the target, arguments.
Run = Callable[..., Any]


class Opaque:
    """An object that stays with the student: an instance of a class, or anything that is not plain data.

    Its methods are called as usual; its attributes are read with `attribute`.
    """

    def __init__(self, run: Run, ref: int, type_name: str) -> None:
        self._run = run
        self._ref = ref
        self.type_name = type_name

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            target = ("method", self._ref, name)
            return self._run(f"{self.type_name}.{name}", target, args, kwargs)

        return method

    def attribute(self, name: str) -> Any:
        """Return the value of a data attribute."""
        return self._run(f"{self.type_name}.{name}", ("attribute", self._ref, name))

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


class ArgumentEncoder(Encoder):
    """Encodes what a check sends: arrays get numbers, callables become callbacks, returned objects go back as themselves."""

    def __init__(
        self, received: Received, sent: Sent, confined: Callable[[Any], Any] = lambda value: value
    ) -> None:
        super().__init__()
        self._received = received
        self._sent = sent
        self._confined = confined

    def handle(self, array: np.ndarray[Any, Any]) -> int:
        return self._sent.number(array)

    def replacement(self, value: Any) -> bytes | None:
        number = self._received.number(value)
        if isinstance(value, (list, tuple)):
            self._sent.bounds.sent(len(value), len(value))
        elif number and isinstance(value, np.ndarray):
            self._sent.bounds.sent(value.size, max(value.shape, default=0))
        return reference(b"r", number) if number else None

    def other(self, value: Any) -> bytes:
        """Return the bytes of an object of the student's, a random generator or a callable.

        Raises
        ------
        TypeError
            It is none of these, or an object of another submission or an earlier check.
        """
        if isinstance(value, Opaque):
            if not self._received.gave(value):
                raise TypeError(
                    f"a {value.type_name} object stays where it was made, and cannot be passed on"
                )
            return reference(b"r", value._ref)
        if isinstance(value, np.random.Generator):
            return encode_generator(value)
        if isinstance(value, PublicFunction) and self._confined(value.function) is value.function:
            self._sent.public.append(value)
            self._sent.callbacks.append(
                value.function
            )  # which the student's code may pass to another callback
            try:
                return b"w" + Encoder().encode((len(self._sent.callbacks), *parts_of(value.function)))
            except CodecError as error:
                raise TypeError(f"{value.function.__name__} cannot run in the worker: {error}") from None
        if callable(value):
            function = value.function if isinstance(value, PublicFunction) else value
            self._sent.callbacks.append(self._confined(function))
            return reference(b"f", len(self._sent.callbacks), getattr(value, "__name__", "f"))
        raise TypeError(
            f"a check passed a {type(value).__name__} to a student's function: send plain data, or a callable"
        )


class AnswerDecoder(Decoder):
    """Decodes what a call returned, remembering its objects."""

    def __init__(self, run: Run, received: Received, data: bytes) -> None:
        super().__init__(data)
        self._run = run
        self._received = received

    def made(self, ref: int, value: Any) -> None:
        self._received.note(ref, value)

    def opaque(self, number: int, type_name: str) -> Opaque:
        made = Opaque(self._run, number, type_name)
        self._received.note_opaque(made)
        return made


class CallbackDecoder(AnswerDecoder):
    """Decodes what a student's code passes to a callback; the grader's own arrays come back as themselves, updated.

    Attributes
    ----------
    entries : int
        How many entries its arrays and lists have together.
    """

    def __init__(self, run: Run, received: Received, sent: Sent, data: bytes) -> None:
        super().__init__(run, received, data)
        self._sent = sent
        self.entries = 0

    def made(self, ref: int, value: Any) -> None:
        """Remember nothing: only what a call returns can be sent back."""

    def items(self, count: int, depth: int) -> None:
        """Count the items of a list like the entries of an array."""
        if depth > 1:  # above are the request and the arguments themselves
            self._take(count, count)

    def _take(self, entries: int, longest_axis: int) -> None:
        self.entries += entries
        self._sent.bounds.require(self.entries, longest_axis)

    def opaque(self, number: int, type_name: str) -> Opaque:
        """Return an object that cannot be sent back."""
        return Opaque(self._run, number, type_name)

    def array(self, handle: int, array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        self._take(array.size, max(array.shape, default=0))
        if not 0 < handle <= len(self._sent.arrays):
            return array
        own = self._sent.arrays[handle - 1]
        if own.shape != array.shape or own.dtype != array.dtype or not own.flags.writeable:
            return array
        if handle not in self._sent.originals:
            self._sent.originals[handle] = own.copy()
        own[...] = array
        return own

    def callback(self, number: int, name: str) -> Any:
        """Return the check's own callable.

        Raises
        ------
        CodecError
            The check passed no callable of that number.
        """
        if not 0 < number <= len(self._sent.callbacks):
            raise CodecError("not a callback of this call")
        return self._sent.callbacks[number - 1]

    def generator(self, state: tuple[int, int, int, int]) -> np.random.Generator:
        """Return a random generator with this PCG64 state.

        Raises
        ------
        CodecError
            It is no such state.
        """
        try:
            return make_generator(state)
        except (ValueError, TypeError, OverflowError) as error:
            raise CodecError(f"not a random generator's state: {error}") from None
