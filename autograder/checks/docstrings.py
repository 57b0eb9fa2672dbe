"""What an assignment's docstrings promise: the names of arguments and results, and the shape of what is returned.

Messages speak of ``dx`` and ``gradients["x"]`` because of this, not of ``result[1]['x']``, and what is expected has the shape
that the student was asked for.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.submissions.notebooks import notebook_units
from autograder.submissions.own_work import assignment_in

_SECTION = re.compile(r"^Returns\n-+\n(?P<body>.*?)(?=^\S[^\n]*\n-+\n|\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^(?P<names>\w+(?:, \w+)*) : (?P<kind>.+)$", re.MULTILINE)
_TUPLE = re.compile(r"^tuple \((?P<names>\w+(?:, \w+)*)\)", re.MULTILINE)
_METHOD = r"^\s*{method}\((?P<arguments>[^)]*)\)\s*->\s*(?P<names>.+)$"
_SHAPE = re.compile(r"\((?P<axes>[\w+\-* ]+,[\w+\-*, ]*)\)")


@dataclass(frozen=True)
class Promise:
    """One value that a function returns: its name, empty where it has none, and how many axes it has, None where that is open."""

    name: str
    axes: int | None


@dataclass(frozen=True)
class Promises:
    """What a function is called with and what it returns; empty where its docstring does not say."""

    parameters: tuple[str, ...] = ()
    returns: tuple[Promise, ...] = ()


def promises(folder: Path, function: str) -> Promises:
    """Return what the docstring of a function promises.

    Parameters
    ----------
    folder : Path
        The assignment's folder, with the student's .py and notebook: a docstring that was deleted in one may be in the other.
    function : str
        ``svm_loss``, or ``MultiplyGate.backward``.
    """
    name = assignment_in(folder)
    best = Promises()
    for path in (folder / f"{name}.py", folder / f"{name}.ipynb"):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        found = _definitions(path.name, content).get(function, best)
        if found.returns:
            return found
        best = best if best.parameters else found
    return best


@functools.lru_cache(maxsize=8)
def _definitions(file: str, content: bytes) -> dict[str, Promises]:
    """Return the promises of all functions and methods in a file, by name."""
    found: dict[str, Promises] = {}
    for source in _sources(file, content):
        try:
            statements = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in statements:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = Promises(
                    _parameters(node), tuple(_returned(ast.get_docstring(node) or ""))
                )
            elif isinstance(node, ast.ClassDef):
                words = ast.get_docstring(node) or ""
                for method in node.body:
                    if isinstance(method, ast.FunctionDef):
                        own = list(_returned(ast.get_docstring(method) or "")) or _of_method(
                            words, method.name
                        )
                        found[f"{node.name}.{method.name}"] = Promises(_parameters(method)[1:], tuple(own))
                        if method.name == "__init__":
                            found[node.name] = Promises(_parameters(method)[1:])
    return found


def _sources(file: str, content: bytes) -> Iterable[str]:
    if file.endswith(".ipynb"):
        return [unit.source for unit in notebook_units(file, content)[0]]
    return [content.decode("utf-8", "replace")]


def _parameters(node: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(each.arg for each in (*node.args.posonlyargs, *node.args.args))


def _returned(docstring: str) -> Iterable[Promise]:
    section = _SECTION.search(docstring)
    if section is None:
        return
    body = section["body"].strip()
    entries = list(_ENTRY.finditer(body))
    if entries:
        for entry in entries:
            kinds = entry["kind"].split(" and ")
            names = entry["names"].split(", ")
            for name, kind in zip(names, kinds if len(kinds) == len(names) else kinds[:1] * len(names)):
                yield Promise(name, _axes(kind))
    elif pair := _TUPLE.match(body):
        yield from (Promise(name, None) for name in pair["names"].split(", "))
    elif body:
        yield Promise("", _axes(body.partition("\n")[0]))


def _of_method(docstring: str, method: str) -> list[Promise]:
    line = re.search(_METHOD.format(method=re.escape(method)), docstring, re.MULTILINE)
    names = re.findall(r"\w+", line["names"]) if line else []
    return [Promise(name, None) for name in names]


def _axes(kind: str) -> int | None:
    shape = _SHAPE.search(kind)
    if shape is not None:
        return len([axis for axis in shape["axes"].split(",") if axis.strip()])
    if kind.strip() in ("float", "int"):
        return 0
    return 1 if kind.startswith("list of") else None


def fitted(value: Any, promise: Promise | None) -> Any:
    """Return numbers in as many axes as were promised, where only axes of length 1 tell the two apart."""
    if promise is None or promise.axes is None or not isinstance(value, list | int | float):
        return value
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.ndim == promise.axes:
        return value
    bare = array.squeeze().shape
    if len(bare) > promise.axes:
        return value
    shaped = array.reshape((1,) * (promise.axes - len(bare)) + bare)
    return shaped.item() if shaped.ndim == 0 else shaped


def named_parts(text: str, call: str, returns: Sequence[Promise]) -> str:
    """Return a text with the docstring's names in place of ``result[0]`` and ``backward(1)[0]``.

    Parameters
    ----------
    text : str
        Names a part of a result by its place, such as ``result[0] has shape (3,)``.
    call : str
        The function or method that returned the result: ``svm_loss``, ``MultiplyGate.backward``.
    returns : sequence of Promise
        What its docstring promises. With fewer than two, or one without a name, the text stays as it is.
    """
    if len(returns) < 2 or not all(each.name for each in returns):
        return text
    own = re.escape(call.rpartition(".")[2])

    def name(found: re.Match[str]) -> str:
        number = int(found["number"])
        return returns[number].name if number < len(returns) else found[0]

    return re.sub(rf"(?<![\w.])(?:result|{own}\([^()=]*\))\[(?P<number>\d)\]", name, text)
