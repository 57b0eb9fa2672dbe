"""Helper files that a student handed in, found wherever they lie. Runs inside the worker; standard library only.

On the student's machine an editor, a notebook's kernel or a path of that machine made them known to Python.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import itertools
import os
import re
import sys
import types
from collections.abc import Iterable, Sequence

_MOST_FOLDERS = 200
_RELATIVE_IMPORT = re.compile(r"^\s*from\s+\.", re.MULTILINE)
# The package that files may import from as ``..``; the one in it is ``.``.
HANDED_IN = "handed_in"
_HERE = f"{HANDED_IN}.here"


def folder_with(directory: str, name: str) -> str | None:
    """Return the uppermost folder in `directory`, or that itself, in which a module or package of that name lies."""
    if not directory:
        return None
    folders = itertools.islice(os.walk(directory), _MOST_FOLDERS)
    found = [
        folder for folder, folders_in_it, files in folders if f"{name}.py" in files or name in folders_in_it
    ]
    return min(found, key=lambda folder: (folder.count(os.sep), folder), default=None)


class OwnFilesFinder(importlib.abc.MetaPathFinder):
    """Finds what no other finder does in the folders that were handed in."""

    def __init__(self, directory: str) -> None:
        self._directory = directory

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where a module begins, or None where none of that name was handed in."""
        folder = folder_with(self._directory, fullname) if "." not in fullname else None
        return None if folder is None else importlib.machinery.PathFinder.find_spec(fullname, [folder])


def let_relative_imports_work(module: types.ModuleType, sources: Iterable[str], directory: str) -> None:
    """Let a submission import from ``.`` and ``..`` as if it were run as a part of a package.

    Parameters
    ----------
    module : module
        The submission's; its ``__package__`` is set.
    sources : iterable of str
        Its code. Without a relative import in it nothing is changed.
    directory : str
        Where its files lie; empty where it has none.
    """
    if not directory or not any(map(_RELATIVE_IMPORT.search, sources)):
        return
    for name in (HANDED_IN, _HERE):
        package = types.ModuleType(name)
        package.__path__ = [directory]
        sys.modules[name] = package
    module.__package__ = _HERE
