"""A call of a student's code that has come to its end, as checks and messages look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.vocabulary.errors import StudentFault


@dataclass(frozen=True)
class Call:
    """One finished call of the student's code, for checks to look at and for messages.

    Attributes
    ----------
    name : str
        ``svm_loss``, or ``MultiplyGate.forward``.
    args, kwargs :
        As the check gave them; None where a value was read, not a function called.
    mutated : tuple of str
        Names of the arguments whose content the call changed.
    arguments_after : tuple
        The positional arguments as the student's code left them.
    warnings : tuple of str
        Such as ``"RuntimeWarning: overflow encountered in exp"``.
    output : str
        Printed text, bounded.
    receiver : int
        Number of the object whose method was called; 0 for a function.
    result : object
        What it returned, where that is not large.
    calls : list of Call
        The check's calls so far, this one and later ones among them.
    fault : StudentFault or None
        In a history: what the call ended with in place of a result.
    """

    name: str
    args: tuple[Any, ...] | None = None
    kwargs: dict[str, Any] | None = None
    mutated: tuple[str, ...] = ()
    arguments_after: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()
    output: str = ""
    receiver: int = 0
    result: Any = field(default=None, compare=False, repr=False)
    calls: Sequence[Call] = field(default=(), compare=False, repr=False)
    fault: StudentFault | None = field(default=None, compare=False, repr=False)
