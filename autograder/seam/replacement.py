"""Other functions in place of the student's, for the time of one call. Runs inside the worker; standard library only."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from typing import Any


@contextlib.contextmanager
def replaced(values: Mapping[str, Any], namespace: dict[str, Any], directory: str) -> Iterator[None]:
    """Set globals of the student's modules, and put everything back in the end.

    Parameters
    ----------
    values : mapping
        Global name to what it is to be.
    namespace : dict
        The submission's globals; a name that is not among them is there for the time being.
    directory : str
        Where the student's other files are; in those, only the names that they have are set. May be empty.
    """
    if not values:
        yield
        return
    before = [
        (names, {name: names[name] for name in values if name in names})
        for names in (namespace, *_globals_of_files_in(directory))
    ]
    try:
        for names, own in before:
            names.update((name, values[name]) for name in own)
        namespace.update(values)
        yield
    finally:
        for names, own in before:
            names.update(own)
        for name in values.keys() - before[0][1].keys():
            namespace.pop(name, None)


def _globals_of_files_in(directory: str) -> Iterator[dict[str, Any]]:
    for module in list(sys.modules.values()) if directory else ():
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.startswith(directory):
            yield vars(module)
