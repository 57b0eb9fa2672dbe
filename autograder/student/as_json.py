"""A student's own run of the visible checks for editors and scripts."""

from __future__ import annotations

import json

import msgspec

from autograder.student.own_report import OwnExercise, OwnReport
from autograder.vocabulary.message import message_text

_OWN_SCHEMA = "autograder/check-1"


def own_report_json(report: OwnReport) -> str:
    """Return a report as JSON: the schema, which file was read, each exercise with its checks, and the exercise to go on with."""
    following = report.next_exercise
    content = {
        "schema": _OWN_SCHEMA,
        "assignment": report.assignment,
        "reads": report.reads,
        "notes": report.notes,
        "all_passed": report.all_passed,
        "points_done": report.points_done,
        "max_points": report.max_points,
        "next": following.name if following else None,
        "hidden": report.hidden,
        "exercises": [_exercise(exercise) for exercise in report.exercises],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _exercise(exercise: OwnExercise) -> dict[str, object]:
    return {
        "name": exercise.name,
        "title": exercise.title,
        "difficulty": exercise.difficulty,
        "max_points": exercise.result.max_points,
        "state": exercise.state.value,
        "passed": exercise.passed,
        "hidden": dict(exercise.hidden),
        "checks": [
            {
                "name": check.name,
                "title": check.title,
                "outcome": check.outcome.value,
                "text": "" if check.message is None else message_text(check.message),
                "message": None if check.message is None else msgspec.to_builtins(check.message),
            }
            for check in exercise.result.checks
        ],
    }
