"""The solution as a module, in the grader's own process."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from types import ModuleType

from autograder.vocabulary.errors import CourseError


@functools.cache
def load_reference(folder: Path) -> ModuleType:
    """Return the solution module of ``solutions/<assignment>/``.

    Raises
    ------
    CourseError
        There is none, or it cannot be imported.
    """
    path = folder / f"{folder.name}.py"
    spec = importlib.util.spec_from_file_location(f"reference_{folder.name}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise CourseError(f"{path}: the solution module is missing")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(
            f"{path}: the solution cannot be imported: {type(error).__name__}: {error}"
        ) from error
    return module
