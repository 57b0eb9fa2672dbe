"""Running a submission's top level, as much of it as can be run.

A file is executed statement by statement: one that raises, does not compile or does not end is noted and skipped, so that an
error in one exercise, or a student's own experiment, does not take the others along. Runs inside the worker; standard library
only.
"""

from __future__ import annotations
import __future__

import ast
import linecache
import re
import traceback
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from autograder.seam.names import Bindings
from autograder.seam.newer_python import newer_syntax
from autograder.seam.statement_clock import StatementClock, TooLong

_STARTS_STATEMENT = re.compile(r"[^\s#)\]}]")
_CONTINUES_STATEMENT = re.compile(r"(else|elif|except|finally)\b")
_DEFINITION = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=", re.MULTILINE)
# How many top-level pieces one statement may span when boundaries are guessed, e.g. a text with lines at the margin.
_MAX_PIECES = 12


# What became of a statement.
FAILED, SKIPPED, TAKEN_OVER = "failed", "skipped", "taken over"


class Problem(NamedTuple):
    """Something at the top level that could not be run, or be left as it was.

    Attributes
    ----------
    place : str
        Such as ``cell 3, line 2``.
    message : str
        An exception with its text; for a statement that was skipped, and for a name that was taken over, what it did.
    names : tuple of str
        What the statement would have defined.
    kind : str
        ``FAILED``, ``SKIPPED`` or ``TAKEN_OVER``.
    """

    place: str
    message: str
    names: tuple[str, ...] = ()
    kind: str = FAILED


