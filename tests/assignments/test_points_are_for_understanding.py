"""Submissions that understand nothing earn next to nothing, whatever they know of the visible checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.outcomes import Outcome, SubmissionResult
from tests.assignments.pretenders import BODIES, right_shaped, table_of_visible_calls

COURSE = Path(__file__).parents[2] / "course.yaml"
ASSIGNMENTS = ["losses", "gradients"]
TABLE_SHARE = 0.15
SHAPE_SHARE = 0.05


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def plan(request: pytest.FixtureRequest) -> GradingPlan:
    return GradingPlan(COURSE, request.param, Isolation.REQUIRED)


@pytest.fixture(scope="module")
def grader(plan: GradingPlan) -> Iterator[Grader]:
    workers = Workers()
    grader = Grader(plan, workers)
    yield grader
    grader.close()
    workers.close()


def graded(grader: Grader, plan: GradingPlan, source: str) -> SubmissionResult:
    unit = Unit(name=f"{plan.assignment}.py", source=source)
    path = Path(f"{plan.assignment}.py")
    return grader.grade(
        Submission(student="student-01", assignment=plan.assignment, path=path, units=(unit,))
    )


def require_at_most(share: float, result: SubmissionResult) -> None:
    """Fail with what earned points where these are more than a share of all."""
    assert result.points is not None
    gained = [
        f"{exercise.name} {exercise.points:.2f} of {exercise.max_points:g}: "
        + ", ".join(
            f"{check.name} ({check.weight:g})" for check in exercise.checks if check.outcome is Outcome.PASSED
        )
        for exercise in result.exercises
        if exercise.points
    ]
    if result.points > share * result.max_points:
        pytest.fail(
            f"{result.points:.2f} of {result.max_points:g} points\n" + "\n".join(gained), pytrace=False
        )


def test_a_table_of_the_visible_calls_earns_little(grader, plan):
    result = graded(grader, plan, table_of_visible_calls(plan))
    assert result.points
    require_at_most(TABLE_SHARE, result)


@pytest.mark.parametrize("body", BODIES)
def test_values_of_the_right_shape_earn_next_to_nothing(grader, plan, body):
    require_at_most(SHAPE_SHARE, graded(grader, plan, right_shaped(plan, body)))


ASKER = """
def svm_losses(scores, y, delta=1.0):
    return np.zeros(len(y))


def cross_entropy(scores, y, base=np.e):
    return np.zeros(len(y))


def differences(f, scores):
    gradient = np.zeros(scores.shape)
    for place in np.ndindex(scores.shape):
        step = np.zeros(scores.shape)
        step[place] = 1e-5
        gradient[place] = (f(scores + step) - f(scores - step)) / 2e-5
    return gradient


def svm_loss(scores, y, delta=1.0):
    scores = np.asarray(scores, float)
    return np.mean(svm_losses(scores, y, delta)), differences(lambda s: np.mean(svm_losses(s, y, delta)), scores)


def softmax_loss(scores, y):
    scores = np.asarray(scores, float)
    return np.mean(cross_entropy(scores, y)), differences(lambda s: np.mean(cross_entropy(s, y)), scores)
"""


def test_who_asks_right_versions_of_earlier_functions_gets_no_gradient_and_nothing_for_these():
    plan = GradingPlan(COURSE, "losses", Isolation.REQUIRED)
    workers = Workers()
    grader = Grader(plan, workers)
    try:
        result = graded(grader, plan, f"{plan.folders.solution.read_text()}\n{ASKER}")
    finally:
        grader.close()
        workers.close()
    passed = {
        exercise.name: [check.name for check in exercise.checks if check.outcome is Outcome.PASSED]
        for exercise in result.exercises
    }
    assert passed["svm_losses"] == passed["cross_entropy"] == []
    refused = {
        "svm_loss": ["test_svm_gradient_of_a_batch", "test_svm_gradient_with_a_wide_margin"],
        "softmax_loss": ["test_softmax_gradient_of_a_batch"],
    }
    for name, checks in refused.items():
        assert not set(checks) & set(passed[name])
        (own,) = [exercise for exercise in result.exercises if exercise.name == name]
        assert own.points is not None
        assert own.points <= 0.5 * own.max_points
