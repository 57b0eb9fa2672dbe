"""The files of one submission, read into memory within bounds: from a folder or a single file.

Nothing here raises for what a student handed in. What cannot be read is left out, and a note says why.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from autograder.submissions.notebook_file import without_outputs
from autograder.vocabulary.wording import visible

_MAX_FILE_BYTES = 5_000_000
_MAX_NOTEBOOK_BYTES = 200_000_000  # with outputs, which are left out at once
_MAX_TOTAL_BYTES = 20_000_000
_MAX_FILES = 200  # folders counted
_MAX_NAME_BYTES = 255  # of a file or folder, as file systems have it
MAX_DEPTH = 5  # folders within folders

_IGNORED_NAMES = {"__pycache__", "__MACOSX", "venv"}
CODE_SUFFIXES = (".py", ".ipynb")
_ADDED_SUFFIXES = (".txt", ".json", ".download")


def plain_name(name: str) -> str:
    """Return a file's name without the ending that a browser or an editor put behind its own: ``losses.py.txt``."""
    shorter = name.rpartition(".")[0]
    added = name.lower().endswith(_ADDED_SUFFIXES) and shorter.lower().endswith(CODE_SUFFIXES)
    return shorter if added else name


def is_ignored(name: str) -> bool:
    """Say whether a file or folder of that name is no part of anybody's work: hidden, or a cache."""
    return name.startswith(".") or name in _IGNORED_NAMES


def is_notebook_name(name: str) -> bool:
    """Say whether a file of that name is a notebook by its ending."""
    return name.lower().endswith(".ipynb")


def most_bytes(name: str) -> int:
    """Return how many bytes of a file of that name are read at most."""
    return _MAX_NOTEBOOK_BYTES if is_notebook_name(name) else _MAX_FILE_BYTES


def printable(name: str) -> str:
    """Return a file name as text that can be printed and encoded, whatever bytes it has on disk."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return visible(text, len(text)).replace("\n", "\\n")


class Files:
    """Files by relative posix path, up to the bounds, and the notes on what was left out."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.notes: list[str] = []
        self._left = _MAX_FILES
        self._left_bytes = _MAX_TOTAL_BYTES

    def merge(self, other: Files) -> None:
        """Take the files and notes of another; of two files of one name the other's counts."""
        for name, content in other.content.items():
            self.content.pop(name, None)
            self.add(name, content)
        self.notes += other.notes

    def has_room(self) -> bool:
        """Count one more file or folder; say whether it may still be looked at, and note where not."""
        self._left -= 1
        if self._left < 0:
            self.notes.append(f"More than {_MAX_FILES} files were handed in; the others were left out.")
        return self._left >= 0

    def add_file(self, name: str, path: Path, root: Path) -> None:
        """Read the file at `path` unless a link leads it out of `root` (both real paths or links to them).

        Parameters
        ----------
        name : str
            What it is called in the submission: a relative posix path.
        path : Path
        root : Path
            The folder that it must lie in.
        """
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(os.path.realpath(root)):
            self.notes.append(
                f"{name} is a link to a place outside of the folder handed in; it was left out."
            )
            return
        try:
            if not stat.S_ISREG(real.stat().st_mode):
                self.notes.append(f"{name} is not a file; it was left out.")
                return
            with real.open("rb") as file:
                self.add(name, file.read(most_bytes(plain_name(name)) + 1))
        except OSError as error:
            self.notes.append(f"{name} could not be read ({error.strerror}).")

    def add(self, name: str, content: bytes) -> None:
        """Take a file, given at least its first `most_bytes` + 1 bytes; a notebook without its outputs."""
        plain = plain_name(name)
        if plain != name and plain not in self.content:
            self.notes.append(f"{name} was read as {plain}; hand it in under that name.")
            name = plain
        if _MAX_FILE_BYTES // 10 < len(content) <= most_bytes(name) and is_notebook_name(name):
            content = without_outputs(content)
        if len(content) > _MAX_FILE_BYTES:
            hint = " Clear the notebook's outputs and save it." if is_notebook_name(name) else ""
            self.notes.append(
                f"{name} is larger than {_MAX_FILE_BYTES // 1_000_000} MB; it was left out.{hint}"
            )
        elif len(content) > self._left_bytes:
            limit = _MAX_TOTAL_BYTES // 1_000_000
            self.notes.append(f"All files together are larger than {limit} MB; {name} was left out.")
        elif not self._can_lie_beside_others(name):
            self.notes.append(f"{name[:100]!r} is not a usable path; it was left out.")
        else:
            self._left_bytes -= len(content)
            self.content[name] = content

    def _can_lie_beside_others(self, name: str) -> bool:
        """Say whether a file system can hold a file of that name: an archive may have one in a folder that is a file too."""
        parts = PurePosixPath(name).parts
        folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        return (
            all(len(part.encode()) <= _MAX_NAME_BYTES for part in parts)
            and folders.isdisjoint(self.content)
            and not any(other.startswith(f"{name}/") for other in self.content)
        )


def read_folder(folder: Path) -> Files:
    """Read a folder and the folders in it, code before data and upper levels first."""
    files = Files()
    seen = set()
    level = [(folder, "")]
    for _ in range(MAX_DEPTH + 1):
        deeper = []
        for path, prefix in level:
            real = os.path.realpath(path)
            if real in seen or not Path(real).is_relative_to(os.path.realpath(folder)):
                files.notes.append(f"{prefix} is a link to another folder; it was left out.")
                continue
            seen.add(real)
            for entry in _entries(path, files):
                name = prefix + printable(entry.name)
                if not files.has_room():
                    return files
                if os.path.isdir(entry.path):  # noqa: PTH112 - unlike Path.is_dir it never raises
                    deeper.append((Path(entry.path), f"{name}/"))
                else:
                    files.add_file(name, Path(entry.path), folder)
        level = deeper
    if level:
        files.notes.append(f"{level[0][1]} is more than {MAX_DEPTH} folders deep; it was left out.")
    return files


def _entries(folder: Path, files: Files) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            wanted = [entry for entry in entries if not is_ignored(entry.name)]
    except OSError as error:
        files.notes.append(f"{printable(folder.name)} could not be read ({error.strerror}).")
        return []
    return sorted(wanted, key=lambda entry: (not entry.name.endswith(CODE_SUFFIXES), entry.name))
