"""Finding what students handed in, and reading it: .py, .ipynb, folders and .zip archives.

One broken submission never stops the others: it comes back without code and with a note that says why.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath

import msgspec

from autograder.submissions.choosing import choose_main
from autograder.submissions.files import printable
from autograder.submissions.gathering import gather
from autograder.submissions.helper_files import helper_files, is_code, time_stamp
from autograder.submissions.place import Part, Place
from autograder.submissions.places import find_places, no_submission
from autograder.submissions.reading import read_work
from autograder.submissions.units import Unit
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import listing

__all__ = ["Submission", "Unit", "find_submissions"]


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What one student handed in for one assignment.

    Attributes
    ----------
    path : Path
        The file or folder that was read.
    units : tuple of Unit
        The code, in order; empty where none could be read.
    files : tuple of (str, bytes)
        Helper files by path relative to the code, e.g. ``helper.py``.
    notes : tuple of str
        Messages to the student about what was left out or chosen.
    main : str
        Name of the file that `units` come from, relative to `path` or to the folder in it; empty where there is none.
    main_bytes : bytes
        What is in that file, for showing it.
    staff_notes : tuple of str
        Messages to staff, such as on a time stamp that cannot be read.
    handed_in : datetime or None
        When the work came in, from the file timestamp.txt that the collector put beside it; with a time zone.
    content_digest : str
        SHA-256 of units and files: equal for equal work, no matter whose it is and where it lies.
    """

    student: str
    assignment: str
    path: Path
    units: tuple[Unit, ...]
    files: tuple[tuple[str, bytes], ...] = ()
    notes: tuple[str, ...] = ()
    staff_notes: tuple[str, ...] = ()
    main: str = ""
    main_bytes: bytes = b""
    handed_in: datetime | None = None
    content_digest: str = ""

    def __post_init__(self) -> None:
        if not self.content_digest:
            msgspec.structs.force_setattr(self, "content_digest", _digest(self.units, self.files))


def find_submissions(
    paths: Sequence[Path],
    assignment: str,
    *,
    stub: str | None = None,
    zone: tzinfo | None = None,
    layout: str | None = None,
) -> list[Submission]:
    """Read every submission that `paths` name.

    Parameters
    ----------
    paths : sequence of Path
        Each is one submission (a .py, .ipynb or .zip file, or a folder with ``<assignment>.py`` or
        ``.ipynb``), or a folder or .zip that holds one submission for each student.
    assignment : str
        Name of the assignment.
    stub : str, optional
        Text of the starter file. A file that still equals it gives way to one with work in it.
    zone : tzinfo, optional
        The course's time zone, which says what the name of a zone in a time stamp means.
    layout : str, optional
        How a learning platform names what it hands over (`layouts`); by default recognised where it is clear.

    Returns
    -------
    list of Submission
        In the order of `paths`, and by name within a folder. The student is the name of the folder or the
        file without its suffix; a file called ``<assignment>.py`` belongs to the folder that it is in.

    Raises
    ------
    UsageError
        A path does not exist or holds no submission, or the layout cannot be used.
    """
    return list(each_submission(paths, assignment, stub=stub, zone=zone, layout=layout))


@dataclass(frozen=True)
class FoundSubmissions:
    """Submissions that were found, and are read one by one as often as somebody goes through them.

    Attributes
    ----------
    assignment : str
    places : tuple of tuple of Place
        For each student where the work lies.
    stub : str or None
    zone : tzinfo or None
    """

    assignment: str
    places: tuple[tuple[Place, ...], ...]
    stub: str | None
    zone: tzinfo | None

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Submission]:
        for places in self.places:
            read = [_read(self.assignment, place, self.stub, self.zone) for place in places]
            yield _best_of(read, self.stub) if len(read) > 1 else read[0]


def each_submission(
    paths: Sequence[Path],
    assignment: str,
    *,
    stub: str | None = None,
    zone: tzinfo | None = None,
    layout: str | None = None,
) -> FoundSubmissions:
    """Return what `find_submissions` does, found now and each read when its turn comes.

    Parameters
    ----------
    paths, assignment, stub, zone, layout :
        As for `find_submissions`.

    Raises
    ------
    UsageError
        As for `find_submissions`.
    """
    places = _by_student(paths, assignment, layout, zone).values()
    return FoundSubmissions(assignment, tuple(map(tuple, places)), stub, zone)


