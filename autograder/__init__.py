"""Auto-graded exercises, graded across a process boundary.

What check authors and notebooks use. Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.checks.compare import (
        assert_answer,
        assert_close,
        assert_inputs_unchanged,
        assert_raises,
        expect_tuple,
        fail,
    )
    from autograder.checks.lecture import lecture_values
    from autograder.course.misconceptions import misconception, probe
    from autograder.gradcheck import assert_gradient, check_gradient
    from autograder.student.notebook_check import check
    from autograder.vocabulary.errors import (
        CheckFailure,
        LimitExceeded,
        NotWritten,
        StudentException,
        StudentFault,
        WorkerCrashed,
    )

__all__ = [
    "CheckFailure",
    "LimitExceeded",
    "NotWritten",
    "StudentException",
    "StudentFault",
    "WorkerCrashed",
    "assert_answer",
    "assert_close",
    "assert_gradient",
    "assert_inputs_unchanged",
    "assert_raises",
    "check",
    "check_gradient",
    "expect_tuple",
    "fail",
    "lecture_values",
    "misconception",
    "probe",
]

_HOMES = {
    "autograder.checks.compare": (
        "assert_answer",
        "assert_close",
        "assert_inputs_unchanged",
        "assert_raises",
        "expect_tuple",
        "fail",
    ),
    "autograder.gradcheck": ("assert_gradient", "check_gradient"),
    "autograder.checks.lecture": ("lecture_values",),
    "autograder.course.misconceptions": ("misconception", "probe"),
    "autograder.student.notebook_check": ("check",),
    "autograder.vocabulary.errors": (
        "CheckFailure",
        "LimitExceeded",
        "NotWritten",
        "StudentException",
        "StudentFault",
        "WorkerCrashed",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    try:
        home = _HOME_OF[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return __all__
