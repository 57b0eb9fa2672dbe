"""What a submission may use, and whether the machine must be able to enforce it."""

from __future__ import annotations

import enum

import msgspec

from autograder.course.fields import Names, PositiveInt, PositiveNumber


class Isolation(enum.Enum):
    """What to do where the machine cannot confine a worker fully."""

    REQUIRED = "required"
    BEST_EFFORT = "best_effort"
    NONE = "none"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one submission may use. Units are in the names; course.yaml says what each one bounds.

    `packages` may be imported besides Python's own library and numpy.
    """

    check_s: PositiveNumber = 10.0
    submission_s: PositiveNumber = 120.0
    cpu_s: PositiveNumber = 60.0
    memory_mb: PositiveInt = 512
    output_kb: PositiveInt = 32
    file_mb: PositiveInt = 4
    processes: PositiveInt = 1
    packages: Names = ()
