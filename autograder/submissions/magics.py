"""IPython's own syntax as Python: what runs Python is kept, the rest does nothing. Line numbers and indentation stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Lines that set up the notebook, or ask for help, and that no function can miss.
_QUIET = re.compile(
    r"%(?:matplotlib|config|load_ext|reload_ext|autoreload|pip|conda|mamba|precision|xmode|who|whos|pwd|cd|ls|env)\b"
    r"|!\s*(?:pip3?|conda|mamba|uv|python3? -m pip|apt(?:-get)?|sudo apt(?:-get)?)\b|%%?\w*time(?:it)?\b"
)
_RUNS = ("%run", "%load", "%runfile")
_HELP = re.compile(r"\?.*|[%\w.*\[\]]+\?{1,2}")
_ASSIGNED_MAGIC = re.compile(r"(?P<target>[A-Za-z_][\w.,\s\[\]]*)=\s*(?P<magic>[!%].*)")
# What decides whether the next line begins a statement: strings, comments, brackets, a backslash at the end.
_LEXEME = re.compile(r"\\.|\\$|\"\"\"|'''|[\"'#()\[\]{}]")


@dataclass(frozen=True)
class PlainSource:
    """A cell as Python, and the lines of it, by number and text, that were dropped."""

    source: str
    dropped: tuple[tuple[int, str], ...]


def plain_source(source: str) -> PlainSource:
    r"""Replace IPython's syntax by Python.

    Examples
    --------
    >>> print(plain_source("if True:\n    %matplotlib inline\nfiles = !ls\n%time loss = f(x)").source)
    if True:
        pass  # %matplotlib inline
    files = None  # !ls
    loss = f(x)
    """
    lines = source.split("\n")
    dropped: list[tuple[int, str]] = []
    continued = False
    for index, starts_statement in enumerate(_statement_starts(lines)):
        line = lines[index]
        if continued:
            lines[index] = f"# {line}"
        elif starts_statement:
            lines[index] = _plain_statement(line)
        else:
            continue
        changed = lines[index] is not line
        if changed and not continued and _is_dropped(line.strip(), lines[index].strip()):
            dropped.append((index + 1, line.strip()))
        continued = (continued or changed) and line.endswith("\\")
    return PlainSource("\n".join(lines), tuple(dropped))


def _plain_statement(line: str) -> str:
    """Return a line that begins a statement as Python; the same object where it already is."""
    code = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if code.startswith("%time ") and not code[6:].lstrip().startswith(("%", "!", "-")):
        return indent + code[6:].lstrip()
    if file := _file_to_run(code):
        return f"{indent}get_ipython().run_line_magic('run', {file!r})"
    if code.split(" ")[0] == "%pylab":
        return f"{indent}from numpy import *; import numpy as np"
    if code.startswith(("%", "!")) or _HELP.fullmatch(code):
        return f"{indent}pass  # {code}"
    if assigned := _ASSIGNED_MAGIC.fullmatch(code):
        return f"{indent}{assigned['target'].rstrip()} = None  # {assigned['magic']}"
    return line


def _file_to_run(code: str) -> str:
    """Return the file that a line such as ``%run -i helpers.py`` runs, or nothing where it is no such line."""
    if not code.startswith(_RUNS):
        return ""
    magic, *words = code.split(maxsplit=20)
    if magic not in _RUNS:
        return ""
    for quote in ("'", '"'):
        if code.count(quote) == 2:
            return code.split(quote)[1]
    return next((word for word in words if not word.startswith("-")), "")


def _is_dropped(code: str, plain: str) -> bool:
    """Say whether a line was put out of action that may have mattered."""
    if "  # " not in plain or code.startswith("%%") or _QUIET.match(code):
        return False
    return code.startswith(("%", "!")) or bool(_ASSIGNED_MAGIC.fullmatch(code))


def _statement_starts(lines: list[str]) -> Iterator[bool]:
    """Say of each line whether a statement begins with it: not inside a string, a bracket or a continuation.

    Lines are looked at as they are when their turn comes, so a magic that was replaced counts as a comment.
    """
    quote = ""
    depth = 0
    continuation = False
    for index in range(len(lines)):
        yield not quote and depth == 0 and not continuation
        continuation = False
        for lexeme in _LEXEME.findall(lines[index]):
            if quote:
                quote = "" if lexeme == quote else quote
            elif lexeme == "#":
                break
            elif lexeme[0] in "\"'":
                quote = lexeme
            elif lexeme in "([{":
                depth += 1
            elif lexeme in ")]}":
                depth = max(0, depth - 1)
            else:
                continuation = lexeme == "\\"
        if len(quote) == 1 and not lines[index].endswith("\\"):
            quote = ""
