"""Where the submissions are: one for each student in a folder, a class's archive, or a learning platform's download."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.course.yaml_file import parse_yaml
from autograder.submissions.archives import (
    add_members,
    expand_archives,
    is_archive,
    read_archive,
    stem_of,
    zip_names,
)
from autograder.submissions.files import CODE_SUFFIXES, Files, is_ignored, plain_name, printable, read_folder
from autograder.submissions.layouts import (
    GRADESCOPE_FILE,
    Entry,
    layout_pattern,
    read_entries,
    recognised_layout,
    student_names,
)
from autograder.submissions.time_stamps import StampError, read_timestamp
from autograder.vocabulary.errors import CourseError, UsageError
from autograder.vocabulary.wording import listing

# The folder in which nbgrader keeps what it collected.
COLLECTED = "submitted"
_HEAD_BYTES = 200  # of a result file, in which its schema stands
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


def find_places(path: Path, assignment: str, layout: str | None, zone: tzinfo | None) -> Iterator[Place]:
    """Yield the submissions at `path`.

    Parameters
    ----------
    path : Path
        A submission, or a folder or .zip with one for each student.
    assignment : str
    layout : str, optional
        Name of a platform's layout or an expression (`layout_pattern`); by default recognised where it is clear.
    zone : tzinfo, optional
        That of times in names.

    Raises
    ------
    UsageError
        The path does not exist or is of no kind that can be a submission, or the layout cannot be used.
    """
    if path.is_file():
        yield from _in_file(path, assignment, layout, zone)
    elif not path.is_dir():
        raise UsageError(f"{path}: no such file or folder")
    elif layout is None and (_holds_work(path, assignment) or _is_collected(path.resolve(), assignment)):
        yield Place(printable(_owner(path.resolve(), assignment)), (Part(path),), path)
    else:
        yield from _in_class_folder(path, assignment, layout, zone)


def _in_file(path: Path, assignment: str, layout: str | None, zone: tzinfo | None) -> Iterator[Place]:
    suffix = PurePosixPath(plain_name(path.name)).suffix.lower()
    if suffix not in CODE_SUFFIXES and not is_archive(path.name):
        raise UsageError(f"{path}: expected a .py, .ipynb, .zip or .tar.gz file, or a folder")
    place = path.resolve() if path.is_symlink() else path
    if suffix == ".zip":
        names = zip_names(path)
        if layout is not None or _is_class(names, assignment):
            yield from _in_class_archive(path, names, layout, zone)
            return
    is_main = path.stem == assignment and suffix in CODE_SUFFIXES
    owner = _owner(path.parent.resolve(), assignment) if is_main else _student_named(path.name)
    yield Place(printable(owner), (Part(place),), place.parent)


def _owner(folder: Path, assignment: str) -> str:
    """Return whose folder it is: in nbgrader's submitted/<student>/<assignment>/ the one above."""
    return (
        folder.parent.name
        if folder.name == assignment and folder.parent.parent.name == COLLECTED
        else folder.name
    )


def _holds_work(folder: Path, assignment: str) -> bool:
    """Say whether a folder is one submission: it holds the assignment's file."""
    return any((folder / (assignment + suffix)).is_file() for suffix in CODE_SUFFIXES)


def _is_collected(folder: Path, assignment: str) -> bool:
    """Say whether a folder is a student's in what nbgrader collected, or the assignment's in that."""
    is_students = folder.parent.name == COLLECTED and (folder / assignment).is_dir()
    return is_students or (folder.name == assignment and folder.parent.parent.name == COLLECTED)


def _own_part(folder: Path, assignment: str) -> Path:
    """Return the folder with what was handed in for the assignment, where nbgrader keeps one for each in the student's folder."""
    own = folder / assignment
    collected = folder.resolve().parent.name == COLLECTED and own.is_dir() and not own.is_symlink()
    return own if collected and not _holds_work(folder, assignment) else folder


