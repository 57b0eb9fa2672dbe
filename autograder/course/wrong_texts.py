"""The texts of a bank of misconceptions as submissions: the solution, and of the wrong versions what one of them needs.

A submission with all of them would be right as well, but hundreds of definitions take ten times as long to load as one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.vocabulary.errors import CourseError

_PUBLIC_FACE = "autograder"
_DECLARING = frozenset({"misconception", "probe"})


@dataclass(frozen=True)
class _Statement:
    """A statement at the top level of a file of misconceptions.

    Attributes
    ----------
    text : str
    touches : frozenset of str
        The names that it defines or changes; empty where it is always needed.
    uses : frozenset of str
        All names in it.
    """

    text: str
    touches: frozenset[str]
    uses: frozenset[str]


class WrongTexts:
    """Makes submissions out of the solution and the files of misconceptions.

    Parameters
    ----------
    texts : mapping of Path to str
        The solution's text and those of the misconceptions' files, in their order.

    Raises
    ------
    CourseError
        Two definitions have the same name.
    """

    def __init__(self, texts: Mapping[Path, str]) -> None:
        trees = {path: ast.parse(text) for path, text in texts.items()}
        _require_distinct_names(trees)
        (_, self._solution), *_ = texts.items()
        own = own_modules(texts) | {"__future__", _PUBLIC_FACE}
        self._statements = [
            _statement(node)
            for tree in list(trees.values())[1:]
            for node in tree.body
            if _is_needed(node, own)
        ]

    def with_definition_of(self, name: str) -> str:
        """Return the solution's text, followed by the definition of `name` and all that it needs."""
        needed, size = {name}, 0
        while len(needed) > size:
            size = len(needed)
            for statement in self._statements:
                if not statement.touches or statement.touches & needed:
                    needed |= statement.uses
        wrong = [each.text for each in self._statements if not each.touches or each.touches & needed]
        return "\n\n".join([self._solution, *wrong])


def own_modules(paths: Iterable[Path]) -> set[str]:
    """Return the names of the modules that are one text with the files at `paths`."""
    return {path.stem for path in paths}


def _statement(node: ast.stmt) -> _Statement:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        node.decorator_list = [mark for mark in node.decorator_list if not _declares(mark)]
    uses = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        touches: set[str] = set()
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        touches = {node.name}
    elif isinstance(node, ast.Assign):
        touches = {
            part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)
        }
    else:  # it may change whatever it names
        touches = uses
    return _Statement(ast.unparse(node), frozenset(touches), frozenset(uses))


def _is_needed(node: ast.stmt, own: set[str]) -> bool:
    """Say whether a statement is neither a docstring, nor a probe, nor an import of what the submission has anyway."""
    if isinstance(node, ast.ImportFrom):
        return node.module not in own
    if isinstance(node, ast.FunctionDef):
        return not any(_declares(mark, "probe") for mark in node.decorator_list)
    return not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _declares(mark: ast.expr, *names: str) -> bool:
    """Say whether a decorator declares a misconception or a probe, or one of `names`."""
    called = mark.func if isinstance(mark, ast.Call) else mark
    return isinstance(called, ast.Name) and called.id in (names or _DECLARING)


def _require_distinct_names(trees: Mapping[Path, ast.Module]) -> None:
    """Refuse a file of misconceptions, all but the first of `trees`, that defines a name again."""
    solution = next(iter(trees))
    places: dict[str, str] = {}
    for path, tree in trees.items():
        for name, line in _defined(tree):
            place = f"{path}, line {line}"
            if name in places and path != solution:
                raise CourseError(f"{place}: {name} is already defined ({places[name]}); choose another name")
            places[name] = place


def _defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the functions, classes and variables that a module's top level defines, with their lines."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name, node.lineno
        elif isinstance(node, ast.Assign):
            for part in (part for target in node.targets for part in ast.walk(target)):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    yield part.id, part.lineno
