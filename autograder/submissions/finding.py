"""Finding what students handed in, and reading it: .py, .ipynb, folders and .zip archives.

One broken submission never stops the others: it comes back without code and with a note that says why.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath

import msgspec

from autograder.submissions.files import CODE_SUFFIXES, Files, is_ignored, printable, read_folder, read_zip
from autograder.submissions.notebooks import notebook_units
from autograder.submissions.time_stamps import TIMESTAMP_FILE, StampError, read_timestamp
from autograder.submissions.units import Unit, decode_source, script_units
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import listing

__all__ = ["Submission", "Unit", "find_submissions"]

# Files beside the submissions of a class that are nobody's work.
_NOT_WORK = {".yaml", ".yml", ".md", ".json", ".txt", ".csv"}
# What `nbgrader submit` puts beside the work.
_RECORDS = (TIMESTAMP_FILE, "submission_secret.txt")


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
    staff_notes : tuple of str
        Messages to whoever teaches, such as on a time stamp that cannot be read.
    handed_in : datetime or None
        When the work came in, from the file timestamp.txt that the collector put beside it; with a time zone.
    content_digest : str
        SHA-256 of units and files: equal for equal work, whoever's it is and wherever it lies.
    """

    student: str
    assignment: str
    path: Path
    units: tuple[Unit, ...]
    files: tuple[tuple[str, bytes], ...] = ()
    notes: tuple[str, ...] = ()
    staff_notes: tuple[str, ...] = ()
    main: str = ""
    handed_in: datetime | None = None
    content_digest: str = ""

    def __post_init__(self) -> None:
        if not self.content_digest:
            msgspec.structs.force_setattr(self, "content_digest", _digest(self.units, self.files))


def find_submissions(
    paths: Sequence[Path], assignment: str, *, stub: str | None = None, zone: tzinfo | None = None
) -> list[Submission]:
    """Read every submission that `paths` name.

    Parameters
    ----------
    paths : sequence of Path
        Each is one submission (a .py, .ipynb or .zip file, or a folder with ``<assignment>.py`` or
        ``.ipynb``), or a folder that holds one submission for each student.
    assignment : str
        Name of the assignment.
    stub : str, optional
        Text of the starter file. A .py that still equals it gives way to a notebook beside it.
    zone : tzinfo, optional
        The course's time zone, which says what the name of a zone in a time stamp means.

    Returns
    -------
    list of Submission
        In the order of `paths`, and by name within a folder. The student is the name of the folder or the
        file without its suffix; a file called ``<assignment>.py`` belongs to the folder that it is in.

    Raises
    ------
    UsageError
        A path does not exist or holds no submission, or two submissions have the same student's name.
    """
    found: dict[str, Submission] = {}
    for path in paths:
        before = len(found)
        try:
            places = list(_places(path, assignment))
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
        for student, place, root in places:
            if student in found:
                raise UsageError(
                    f"two submissions of {student}: {found[student].path} and {place}; rename or remove one"
                )
            found[student] = _read(student, assignment, place, root, stub, zone)
        if len(found) == before:
            raise UsageError(
                f"{path}: no submission here; expected {assignment}.py, {assignment}.ipynb, "
                "or a folder or file for each student"
            )
    return list(found.values())


def _places(path: Path, assignment: str) -> Iterator[tuple[str, Path, Path]]:
    """Yield student, place of the submission, and the folder that no link in it may leave."""
    main_names = {assignment + suffix for suffix in CODE_SUFFIXES}
    if path.is_file():
        if path.suffix.lower() not in (*CODE_SUFFIXES, ".zip"):
            raise UsageError(f"{path}: expected a .py, .ipynb or .zip file, or a folder")
        owner = path.parent.resolve().name if path.name in main_names else path.stem
        place = path.resolve() if path.is_symlink() else path
        yield printable(owner), place, place.parent
    elif not path.is_dir():
        raise UsageError(f"{path}: no such file or folder")
    elif any((path / name).is_file() for name in main_names):
        yield printable(path.resolve().name), path, path
    else:
        for entry in sorted(path.iterdir()):
            if is_ignored(entry.name) or (not entry.is_dir() and entry.suffix.lower() in _NOT_WORK):
                continue
            yield printable(entry.name if entry.is_dir() else entry.stem), entry, path


def _read(
    student: str, assignment: str, place: Path, root: Path, stub: str | None, zone: tzinfo | None
) -> Submission:
    """Read the submission at `place`, a file or folder in `root`."""
    name = printable(place.name)
    is_code = _is_code(place)
    content, notes = _content(assignment, place, root)
    main = name if is_code else _choose_main(content, assignment, stub, notes)
    units: tuple[Unit, ...] = ()
    if main in content:
        read_units = notebook_units if main.lower().endswith(".ipynb") else script_units
        units, unit_notes = read_units(main, content[main])
        notes += unit_notes
    no_helpers = {main, f"{assignment}.py", *_RECORDS}
    helpers = {
        key: value for key, value in content.items() if key not in no_helpers and not key.endswith(".ipynb")
    }
    handed_in, staff_notes = _time_stamp(place, assignment, content, zone)
    return Submission(
        student=student,
        assignment=assignment,
        path=place,
        units=units,
        files=tuple(sorted(helpers.items())),
        notes=tuple(notes),
        main=main if main in content else "",
        staff_notes=staff_notes,
        handed_in=handed_in,
    )