def _in_class_folder(
    folder: Path, assignment: str, layout: str | None, zone: tzinfo | None
) -> Iterator[Place]:
    entries = {
        entry.name: entry
        for entry in sorted(folder.iterdir())
        if not is_ignored(entry.name) and not _holds_results(entry)
    }
    people = (
        _people(lambda: (folder / GRADESCOPE_FILE).read_text(encoding="utf-8"), zone)
        if GRADESCOPE_FILE in entries
        else {}
    )
    names = [name for name in entries if not _is_beside(name, entries[name].is_dir())]
    chosen = layout or recognised_layout(names) or ("gradescope" if people else None)
    if chosen is None and len(names) == 1 and _is_download(entries[names[0]]):
        yield from _in_class_folder(entries[names[0]], assignment, layout, zone)
        return
    if chosen is None:
        for name in names:
            yield from _of_no_platform(entries[name], folder, assignment, zone)
        return
    found, others = read_entries(list(entries), layout_pattern(chosen), zone, people)
    yield from _grouped(found, lambda entry: Part(entries[entry.source], name=entry.inner), folder)
    for name in others:
        if name in names:
            yield Place(printable(_student_named(name)), (Part(entries[name]),), folder)


def _holds_results(folder: Path, deeper: bool = True) -> bool:
    """Say whether a folder is where results of grading were stored, of one assignment or of several."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    for entry in folder.iterdir():
        if entry.suffix == ".json" and entry.is_file():
            with entry.open("rb") as file:
                return b"autograder/result-" in file.read(_HEAD_BYTES)
        if deeper and entry.is_dir() and _holds_results(entry, deeper=False):
            return True
    return False


def _is_download(folder: Path) -> bool:
    """Say whether a folder is what a platform's download was unpacked to."""
    names = [each.name for each in folder.iterdir() if not is_ignored(each.name)] if folder.is_dir() else []
    return (
        GRADESCOPE_FILE in names
        or recognised_layout(name for name in names if not _is_beside(name, False)) is not None
    )


def _of_no_platform(entry: Path, folder: Path, assignment: str, zone: tzinfo | None) -> Iterator[Place]:
    """Yield the submission that is an entry of a class's folder; where that is another class's archive, those in it."""
    if entry.is_dir():
        collected = folder.resolve().name == COLLECTED
        if collected and not (entry / assignment).is_dir() and any(each.is_dir() for each in entry.iterdir()):
            return  # has handed in for other assignments only
        yield Place(printable(entry.name), (Part(entry),), folder)
        return
    if entry.suffix.lower() == ".zip" and not entry.is_symlink():
        names = zip_names(entry)
        if _is_platforms(names):
            yield from _in_class_archive(entry, names, None, zone)
            return
    yield Place(printable(_student_named(entry.name)), (Part(entry),), folder)


def _in_class_archive(
    path: Path, names: Sequence[str], layout: str | None, zone: tzinfo | None
) -> Iterator[Place]:
    """Yield the submissions in a .zip with one for each student, which may lie in a folder of its own."""
    names = [name for name in names if not any(is_ignored(part) for part in name.split("/"))]
    outer = ""
    while layout is None or not any(layout_pattern(layout).fullmatch(top) for top in _tops(names, outer)):
        tops = _tops(names, outer)
        if len(tops) != 1 or not any(name.startswith(f"{outer}{tops[0]}/") for name in names):
            break
        outer += f"{tops[0]}/"
    tops = _tops(names, outer)
    people = {}
    if GRADESCOPE_FILE in tops:
        people = _people(lambda: _member_text(path, f"{outer}{GRADESCOPE_FILE}"), zone)
    chosen = (
        layout
        or recognised_layout([top for top in tops if not _is_beside(top, False)])
        or ("gradescope" if people else None)
    )
    folders = {top for top in tops if any(name.startswith(f"{outer}{top}/") for name in names)}

    def part(top: str, inner: str) -> Part:
        member = f"{outer}{top}" + ("/" if top in folders else "")
        return Part(path, member, inner)

    if chosen is None:
        for top in tops:
            if not _is_beside(top, top in folders):
                student = top if top in folders else _student_named(top)
                yield Place(printable(student), (part(top, "" if top in folders else top),), path.parent)
        return
    found, others = read_entries(tops, layout_pattern(chosen), zone, people)
    yield from _grouped(found, lambda entry: part(entry.source, entry.inner), path.parent)
    for top in others:
        if not _is_beside(top, top in folders):
            yield Place(printable(_student_named(top)), (part(top, top),), path.parent)


