"""Auto-graded exercises, graded across a process boundary.

What check authors and notebooks use. Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.vocabulary.lazy import lazy_names

if TYPE_CHECKING:
    from autograder.checks.compare import (
        assert_answer,
        assert_close,
        assert_inputs_unchanged,
        assert_offered,
        assert_raises,
        expect_tuple,
        fail,
    )
    from autograder.checks.lecture import lecture_values
    from autograder.course.misconceptions import misconception, probe
    from autograder.course.observations import (
        changed_by,
        contract,
        dtype_of,
        numbers,
        part,
        refusal,
        shape_of,
        within,
    )
    from autograder.gradcheck import assert_gradient, check_gradient
    from autograder.seam.public_function import in_worker
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
    "assert_offered",
    "assert_raises",
    "changed_by",
    "check",
    "check_gradient",
    "contract",
    "dtype_of",
    "expect_tuple",
    "fail",
    "in_worker",
    "lecture_values",
    "misconception",
    "numbers",
    "part",
    "probe",
    "refusal",
    "shape_of",
    "within",
]

__getattr__ = lazy_names(
    __name__,
    {
        "checks.compare": (
            "assert_answer",
            "assert_close",
            "assert_inputs_unchanged",
            "assert_offered",
            "assert_raises",
            "expect_tuple",
            "fail",
        ),
        "checks.lecture": ("lecture_values",),
        "course.misconceptions": ("misconception", "probe"),
        "course.observations": (
            "changed_by",
            "contract",
            "dtype_of",
            "numbers",
            "part",
            "refusal",
            "shape_of",
            "within",
        ),
        "gradcheck": ("assert_gradient", "check_gradient"),
        "seam.public_function": ("in_worker",),
        "student.notebook_check": ("check",),
        "vocabulary.errors": (
            "CheckFailure",
            "LimitExceeded",
            "NotWritten",
            "StudentException",
            "StudentFault",
            "WorkerCrashed",
        ),
    },
)


def __dir__() -> list[str]:
    return __all__