def read_submission(
    folder: Path,
    student: str,
    assignment: str,
    *,
    stub: str | None = None,
    wanted: Collection[str] = (),
    zone: tzinfo | None = None,
) -> Submission:
    """Read a folder whose student and assignment are known.

    Parameters
    ----------
    folder : Path
        No link in it leads anywhere else.
    student, assignment : str
    stub, zone :
        As for `find_submissions`.
    wanted : collection of str
        The names to be written, which tell the file with the work where there is no `stub`.
    """
    return _read(assignment, Place(student, (Part(folder),), folder), stub, zone, wanted)


def _by_student(
    paths: Sequence[Path], assignment: str, layout: str | None, zone: tzinfo | None
) -> dict[str, list[Place]]:
    """Return the places of submissions by student; names that differ in their Unicode form only are one name."""
    found: dict[str, list[Place]] = {}
    for path in paths:
        count = 0
        try:
            for place in find_places(path, assignment, layout, zone):
                found.setdefault(unicodedata.normalize("NFC", place.student), []).append(place)
                count += 1
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
        if not count:
            raise no_submission(path, assignment)
    return found


def _best_of(submissions: Sequence[Submission], stub: str | None) -> Submission:
    """Return the submission that counts where a student has several, by the rule that chooses between files of one."""
    by_name = {
        f"{each.path.name}/{each.main}" if each.main != each.path.name else each.main: each
        for each in submissions
        if each.units
    }
    content = {name: each.main_bytes for name, each in by_name.items()}
    chosen = choose_main(content, submissions[0].assignment, stub).name if content else None
    best = by_name[chosen] if chosen else next(iter(by_name.values()), submissions[0])
    names = listing([each.path.name for each in submissions if each is not best])
    note = (
        f"There is more than one submission under this name; {best.path.name} was graded, not {names}. "
        "The one with the most exercises written counts; between equals, the script."
    )
    return msgspec.structs.replace(best, notes=(*best.notes, note), staff_notes=(*best.staff_notes, note))


def _read(
    assignment: str, place: Place, stub: str | None, zone: tzinfo | None, wanted: Collection[str] = ()
) -> Submission:
    """Read one submission."""
    gathered = gather(place, assignment)
    content, notes = gathered.content, list(gathered.notes)
    sole = place.parts[0]
    name = sole.name or printable(sole.path.name)
    if len(place.parts) == 1 and not sole.member and is_code(sole.path):
        main: str | None = name if name in content else None
    else:
        choice = choose_main(content, assignment, stub, wanted)
        main = choice.name
        if main is not None or content or not notes:
            notes += choice.notes
    units: tuple[Unit, ...] = ()
    if main is not None:
        work = read_work(PurePosixPath(main).name, content[main])
        units = work.units
        notes += work.notes
        content = {**work.files, **content}
    handed_in, staff_notes = (
        time_stamp(sole.path, assignment, content, zone) if not sole.member else (None, ())
    )
    return Submission(
        student=unicodedata.normalize("NFC", place.student),
        assignment=assignment,
        path=place.path,
        units=units,
        files=tuple(sorted(helper_files(content, main, assignment, units).items())),
        notes=tuple(notes),
        staff_notes=(*place.staff_notes, *staff_notes),
        main=main or "",
        main_bytes=content.get(main, b"") if main else b"",
        handed_in=place.handed_in or handed_in,
    )


def _digest(units: tuple[Unit, ...], files: tuple[tuple[str, bytes], ...]) -> str:
    digest = hashlib.sha256()
    parts = [(unit.name, unit.source.encode()) for unit in units]
    for kind, named_content in (("unit", parts), ("file", files)):
        for name, content in named_content:
            # Lengths keep two different divisions of the same bytes apart.
            digest.update(f"{kind} {len(name.encode())} {len(content)}\n".encode())
            digest.update(name.encode())
            digest.update(content)
    return digest.hexdigest()