def _time_stamp(
    place: Path, assignment: str, content: Mapping[str, bytes], zone: tzinfo | None
) -> tuple[datetime | None, tuple[str, ...]]:
    """Return when the submission at `place` came in, and notes for staff on stamps that do not count.

    A stamp counts where a collector puts it: beside the work, in the student's folder or the assignment's folder in it. One in an
    archive, or further down, came with the student's own files.
    """
    folder = place if place.is_dir() else place.parent
    own_folder = place.is_dir() or (_is_code(place) and place.stem == assignment)
    for path in (folder / TIMESTAMP_FILE, folder / assignment / TIMESTAMP_FILE) if own_folder else ():
        if path.is_symlink() or not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                return read_timestamp(file.read(1000), zone), ()
        except StampError as error:
            return None, (f"{TIMESTAMP_FILE} {error}; no time of handing in is known.",)
        except OSError as error:
            return None, (f"{TIMESTAMP_FILE} cannot be read ({error.strerror}).",)
    if any(PurePosixPath(name).name == TIMESTAMP_FILE for name in content):
        return None, (f"A {TIMESTAMP_FILE} among the student's own files was not used.",)
    return None, ()


def main_content(submission: Submission) -> bytes:
    """Return the file that holds the student's work as it was handed in; empty where there is none."""
    content, _ = _content(submission.assignment, submission.path, submission.path.parent)
    return content.get(submission.main, b"")


def _is_code(place: Path) -> bool:
    return place.suffix.lower() in CODE_SUFFIXES and not place.is_dir()


def _content(assignment: str, place: Path, root: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files handed in, by path relative to the code, and notes."""
    files = _gather(printable(place.name), assignment, place, root)
    if _is_code(place):
        return files.content, list(files.notes)
    return _without_outer_folder(files.content, assignment), list(files.notes)


def _gather(name: str, assignment: str, place: Path, root: Path) -> Files:
    """Read the files that belong to the submission at `place`, whatever kind of thing it is."""
    suffix = place.suffix.lower()
    files = Files()
    if not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root)):
        files.notes.append(f"{name} is a link to a place outside of its folder; it was not read.")
    elif place.is_dir():
        return read_folder(place)
    elif suffix == ".zip":
        return read_zip(place)
    elif suffix not in CODE_SUFFIXES:
        files.notes.append(f"{name} cannot be graded; hand in {assignment}.py or {assignment}.ipynb.")
    elif place.stem == assignment:
        return read_folder(place.parent)
    else:
        files.add_file(name, place, root)
    return files


def _without_outer_folder(content: dict[str, bytes], assignment: str) -> dict[str, bytes]:
    """Step into the assignment's own folder, or an only folder, until there is code on the top level."""
    while content and not any("/" not in name and name.endswith(CODE_SUFFIXES) for name in content):
        tops = {name.split("/")[0] for name in content if "/" in name}
        inner = assignment if assignment in tops else next(iter(tops)) if len(tops) == 1 else None
        if inner is None:
            break
        content = {
            name.removeprefix(f"{inner}/"): data
            for name, data in content.items()
            if name.startswith(f"{inner}/")
        }
    return content


def _choose_main(
    content: dict[str, bytes], assignment: str, stub: str | None, notes: list[str]
) -> str | None:
    """Return which file holds the student's work, None if that is not clear; add to `notes` how it was chosen."""
    script, notebook = f"{assignment}.py", f"{assignment}.ipynb"
    if script in content and notebook in content:
        if stub is not None and _same_text(decode_source(script, content[script])[0], stub):
            notes.append(f"{script} is still the starter file, so {notebook} was graded.")
            return notebook
        notes.append(f"Both {script} and {notebook} were handed in; {script} was graded.")
        return script
    for name in (script, notebook):
        if name in content:
            return name
    code = [name for name in content if "/" not in name and name.endswith(CODE_SUFFIXES)]
    code = [name for name in code if not name.startswith("test_")]
    likely = [name for name in code if name.casefold() in (script.casefold(), notebook.casefold())] or code
    if len(likely) == 1:
        notes.append(
            f"{likely[0]} was graded; next time, name it {assignment}{PurePosixPath(likely[0]).suffix}."
        )
        return likely[0]
    if likely:
        notes.append(
            f"Which file is to be graded? Name it {script} or {notebook}. There are: {listing(likely)}."
        )
    elif content or not notes:
        notes.append(f"No {script} or {notebook} is among the files that could be read: {listing(content)}.")
    return None


def _same_text(text: str, other: str) -> bool:
    """Compare two texts without regard to space at the ends of lines and of the text."""
    return [line.rstrip() for line in text.rstrip().split("\n")] == [
        line.rstrip() for line in other.rstrip().split("\n")
    ]


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
