"""A class in one .zip: the submissions of its students, by their folders or by a platform's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from pathlib import Path, PurePosixPath

from autograder.submissions.archives import add_members
from autograder.submissions.files import CODE_SUFFIXES, Files, is_ignored, printable
from autograder.submissions.layouts import (
    GRADESCOPE_FILE,
    layout_pattern,
    read_entries,
    recognised_layout,
)
from autograder.submissions.place import Part, Place, grouped, is_beside, people_of, student_named


def in_class_archive(
    path: Path, names: Sequence[str], layout: str | None, zone: tzinfo | None
) -> Iterator[Place]:
    """Yield the submissions in a .zip with one for each student, which may lie in a folder of its own.

    Parameters
    ----------
    path : Path
        The .zip.
    names : sequence of str
        The names of its files (`zip_names`).
    layout : str or None
        As in `find_places`; None to recognise it.
    zone : tzinfo or None
        That of times in names.

    Raises
    ------
    UsageError
        The layout cannot be used.
    """
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
        people = people_of(lambda: _member_text(path, f"{outer}{GRADESCOPE_FILE}"), zone)
    chosen = (
        layout
        or recognised_layout([top for top in tops if not is_beside(top, False)])
        or ("gradescope" if people else None)
    )
    folders = {top for top in tops if any(name.startswith(f"{outer}{top}/") for name in names)}

    def part(top: str, inner: str) -> Part:
        member = f"{outer}{top}" + ("/" if top in folders else "")
        return Part(path, member, inner)

    if chosen is None:
        for top in tops:
            if not is_beside(top, top in folders):
                student = top if top in folders else student_named(top)
                yield Place(printable(student), (part(top, "" if top in folders else top),), path.parent)
        return
    found, others = read_entries(tops, layout_pattern(chosen), zone, people)
    yield from grouped(found, lambda entry: part(entry.source, entry.inner), path.parent)
    for top in others:
        if not is_beside(top, top in folders):
            yield Place(printable(student_named(top)), (part(top, top),), path.parent)


def is_class(names: Sequence[str], assignment: str) -> bool:
    """Say whether an archive holds a class: its folders are a platform's, or several of them hold the assignment's file."""
    if is_platforms(names):
        return True
    names, outer = _unwrapped(names)
    files = {f"{assignment}{suffix}" for suffix in CODE_SUFFIXES}
    owners = {
        name.removeprefix(outer).split("/")[0]
        for name in names
        if PurePosixPath(name).name in files and "/" in name.removeprefix(outer)
    }
    return len(owners) > 1 and not any(f"{outer}{file}" in names for file in files)


def is_platforms(names: Sequence[str]) -> bool:
    """Say whether an archive is a platform's download."""
    names, outer = _unwrapped(names)
    tops = _tops(names, outer)
    return (
        recognised_layout([top for top in tops if not is_beside(top, False)]) is not None
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


def _tops(names: Iterable[str], outer: str) -> list[str]:
    return sorted({name.removeprefix(outer).split("/")[0] for name in names if name.startswith(outer)})


def _member_text(path: Path, member: str) -> str:
    files = Files()
    add_members(files, path, member)
    return next(iter(files.content.values()), b"").decode()
