"""Classroom 50's result.json, as its schema `classroom50/result/v1` and its page "Advanced Autograding" give it.

Its scores are whole numbers, so they count hundredths of a point, one test per exercise. It marks late work itself, from
`datetime`, and has no place for a penalty. Its runner's environment says which classroom,
commit and release this is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import BinaryIO

from autograder.reports.exports.context import ExportContext, no_score
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import Outcome, SubmissionResult
from autograder.vocabulary.wording import listing

_HUNDREDTHS = 100
_NEEDED = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
_TIME = "%Y-%m-%dT%H:%M:%SZ"


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write the one result.

    Raises
    ------
    UsageError
        The environment lacks what Classroom 50's runner sets, or there is no score.
    """
    env = context.environment
    missing = [name for name in _NEEDED if not env.get(name)]
    owner = env.get("OWNER") or env.get("USERNAME")
    if missing or not owner:
        named = listing([*missing, *([] if owner else ["OWNER"])])
        raise UsageError(
            f"the environment lacks what Classroom 50's runner sets: {named}; run this in an autograder.py there, or set "
            "e.g. CLASSROOM=cs-principles"
        )
    for result in results:
        if result.points is None:
            raise no_score(result)
        tests = [
            {
                "test-name": context.title_of(exercise.name),
                "passed": all(check.outcome is Outcome.PASSED for check in exercise.checks),
                "score": round((exercise.points or 0.0) * _HUNDREDTHS),
                "max-score": round(exercise.max_points * _HUNDREDTHS),
                "message": f"{sum(check.outcome is Outcome.PASSED for check in exercise.checks)} of "
                f"{len(exercise.checks)} checks passed. {' '.join(exercise.hints)}".strip(),
            }
            for exercise in result.exercises
            if exercise.max_points
        ]
        content = {
            "schema": "classroom50/result/v1",
            "classroom": env["CLASSROOM"],
            "assignment": env["ASSIGNMENT"],
            "assignment_type": env.get("ASSIGNMENT_TYPE") or "individual",
            "owner": owner,
            "submission": env["SUBMISSION_TAG"],
            "commit": env["COMMIT_URL"],
            "release": env["RELEASE_URL"],
            "review": env.get("REVIEW_URL") or env["COMMIT_URL"],
            "datetime": _utc(result.handed_in or result.graded_at),
            "graded_at": _utc(result.graded_at),
            "score": sum(int(str(test["score"])) for test in tests),
            "max-score": sum(int(str(test["max-score"])) for test in tests),
            "tests": tests,
        }
        out.write(json.dumps(content, indent=2).encode() + b"\n")


def _utc(time: str) -> str:
    return datetime.fromisoformat(time).astimezone(UTC).strftime(_TIME)
