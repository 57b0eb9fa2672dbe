"""The vocabulary of results: what can become of a check, an exercise and a submission."""

from __future__ import annotations

import enum

import msgspec


class Outcome(enum.Enum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    MISSING = "missing"
    GRADER_ERROR = "grader_error"


class Visibility(enum.Enum):
    """Whether a student has the check (visible) or meets it only when graded (hidden)."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check's outcome for one submission.

    `message` is empty for a check that passed; otherwise it is plain text for the student.
    `weight` is the check's share of its exercise's points, relative to the exercise's other checks.
    """

    name: str
    visibility: Visibility
    weight: float
    outcome: Outcome
    message: str
    duration_s: float


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise's points. `points` is None where a grader_error left no fair score."""

    name: str
    points: float | None
    max_points: float
    checks: tuple[CheckResult, ...]
    hints: tuple[str, ...] = ()


class SubmissionResult(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that grading one submission found; the content of a result file.

    `points` are what the work earned; `late_penalty` are the points to take off from them, for work that came in at
    `handed_in` (with its UTC offset; None where nobody recorded it).
    """

    schema: str
    student: str
    assignment: str
    points: float | None
    max_points: float
    exercises: tuple[ExerciseResult, ...]
    notes: tuple[str, ...]
    isolation: str
    digest: str
    graded_at: str
    handed_in: str | None = None
    late_penalty: float = 0.0
