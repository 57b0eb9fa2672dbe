"""What IPython gives to a notebook's code, where there is no IPython. Runs inside the worker; standard library only.

``display`` and ``get_ipython`` are there in every cell without an import, and stand in scripts that were exported from notebooks.
"""

from __future__ import annotations

import builtins
import linecache
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Shell:
    """Answers as IPython's shell would, and does what runs Python.

    Parameters
    ----------
    namespace : dict
        The globals of the student's module.
    """

    config: dict[str, Any] = {}  # noqa: RUF012 - what Colab and others are asked for in guards; it stays empty

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._magics: dict[str, Callable[[str], None]] = {
            "run": self._run_file,
            "load": self._run_file,
            "runfile": self._run_file,
            "time": self._run,
            "prun": self._run,
        }

    def run_line_magic(self, name: str, line: str, *_: Any) -> None:
        """Run a file (``%run``) or a timed statement (``%time``); do nothing for other magics."""
        if name in self._magics:
            self._magics[name](line)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell where the magic runs it as Python, or write it to a file (``%%writefile``)."""
        if name in ("time", "timeit", "capture", "prun"):
            self._run(cell)
        elif name in ("writefile", "file"):
            Path(line.split()[-1]).write_text(cell, encoding="utf-8")

    def magic(self, text: str) -> None:
        """Run a line magic given as one text."""
        name, _, line = text.lstrip("%").partition(" ")
        self.run_line_magic(name, line)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None

    def _run(self, source: str) -> None:
        exec(compile(source, "a timed statement", "exec", dont_inherit=True), self._namespace)

    def _run_file(self, line: str) -> None:
        named = Path(line.strip().strip("'\""))
        path = next((each for each in (named, named.with_name(f"{named.name}.py")) if each.is_file()), None)
        if path is None:
            raise FileNotFoundError(f"{named} was not handed in")
        path = path.absolute()
        source = path.read_text(encoding="utf-8")
        linecache.cache[str(path)] = (len(source), None, source.splitlines(keepends=True), str(path))
        exec(compile(source, str(path), "exec", dont_inherit=True), self._namespace)


def install(namespace: dict[str, Any]) -> None:
    """Give all code in this process what a notebook's code finds without an import."""
    shell = Shell(namespace)
    given: dict[str, Any] = {
        "display": lambda *args, **kwargs: None,
        "get_ipython": lambda: shell,
        "profile": lambda function: function,  # what kernprof and mprof give to scripts
    }
    for name, value in given.items():
        setattr(builtins, name, value)
