"""Where the submissions are: one for each student in a folder, a class's archive, or a learning platform's download."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path, PurePosixPath

from autograder.submissions.archives import is_archive, zip_names
from autograder.submissions.class_archive import in_class_archive, is_class, is_platforms
from autograder.submissions.files import CODE_SUFFIXES, is_ignored, plain_name, printable
from autograder.submissions.gathering import COLLECTED, holds_work
from autograder.submissions.layouts import (
    GRADESCOPE_FILE,
    layout_pattern,
    read_entries,
    recognised_layout,
)
from autograder.submissions.place import Part, Place, grouped, is_beside, people_of, student_named
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import listing

_HEAD_BYTES = 200  # of a result file, in which its schema stands


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
    elif layout is None and (holds_work(path, assignment) or _is_collected(path.resolve(), assignment)):
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
        if layout is not None or is_class(names, assignment):
            yield from in_class_archive(path, names, layout, zone)
            return
    is_main = path.stem == assignment and suffix in CODE_SUFFIXES
    owner = _owner(path.parent.resolve(), assignment) if is_main else student_named(path.name)
    yield Place(printable(owner), (Part(place),), place.parent)


def _owner(folder: Path, assignment: str) -> str:
    """Return whose folder it is: in nbgrader's submitted/<student>/<assignment>/ the one above."""
    return (
        folder.parent.name
        if folder.name == assignment and folder.parent.parent.name == COLLECTED
        else folder.name
    )


def _is_collected(folder: Path, assignment: str) -> bool:
    """Say whether a folder is a student's in what nbgrader collected, or the assignment's in that."""
    is_students = folder.parent.name == COLLECTED and (folder / assignment).is_dir()
    return is_students or (folder.name == assignment and folder.parent.parent.name == COLLECTED)


def _in_class_folder(
    folder: Path, assignment: str, layout: str | None, zone: tzinfo | None
) -> Iterator[Place]:
    entries = {
        entry.name: entry
        for entry in sorted(folder.iterdir())
        if not is_ignored(entry.name) and not _holds_results(entry)
    }
    people = (
        people_of(lambda: (folder / GRADESCOPE_FILE).read_text(encoding="utf-8"), zone)
        if GRADESCOPE_FILE in entries
        else {}
    )
    names = [name for name in entries if not is_beside(name, entries[name].is_dir())]
    chosen = layout or recognised_layout(names) or ("gradescope" if people else None)
    if chosen is None and len(names) == 1 and _is_download(entries[names[0]]):
        yield from _in_class_folder(entries[names[0]], assignment, layout, zone)
        return
    if chosen is None:
        for name in names:
            yield from _of_no_platform(entries[name], folder, assignment, zone)
        return
    found, others = read_entries(list(entries), layout_pattern(chosen), zone, people)
    yield from grouped(found, lambda entry: Part(entries[entry.source], name=entry.inner), folder)
    for name in others:
        if name in names:
            yield Place(printable(student_named(name)), (Part(entries[name]),), folder)


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
        or recognised_layout(name for name in names if not is_beside(name, False)) is not None
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
        if is_platforms(names):
            yield from in_class_archive(entry, names, None, zone)
            return
    yield Place(printable(student_named(entry.name)), (Part(entry),), folder)


def no_submission(path: Path, assignment: str) -> UsageError:
    """Return the error for a path at which nobody's work is."""
    names = listing([f"{assignment}.py", f"{assignment}.ipynb"])
    return UsageError(f"{path}: no submission here; expected {names}, or a folder or file for each student")
