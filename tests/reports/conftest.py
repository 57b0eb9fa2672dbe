"""Classes of results that the tests of reports share: a graded one, and one of any size made for the purpose."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.batch.grade_class import grade_class
from autograder.batch.store import ResultStore
from autograder.course.course import load_course
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.message import Message
from autograder.vocabulary.outcomes import (
    RESULT_SCHEMA,
    CheckResult,
    ExerciseResult,
    MadeBy,
    Outcome,
    SubmissionResult,
    Visibility,
)
from tests.browsers import NOT_THERE, chromium, is_there
from tests.conftest import WEATHER


@pytest.fixture(scope="session")
def graded_weather(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graded copy of the weather course, results beside its course.yaml; not to be changed."""
    root = tmp_path_factory.mktemp("course") / "weather"
    shutil.copytree(WEATHER, root, ignore=shutil.ignore_patterns("__pycache__"))
    course = load_course(root / "course.yaml")
    plan = GradingPlan(course.path, "weather", course.isolation)
    for _ in grade_class(plan, find_submissions([root / "class"], "weather"), ResultStore(root / "results")):
        pass
    return root


# Nothing that a student may read before the date holds any of these.
HIDDEN_INPUT, HIDDEN_EXPECTED, HIDDEN_NAME = "31337.25", "-4711.5", "test_of_the_secret"
HIDDEN_TITLE, HIDDEN_FILE, STAFF_LINE = "secret property", "test_secret_hidden.py", "for staff alone"
MISCONCEPTION = "forgets_the_secret"
SECRETS = (
    *(HIDDEN_INPUT, HIDDEN_EXPECTED, HIDDEN_NAME, HIDDEN_TITLE, HIDDEN_FILE, STAFF_LINE, MISCONCEPTION),
)


def hidden_check(outcome: Outcome) -> CheckResult:
    """A hidden check whose every part says something that students must not read."""
    message = Message(
        title=HIDDEN_TITLE,
        called=f"loss({HIDDEN_INPUT})",
        read=f"LOSS[{HIDDEN_INPUT}]",
        text=(f"loss({HIDDEN_INPUT}) did not finish",),
        raised=f"ValueError: {HIDDEN_INPUT}",
        frames=(f"losses.py, line 3, in loss: raise ValueError({HIDDEN_INPUT})",),
        got=HIDDEN_INPUT,
        expected=HIDDEN_EXPECTED,
        shape=f"({HIDDEN_INPUT},)",
        worst=f"at [0]: expected {HIDDEN_EXPECTED}",
        because=HIDDEN_TITLE,
        hint=HIDDEN_TITLE,
        slide=HIDDEN_TITLE,
        printed=(HIDDEN_INPUT,),
        where=f"{HIDDEN_FILE}, line 3",
    )
    return CheckResult(
        name=f"{HIDDEN_NAME}[{HIDDEN_INPUT}]",
        title=HIDDEN_TITLE,
        visibility=Visibility.HIDDEN,
        weight=1.0,
        outcome=outcome,
        message=None if outcome is Outcome.PASSED else message,
        duration_s=0.25,
        about="edge cases",
        staff=STAFF_LINE,
    )


def visible_check(outcome: Outcome, **parts: object) -> CheckResult:
    """A visible check; `parts` are those of its message."""
    message = Message(
        title="The loss of nothing is nothing.", called="loss(0)", got="1", expected="0", hint="What is 0?"
    )
    return CheckResult(
        name="test_visible",
        title="The loss of nothing is nothing.",
        visibility=Visibility.VISIBLE,
        weight=3.0,
        outcome=outcome,
        message=None if outcome is Outcome.PASSED else msgspec.structs.replace(message, **parts),
        duration_s=0.5,
    )


def result_of(
    student: str, *exercises: ExerciseResult, assignment: str = "losses", **fields: object
) -> SubmissionResult:
    """A result with these exercises."""
    points = [exercise.points for exercise in exercises]
    values: dict[str, object] = {
        "schema": RESULT_SCHEMA,
        "student": student,
        "assignment": assignment,
        "points": None if None in points else sum(point or 0.0 for point in points),
        "max_points": sum(exercise.max_points for exercise in exercises),
        "exercises": exercises,
        "notes": (),
        "isolation": "enforced",
        "digest": "d" * 64,
        "graded_at": "2027-03-02T10:00:00+00:00",
        "made_by": MadeBy(engine="e", python="3.11", numpy="2.0", pytest="8.3", rules="r" * 64),
    }
    return SubmissionResult(**{**values, **fields})  # type: ignore[arg-type]


def secretive(student: str, **fields: object) -> SubmissionResult:
    """A result with a hidden check of each outcome, each full of what must not be read."""
    fair = tuple(outcome for outcome in Outcome if outcome is not Outcome.GRADER_ERROR)
    exercise = ExerciseResult(
        name="loss",
        points=1.5,
        max_points=4.0,
        checks=(visible_check(Outcome.FAILED), *(hidden_check(outcome) for outcome in fair)),
        hints=("Which way is downhill?",),
        misconceptions=(MISCONCEPTION,),
    )
    return result_of(student, exercise, staff_notes=(STAFF_LINE,), **fields)


@pytest.fixture
def secretive_results(tmp_path: Path) -> Path:
    """A folder of results full of what students must not read."""
    folder = tmp_path / "results"
    store = ResultStore(folder)
    for number in range(1, 4):
        store.save(secretive(f"student-{number:02}"))
    return folder


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real browser, without a network that it could use."""
    if not is_there():
        pytest.skip(NOT_THERE)
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver
