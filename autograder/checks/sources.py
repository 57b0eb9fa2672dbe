"""The text of a check, to be shown to a student."""

from __future__ import annotations

import ast
from pathlib import Path


def function_source(path: Path, name: str) -> tuple[str, int]:
    """Return the text of a function at the top level of a file, with its decorators, and the number of its first line."""
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            return "\n".join(text.splitlines()[first - 1 : node.end_lineno]), first
    return "", 1
