"""Misconceptions: executable wrong implementations, each with the question that a good teaching assistant would ask.

They serve twice. The self-check hands each in as a submission and demands that it loses points of its own exercise
and of no other. And a student's failing function that behaves like one of them, on inputs chosen to tell them apart,
gets its question as a hint.

A file ``solutions/<name>/misconceptions.py`` declares them with the decorators below; `load_bank` reads it beside the solution.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import CourseError

MISCONCEPTIONS_FILE = "misconceptions.py"

T = TypeVar("T")


def misconception(
    exercise: str, *, hint: str, costs_points: bool = True, replaces: str | None = None
) -> Callable[[T], T]:
    """Declare a wrong implementation of an exercise.

    Parameters
    ----------
    exercise : str
    hint : str
        A question that leads on, never the answer.
    costs_points : bool
        False for a valid variant that deserves a remark only.
    replaces : str, optional
        The name that it takes the place of; by default the exercise's own.
    """
    return lambda wrong: wrong


def probe(exercise: str) -> Callable[[T], T]:
    """Declare how to tell wrong versions of an exercise apart.

    The function is given an object with the student's names as attributes and returns plain data.
    """
    return lambda function: function


@dataclass(frozen=True)
class Misconception:
    """One wrong implementation: `name` in misconceptions.py takes the place of `replaces`."""

    exercise: str
    name: str
    hint: str
    costs_points: bool
    replaces: str


@dataclass
class Bank:
    """The misconceptions of one assignment.

    Attributes
    ----------
    entries : list of Misconception
    probes : dict
        Exercise to probe.
    namespace : dict
        The solution's names and those of misconceptions.py, for running wrong versions in the grader.
    source : str
        The solution followed by the wrong versions, as a submission's text.
    """

    entries: list[Misconception] = field(default_factory=list)
    probes: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    namespace: dict[str, Any] = field(default_factory=dict)
    source: str = ""

    def submission_source(self, entry: Misconception) -> str:
        """Return a submission that is right but for `entry`."""
        return f"{self.source}\n\n{entry.replaces} = {entry.name}\n"

    def _misconception(
        self, exercise: str, *, hint: str, costs_points: bool = True, replaces: str | None = None
    ) -> Callable[[T], T]:
        def note(wrong: T) -> T:
            name: str = wrong.__name__  # type: ignore[attr-defined]
            self.entries.append(Misconception(exercise, name, hint, costs_points, replaces or exercise))
            return wrong

        return note

    def _probe(self, exercise: str) -> Callable[[T], T]:
        def note(function: T) -> T:
            self.probes[exercise] = function  # type: ignore[assignment]
            return function

        return note

    def execute(self, solution: str, wrong: str, path: Path) -> None:
        """Run the solution and the wrong versions in one namespace, noting what the decorators declare."""
        names = self.namespace
        names.update(__name__=path.parent.name, misconception=self._misconception, probe=self._probe)
        try:
            exec(compile(solution, str(path.parent / f"{path.parent.name}.py"), "exec"), names)
            exec(compile(wrong, str(path), "exec"), names)
        except Exception as error:
            raise CourseError(f"{path}: {type(error).__name__}: {error}") from error


_INERT = """
def misconception(*args, **kwargs):
    return lambda wrong: wrong


def probe(exercise):
    return lambda function: function

"""


def load_bank(folder: Path) -> Bank:
    """Return the misconceptions declared in ``solutions/<name>/``; an empty bank where there is no such file.

    Raises
    ------
    CourseError
        The file, or the solution, cannot be run.
    """
    path = folder / MISCONCEPTIONS_FILE
    bank = Bank()
    if not path.is_file():
        return bank
    solution = (folder / f"{folder.name}.py").read_text(encoding="utf-8")
    wrong = _without_own_imports(path, folder.name)
    bank.execute(solution, wrong, path)
    bank.source = f"{solution}\n{_INERT}\n{wrong}"
    return bank


def _without_own_imports(path: Path, assignment: str) -> str:
    """Return the file without its imports of this package and of the solution, whose names are there already."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise CourseError(f"{path}, line {error.lineno}: {error.msg}") from error
    tree.body = [
        node
        for node in tree.body
        if not (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.partition(".")[0] in ("autograder", assignment, "__future__")
        )
    ]
    return ast.unparse(tree)


def by_exercise(bank: Bank) -> Mapping[str, list[Misconception]]:
    """Return the bank's entries grouped by exercise."""
    groups: dict[str, list[Misconception]] = {}
    for entry in bank.entries:
        groups.setdefault(entry.exercise, []).append(entry)
    return groups
