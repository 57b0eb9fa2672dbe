"""What of the starter is still to be written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_STILL_TO_WRITE = "NotImplementedError"


def defined_in(source: str) -> Iterator[tuple[str, bool]]:
    """Yield the names that a text defines, and whether each is still to be written."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield (
                node.name,
                any(isinstance(part, ast.Raise) and _raises_stub(part) for part in ast.walk(node)),
            )
        elif isinstance(node, ast.Assign):
            names = (target.id for target in node.targets if isinstance(target, ast.Name))
            yield from ((name, _is_unanswered(node.value)) for name in names)


def _is_unanswered(value: ast.expr) -> bool:
    answers = value.values if isinstance(value, ast.Dict) else []
    return bool(answers) and all(isinstance(each, ast.Constant) and each.value is None for each in answers)


def _raises_stub(node: ast.Raise) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == _STILL_TO_WRITE
