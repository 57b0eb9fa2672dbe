"""Where the files of a course are: the one place that knows the names of its folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

VISIBLE_FOLDER = "assignments"
HIDDEN_FOLDER = "solutions"


@dataclass(frozen=True)
class AssignmentFolders:
    """The two folders of one assignment.

    Attributes
    ----------
    root : Path
        The course's folder, in which course.yaml is.
    name : str
        The assignment's name.
    """

    root: Path
    name: str

    @property
    def visible(self) -> Path:
        """What students get: the stub and the visible checks."""
        return self.root / VISIBLE_FOLDER / self.name

    @property
    def hidden(self) -> Path:
        """What students never get: the solution, the hidden checks, the misconceptions."""
        return self.root / HIDDEN_FOLDER / self.name

    @property
    def solution(self) -> Path:
        """The solution module, from which the students' files are made."""
        return self.hidden / f"{self.name}.py"


def folders_beside(check_file: Path) -> AssignmentFolders:
    """Return the folders of the assignment that a check file belongs to, by where it lies."""
    folder = check_file.parent
    return AssignmentFolders(folder.parent.parent, folder.name)


def is_hidden(check_file: Path) -> bool:
    """Say whether a check file is one of the hidden ones: it lies in solutions/<assignment>/."""
    return check_file.parent.parent.name == HIDDEN_FOLDER
