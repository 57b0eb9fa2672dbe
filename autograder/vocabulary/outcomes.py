"""The vocabulary of results: the possible outcomes of a check, an exercise and a submission."""

from __future__ import annotations

import enum

import msgspec

from autograder.vocabulary.message import Message

RESULT_SCHEMA = "autograder/result-2"


class Outcome(enum.Enum):
    """The outcome of one check."""

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

    `title` is the property that the check looks at, and `about` its topic, which students may know of a hidden check too.
    `message` is None for a check that passed; otherwise it is for the student. `staff` is a line for teaching staff.
    `weight` is the check's share of its exercise's points, relative to the exercise's other checks.
    """

    name: str
    title: str
    visibility: Visibility
    weight: float
    outcome: Outcome
    message: Message | None
    duration_s: float
    about: str = ""
    staff: str = ""


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise's points. `points` is None where a grader_error left no fair score, or no code could be read.

    `hints` are the questions of the misconceptions that the student's code behaves like; `misconceptions` are their names, for
    staff, in the same order.
    """

    name: str
    points: float | None
    max_points: float
    checks: tuple[CheckResult, ...]
    hints: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()


class MadeBy(msgspec.Struct, frozen=True, kw_only=True):
    """What made a result: versions, and the digest of the rules (course, checks, solution, engine) that it was graded by."""

    engine: str
    python: str
    numpy: str
    pytest: str
    rules: str


class SubmissionResult(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that grading one submission found; the content of a result file.

    `points` are what the work earned; `late_penalty` are the points to take off from them, for work that came in at
    `handed_in` (with its UTC offset; None where nobody recorded it). `notes` are for the student, `staff_notes` for
    teaching staff only. `unread` says that no code could be read in what was handed in: then there are no points, and grading
    again would give none.
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
    made_by: MadeBy
    staff_notes: tuple[str, ...] = ()
    handed_in: str | None = None
    late_penalty: float = 0.0
    unread: bool = False
