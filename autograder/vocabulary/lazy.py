"""Public names of a package that are imported when they are first used, so that importing the package costs nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def lazy_names(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """Return a module's ``__getattr__`` that finds names in their homes.

    Parameters
    ----------
    package : str
        The module's ``__name__``.
    homes : mapping of str to names
        Module, below `package`, to the names that come from it.

    Raises
    ------
    AttributeError
        By the returned function: none of the homes has the name.

    Examples
    --------
    >>> __getattr__ = lazy_names("autograder.submissions", {"finding": ("Submission",)})
    >>> __getattr__("Submission").__module__
    'autograder.submissions.finding'
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def find(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{home_of[name]}"), name)

    return find
