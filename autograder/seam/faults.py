"""A worker's report that something went wrong, as the exception that it stands for."""

from __future__ import annotations

from typing import Any

from autograder.vocabulary.errors import LimitExceeded, NotWritten, StudentException, StudentFault
from autograder.vocabulary.wording import unreadable

_NOT_WRITTEN = "NotImplementedError"
# A function that has run into the time limit once gets this long in later checks of the same submission.
SHORT_LEASH_S = 1.0


def too_slow(label: str, limit_s: float) -> str:
    """Say that a function did not come back in time."""
    return f"{label} did not finish within {limit_s:g} s. Does every loop in it come to an end?"


def missing(name: str, near: list[str], problems: list[tuple[str, str, Any]]) -> NotWritten:
    """Return the fault for a name that the submission lacks.

    Parameters
    ----------
    name : str
        ``svm_loss``, or ``MultiplyGate.backward``.
    near : list of str
        A name in the submission that resembles it, or none.
    problems : list of tuple
        Place, message and names of each statement that would have defined it and could not be run.
    """
    if problems:
        place, message, _ = problems[0]
        return NotWritten(unreadable(name, place, message))
    hint = f". You defined {near[0]!r}; is that the same function?" if near else ""
    return NotWritten(f"{name} is not defined{hint}")


def student_fault(label: str, description: dict[str, Any]) -> StudentFault:
    """Return the fault for an exception that the call `label` ended with."""
    kind, message = str(description["type"]), str(description["message"])
    bases = tuple(map(str, description["bases"]))
    if _NOT_WRITTEN in bases:
        inner = str(description["function"])
        if inner and inner not in (label, label.rpartition(".")[2]):
            return NotWritten(f"{label} uses {inner}, which is not written yet")
        return NotWritten(f"{label} is not written yet")
    if "MemoryError" in bases:
        return LimitExceeded("memory", f"{label} asked for more memory than it is allowed ({message})")
    return StudentException(kind, message, bases, tuple(map(str, description["frames"])))
