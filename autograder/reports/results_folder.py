"""Reading the folder that `autograder grade` fills: one result after the other, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import RESULT_SCHEMA, SubmissionResult
from autograder.vocabulary.wording import did_you_mean, listing


class _Head(msgspec.Struct):
    """What tells a result file from any other JSON file."""

    schema: str
    student: str
    assignment: str


@dataclass(frozen=True)
class AssignmentResults:
    """The result files of one assignment, in the order of their names.

    Attributes
    ----------
    assignment : str
        Its name in course.yaml.
    files : tuple of Path
    """

    assignment: str
    files: tuple[Path, ...]

    def __iter__(self) -> Iterator[SubmissionResult]:
        return map(read_result, self.files)

    def __len__(self) -> int:
        return len(self.files)

    def only(self, students: Sequence[str]) -> AssignmentResults:
        """Return the results of the named students, or all where none is named.

        Raises
        ------
        UsageError
            One of them has no result here.
        """
        if not students:
            return self
        by_student = {_head(file).student: file for file in self.files}
        for student in students:
            if student not in by_student:
                hint = did_you_mean(student, by_student) or f"; choose from {listing(by_student)}"
                raise UsageError(f"there is no result of student {student!r}{hint}")
        return AssignmentResults(self.assignment, tuple(by_student[student] for student in students))


def find_results(folder: Path) -> list[AssignmentResults]:
    """Return the results in a folder, by assignment.

    Parameters
    ----------
    folder : Path
        What ``autograder grade --out`` was given: it holds one file a student, or a folder of such files for each assignment. A
        single result file will do too.

    Raises
    ------
    UsageError
        There are no results, a folder has those of several assignments, or a file is of an older schema.
    """
    if folder.is_file():
        return [_of_one_assignment(folder, [folder])]
    if not folder.is_dir():
        raise UsageError(
            f"{folder}: there is no such folder; `autograder grade ... --out {folder}` makes one"
        )
    own = sorted(folder.glob("*.json"))
    if own:
        return [_of_one_assignment(folder, own)]
    below = [(each, sorted(each.glob("*.json"))) for each in sorted(folder.iterdir()) if each.is_dir()]
    found = [_of_one_assignment(each, files) for each, files in below if files]
    if not found:
        raise UsageError(
            f"{folder}: there are no result files here, nor in a folder inside; "
            f"`autograder grade ... --out {folder}` writes one JSON file per student"
        )
    return found


def read_result(file: Path) -> SubmissionResult:
    """Return the result in a file.

    Raises
    ------
    UsageError
        It is no result, or one of an older schema.
    """
    try:
        _require_current(file)
        return msgspec.json.decode(file.read_bytes(), type=SubmissionResult)
    except msgspec.DecodeError as error:
        raise UsageError(f"{file}: this is not a result file of `autograder grade`: {error}") from None


def _of_one_assignment(folder: Path, files: Sequence[Path]) -> AssignmentResults:
    by_assignment: dict[str, Path] = {}
    for file in files:
        by_assignment.setdefault(_require_current(file).assignment, file)
    if len(by_assignment) > 1:
        named = listing(f"{assignment} ({file.name})" for assignment, file in by_assignment.items())
        raise UsageError(
            f"{folder}: there are results of several assignments here: {named}; keep each in a folder of its own"
        )
    return AssignmentResults(next(iter(by_assignment)), tuple(files))


def _require_current(file: Path) -> _Head:
    head = _head(file)
    if head.schema != RESULT_SCHEMA:
        raise UsageError(
            f"{file}: this result has the schema {head.schema!r} and not {RESULT_SCHEMA!r}; "
            "run the same grading command again"
        )
    return head


def _head(file: Path) -> _Head:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Head)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise UsageError(
            f"{file}: this is not a result file of `autograder grade`: {error}; move it elsewhere"
        ) from None
