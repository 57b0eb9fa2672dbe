"""One student's submission: where its files are, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.course.yaml_file import parse_yaml
from autograder.submissions.archives import is_archive, stem_of
from autograder.submissions.files import plain_name, printable
from autograder.submissions.layouts import GRADESCOPE_FILE, Entry, student_names
from autograder.submissions.time_stamps import StampError, read_timestamp
from autograder.vocabulary.errors import CourseError

# Files beside the submissions of a class that are nobody's work.
_NOT_WORK = {".yaml", ".yml", ".md", ".json", ".txt", ".csv", ".html", ".htm", ".pdf"}


@dataclass(frozen=True)
class Part:
    """A file or folder of a submission: where it is, inside which archive, and what it is called in the submission."""

    path: Path
    member: str = ""
    name: str = ""


@dataclass(frozen=True)
class Place:
    """One student's submission.

    Attributes
    ----------
    student : str
    parts : tuple of Part
        What belongs to it; usually one file or folder.
    root : Path
        The folder that no link in it may leave.
    handed_in : datetime or None
        When it came in, where the platform says so.
    staff_notes : tuple of str
    """

    student: str
    parts: tuple[Part, ...]
    root: Path
    handed_in: datetime | None = None
    staff_notes: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file or folder to name in messages."""
        part = self.parts[0]
        return part.path / part.member if part.member else part.path


def student_named(name: str) -> str:
    """Return whose a file of a class is by its name."""
    return stem_of(name) if is_archive(name) else PurePosixPath(plain_name(name)).stem


def is_beside(name: str, is_folder: bool) -> bool:
    return not is_folder and PurePosixPath(plain_name(name)).suffix.lower() in _NOT_WORK


def grouped(found: Sequence[Entry], part: Callable[[Entry], Part], root: Path) -> Iterator[Place]:
    """Yield a place for each student of a platform's download: of several attempts the last, with all its files.

    Parameters
    ----------
    found : sequence of Entry
        What the names of the download say.
    part : callable
        Given an entry, returns where its file is.
    root : Path
        The folder that no link may leave.
    """
    names = student_names(found)
    by_student: dict[str, list[Entry]] = {}
    for entry in found:
        by_student.setdefault(names[entry.student, entry.number], []).append(entry)
    for student, entries in by_student.items():
        dated = any(entry.time for entry in entries)
        last = max(entry.attempt for entry in entries) if dated else ""
        counted = [entry for entry in entries if entry.attempt == last] if dated else entries
        counted.sort(key=lambda entry: entry.attempt)  # of files of one name the later is read last
        notes = []
        if dated and len(counted) < len(entries):
            attempts = len({entry.attempt for entry in entries})
            notes.append(f"Of {attempts} attempts, the last was graded.")
        if any(entry.late for entry in entries):
            notes.append("The platform marks this as late but gives no time; set one with --submitted.")
        yield Place(
            printable(student), tuple(part(entry) for entry in counted), root, counted[-1].time, tuple(notes)
        )


def people_of(read: Callable[[], str], zone: tzinfo | None) -> dict[str, Mapping[str, Any]]:
    """Return whose Gradescope's numbered folders are."""
    try:
        table = parse_yaml(read(), GRADESCOPE_FILE)
    except (CourseError, OSError, UnicodeDecodeError):
        return {}
    people: dict[str, Mapping[str, Any]] = {}
    for folder, record in table.items() if isinstance(table, dict) else ():
        if not isinstance(record, dict):
            continue
        submitters = record.get(":submitters") or record.get("submitters") or []
        first = (
            submitters[0]
            if isinstance(submitters, list) and submitters and isinstance(submitters[0], dict)
            else {}
        )
        people[str(folder)] = {
            "name": first.get(":name") or first.get("name"),
            "sid": first.get(":sid") or first.get("sid"),
            "time": _recorded_time(record.get(":created_at") or record.get("created_at"), zone),
        }
    return people


def _recorded_time(value: object, zone: tzinfo | None) -> datetime | None:
    try:
        return read_timestamp(str(value).encode(), zone) if value else None
    except StampError:
        return None
