"""Workflow commands that make GitHub annotate a commit: one for each exercise that is not complete.

GitHub shows ten errors per step, so checks are summed up by exercise. A message can't end its line, and a student's text
can't begin one, so that nothing in it is a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from autograder.reports.exports.context import ExportContext
from autograder.reports.feedback import points_text
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome, SubmissionResult

_FRAME = re.compile(r"([\w./-]+\.py), line (\d+)")
_MOST = 1000


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write a command for each exercise that is not complete, and a notice of the points."""
    for result in results:
        for exercise in result.exercises:
            open_checks = [check for check in exercise.checks if check.outcome is not Outcome.PASSED]
            if open_checks:
                out.write(_error(exercise, open_checks, context).encode() + b"\n")
        points = f"{points_text(result.points)} of {points_text(result.max_points)} points"
        late = context.late(result)
        notice = _value(f"{result.student}: {points}. {late}".strip())
        out.write(f"::notice title={_property(context.title)}::{notice}\n".encode())


def _error(exercise: ExerciseResult, open_checks: list[CheckResult], context: ExportContext) -> str:
    points = f"{points_text(exercise.points)} of {points_text(exercise.max_points)} points"
    properties = [f"title={_property(f'{context.title_of(exercise.name)}: {points}')}"]
    frames = [frame for check in open_checks if check.message for frame in check.message.frames]
    found = next(filter(None, map(_FRAME.match, reversed(frames))), None)
    if found:
        properties += [f"file={_property(found[1])}", f"line={found[2]}"]
    first = open_checks[0]
    said = message_text(first.message) if first.message else first.title
    more = f"\nand {len(open_checks) - 1} more" if len(open_checks) > 1 else ""
    hints = "".join(f"\nthink about: {hint}" for hint in exercise.hints)
    return f"::error {','.join(properties)}::{_value(said[:_MOST] + more + hints)}"


def _value(text: str) -> str:
    # The older form of a command, ##[...], is found anywhere in a line.
    quiet = text.replace("##[", "## [")
    return quiet.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
