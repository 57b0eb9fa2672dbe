"""The worker's side: holds the student's code and answers requests about it.

Nothing in this process is secret and nothing that it says is believed beyond being the student's answer. Imports numpy and the
standard library only.

Requests and answers are tuples in the codec; the first item names the kind:

======================================================  ==========================================================
request                                                  answer
======================================================  ==========================================================
``("load", module, directory, units, available,``        ``("loaded", problems, placeholders, slow)``
``  limit_s, skipped, announced, watched)``
``("call", name, args, kwargs, others)``                 ``("ok", value, changed, warnings)``
``("method", ref, name, args, kwargs, others)``          or ``("raised", description, changed, warnings)``
``("get", name)``, ``("attribute", ref, name)``          or ``("missing", name, near names, problems)``
======================================================  ==========================================================

``others`` holds what other globals of the student's modules are to be during the call, by name; callables as callbacks.

Where public functions were among the arguments, a last field says how often each was called.

``changed`` holds ``(key, parameter name, content after the call)`` for each argument whose content the call changed; the key
is the keyword or the position as text.

While a call runs, the worker may send ``(callback number, args, kwargs)`` and gets ``("ok", value)`` or
``("raised", type name, message)``.
"""

from __future__ import annotations

import builtins
import contextlib
import difflib
import inspect
import itertools
import os
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

import numpy as np

from autograder.seam import ipython
from autograder.seam.codec import CodecError
from autograder.seam.encoder import Encoder, encode_text, join_tuple
from autograder.seam.loading import Problem, TopLevel, describe_exception
from autograder.seam.own_files import let_relative_imports_work
from autograder.seam.placeholders import install_placeholders
from autograder.seam.replacement import replaced
from autograder.seam.stand_ins import NotAvailable
from autograder.seam.tripwires import Tripwires
from autograder.seam.worker_values import (
    ArgumentDecoder,
    CallbackEncoder,
    ContentEncoder,
    Kept,
    ResultEncoder,
    Scope,
)

_MAX_WARNINGS = 20
_MAX_RESULT_BYTES = 48 * 2**20
_MAX_YIELDED = 10_000
# Exit status of a worker in which a statement of the top level could not be interrupted.
GAVE_UP = 87
_NOTHING = join_tuple()
# What random.seed(0) arrives at, by a longer way.
_SEEDED = random.Random(0).getstate()
_ERRORS_AS_NUMPY_HAS_THEM: dict[str, Any] = {
    "divide": "warn",
    "over": "warn",
    "under": "ignore",
    "invalid": "warn",
}


