"""Syntax of a Python newer than the one that grades. Runs inside the worker; standard library only."""

from __future__ import annotations

import ast
import re
import sys

# What each version has brought (docs.python.org, "What's New in Python"), and what earlier ones can read in its place.
_NEW_SYNTAX = tuple(
    (version, re.compile(pattern, re.MULTILINE), older)
    for version, pattern, older in (
        ((3, 12), r"^(\s*(?:async\s+)?(?:def|class)\s+\w+)\s*\[[^\]\n]*\]", r"\1"),
        ((3, 12), r"^(\s*)type\s+(\w+)\s*(?:\[[^\]\n]*\]\s*)?=(?!=)", r"\1\2 ="),
        # In the braces of an f-string: its own quotes, and a backslash.
        ((3, 12), r"""\b[rR]?[fF][rR]?(["'])(?:(?!\1)[^{}\n])*(?:\{[^{}\n]*\}(?:(?!\1)[^{}\n])*)+\1""", "''"),
        # Classes of exceptions without brackets; one class and a variable is Python 2.
        ((3, 14), r"^(\s*except\*?\s+)([A-Z][\w.]*(?:\s*,\s*[A-Z][\w.]*)+)\s*:", r"\1(\2):"),
        ((3, 14), r"""(?<![\w"'])(?:[tT][rR]?|[rR][tT])(?=["'])""", "f"),
    )
)


def newer_syntax(source: str, running: tuple[int, int] = sys.version_info[:2]) -> str:
    """Say which Python a piece of code needs and which one grades; nothing where no Python reads it.

    That is so where the code can be read once the newer syntax in it is replaced by what it stands for.
    """
    needed = running
    for version, pattern, older in _NEW_SYNTAX:
        replaced = pattern.sub(older, source)
        if replaced != source and version > running:
            source, needed = replaced, max(needed, version)
    if needed == running or not _can_be_read(source):
        return ""
    return (
        f"this needs Python {needed[0]}.{needed[1]} or newer, and it is graded with Python {running[0]}.{running[1]}; "
        f"write it so that {running[0]}.{running[1]} can read it"
    )


def _can_be_read(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
