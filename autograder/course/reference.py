"""The solution as a module, in the grader's own process."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from types import ModuleType

from autograder.course.folders import AssignmentFolders
from autograder.vocabulary.errors import CourseError


class Reference:
    """The solution of one assignment, loaded when it is first asked for and kept as long as this object.

    Parameters
    ----------
    folders : AssignmentFolders
    """

    def __init__(self, folders: AssignmentFolders) -> None:
        self._path = folders.solution

    @functools.cached_property
    def module(self) -> ModuleType:
        """The solution module.

        Raises
        ------
        CourseError
            There is none, or it cannot be imported.
        """
        return _load(self._path)


def _load(path: Path) -> ModuleType:
    """Run the text of a module as it is now, never bytecode of an earlier text."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path}: the solution module is missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: the solution cannot be read: {error}") from None
    module = ModuleType(f"reference_{path.stem}")
    module.__file__ = str(path)
    # dataclasses and typing look the module of a class up by its name.
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, str(path), "exec", dont_inherit=True), module.__dict__)
    except Exception as error:
        raise CourseError(
            f"{path}: the solution cannot be imported: {type(error).__name__}: {error}"
        ) from error
    return module