class Worker:
    """Answers requests.

    Parameters
    ----------
    ask : callable
        Carries a callback's bytes to the grader and returns the reply's bytes.
    announce : callable
        Carries the place of a statement of the top level to the grader.
    entered : callable
        Given the name of a watched function that was entered.
    """

    def __init__(
        self,
        ask: Callable[[bytes], bytes],
        announce: Callable[[bytes], object] = lambda place: None,
        entered: Callable[[str], object] = lambda name: None,
    ) -> None:
        self._ask = ask
        self._announce = announce
        self._entered = entered
        self.kept = Kept()
        self._scopes: list[Scope] = []
        self._module = types.ModuleType("submission")
        self._files: frozenset[str] = frozenset()
        self._directory = ""
        self._adopted: dict[str, Any] | None = None
        self._problems: list[Problem] = []
        self._tripwires = Tripwires({}, "", (), entered)

    def handle(self, request: bytes) -> bytes:
        """Return the answer to one request."""
        scope = Scope()
        self._scopes.append(scope)
        try:
            kind, *fields = self._decoded(request, scope)
            return _ANSWERS[kind](self, scope, *fields)
        except MemoryError as error:  # values did not fit on their way in or out
            return join_tuple(encode_text("raised"), self._description(error), _NOTHING, _NOTHING)
        finally:
            self._scopes.pop()

    def begin_check(self) -> None:
        """Forget what earlier checks were given, and make unseeded draws the same in every grading."""
        self.kept.forget()
        random.setstate(_SEEDED)
        np.random.seed(0)
        self._tripwires.arm()

    def _decoded(self, data: bytes, scope: Scope) -> Any:
        return ArgumentDecoder(data, self.kept, scope, self.make_callback).decode()

    def adopt(self, namespace: dict[str, Any]) -> None:
        """Answer for functions that are already here, those of a notebook's kernel."""
        self._module.__dict__.update(namespace)
        self._adopted = namespace

    def _place_of(self, frame: types.FrameType) -> str | None:
        file = frame.f_code.co_filename
        if frame.f_globals is self._adopted:
            return "this notebook"
        if file in self._files:
            return file
        if self._directory and file.startswith(self._directory):
            return file.removeprefix(self._directory).lstrip("/\\")
        return None

    def make_callback(self, number: int, name: str) -> Callable[..., Any]:
        """Return a function that runs in the grader when the student's code calls it.

        Raises
        ------
        Exception
            By the returned function: what the check's callable raised, of the same built-in type where there is one, else a
            RuntimeError.
        """

        def callback(*args: Any, **kwargs: Any) -> Any:
            scope = self._scopes[-1]
            reply = self._ask(CallbackEncoder(scope).encode((number, args, kwargs)))
            status, *fields = self._decoded(reply, scope)
            if status == "ok":
                return fields[0]
            type_name, message = fields
            kind = getattr(builtins, type_name, RuntimeError)
            if not (isinstance(kind, type) and issubclass(kind, Exception)):
                kind = RuntimeError
            raise kind(message)

        callback.__name__ = callback.__qualname__ = name
        return callback

    def _load(
        self,
        scope: Scope,
        module: str,
        directory: str,
        units: list[tuple[str, str]],
        available: list[str] | None,
        limit_s: float,
        skipped: list[tuple[str, int, str]],
        announced: bool,
        watched: tuple[str, ...],
    ) -> bytes:
        self._files = frozenset(name for name, _ in units)
        placeholders = install_placeholders(
            None if available is None else {*sys.stdlib_module_names, *available},
            lambda file: file in self._files or bool(directory and file.startswith(directory)),
            directory,
        )
        if directory:
            sys.path.insert(0, directory)
        self._directory = directory
        self._module = types.ModuleType(module)
        self._module.__dict__["__file__"] = f"{module}.py"
        sys.modules[module] = self._module
        let_relative_imports_work(self._module, (source for _, source in units), directory)
        ipython.install(self._module.__dict__)
        top_level = TopLevel(
            self._module.__dict__,
            limit_s,
            {(name, line): message for name, line, message in skipped},
            self._announce_statement if announced else None,
            self._give_up,
        )
        with _recorded_warnings():
            top_level.run(units)
        np.seterr(
            **_ERRORS_AS_NUMPY_HAS_THEM
        )  # what a file sets for its own experiments is not for its functions
        self._problems = top_level.problems
        self._tripwires = Tripwires(self._module.__dict__, directory, watched, self._entered)
        problems = [tuple(problem) for problem in self._problems[:50]]
        return Encoder().encode(("loaded", problems, placeholders[:50], top_level.slow[:50]))

    def _announce_statement(self, name: str, line: int) -> None:
        self._announce(Encoder().encode((name, line)))

    def _give_up(self, name: str, line: int) -> None:
        self._announce_statement(name, line)
        os._exit(GAVE_UP)

    def _call(
        self, scope: Scope, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], others: dict[str, Any]
    ) -> bytes:
        function = self._tripwires.own(self._module.__dict__.get(name))
        if function is None:
            return self._missing(name)
        if not callable(function):
            error = TypeError(f"{name} is a {type(function).__name__}, not a function")
            return join_tuple(encode_text("raised"), self._description(error), _NOTHING, _NOTHING)
        return self._run(scope, function, args, kwargs, others)

    def _method(
        self,
        scope: Scope,
        ref: int,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        others: dict[str, Any],
    ) -> bytes:
        target = self.kept.get(ref)
        method = getattr(target, name, None)
        if method is None:
            return self._missing(f"{type(target).__name__}.{name}")
        return self._run(scope, method, args, kwargs, others)

    def _get(self, scope: Scope, name: str) -> bytes:
        if name not in self._module.__dict__:
            return self._missing(name)
        return self._value(self._module.__dict__[name])

    def _attribute(self, scope: Scope, ref: int, name: str) -> bytes:
        target = self.kept.get(ref)
        try:
            value = getattr(target, name)
        except Exception:  # a property is the student's code
            return self._missing(f"{type(target).__name__}.{name}")
        return self._value(value)

    def _run(
        self,
        scope: Scope,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        others: dict[str, Any],
    ) -> bytes:
        named: dict[str, Any] = {str(position): value for position, value in enumerate(args)} | kwargs
        before = {name: _content(scope, value) for name, value in named.items()}
        namespace = self._module.__dict__ if self._adopted is None else self._adopted
        with _recorded_warnings() as caught, replaced(others, namespace, self._directory):
            try:
                result = _read_out(function(*args, **kwargs))
                status, value = "ok", self._result(result)
            except BaseException as error:  # SystemExit and KeyboardInterrupt are answers like any other
                status, value = "raised", self._description(error)
        changed = []
        for name, argument in named.items():
            now = _content(scope, argument)
            if now != before[name]:
                label = _parameter_name(function, name)
                changed.append(join_tuple(encode_text(name), encode_text(label), now))
        warned = Encoder().encode(tuple(caught[:_MAX_WARNINGS])) if caught else _NOTHING
        fields = [encode_text(status), value, join_tuple(*changed), warned]
        if scope.public_calls:
            fields.append(Encoder().encode(tuple(scope.public_calls)))
        return join_tuple(*fields)

    def _value(self, value: Any) -> bytes:
        try:
            status, answer = "ok", self._result(value)
        except (CodecError, NotAvailable) as error:
            status, answer = "raised", self._description(error)
        return join_tuple(encode_text(status), answer, _NOTHING, _NOTHING)

    def _result(self, value: Any) -> bytes:
        encoded = ResultEncoder(self.kept).encode(value)
        if len(encoded) > _MAX_RESULT_BYTES:
            raise CodecError(
                f"{len(encoded) / 1e6:.0f} MB is more than the {_MAX_RESULT_BYTES / 1e6:.0f} MB allowed"
            )
        return encoded

    def _description(self, error: BaseException) -> bytes:
        if isinstance(error, CodecError):
            error = TypeError(f"the returned value cannot be graded: {error}")
        if isinstance(error, NameError):
            self._tripwires.not_found(error.name)
        return Encoder().encode(describe_exception(error, self._place_of))

    def _missing(self, name: str) -> bytes:
        near = difflib.get_close_matches(name, [str(key) for key in self._module.__dict__], n=1, cutoff=0.75)
        problems = [tuple(problem[:3]) for problem in self._problems if name in problem.names]
        return Encoder().encode(("missing", name, near, problems))


