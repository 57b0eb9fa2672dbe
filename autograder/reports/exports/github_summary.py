"""Markdown for a job's summary on GitHub: `autograder export ... --to github-summary >> $GITHUB_STEP_SUMMARY`.

GitHub takes 1 MiB per step. Whatever a student wrote stands escaped or in a block of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from autograder.reports.class_figures import final_points
from autograder.reports.exports.context import ExportContext
from autograder.reports.feedback import is_unread, points_text
from autograder.reports.markdown import code_block, plain
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import ExerciseResult, Outcome, SubmissionResult

_MOST_BYTES = 1_000_000  # below GitHub's 1 MiB, with room for the last line


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write one student's checks in full, or a table of several students."""
    remaining = iter(results)
    first = list(islice(remaining, 2))
    lines = _one(first[0], context) if len(first) == 1 else _class(chain(first, remaining), context)
    written = 0
    for line in lines:
        data = line.encode() + b"\n"
        written += len(data)
        if written > _MOST_BYTES:
            out.write(b"\n\nThe rest is left out: GitHub takes 1 MiB.\n")
            return
        out.write(data)


def _class(results: Iterable[SubmissionResult], context: ExportContext) -> Iterator[str]:
    yield f"# {plain(context.title)}\n"
    yield "| student | points | of | checks passed |\n|---|---:|---:|---:|"
    for result in results:
        checks = [check for exercise in result.exercises for check in exercise.checks]
        passed = sum(check.outcome is Outcome.PASSED for check in checks)
        yield (
            f"| {plain(result.student)} | {points_text(final_points(result))} | {points_text(result.max_points)} "
            f"| {passed} of {len(checks)} |"
        )


def _one(result: SubmissionResult, context: ExportContext) -> Iterator[str]:
    final = points_text(final_points(result))
    yield f"# {plain(context.title)}: {final} of {points_text(result.max_points)} points\n"
    late = context.late(result)
    if late:
        yield plain(late) + "\n"
    for note in result.notes:
        yield plain(note) + "\n"
    yield "| exercise | points | of | checks passed |\n|---|---:|---:|---:|"
    for exercise in result.exercises:
        passed = sum(check.outcome is Outcome.PASSED for check in exercise.checks)
        yield (
            f"| {plain(context.title_of(exercise.name))} | {points_text(exercise.points)} | "
            f"{points_text(exercise.max_points)} | {passed} of {len(exercise.checks)} |"
        )
    for exercise in result.exercises:
        yield from _exercise(exercise, context)


def _exercise(exercise: ExerciseResult, context: ExportContext) -> Iterator[str]:
    open_checks = [check for check in exercise.checks if check.outcome is not Outcome.PASSED]
    if not open_checks and not exercise.hints:
        return
    yield f"\n## {plain(context.title_of(exercise.name))}\n"
    for hint in exercise.hints:
        yield f"Think about: {plain(hint)}\n"
    if all(check.outcome is Outcome.MISSING for check in exercise.checks):
        yield "It could not be read." if any(map(is_unread, exercise.checks)) else "Not written yet."
        return
    for check in open_checks:
        yield f"**{check.outcome.value.replace('_', ' ')}**: {plain(check.name)}\n"
        if check.message:
            yield code_block(message_text(check.message)) + "\n"