class TopLevel:
    """Runs the pieces of a submission one after the other in a namespace.

    Parameters
    ----------
    namespace : dict
        The module's globals.
    limit_s : float
        Seconds for each statement.
    skipped : mapping of (str, int) to str
        Statements, by piece and line, that are not to be run, and what they did when they were.
    announce : callable, optional
        Told the piece and line of each statement before it is run.
    give_up : callable
        Told the same of a statement that cannot be interrupted.

    Attributes
    ----------
    problems : list of Problem
    slow : list of (str, int, str)
        Piece, line and message of each statement that was interrupted.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        limit_s: float,
        skipped: Mapping[tuple[str, int], str],
        announce: Callable[[str, int], None] | None,
        give_up: Callable[[str, int], None],
    ) -> None:
        self._namespace = namespace
        self._limit_s = limit_s
        self._skipped = skipped
        self._announce = announce
        self._at = ("", 0)
        self._clock = StatementClock(limit_s, lambda: give_up(*self._at))
        self._bindings = Bindings()
        self.problems: list[Problem] = []
        self.slow: list[tuple[str, int, str]] = []

    def run(self, units: Iterable[tuple[str, str]]) -> None:
        """Run named pieces of source, and settle what their names stand for."""
        with self._clock.ticking():
            for name, source in units:
                self._run_unit(name, source)
        for place, message in self._bindings.settle(self._namespace):
            self.problems.append(Problem(place, message, (), TAKEN_OVER))

    def _run_unit(self, name: str, source: str) -> None:
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        flags = 0
        for node in _statements(name, source, self.problems):
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                for alias in node.names:
                    feature = getattr(__future__, alias.name, None)
                    flags |= feature.compiler_flag if feature else 0
            if (name, node.lineno) in self._skipped:
                self._skip(name, node, self._skipped[name, node.lineno])
                continue
            self._run_statement(name, node, flags)
            self._bindings.note(node, f"{name}, line {node.lineno}", self._namespace)

    def _run_statement(self, name: str, node: ast.stmt, flags: int) -> None:
        self._at = (name, node.lineno)
        if self._announce is not None:
            self._announce(*self._at)
        try:
            code = compile(ast.Module([node], []), name, "exec", flags=flags, dont_inherit=True)
            self._clock.run(lambda: exec(code, self._namespace))
        except TooLong:
            message = f"did not end within {self._limit_s:g} s"
            self.slow.append((name, node.lineno, message))
            self._skip(name, node, message)
        except BaseException as error:  # SystemExit too: only this statement is lost
            place = f"{name}, line {_line_of(error, name, node.lineno)}"
            self.problems.append(Problem(place, _describe(error), _names(node)))

    def _skip(self, name: str, node: ast.stmt, message: str) -> None:
        self.problems.append(Problem(f"{name}, line {node.lineno}", message, _names(node), SKIPPED))


def _statements(name: str, source: str, problems: list[Problem]) -> Iterator[ast.stmt]:
    try:
        yield from ast.parse(source, name).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield from _salvaged(name, source, problems, error)


def _salvaged(
    name: str, source: str, problems: list[Problem], whole_error: BaseException
) -> Iterator[ast.stmt]:
    """Yield the statements of a file that does not compile as a whole, noting the pieces that don't.

    The error of the whole file belongs to the first such piece, and names the line that the student's own Python names.
    """
    lines = source.replace("\0", "").splitlines(keepends=True)
    starts = [
        number
        for number, line in enumerate(lines)
        if _STARTS_STATEMENT.match(line) and not _CONTINUES_STATEMENT.match(line)
    ]
    starts = [
        start for at, start in enumerate(starts) if at == 0 or not lines[starts[at - 1]].startswith("@")
    ]
    bounds = [*starts, len(lines)]
    at = 0
    while at < len(starts):
        for end in range(at + 1, min(at + _MAX_PIECES, len(starts)) + 1):
            # Leading newlines keep the line numbers of the whole file.
            piece = "\n" * bounds[at] + "".join(lines[bounds[at] : bounds[end]])
            try:
                body = ast.parse(piece, name).body
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                if end == at + 1:
                    first_error: BaseException = error
                continue
            yield from body
            at = end
            break
        else:
            piece = "".join(lines[bounds[at] : bounds[at + 1]])
            shown = first_error if problems else whole_error
            line = getattr(shown, "lineno", None) or bounds[at] + 1
            names = tuple(a or b for a, b in _DEFINITION.findall(piece))
            message = f"SyntaxError: {newer}" if (newer := newer_syntax(piece)) else _describe(shown)
            problems.append(Problem(f"{name}, line {line}", message, names))
            at += 1


def _names(node: ast.stmt) -> tuple[str, ...]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return (node.name,)
    if isinstance(node, ast.Assign):
        return tuple(target.id for target in node.targets if isinstance(target, ast.Name))
    return ()


def _line_of(error: BaseException, name: str, default: int) -> int:
    numbers = [
        number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == name
    ]
    return numbers[0] if numbers else default


def _describe(error: BaseException) -> str:
    if isinstance(
        error, SystemError
    ):  # raised by Python itself where its stack is at an end, with no word of that
        return "RecursionError: a function calls itself without end"
    text = error.msg if isinstance(error, SyntaxError) else _text(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


# Names of numpy's older random functions, and what a Generator calls them (numpy's "What's new or different").
_GENERATOR_NAMES = {
    "rand": "random",
    "random_sample": "random",
    "ranf": "random",
    "sample": "random",
    "randn": "standard_normal",
    "randint": "integers",
    "random_integers": "integers",
}


def _newer_name(error: BaseException) -> str:
    """Return what to add to an exception about a method that a random generator no longer has."""
    if (
        isinstance(error, AttributeError)
        and type(error.obj).__name__ == "Generator"
        and error.name in _GENERATOR_NAMES
    ):
        return f" (a Generator's method is called {_GENERATOR_NAMES[error.name]})"
    return ""


def _text(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except Exception:  # the student's own __str__
        return ""


def describe_exception(
    error: BaseException, place_of: Callable[[types.FrameType], str | None]
) -> dict[str, Any]:
    """Return an exception as plain data: type, bases, message, and the student's own lines of the traceback.

    `place_of` says what the student calls the file that a frame is in, None where it is not the student's.
    """
    frames, function = [], ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        place = place_of(frame)
        if place is not None:
            function = frame.f_code.co_name
            text = linecache.getline(frame.f_code.co_filename, number).strip()
            frames.append(f"{place}, line {number}, in {function}: {text}"[:300])
    return {
        "type": type(error).__name__[:200],
        "bases": [base.__name__[:200] for base in type(error).__mro__][:20],
        "message": _text(error) + _newer_name(error),
        "frames": frames[:3] + frames[3:][-5:],
        "function": function,
    }
