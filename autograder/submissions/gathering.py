"""The files of one submission, wherever they are: a folder, a file, an archive, or some members of a class's archive."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from autograder.submissions.archives import add_members, expand_archives, is_archive, read_archive
from autograder.submissions.files import CODE_SUFFIXES, Files, plain_name, printable, read_folder
from autograder.submissions.place import Part, Place

# The folder in which nbgrader keeps what it collected.
COLLECTED = "submitted"


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


def _own_part(folder: Path, assignment: str) -> Path:
    """Return the folder with what was handed in for the assignment, where nbgrader keeps one for each in the student's folder."""
    own = folder / assignment
    collected = folder.resolve().parent.name == COLLECTED and own.is_dir() and not own.is_symlink()
    return own if collected and not holds_work(folder, assignment) else folder


def holds_work(folder: Path, assignment: str) -> bool:
    """Say whether a folder is one submission: it holds the assignment's file."""
    return any((folder / (assignment + suffix)).is_file() for suffix in CODE_SUFFIXES)