_ANSWERS: dict[str, Callable[..., bytes]] = {
    "load": Worker._load,
    "call": Worker._call,
    "method": Worker._method,
    "get": Worker._get,
    "attribute": Worker._attribute,
}


def _read_out(result: Any) -> Any:
    """Return the items of what can only be looped over as a list: what a generator does belongs to the call that made it."""
    loader = (
        isinstance(result, Iterable) and not isinstance(result, Set) and not hasattr(result, "__getitem__")
    )
    if not (loader or isinstance(result, Iterator)):
        return result
    items = list(itertools.islice(result, _MAX_YIELDED + 1))
    if len(items) > _MAX_YIELDED:
        raise ValueError(f"the generator yielded more than {_MAX_YIELDED} items; does its loop ever stop?")
    return items


def _content(scope: Scope, value: Any) -> bytes:
    try:
        return ContentEncoder(scope).encode(value)
    except CodecError:
        # The student put something into it that cannot be sent: it differs, and that is enough.
        return b"N"


@contextlib.contextmanager
def _recorded_warnings() -> Iterator[list[str]]:
    caught: list[str] = []

    def record(message: Warning | str, category: type[Warning], *args: Any, **kwargs: Any) -> None:
        if len(caught) < _MAX_WARNINGS:
            caught.append(f"{category.__name__}: {message}"[:300])

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = record
        yield caught


def _parameter_name(function: Callable[..., Any], name: str) -> str:
    """Return what the student's signature calls positional argument `name` (its number), or `name` itself."""
    if not name.isdigit():
        return name
    try:
        return list(inspect.signature(function).parameters)[int(name)]
    except (ValueError, TypeError, IndexError):
        return name
