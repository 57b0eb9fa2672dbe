"""Taking a probe's looks at code: the student's in its worker, the bank's own in this process."""

from __future__ import annotations

import functools
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.course.misconceptions import Bank
from autograder.course.observations import Observation, observation
from autograder.grading.likeness import Raised, alike, says_nothing
from autograder.running.subjects import Subject
from autograder.seam.in_process import InProcess
from autograder.seam.proxy import SubmissionProxy
from autograder.vocabulary.errors import LimitExceeded, SeamError, StudentException, WorkerCrashed

# Time for one look, for all looks of an exercise, and how many may come to nothing before the rest is not tried.
_LOOK_S = 1.0
_PROBE_S = 6.0
_MAX_LOST = 2

Probe = Callable[[Any], Any]


def looks_of(probe: Probe, code: Any) -> dict[str, Observation]:
    """Return a probe's observations of `code` by name; a probe that returns no looks is a single one itself."""
    try:
        found = probe(code)
    except Exception:  # it called the code at once
        found = None
    if isinstance(found, Mapping) and found and all(map(callable, found.values())):
        return {str(name): observation(look) for name, look in found.items()}
    return {"answer": observation(functools.partial(probe, code))}


def see_student(looks: Mapping[str, Observation], subject: Subject) -> dict[str, Any]:
    """Return what each look at a student's code shows; a look that ran into a limit is left out.

    Each look has its own time limit, and fails alone. Whatever the code does, this returns.
    """
    seen: dict[str, Any] = {}
    ends_at, lost = time.monotonic() + _PROBE_S, 0
    for name, look in looks.items():
        if lost == _MAX_LOST or time.monotonic() > ends_at:
            break
        subject.begin_check(_LOOK_S, None)
        try:
            seen[name] = _taken(look)
        except (LimitExceeded, WorkerCrashed):
            lost += 1
        except SeamError:  # a part of the look that cannot be sent is no news about the student
            pass
        finally:
            subject.process.end_check()
    return seen


class OwnCode:
    """The solution, or the solution with one name replaced, under the face of `submission`; each look is taken once.

    Parameters
    ----------
    bank : Bank
    probe : callable
    replaced : mapping of str to object
        Names of the solution, and what they are to be.
    right : OwnCode, optional
        The solution, where this is not it.
    """

    def __init__(
        self, bank: Bank, probe: Probe, replaced: Mapping[str, Any], right: OwnCode | None = None
    ) -> None:
        self._bank = bank
        self._replaced = replaced
        self._process = InProcess({**bank.namespace, **replaced})
        with self._bank.replacing(self._replaced):
            self.looks = looks_of(probe, SubmissionProxy(self._process))
        self._right = right
        self._seen: dict[str, Any] = {}
        self._wrong: dict[str, bool] = {}

    def is_wrong(self, name: str) -> bool:
        """Say whether the look `name` shows something other than for the solution."""
        if name not in self._wrong:
            self._wrong[name] = (
                self._right is not None
                and name in self.looks
                and not says_nothing(self.shows(name))
                and not _alike(self.looks[name], self.shows(name), self._right.shows(name))
            )
        return self._wrong[name]

    def shows(self, name: str) -> Any:
        """Return what the look `name` shows."""
        if name not in self._seen:
            with self._bank.replacing(self._replaced):
                self._process.begin_check(None, None)
                self._seen[name] = _taken(self.looks[name])
        return self._seen[name]


def _alike(look: Observation, a: Any, b: Any) -> bool:
    return alike(a, b, look.tolerance, look.absolute)


def _taken(look: Observation) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return look()
        except (LimitExceeded, WorkerCrashed, SeamError):
            raise
        except StudentException as error:
            return Raised(error.type_name, error.message)
        except Exception as error:  # the look stumbles over what the code returned, which is a sight as well
            return Raised(type(error).__name__)
