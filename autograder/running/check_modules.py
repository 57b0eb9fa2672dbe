"""Check files as they are now: what Python remembers of them from an earlier session is forgotten."""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from autograder.course.folders import HIDDEN_FOLDER, VISIBLE_FOLDER

_BYTECODE_HEADER = 16  # bytes before the code: a magic number, flags, and what the source was like


def forget_check_modules(root: Path, folders: Sequence[Path]) -> None:
    """Make the next import read check files, their helpers and conftest.py afresh.

    pytest names their modules by folder, so that another course's would be taken for these; and Python trusts bytecode whose
    source has the same size and the same time to the second.

    Parameters
    ----------
    root : Path
        The course's folder.
    folders : sequence of Path
        The folders with checks.
    """
    for name, module in list(sys.modules.items()):
        # Split as text: making a Path of each of a thousand files takes ten times as long.
        parts = (getattr(module, "__file__", None) or "").rsplit(os.sep, 3)
        if _belongs_to_checks(parts):
            del sys.modules[name]
    for source in _sources(root, folders):
        _drop_unusable_bytecode(source)


def _belongs_to_checks(parts: Sequence[str]) -> bool:
    """Say whether a module's file, split into its last folders, is a check file or helps one.

    What else is loaded from a visible folder is a student's, whose notebook this process may be.
    """
    if parts[-1] == "conftest.py":
        return True
    if len(parts) < 3:
        return False
    return parts[-3] == HIDDEN_FOLDER or (parts[-3] == VISIBLE_FOLDER and parts[-1].startswith("test_"))


def _sources(root: Path, folders: Sequence[Path]) -> Iterator[Path]:
    beside = {root, *(folder.parent for folder in folders)}
    yield from (path for folder in beside if (path := folder / "conftest.py").is_file())
    for folder in folders:
        yield from _python_files(folder)


def _python_files(folder: Path) -> Iterable[Path]:
    return folder.rglob("*.py") if folder.is_dir() else ()


def _drop_unusable_bytecode(source: Path) -> None:
    """Remove bytecode of a source that was changed after it was compiled, or that a full disk has cut off."""
    bytecode = Path(importlib.util.cache_from_source(str(source)))
    try:
        if bytecode.stat().st_mtime_ns <= source.stat().st_mtime_ns or not _is_whole(bytecode):
            bytecode.unlink()
    except OSError:  # there is none, or the folder is not ours to write in
        pass


def _is_whole(bytecode: Path) -> bool:
    try:
        marshal.loads(bytecode.read_bytes()[_BYTECODE_HEADER:])
    except (EOFError, ValueError, TypeError):
        return False
    return True
