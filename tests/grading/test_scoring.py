"""Points are split by weight, and our own faults are never a zero."""

import pytest

from autograder.course.assignment import Exercise
from autograder.grading.scoring import score_exercise, total_points
from autograder.vocabulary.outcomes import CheckResult, Outcome, Visibility


def check(weight, outcome):
    return CheckResult(
        name="c",
        title="It holds.",
        visibility=Visibility.HIDDEN,
        weight=weight,
        outcome=outcome,
        message=None,
        duration_s=0.0,
    )


def exercise(points):
    return Exercise(name="e", title="E", points=points, difficulty=1, functions=("e",))


LOST = [outcome for outcome in Outcome if outcome not in (Outcome.PASSED, Outcome.GRADER_ERROR)]


@pytest.mark.parametrize("lost", LOST)
def test_points_are_the_passed_share_of_all_weights(lost):
    checks = [check(2, Outcome.PASSED), check(1, Outcome.PASSED), check(1, lost)]
    assert score_exercise(exercise(4.0), checks).points == 3.0


def test_thirds_add_up_to_the_whole():
    parts = [check(1, Outcome.PASSED)] * 3
    assert score_exercise(exercise(4.0), parts).points == 4.0
    assert score_exercise(exercise(4.0), [*parts[:2], check(1, Outcome.FAILED)]).points == pytest.approx(
        8 / 3, abs=1e-6
    )


def test_a_grader_error_leaves_no_score_and_not_a_zero():
    result = score_exercise(exercise(4.0), [check(1, Outcome.PASSED), check(1, Outcome.GRADER_ERROR)])
    assert result.points is None
    assert total_points([result]) is None


def test_the_total_is_the_sum_and_none_where_one_part_is_none():
    def part(weight, outcome=Outcome.FAILED):
        return score_exercise(exercise(1.0), [check(weight, Outcome.PASSED), check(1.0 - weight, outcome)])

    assert total_points([part(0.1), part(0.2)]) == 0.3
    assert total_points([part(0.1), part(0.2, Outcome.GRADER_ERROR)]) is None


def test_three_thirds_of_a_point_are_one_point():
    third = score_exercise(exercise(1.0), [check(1, Outcome.PASSED), *[check(1, Outcome.FAILED)] * 2])
    assert total_points([third] * 3) == 1.0
    assert sum(part.points for part in [third] * 3) == 1.0  # as a gradebook adds them