def _tops(names: Iterable[str], outer: str) -> list[str]:
    return sorted({name.removeprefix(outer).split("/")[0] for name in names if name.startswith(outer)})


def _is_class(names: Sequence[str], assignment: str) -> bool:
    """Say whether an archive holds a class: its folders are a platform's, or several of them hold the assignment's file."""
    if _is_platforms(names):
        return True
    names, outer = _unwrapped(names)
    files = {f"{assignment}{suffix}" for suffix in CODE_SUFFIXES}
    owners = {
        name.removeprefix(outer).split("/")[0]
        for name in names
        if PurePosixPath(name).name in files and "/" in name.removeprefix(outer)
    }
    return len(owners) > 1 and not any(f"{outer}{file}" in names for file in files)


def _is_platforms(names: Sequence[str]) -> bool:
    """Say whether an archive is a platform's download."""
    names, outer = _unwrapped(names)
    tops = _tops(names, outer)
    return (
        recognised_layout([top for top in tops if not _is_beside(top, False)]) is not None
        or GRADESCOPE_FILE in tops
    )


def _unwrapped(names: Sequence[str]) -> tuple[list[str], str]:
    """Return the names that count, and the folders around all of them that are no student's."""
    names = [name for name in names if not any(is_ignored(part) for part in name.split("/"))]
    outer = ""
    tops = _tops(names, outer)
    while len(tops) == 1 and any(name.startswith(f"{outer}{tops[0]}/") for name in names):
        if recognised_layout(tops) in ("moodle", "brightspace", "blackboard"):
            break
        outer += f"{tops[0]}/"
        tops = _tops(names, outer)
    return names, outer


def _student_named(name: str) -> str:
    """Return whose a file of a class is by its name."""
    return stem_of(name) if is_archive(name) else PurePosixPath(plain_name(name)).stem


def _is_beside(name: str, is_folder: bool) -> bool:
    return not is_folder and PurePosixPath(plain_name(name)).suffix.lower() in _NOT_WORK


def _grouped(found: Sequence[Entry], part: Callable[[Entry], Part], root: Path) -> Iterator[Place]:
    """Yield a place for each student of a platform's download: of several attempts the last, with all its files."""
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
            notes.append(f"Of {attempts} attempts the last was graded.")
        if any(entry.late for entry in entries):
            notes.append("The platform marks this as late, without a time; name one with --submitted.")
        yield Place(
            printable(student), tuple(part(entry) for entry in counted), root, counted[-1].time, tuple(notes)
        )


def _people(read: Callable[[], str], zone: tzinfo | None) -> dict[str, Mapping[str, Any]]:
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


def _member_text(path: Path, member: str) -> str:
    files = Files()
    add_members(files, path, member)
    return next(iter(files.content.values()), b"").decode()


def gather(place: Place, assignment: str) -> Files:
    """Read the files that belong to a submission, whatever kind of thing it is."""
    files = Files()
    for part in place.parts:
        _add_part(files, part, place, assignment)
    expand_archives(files)
    return files


def _add_part(files: Files, part: Part, place: Place, assignment: str) -> None:
    path, name = part.path, part.name or printable(part.path.name)
    if part.member:
        add_members(files, path, part.member)
        if part.name:  # a file of a flat download: what it is called there is not what the student called it
            content = files.content.pop(PurePosixPath(part.member).name, None)
            if content is not None:
                files.content[part.name] = content
        return
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(place.root)):
        files.notes.append(f"{name} is a link to a place outside of its folder; it was not read.")
    elif path.is_dir():
        files.merge(read_folder(_own_part(path, assignment)))
    elif is_archive(path.name):
        files.merge(read_archive(path))
    elif PurePosixPath(plain_name(path.name)).suffix.lower() not in CODE_SUFFIXES:
        files.notes.append(f"{name} cannot be graded; hand in {assignment}.py or {assignment}.ipynb.")
    elif path.stem == assignment and not part.name:
        files.merge(read_folder(path.parent))
    else:
        files.content.pop(name, None)
        files.add_file(name, path, place.root)


def no_submission(path: Path, assignment: str) -> UsageError:
    """Return the error for a path at which nobody's work is."""
    names = listing([f"{assignment}.py", f"{assignment}.ipynb"])
    return UsageError(f"{path}: no submission here; expected {names}, or a folder or file for each student")
