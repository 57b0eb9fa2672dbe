"""The calls of a check, each with its arguments as they were sent: later an array may be changed, a generator drawn from."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from autograder.seam.call import Call


class History:
    """What a check called, run by run: it may be run once more.

    Attributes
    ----------
    runs : list of list of Call
        In each run that called something, the calls in their order.
    """

    def __init__(self) -> None:
        self._runs: list[list[Call]] = []
        self.begin_run()

    @property
    def runs(self) -> list[list[Call]]:
        """The runs that called something."""
        return [run for run in self._runs if run]

    def begin_run(self) -> None:
        """Keep what comes next apart from what was called so far."""
        self._runs.append([])

    def add(self, call: Call) -> None:
        """Take note of a call and what came of it."""
        self._runs[-1].append(call)


def as_sent(value: Any) -> Any:
    """Return a copy of arguments that stays as it is now; functions and objects of the worker are the same ones."""
    if isinstance(value, dict):
        return {key: as_sent(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(map(as_sent, value))
    if isinstance(value, (np.ndarray, np.random.Generator)):
        return copy.deepcopy(value)
    return value
