"""Imports of packages that are not there while grading.

Students leave imports of matplotlib, IPython or the notebook's own `check` in what they hand in. Such an import costs nothing:
the name becomes a stand-in. An import inside ``try: ... except ImportError`` fails as usual. Runs inside the worker; standard
library only.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import linecache
import sys
import types
from collections.abc import Callable, Collection, Sequence
from typing import Any

from autograder.seam.own_files import HANDED_IN, OwnFilesFinder, folder_with
from autograder.seam.stand_ins import Placeholder

_OWN_PACKAGE = __name__.partition(".")[0]
_CATCHES_IMPORT_ERROR = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class _PlaceholderModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # submodules may be imported too
            return []
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self.__name__}.{name}")


class _Loader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _PlaceholderModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


class PlaceholderFinder(importlib.abc.MetaPathFinder):
    """Finds a placeholder where the student's own code imports a package that is wanted absent.

    Imports by other code are left alone: libraries try optional packages and must see that they are missing.
    """

    def __init__(
        self, wanted: Callable[[str], bool], own_file: Callable[[str], bool], used: list[str]
    ) -> None:
        self._wanted = wanted
        self._own_file = own_file
        self._used = used

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where a placeholder begins, or None where the import is to go its usual way.

        Raises
        ------
        ModuleNotFoundError
            The package is wanted absent, and the import stands in a ``try`` that provides for that.
        """
        top, _, rest = fullname.partition(".")
        # A part that a real package lacks is the student's mistake and should look like one.
        if not self._wanted(top) or (rest and not isinstance(sys.modules.get(top), _PlaceholderModule)):
            return None
        file, line = _importing_line()
        if not self._own_file(file):
            return None
        if _is_guarded(file, line):
            # Returning None would let a later finder have it, and for the grader's own package that is the real one.
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        if top not in self._used:
            self._used.append(top)
        return importlib.machinery.ModuleSpec(fullname, _Loader(), is_package=True)


def install_placeholders(
    available: Collection[str] | None, own_file: Callable[[str], bool], directory: str
) -> list[str]:
    """Arrange that absent packages become placeholders, and return the growing list of those that were asked for.

    Parameters
    ----------
    available : collection of str or None
        Top-level names that are imported for real, and no others. None leaves that to what is installed; only the grader's own
        package, which has no business in a submission, is replaced in any case.
    own_file : callable
        Says whether a file name is the student's.
    directory : str
        Where the submission's files are; what its code writes there may be imported too.
    """
    used: list[str] = []
    for name in [name for name in sys.modules if name.partition(".")[0] == _OWN_PACKAGE]:
        del sys.modules[name]

    def absent(top: str) -> bool:
        if available is None or top in available or top == HANDED_IN:
            return False
        return folder_with(directory, top) is None

    sys.meta_path.append(OwnFilesFinder(directory))
    if available is not None:
        sys.meta_path.insert(0, PlaceholderFinder(absent, own_file, used))
    else:
        sys.meta_path.insert(0, PlaceholderFinder(lambda top: top == _OWN_PACKAGE, own_file, used))
        sys.meta_path.append(PlaceholderFinder(lambda top: True, own_file, used))
    return used


def _importing_line() -> tuple[str, int]:
    frame: types.FrameType | None = sys._getframe(2)
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("", 0)


def _is_guarded(file: str, line: int) -> bool:
    """Return whether a line stands in a ``try`` that catches a failed import: then there is a fallback to take."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        isinstance(node, ast.Try)
        and node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0)
        and any(_catches_import_error(handler.type) for handler in node.handlers)
        for node in ast.walk(tree)
    )


def _catches_import_error(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_catches_import_error, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in _CATCHES_IMPORT_ERROR)
