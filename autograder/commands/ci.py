"""`autograder ci`."""

from __future__ import annotations

from pathlib import Path

from autograder.commands.common import open_course, plain_console
from autograder.upkeep.ci_files import write_ci_file
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import listing

_NEXT = {
    "github": "Its first lines say what to set; put it into each student's repository.",
    "gitlab": "Its first lines say how to refer to it; keep it in the course project.",
    "gradescope": "Upload it as the autograder of a programming assignment. It holds the hidden checks: keep it to yourself.",
}


def make_ci_file(platform: str, name: str | None, out: Path, course_file: Path | None) -> int:
    """Write the file that lets a platform grade an assignment, and print where it is; 0.

    Parameters
    ----------
    platform : {'github', 'gitlab', 'gradescope'}
    name : str or None
        The assignment; None where the course has only one.
    out : Path
        Folder to write below: GitHub's file goes to ``.github/workflows`` in it.
    course_file : Path or None
        None for the nearest course.yaml at or above the current folder.

    Raises
    ------
    UsageError
        The course has several assignments and none was named, or the file cannot be written.
    """
    course = open_course(course_file)
    if name is None and len(course.assignments) > 1:
        names = listing(each.name for each in course.assignments)
        raise UsageError(f"--assignment is missing: the file grades one assignment; choose from {names}")
    assignment = course.assignment(name or course.assignments[0].name)
    try:
        path = write_ci_file(platform, course, assignment, out)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from None
    plain_console().print(f"wrote {path}\n{_NEXT[platform]}", markup=False, soft_wrap=True)
    return 0
