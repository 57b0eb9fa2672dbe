"""Gradescope's results.json, as its autograder documentation gives it (gradescope-autograders.readthedocs.io, "Specs").

Students may see everything that it holds. With everything for staff asked for, checks that did not pass and are hidden are
added once more, without points and with Gradescope's own visibility `hidden`, which shows them to instructors only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from autograder.reports.exports.context import ExportContext, check_points, no_score
from autograder.reports.markdown import code_block, plain
from autograder.reports.student_view import hidden_may_be_shown, student_view
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import CheckResult, Outcome, SubmissionResult, Visibility


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write the one result.

    Raises
    ------
    UsageError
        It has no score: to Gradescope that would be a zero.
    """
    for result in results:
        if result.points is None:
            raise no_score(result)
        out.write(json.dumps(_content(result, context), indent=2).encode() + b"\n")


def _content(result: SubmissionResult, context: ExportContext) -> dict[str, Any]:
    view = student_view(result, show_hidden=hidden_may_be_shown(context.rules)) if context.staff else result
    tests = [
        _test(check, f"{exercise.name}: {check.title}", worth, earned, (exercise.name,))
        for exercise in view.exercises
        for check, worth, earned in check_points(exercise)
    ]
    content: dict[str, Any] = {
        "score": round((result.points or 0.0) - result.late_penalty, 6),
        "execution_time": round(sum(check.duration_s for each in view.exercises for check in each.checks), 3),
        "output": "\n\n".join(_said_of_all(view, context)),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests + (list(_for_staff(result)) if context.staff else []),
        "extra_data": {
            "assignment": result.assignment,
            "late_penalty": result.late_penalty,
            "handed_in": result.handed_in,
            "graded_at": result.graded_at,
            "rules": result.made_by.rules,
        },
    }
    return content


def _said_of_all(view: SubmissionResult, context: ExportContext) -> Iterator[str]:
    late = context.late(view)
    if late:
        yield plain(late)
    yield from (plain(note) for note in view.notes)
    for exercise in view.exercises:
        for hint in exercise.hints:
            yield f"{plain(exercise.name)}: think about: {plain(hint)}"


def _test(
    check: CheckResult, name: str, worth: float, earned: float | None, tags: Iterable[str]
) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": name,
        "max_score": worth,
        "score": earned or 0.0,
        "status": "passed" if check.outcome is Outcome.PASSED else "failed",
        "tags": [*tags, check.visibility.value, *filter(None, [check.about])],
        "visibility": "visible",
    }
    if check.message:
        test["output"] = code_block(message_text(check.message))
    return test


def _for_staff(result: SubmissionResult) -> Iterator[dict[str, Any]]:
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.visibility is Visibility.HIDDEN and check.outcome is not Outcome.PASSED:
                test = _test(
                    check, f"{exercise.name}: {check.name} (staff)", 0.0, 0.0, (exercise.name, "staff")
                )
                yield test | {"visibility": "hidden"}
