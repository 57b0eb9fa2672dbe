"""Archives that students hand in, read into memory within bounds as if they had been unpacked; nothing is written."""

from __future__ import annotations

import functools
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.submissions.files import MAX_DEPTH, Files, is_ignored, most_bytes, plain_name, printable

_ARCHIVE_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_UNREADABLE_SUFFIXES = (".rar", ".7z", ".gz", ".xz", ".bz2")

_MAX_ENTRIES = 5000
_MAX_ARCHIVE_BYTES = 500_000_000
_MAX_NESTED = 2
_END_OF_DIRECTORY = b"PK\5\6"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535


def is_archive(name: str) -> bool:
    """Say whether a file of that name is an archive that can be read."""
    return name.lower().endswith(_ARCHIVE_SUFFIXES)


def stem_of(name: str) -> str:
    """Return an archive's name without its ending."""
    ending = next((suffix for suffix in _ARCHIVE_SUFFIXES if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(ending)]


def read_archive(path: Path) -> Files:
    """Read the files in the archive at `path`."""
    files = Files()
    try:
        with path.open("rb") as file:
            _add(files, printable(path.name), file, "", 0, None)
    except OSError as error:
        files.notes.append(f"{printable(path.name)} could not be read ({error.strerror}).")
    return files


def add_members(files: Files, path: Path, prefix: str) -> None:
    """Add those files of the .zip at `path` whose names begin with `prefix`, by the rest of their names.

    Parameters
    ----------
    files : Files
        Gets the files, and notes on what was left out.
    path : Path
    prefix : str
        Up to and with the slash of a folder; or the whole name of a file.

    Raises
    ------
    OSError
        The file at `path` cannot be read.
    """
    with path.open("rb") as file:
        _add(files, printable(path.name), file, "", 0, prefix)


def zip_names(path: Path) -> list[str]:
    """Return the names in a .zip, folders left out; nothing where it cannot or must not be opened."""
    try:
        with path.open("rb") as file:
            if _refusal_of_zip(file):
                return []
            with zipfile.ZipFile(file) as archive:
                return [info.filename.replace("\\", "/") for info in archive.infolist() if not info.is_dir()]
    except Exception:  # a damaged archive raises whatever it raises; its submission says so
        return []


def expand_archives(files: Files) -> None:
    """Take the files out of archives among `files`, each into a folder of the archive's name."""
    for name in [name for name in files.content if is_archive(name)]:
        content = files.content.pop(name)
        _add(files, name, io.BytesIO(content), f"{stem_of(name)}/", 1, None)
    for name in files.content:
        if name.lower().endswith(_UNREADABLE_SUFFIXES):
            files.notes.append(f"{name} is a kind of archive that cannot be read; hand in a .zip.")


def _refusal_of_zip(file: IO[bytes]) -> str:
    """Return why a .zip is not to be opened, judged by its last bytes alone; nothing where it may be."""
    size = file.seek(0, io.SEEK_END)
    if size > _MAX_ARCHIVE_BYTES:
        return f"is larger than {_MAX_ARCHIVE_BYTES // 1_000_000} MB"
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) - at < _END_SIZE:
        return "is incomplete, or not a .zip"
    entries, directory_bytes = struct.unpack_from("<HI", tail, at + 10)
    if entries > _MAX_ENTRIES or directory_bytes > 1000 * _MAX_ENTRIES:
        return f"holds more than {_MAX_ENTRIES:,} files"
    return ""


def _add(files: Files, name: str, file: IO[bytes], folder: str, depth: int, prefix: str | None) -> None:
    """Add the members of an archive below `folder`; notes say what cannot be read."""
    try:
        if name.lower().endswith(".zip"):
            if refusal := _refusal_of_zip(file):
                files.notes.append(f"{name} {refusal}; it was not opened.")
                return
            _add_zip(files, name, file, folder, depth, prefix)
        else:
            _add_tar(files, name, file, folder, depth)
    except Exception as error:  # a damaged archive raises whatever its decompressor raises
        files.notes.append(
            f"{name} is damaged and could not be read ({type(error).__name__}); pack it again."
        )


def _add_zip(files: Files, name: str, file: IO[bytes], folder: str, depth: int, prefix: str | None) -> None:
    with zipfile.ZipFile(file) as archive:
        infos = sorted(archive.infolist(), key=lambda info: (info.filename.count("/"), info.filename))
        encrypted = False
        for info in infos:
            inner = info.filename.replace("\\", "/")
            if prefix is not None:
                if not inner.startswith(prefix):
                    continue
                inner = inner.removeprefix(prefix).lstrip("/") or PurePosixPath(inner).name
            if info.is_dir():
                continue
            if info.flag_bits & 1:
                encrypted = True
                continue
            if not _add_member(files, inner, folder, depth, functools.partial(_read, archive, info)):
                return
        if encrypted:
            files.notes.append(f"{name} is protected by a password; hand it in without one.")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(info) as member:
        return member.read(most)


def _add_tar(files: Files, name: str, file: IO[bytes], folder: str, depth: int) -> None:
    with tarfile.open(fileobj=file, mode="r|*") as archive:  # a stream: each member is seen once
        for count, member in enumerate(archive):
            if count >= _MAX_ENTRIES:
                files.notes.append(
                    f"{name} holds more than {_MAX_ENTRIES:,} files; the others were left out."
                )
                return
            content = archive.extractfile(member) if member.isreg() else None
            if content is not None and not _add_member(files, member.name, folder, depth, content.read):
                return


def _add_member(files: Files, inner: str, folder: str, depth: int, read: Callable[[int], bytes]) -> bool:
    """Add one member, or what is in it where it is an archive itself; return whether there is room for more."""
    parts = tuple(part for part in PurePosixPath(printable(inner)).parts if part != ".")
    if any(is_ignored(part) for part in parts if part != ".."):
        return True
    if not files.has_room():
        return False
    if not _stays_inside(parts):
        files.notes.append(f"{inner[:200]!r} is not a usable path; it was left out.")
        return True
    name = folder + "/".join(parts)
    content = read(most_bytes(plain_name(name)) + 1)
    if is_archive(name) and depth < _MAX_NESTED:
        _add(files, name, io.BytesIO(content), f"{stem_of(name)}/", depth + 1, None)
    else:
        files.add(name, content)
    return True


def _stays_inside(parts: tuple[str, ...]) -> bool:
    """Say whether a path from an archive names a place inside the folder it is unpacked in."""
    return 0 < len(parts) <= MAX_DEPTH + 1 and parts[0] != "/" and ".." not in parts and ":" not in parts[0]
