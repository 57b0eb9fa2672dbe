"""What a result depends on, as digests: of the course's files, of the engine, of what they run on."""

from __future__ import annotations

import functools
import hashlib
import platform
from importlib import metadata
from pathlib import Path

from autograder.course.folders import AssignmentFolders

_ENGINE = Path(__file__).parent.parent
_CONFTEST = "conftest.py"


@functools.cache  # a process runs the versions that it has loaded, whatever is installed meanwhile
def versions() -> dict[str, str]:
    """Return the versions that results depend on, by name: the engine, python, numpy, pytest."""
    return {
        "engine": _engine_digest()[:16],
        "python": platform.python_version(),
        "numpy": metadata.version("numpy"),
        "pytest": metadata.version("pytest"),
    }


def files_digest(folders: AssignmentFolders) -> str:
    """Return the digest of an assignment's files as they are now, with a conftest.py at the course's root."""
    total = hashlib.sha256()
    total.update(_folder_digest(folders.visible))
    total.update(_folder_digest(folders.hidden))
    for path in (
        folders.root / _CONFTEST,
        *(folder.parent / _CONFTEST for folder in (folders.visible, folders.hidden)),
    ):
        total.update(path.read_bytes() if path.is_file() else b"\0")
    return total.hexdigest()


def _engine_digest() -> str:
    return _folder_digest(_ENGINE).hex()


def _folder_digest(folder: Path) -> bytes:
    """Return the digest of all files but caches and hidden ones, which editors and Jupyter leave."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
            total.update("/".join(parts).encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.digest()
