"""What passes between a check and a student's code, kept in full where somebody asks for it: for appeals."""

from __future__ import annotations

import copy
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# Of what a student's code asks a check's own functions in one call, so much is kept; the rest is counted.
_MOST_ASKED = 100


@dataclass
class Exchange:
    """One call and what came of it, with values as they were then.

    Attributes
    ----------
    name : str
    args, kwargs :
        Copies of the arguments.
    result : object
        What was returned; None where it did not come to that.
    raised : str
        What became of the call instead; empty where it returned.
    asked : list of Exchange
        What the student's code asked the check's own functions during the call.
    further : int
        How often it asked beyond those.
    """

    name: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    raised: str = ""
    asked: list[Exchange] = field(default_factory=list)
    further: int = 0

    def returned(self, value: Any) -> None:
        """Keep what came back."""
        self.result = copied(value)

    def ended(self, error: BaseException) -> None:
        """Keep what became of the call instead of a value."""
        said = str(error) or type(error).__name__
        self.raised = self.raised or said


@dataclass
class Run:
    """One run of a check: the names of the student's functions that others stood in for, and the calls in their order."""

    stand_ins: tuple[str, ...] = ()
    calls: list[Exchange] = field(default_factory=list)


class Trace:
    """The runs of a check from now on, in `runs`."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._open: list[Exchange] = []

    def begin_check(self, stand_ins: Collection[str]) -> None:
        """Start a run, in which others stand in for functions of these names."""
        self.runs.append(Run(tuple(sorted(stand_ins))))
        self._open = []

    def begin_call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exchange:
        """Return a new entry for a call of the student's code.

        Parameters
        ----------
        name
            What is called, as the student would write it.
        args, kwargs
            Its arguments, of which copies are kept.
        """
        call = Exchange(name, copied(args), copied(kwargs))
        if not self.runs:
            self.begin_check(())
        self.runs[-1].calls.append(call)
        self._open.append(call)
        return call

    def end_call(self) -> None:
        """Take note that the call which began last is over."""
        if self._open:
            self._open.pop()

    def ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Exchange:
        """Return a new entry for what the student's code asks one of the check's own functions.

        Parameters
        ----------
        name
            The function's.
        args, kwargs
            Its arguments, of which copies are kept.
        """
        asked = Exchange(name, copied(args), copied(kwargs))
        if self._open:
            call = self._open[-1]
            if len(call.asked) < _MOST_ASKED:
                call.asked.append(asked)
            else:
                call.further += 1
        return asked


def copied(value: Any) -> Any:
    """Return plain data as it is now, whatever becomes of it later; other objects as themselves."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, np.random.Generator):
        return copy.deepcopy(value)
    if isinstance(value, dict):
        return {key: copied(part) for key, part in value.items()}
    if type(value) in (list, tuple):
        return type(value)(map(copied, value))
    return value
