"""Which functions of the student's a check's call enters: each is told to the grader once a check. Runs inside the worker.

A function is replaced in its module by one that says its name, puts the function itself back and calls it: what comes after the
first call in a check costs nothing, and the student's code meets its own functions.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any


class Tripwires:
    """Watches functions by name.

    Parameters
    ----------
    namespace : dict
        The submission's globals.
    directory : str
        Where the student's other files are; may be empty.
    names : sequence of str
        The functions to watch.
    report : callable
        Given the name of a function that was entered.
    """

    def __init__(
        self, namespace: dict[str, Any], directory: str, names: Sequence[str], report: Callable[[str], object]
    ) -> None:
        self._namespace = namespace
        self._directory = directory
        self._names = names
        self._report = report
        self._namespaces: list[dict[str, Any]] | None = None
        self._watched: dict[Callable[..., Any], Callable[..., Any]] = {}

    def arm(self) -> None:
        """Watch the functions from now on."""
        if self._namespaces is None and self._names:
            self._namespaces = [self._namespace, *_globals_of_files_in(self._directory)]
        for namespace in self._namespaces or ():
            for name in self._names:
                function = namespace.get(name)
                if type(function) is types.FunctionType and function not in self._watched:
                    namespace[name] = self._wire(namespace, name, function)

    def own(self, function: Any) -> Any:
        """Return the student's function where it is watched, and anything else as it is."""
        return self._watched.get(function, function) if type(function) is types.FunctionType else function

    def not_found(self, name: object) -> None:
        """Take note that a name was looked for in vain: what is not there would have been entered."""
        if name in self._names:
            self._report(str(name))

    def _wire(self, namespace: dict[str, Any], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wire(*args: Any, **kwargs: Any) -> Any:
            if namespace.get(name) is wire:
                namespace[name] = function
            self._watched.pop(wire, None)
            self._report(name)
            return function(*args, **kwargs)

        wire.__name__, wire.__qualname__, wire.__doc__ = name, function.__qualname__, function.__doc__
        wire.__module__ = function.__module__
        wire.__dict__ = function.__dict__  # an attribute set on one is on the other
        self._watched[wire] = function
        return wire


def _globals_of_files_in(directory: str) -> Iterator[dict[str, Any]]:
    for module in list(sys.modules.values()) if directory else ():
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.startswith(directory):
            yield vars(module)
