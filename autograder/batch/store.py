"""Result files: one JSON file per student, written atomically."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder.vocabulary.atomic_file import replacing
from autograder.vocabulary.errors import StorageError, UsageError
from autograder.vocabulary.outcomes import RESULT_SCHEMA, SubmissionResult

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_HALF_WRITTEN = ".autograder-"
_MAX_NAME_BYTES = 240  # file systems take 255, suffix included


class _Whose(msgspec.Struct):
    """The part of a result file that is looked at before the whole is read."""

    assignment: str


class ResultStore:
    """The result files in one folder.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.

    Raises
    ------
    UsageError
        A file is in its place.
    StorageError
        The folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise UsageError(
                f"{folder}: the folder for results cannot be made: a file is in its place"
            ) from None
        except OSError as error:
            raise StorageError(
                f"{folder}: the folder for results cannot be made: {error.strerror}"
            ) from error

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out of the folder within the block, and remove files that a killed run left half written.

        Raises
        ------
        UsageError
            Another run is at work here.
        """
        if fcntl is None:
            yield
            return
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError(
                    f"{self.folder}: another run is storing its results here; wait until it ends"
                ) from None
            except OSError:  # a network file system that knows no locks
                pass
            else:
                for left in self.folder.glob(f"{_HALF_WRITTEN}*.tmp"):
                    with contextlib.suppress(OSError):
                        left.unlink()
            yield
        finally:
            os.close(descriptor)

    def require_of(self, assignment: str) -> None:
        """Refuse a folder that holds results of another assignment: students' files would replace each other.

        Raises
        ------
        UsageError
            It does.
        """
        for path in self.folder.glob("*.json"):
            try:
                result = msgspec.json.decode(path.read_bytes(), type=_Whose)
            except (OSError, msgspec.DecodeError):  # no result, or none that can be read
                continue
            if result.assignment != assignment:
                raise UsageError(
                    f"{self.folder}: the results of {result.assignment} are here ({path.name}); "
                    f"keep those of {assignment} in another folder, e.g. --out {self.folder / assignment}"
                )
            return

    def path(self, student: str) -> Path:
        """Return where the result of `student` is kept; a name too long for a file is cut, and ends in its digest."""
        name = student.encode()
        if len(name) > _MAX_NAME_BYTES:
            kept = name[: _MAX_NAME_BYTES - 20].decode("utf-8", "ignore")
            student = f"{kept}-{hashlib.sha256(name).hexdigest()[:16]}"
        return self.folder / f"{student}.json"

    def load(self, student: str) -> SubmissionResult | None:
        """Return the stored result, or None where there is none that can be read: one of an older schema is graded again."""
        try:
            result = msgspec.json.decode(self.path(student).read_bytes(), type=SubmissionResult)
        except (OSError, msgspec.DecodeError):
            return None
        return result if result.schema == RESULT_SCHEMA else None

    def save(self, result: SubmissionResult) -> None:
        """Write a result; a reader sees the old file or the new one, never a part, and no part is left where there is no room.

        Raises
        ------
        StorageError
            The disk is full, or the folder cannot be written to.
        """
        data = msgspec.json.format(msgspec.json.encode(result), indent=2)
        path = self.path(result.student)
        try:
            with replacing(path, prefix=_HALF_WRITTEN) as file:
                file.write(data + b"\n")
        except OSError as error:
            raise StorageError(
                f"{path}: the result cannot be stored: {error.strerror}. What was stored before is kept; "
                "run the same command to resume"
            ) from error
