"""A worker's private directory, its box: filled for a submission, watched while it runs, emptied of whatever was made in it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where directories cannot be locked: nothing is cleared for others
    fcntl = None  # type: ignore[assignment]


_PREFIX = "autograder-box-"
# Of a name of its own: without a lock it would look abandoned to whoever can lock.
_UNLOCKED_PREFIX = "autograder-unlocked-"
_locks: dict[Path, int] = {}


def make() -> Path:
    """Make a private directory, and clear those whose owner was killed.

    Its owner holds a lock on it, which ends with the process however that ends: nobody else's is ever cleared.
    """
    if fcntl is None:
        return Path(tempfile.mkdtemp(prefix=_UNLOCKED_PREFIX))
    _clear_abandoned()
    while True:
        box = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = _locked(box)
        if lock is not None and box.exists():  # else somebody cleared it before it was locked
            _locks[box] = lock
            return box


def _clear_abandoned() -> None:
    """Remove the private directories of processes that are gone."""
    for box in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        lock = _locked(box)
        if lock is not None:
            remove(box)
            os.close(lock)


def _locked(box: Path) -> int | None:
    """Return a descriptor that holds the lock on `box`, None where that is another's or cannot be had."""
    try:
        descriptor = os.open(box, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def make_inside(parent: Path, files: Mapping[str, bytes]) -> Path:
    """Make a new directory in `parent`, itself a private one, whose only content is `files`."""
    box = Path(tempfile.mkdtemp(dir=parent))
    fill(box, files)
    return box


def fill(box: Path, files: Mapping[str, bytes]) -> None:
    """Make `files` the only content of `box`, which stays the same directory: walls are tied to it."""
    empty(box)
    for name, content in files.items():
        target = box / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def holds_at_most(box: Path, size_bytes: int, entries: int) -> bool:
    """Say whether `box` holds no more than that while a worker may be writing to it; what cannot be looked at is too much.

    Parameters
    ----------
    box : Path
    size_bytes : int
        Most that the files in it, at any depth, may hold together.
    entries : int
        Most files and folders, at any depth.
    """
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
    lock = _locks.pop(box, None)
    if lock is not None:
        os.close(lock)
