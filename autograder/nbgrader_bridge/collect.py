"""`nbgrader collect` without following links out of a student's folder.

The inbound folder is writable for every student, and nbgrader copies what is in it with the instructor's rights. A link to
``solutions/losses/losses.py`` would come back as a file of the student's own, to be imported by the notebook beside it.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from nbgrader.exchange.default import ExchangeCollect

from autograder.submissions.files import printable

_PIECE = 2**16
_MAX_FILES = 10_000
_MAX_DEPTH = 20  # folders within folders


class CollectWithoutLinks(ExchangeCollect):
    """Collects real folders of real files; whatever else is there is named in the log, and the others are collected."""

    def init_src(self) -> None:
        """Find the submissions to collect, as nbgrader does, except those that cannot be submissions."""
        super().init_src()
        self.src_records: list[dict[str, Any]] = [record for record in self.src_records if record["username"]]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        problem = ""
        record: dict[str, Any] = {}
        try:
            record = super()._path_to_record(path)
        except (ValueError, TypeError, OverflowError):  # whatever a text that is no time raises
            problem = "its name has no time in it"
        if Path(path).is_symlink() or not Path(path).is_dir():
            problem = "it is not a folder"
        if problem:
            self.log.warning("%s is left out: %s", printable(path), problem)
            return {"username": "", "filename": "", "timestamp": datetime.min}
        return record

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one submission through a folder that nobody else can write to."""
        with tempfile.TemporaryDirectory() as private:
            copy = Path(private) / "submission"
            try:
                for left_out in _copy_files(Path(src), copy, 1000 * self.coursedir.max_dir_size):
                    self.log.warning("%s: %s is left out", printable(src), left_out)
            except OSError as error:
                self.log.warning("%s is not collected: %s", printable(src), error)
                return
            super().do_copy(str(copy), dest, log)


def _copy_files(source: Path, target: Path, most_bytes: int) -> Iterator[str]:
    """Copy the files in a folder and the folders in it, yielding a few words on what is left out.

    A folder is opened once and everything in it by its name there, so that nothing changes into a link between a look at it
    and its copying.

    Parameters
    ----------
    source : Path
    target : Path
        A folder to be made.
    most_bytes : int
        Of all files together.

    Raises
    ------
    OSError
        `source` is a link or not a folder, or has more than `most_bytes`, ten thousand files or twenty folders within folders.
    """
    root = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    left, room = most_bytes, _MAX_FILES
    closed: list[OSError] = []
    try:
        for folder, folders, names, descriptor in os.fwalk(dir_fd=root, onerror=closed.append):
            here = target / folder
            here.mkdir()
            room -= len(folders) + len(names)
            if room < 0 or len(Path(folder).parts) > _MAX_DEPTH:
                raise OSError("it has too many files, or folders within folders")
            links = [name for name in folders if _is_link(name, descriptor)]
            for name in [*names, *links]:
                given = _opened(name, descriptor)
                if given is None:
                    yield f"{printable(str(Path(folder, name)))} (not a file that can be read)"
                    continue
                with given, (here / name).open("wb") as copy:
                    while piece := given.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise OSError(f"it has more than {most_bytes / 1e6:g} MB")
                        copy.write(piece)
        for error in closed:
            yield f"{printable(str(error.filename))} (a folder that cannot be read)"
    finally:
        os.close(root)


def _is_link(name: str, folder: int) -> bool:
    return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def _opened(name: str, folder: int) -> BinaryIO | None:
    """Return the regular file of that name in an open folder, or None where it is anything else."""
    try:
        # Not to wait for the other end of a pipe.
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    file = os.fdopen(descriptor, "rb")
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return file
    file.close()
    return None
