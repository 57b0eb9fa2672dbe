"""`autograder handout`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.commands.common import chosen_assignments, open_course
from autograder.upkeep.handout import handout
from autograder.vocabulary.errors import UsageError


def write_handouts(names: Sequence[str], out: Path, course_file: Path | None) -> int:
    """Write a folder and a .zip for each assignment, and name them.

    Parameters
    ----------
    names : sequence of str
        The assignments; empty for all.
    out : Path
        Folder to write into; it is made where it is not there.
    course_file : Path or None
        None for the nearest course.yaml at or above the current folder.

    Raises
    ------
    UsageError
        The handout cannot be written.
    """
    course = open_course(course_file)
    made = [handout(course, assignment) for assignment in chosen_assignments(course, names)]
    for each in made:
        try:
            folder, archive = each.write(out)
        except OSError as error:
            raise UsageError(f"{out}: the handout cannot be written: {error.strerror}") from None
        print(f"{folder}  and  {archive.name}")
    return 0
