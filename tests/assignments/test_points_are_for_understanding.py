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
from autograder.vocabulary.outcomes import ExerciseResult, Outcome, SubmissionResult, Visibility
from tests.assignments.askers import ASKERS, asker
from tests.assignments.builders import BUILDERS
from tests.assignments.pretenders import BODIES, SUM, right_shaped, table_of_visible_calls

COURSE = Path(__file__).parents[2] / "course.yaml"
ASSIGNMENTS = ["losses", "gradients", "descent", "backprop", "network"]
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


def test_a_sum_of_the_input_with_a_gradient_of_ones_is_nobodys_loss(grader, plan):
    result = graded(grader, plan, right_shaped(plan, SUM))
    losses = [exercise for exercise in result.exercises if "loss" in exercise.name or "l2" in exercise.name]
    assert {exercise.name: exercise.points for exercise in losses if exercise.points} == {}


@pytest.fixture(scope="module")
def graded_beside_the_solution():
    """A function that grades what is written beside an assignment's solution, and returns the exercises by name."""
    workers, graders = Workers(), {}

    def grade(assignment: str, source: str) -> dict[str, ExerciseResult]:
        plan = GradingPlan(COURSE, assignment, Isolation.REQUIRED)
        if assignment not in graders:
            graders[assignment] = Grader(plan, workers)
        result = graded(graders[assignment], plan, f"{plan.folders.solution.read_text()}\n{source}")
        return {exercise.name: exercise for exercise in result.exercises}

    yield grade
    for grader in graders.values():
        grader.close()
    workers.close()


@pytest.mark.parametrize("kind", ASKERS)
def test_who_asks_right_versions_of_earlier_functions_for_a_gradient_gets_nothing_for_it(
    graded_beside_the_solution, kind
):
    asking = graded_beside_the_solution(*asker(kind, is_deaf=False))
    deaf = graded_beside_the_solution(*asker(kind, is_deaf=True))
    assert {name: exercise.points for name, exercise in asking.items()} == {
        name: exercise.points for name, exercise in deaf.items()
    }


@pytest.mark.parametrize("kind", [kind for kind, (assignment, _) in ASKERS.items() if assignment == "losses"])
def test_the_mean_of_losses_that_were_asked_for_earns_nothing_where_the_gradient_is_not_known(
    graded_beside_the_solution, kind
):
    exercises = graded_beside_the_solution(*asker(kind, is_deaf=False))
    assert [exercises[name].points for name in ("svm_losses", "cross_entropy")] == [0.0, 0.0]
    assert [exercises[name].points for name in ("svm_loss", "softmax_loss")] == [0.0, 0.0]


@pytest.mark.parametrize("kind", BUILDERS)
def test_who_builds_on_a_wrong_earlier_exercise_loses_nothing_a_second_time(graded_beside_the_solution, kind):
    assignment, source, right = BUILDERS[kind]
    exercises = graded_beside_the_solution(assignment, source)
    assert any(exercise.points == 0 for exercise in exercises.values())
    for name in right:
        lost = [
            c.name
            for c in exercises[name].checks
            if c.outcome is not Outcome.PASSED and c.visibility is Visibility.HIDDEN
        ]
        assert lost == []
