"""Names that a submission's top level gives away again: what was written as a function or class counts.

A notebook's later cell may say ``softmax = softmax(x)``, use a function's name in a loop, or call a variable ``len``. Runs inside
the worker; standard library only.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import types
from collections.abc import Iterable, Iterator
from typing import Any

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Bindings:
    """What the statements of a submission, in their order, made of the names at its top level."""

    def __init__(self) -> None:
        self._defined: dict[str, tuple[Any, str]] = {}
        self._imported: dict[str, Any] = {}
        self._taken: dict[str, str] = {}
        self._run: list[ast.stmt] = []

    def note(self, node: ast.stmt, place: str, namespace: dict[str, Any]) -> None:
        """Look at what a statement that was run has bound.

        Parameters
        ----------
        node : ast.stmt
            At the top level; it was run just now.
        place : str
            Where it stands, for messages: ``cell 3, line 2``.
        namespace : dict
            The module's globals after it.
        """
        defined = {each.name for each in _top_definitions(node)}
        for name in defined:
            if name in namespace:
                self._defined[name] = (namespace[name], place)
                self._taken.pop(name, None)
        imports = isinstance(node, (ast.Import, ast.ImportFrom))
        for name in _bound(node) - defined:
            if name not in namespace:
                if name in self._defined or name in self._imported:  # deleted
                    self._taken.setdefault(name, place)
                continue
            if imports and name not in self._defined:
                self._taken.pop(name, None)
                if isinstance(namespace[name], types.ModuleType):
                    self._imported[name] = namespace[name]
            elif imports or not callable(namespace[name]):
                self._taken.setdefault(name, place)
            else:  # one of the student's functions under a second name, or a better version of it
                self._taken.pop(name, None)
                self._defined.pop(name, None)
        self._run.append(node)

    def settle(self, namespace: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Give names back to the functions that were written under them; yield the place and what to say of each."""
        called, used = _uses(self._run) if self._taken else (set(), set())
        for name, place in self._taken.items():
            if name in self._defined:
                original, home = self._defined[name]
                if namespace.get(name) is not original:
                    namespace[name] = original
                    yield (
                        place,
                        f"gives the name {name} to something else; the definition ({home}) was graded",
                    )
            elif name in self._imported and name in used and namespace.get(name) is not self._imported[name]:
                namespace[name] = self._imported[name]
                yield (
                    place,
                    f"gives the name of the import {name} to something else; functions were given the import",
                )
            elif _hides_a_builtin(name, namespace) and name in called and name not in used:
                del namespace[name]
                yield (
                    place,
                    f"gives the name of the built-in {name} to a value; functions were given the built-in",
                )

        for name, (original, home) in self._defined.items():
            # Given away inside a function, by ``global``.
            if name not in self._taken and name in namespace and not callable(namespace[name]):
                namespace[name] = original
                yield home, f"defines {name}, which becomes something else later; this definition was graded"


def _hides_a_builtin(name: str, namespace: dict[str, Any]) -> bool:
    return callable(getattr(builtins, name, None)) and name in namespace


def _uses(nodes: Iterable[ast.stmt]) -> tuple[set[str], set[str]]:
    """Return the names that functions call, and those that they use in any other way."""
    all_called: set[str] = set()
    used: set[str] = set()
    for function in itertools.chain.from_iterable(map(ast.walk, nodes)):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        called = {
            id(each.func): each.func.id
            for each in ast.walk(function)
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        all_called.update(called.values())
        used.update(
            each.id
            for each in ast.walk(function)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and id(each) not in called
        )
    return all_called, used


def _top_definitions(node: ast.stmt) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the functions and classes that a statement defines at the top level, also inside an ``if`` or ``try``."""
    if isinstance(node, _DEFINITIONS):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield from _top_definitions(child)
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            for inner in child.body:
                yield from _top_definitions(inner)


def _bound(node: ast.AST) -> set[str]:
    """Return the names that a statement binds or deletes in its own scope."""
    names: set[str] = set()
    if isinstance(node, _DEFINITIONS):
        return {node.name}
    if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return names
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
        names.add(node.id)
    if isinstance(node, ast.ExceptHandler) and node.name:
        names.add(node.name)
    for child in ast.iter_child_nodes(node):
        names |= _bound(child)
    return names
