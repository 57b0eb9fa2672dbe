"""Misconceptions: executable wrong implementations, each with the question that a good teaching assistant would ask.

They serve twice. The self-check hands each in as a submission and demands that it loses points of its own exercise
and of no other. And a student's failing function that behaves like one of them, on inputs chosen to tell them apart,
gets its question as a hint.

Files beside the solution declare them with the decorators below: ``solutions/<name>/misconceptions.py`` and any number of
``misconceptions_<topic>.py``. To `load_bank` they are one text: the solution, then ``misconceptions.py`` (which holds what the
others share), then the others by name. What they import from the solution and from each other, and the decorators, are in
their common namespace already.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from autograder.course.wrong_texts import WrongTexts, own_modules
from autograder.vocabulary.errors import CourseError

_SHARED = "misconceptions.py"
_PUBLIC_FACE = "autograder"
_DECORATORS = frozenset({"misconception", "probe"})

T = TypeVar("T")


def misconception(
    *exercises: str,
    hint: str,
    costs_points: bool = True,
    replaces: str | None = None,
    seen_in: Sequence[str] | None = None,
    wraps: bool = False,
) -> Callable[[T], T]:
    """Declare a wrong implementation of an exercise, or of several in which the same mistake is made.

    Parameters
    ----------
    *exercises : str
    hint : str
        A question that leads on, never the answer.
    costs_points : bool
        False for a valid variant that deserves a remark only.
    replaces : str, optional
        The name that it takes the place of; by default the exercise's own.
    seen_in : sequence of str, optional
        The observations in which it must show, where its effect on others is a consequence that a student's code need not have.
        By default it must show in all in which it differs from the right code.
    wraps : bool
        Whether it is given the right function as its first argument, before those of the exercise.
    """
    return lambda wrong: wrong


def probe(exercise: str) -> Callable[[T], T]:
    """Declare how to tell wrong versions of an exercise apart.

    The function is given `code`, with the face of a check's `submission`, and returns a mapping from names of observations to
    looks, functions without arguments that return plain data: see `autograder.course.observations`. A probe that returns
    plain data itself is a single observation.
    """
    return lambda function: function


@dataclass(frozen=True)
class Misconception:
    """One wrong implementation: `name` in `file` takes the place of `replaces`."""

    file: str
    exercise: str
    name: str
    hint: str
    costs_points: bool
    replaces: str
    seen_in: tuple[str, ...] | None = None
    wraps: bool = False


@dataclass
class Bank:
    """The misconceptions of one assignment.

    Attributes
    ----------
    entries : list of Misconception
    probes : dict
        Exercise to probe.
    namespace : dict
        The names of the solution and of the misconceptions' files, for running wrong versions in the grader.
    texts : dict
        The solution's text and those of the misconceptions' files, by path, in their order.
    """

    entries: list[Misconception] = field(default_factory=list)
    probes: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    namespace: dict[str, Any] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)

    def submission_source(self, entry: Misconception) -> str:
        """Return the text of a submission that is right but for `entry`.

        Raises
        ------
        CourseError
            Two definitions of the bank have the same name, so that one would hide the other.
        """
        wrong = (
            f"__import__('functools').partial({entry.name}, {entry.replaces})" if entry.wraps else entry.name
        )
        return f"{self._texts.with_definition_of(entry.name)}\n\n{entry.replaces} = {wrong}\n"

    @functools.cached_property
    def _texts(self) -> WrongTexts:
        return WrongTexts(self.texts)

    def wrong_version(self, entry: Misconception) -> Any:
        """Return what takes the place of `entry.replaces`, for running it here."""
        wrong = self.namespace[entry.name]
        return functools.partial(wrong, self.namespace[entry.replaces]) if entry.wraps else wrong

    @contextlib.contextmanager
    def replacing(self, names: Mapping[str, Any]) -> Iterator[None]:
        """Let the solution's functions find other things under some of its names, as they would in a submission."""
        own = {name: self.namespace[name] for name in names}
        self.namespace.update(names)
        try:
            yield
        finally:
            self.namespace.update(own)

    def run(self, path: Path) -> None:
        """Run the solution or a file of misconceptions in the namespace, noting what the decorators declare.

        Raises
        ------
        CourseError
            The file is not Python, or raised an exception; the message says in which line.
        """
        try:
            # From the text: a tree made for Python first would cost several times as much.
            code = compile(self.texts[path], str(path), "exec", dont_inherit=True)
        except SyntaxError as error:
            raise CourseError(f"{path}, line {error.lineno}: {error.msg}") from error
        self.namespace.update(
            __name__=path.parent.name, misconception=self._noted_as_wrong(path), probe=self._note_probe
        )
        try:
            exec(code, self.namespace)
        except Exception as error:
            lines = [at for frame, at in traceback.walk_tb(error.__traceback__) if frame.f_code is code]
            raise CourseError(f"{path}, line {lines[0]}: {type(error).__name__}: {error}") from error

    def _noted_as_wrong(self, path: Path) -> Callable[..., Callable[[T], T]]:
        def misconception(
            *exercises: str,
            hint: str,
            costs_points: bool = True,
            replaces: str | None = None,
            seen_in: Sequence[str] | None = None,
            wraps: bool = False,
        ) -> Callable[[T], T]:
            def note(wrong: T) -> T:
                name: str = wrong.__name__  # type: ignore[attr-defined]
                needed = None if seen_in is None else tuple(seen_in)
                self.entries += [
                    Misconception(
                        path.name, exercise, name, hint, costs_points, replaces or exercise, needed, wraps
                    )
                    for exercise in exercises
                ]
                return wrong

            return note

        return misconception

    def _note_probe(self, exercise: str) -> Callable[[T], T]:
        def note(function: T) -> T:
            if exercise in self.probes:
                raise ValueError(f"{exercise} already has a probe, {self.probes[exercise].__name__}")
            self.probes[exercise] = function  # type: ignore[assignment]
            return function

        return note


class _Names:
    """A namespace with the face of a module."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.__dict__ = names


class _Declaring:
    """The package's public face, with the decorators that note what they declare."""

    def __init__(self, module: Any, namespace: dict[str, Any]) -> None:
        self._module = module
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        return self._namespace[name] if name in _DECORATORS else getattr(self._module, name)


def load_bank(folder: Path) -> Bank:
    """Return the misconceptions declared in ``solutions/<name>/``; an empty bank where there is no such file.

    Raises
    ------
    CourseError
        A file, or the solution, cannot be run.
    """
    bank = Bank()
    paths = sorted(folder.glob("misconceptions_*.py"))
    if (folder / _SHARED).is_file():
        paths.insert(0, folder / _SHARED)
    if not paths:
        return bank
    bank.texts = {path: path.read_text(encoding="utf-8") for path in (folder / f"{folder.name}.py", *paths)}
    own, names = own_modules(bank.texts), _Names(bank.namespace)

    def find(name: str, *details: Any) -> Any:
        if name in own:
            return names
        module = builtins.__import__(name, *details)
        return _Declaring(module, bank.namespace) if name == _PUBLIC_FACE else module

    bank.namespace["__builtins__"] = {**vars(builtins), "__import__": find}
    for path in bank.texts:
        bank.run(path)
    return bank


def by_exercise(bank: Bank) -> Mapping[str, list[Misconception]]:
    """Return the bank's entries grouped by exercise."""
    groups: dict[str, list[Misconception]] = {}
    for entry in bank.entries:
        groups.setdefault(entry.exercise, []).append(entry)
    return groups
