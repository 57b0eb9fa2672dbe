"""A worker's private directory, its box: filled for a submission, watched while it runs, emptied of whatever was made in it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path


def fill(box: Path, files: Mapping[str, bytes]) -> None:
    """Make `files` the only content of `box`, which stays the same directory: walls are tied to it."""
    empty(box)
    for name, content in files.items():
        target = box / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def holds_at_most(box: Path, size_bytes: int, entries: int) -> bool:
    """Say whether `box` holds no more than that while a worker may be writing to it; what cannot be looked at is too much."""
    pending = [str(box)]
    while pending:
        try:
            with os.scandir(pending.pop()) as found:
                for entry in found:
                    entries -= 1
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        size_bytes -= _size(entry)
                    if entries < 0 or size_bytes < 0:
                        return False
        except FileNotFoundError:
            continue
        except OSError:
            return False
    return True


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        return 0


def empty(box: Path) -> None:
    """Remove everything in `box`, whatever a worker that is gone made of it.

    A folder inside a folder is moved up before its parent goes: no path gets long and nothing recurses, however deep they were.

    Raises
    ------
    OSError
        Something cannot be removed, so that the next submission would see it.
    """
    while folders := _remove_files(box):
        for at, folder in enumerate(folders):
            for inner_at, inner in enumerate(_remove_files(folder)):
                inner.chmod(0o700)  # moving a folder takes the right to write into it
                inner.rename(_unused(box, at, inner_at))
            folder.rmdir()


def _remove_files(folder: Path) -> list[Path]:
    """Remove the files in a folder, whatever its permissions, and return the folders in it."""
    folder.chmod(0o700)
    folders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            else:
                Path(entry.path).unlink()
    return folders


def _unused(box: Path, *numbers: int) -> Path:
    name = "-".join(map(str, numbers))
    while os.path.lexists(box / name):
        name += "+"
    return box / name


def remove(box: Path) -> None:
    """Remove a private directory for good, as far as that is possible."""
    with contextlib.suppress(OSError):
        empty(box)
        box.rmdir()
