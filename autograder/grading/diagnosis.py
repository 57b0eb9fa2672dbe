"""Naming the misconception: does the student's function behave like a known wrong one?"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.course.misconceptions import Bank, Misconception, by_exercise
from autograder.running.subjects import Subject
from autograder.seam.call_values import Opaque
from autograder.vocabulary.errors import AutograderError, StudentException, StudentFault

_PROBE_S = 2.0
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class _Raised:
    """A probe that ended with an exception of this type."""

    type_name: str


class Diagnosis:
    """Compares students' functions with the misconceptions of a bank, by what they return on the bank's probes."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._entries = by_exercise(bank)

    def matches(self, exercise: str, subject: Subject) -> list[Misconception]:
        """Return the misconceptions of `exercise` that the student's code behaves like; empty where there is none."""
        function = self._bank.probes.get(exercise)
        if function is None:
            return []
        subject.begin_check(_PROBE_S, None)
        try:
            shown: Any = function(subject.proxy)
        except StudentException as error:
            shown = _Raised(error.type_name)
        except (StudentFault, AutograderError):
            return []
        except Exception:  # the probe stumbles over what the student returned: nothing that we know by name
            return []
        finally:
            subject.process.end_check()
        if _same(shown, self._right(exercise)):
            return []
        return [entry for entry, wrong in self._wrong(exercise) if _same(shown, wrong)]

    def remarks(self, exercise: str, subject: Subject) -> list[Misconception]:
        """Return the valid variants that code with all points behaves like."""
        if all(entry.costs_points for entry in self._entries.get(exercise, [])):
            return []
        return [entry for entry in self.matches(exercise, subject) if not entry.costs_points]

    @functools.cache  # noqa: B019 - one Diagnosis lives as long as its process
    def _right(self, exercise: str) -> Any:
        return self._shown(exercise, {})

    @functools.cache  # noqa: B019
    def _wrong(self, exercise: str) -> Sequence[tuple[Misconception, Any]]:
        names = self._bank.namespace
        return [
            (entry, self._shown(exercise, {entry.replaces: names[entry.name]}))
            for entry in self._entries.get(exercise, [])
        ]

    def _shown(self, exercise: str, replaced: dict[str, Any]) -> Any:
        code = _Code(self._bank.namespace, replaced)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                return self._bank.probes[exercise](code)
            except Exception as error:
                return _Raised(type(error).__name__)


class _Code:
    """The names of the solution, with some replaced, under the face of `submission`."""

    def __init__(self, namespace: dict[str, Any], replaced: dict[str, Any]) -> None:
        self._names = namespace | replaced

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name: str) -> Any:
        return self._names[name]


def _same(a: Any, b: Any) -> bool:
    """Say whether two probes showed the same, numbers within a small tolerance and nan equal to nan."""
    if isinstance(a, _Raised) or isinstance(b, _Raised):
        return bool(a == b)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(_same, a, b))
    if _is_number(a) and _is_number(b):
        return np.shape(a) == np.shape(b) and _close(a, b)
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return False
    return type(a) is type(b) and bool(a == b)


def _close(a: Any, b: Any) -> bool:
    try:
        return bool(np.allclose(a, b, rtol=_TOLERANCE, atol=1e-9, equal_nan=True))
    except OverflowError:  # a whole number beyond any float
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic, np.ndarray))
