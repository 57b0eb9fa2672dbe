"""Whether the notebook as it is saved holds what the kernel runs: only what is saved can be handed in."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from autograder.student.place import Place
from autograder.submissions.notebooks import notebook_units
from autograder.submissions.units import script_units
from autograder.vocabulary.outcomes import CheckResult
from autograder.vocabulary.wording import listing

_UNDEFINED = re.compile(r"NameError: name '(?P<name>\w+)' is not defined")


def unsaved(place: Place, exercises: Sequence[str], namespace: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence where functions of some exercises differ from those in the saved notebook.

    Parameters
    ----------
    place : Place
    exercises : sequence of str
        Those that were checked.
    namespace : dict
        The notebook's globals.
    """
    path = place.folder / f"{place.assignment}.ipynb"
    if place.rules is None or not path.is_file():
        return
    names = [name for each in place.rules.exercises if each.name in exercises for name in each.functions]
    units, _ = notebook_units(path.name, path.read_bytes())
    saved: dict[str, str] = {}
    for unit in units:
        saved |= _definitions(unit.source)
    different = [name for name in names if _differs(namespace.get(name), saved.get(name))]
    if different:
        yield (
            f"{listing(different)} in this notebook {'is' if len(different) == 1 else 'are'} not as saved in {path.name}: "
            "save it before you hand it in (Ctrl-S)."
        )


def with_remedy(check: CheckResult, place: Place) -> CheckResult:
    """Return a check's result with the remedy where a name is missing that a cell of the saved notebook defines."""
    missing = _UNDEFINED.match(check.message.raised) if check.message else None
    if missing is None or check.message is None:
        return check
    defined: set[str] = set()
    for path in (place.folder / f"{place.assignment}.ipynb", place.folder / f"{place.assignment}.py"):
        if path.is_file():
            read = notebook_units if path.suffix == ".ipynb" else script_units
            defined |= {
                name for unit in read(path.name, path.read_bytes())[0] for name in _names(unit.source)
            }
    if missing["name"] not in defined:
        return check
    hint = f"{missing['name']} is defined in a cell that was not run: run the cells above first (Run > Run All Above)."
    return msgspec.structs.replace(check, message=msgspec.structs.replace(check.message, hint=hint))


def _names(source: str) -> Iterator[str]:
    """Yield the names that a source defines or imports at its top level."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _definitions(source: str) -> dict[str, str]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return {
        node.name: ast.dump(node) for node in statements if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def _differs(value: Any, saved: str | None) -> bool:
    """Say whether a function in the kernel differs from the saved one; where that cannot be told, it does not."""
    if not inspect.isfunction(value) and not inspect.isclass(value):
        return False
    try:
        source = textwrap.dedent(inspect.getsource(value))
    except (OSError, TypeError):
        return False
    return next(iter(_definitions(source).values()), saved) != saved
