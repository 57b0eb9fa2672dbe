"""The second run of a check begins as the first one did: with fixtures of its own, through pytest's own set-up."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.outcomes import Outcome

CHECKS = '''

@pytest.fixture
def temperatures():
    return [68.0, 32.0]


@pytest.mark.exercise("warmest", about="values")
def test_a_fixture_that_is_used_up(submission, temperatures):
    """Each of the fixture's temperatures is passed on as it is."""
    while temperatures:
        value = temperatures.pop()
        assert submission.warmest({"a": value}) == "a", "wrong"


@pytest.mark.exercise("warmest", about="values")
def test_with_a_default_argument(submission, day="a"):
    """A check may have an argument that is no fixture."""
    assert submission.warmest({day: 1.0, "b": 0.0}) == day, "wrong"
'''


@pytest.fixture
def outcomes(weather: Path):
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(checks.read_text() + CHECKS)
    workers = Workers()
    grader = Grader(GradingPlan(weather / "course.yaml", "weather", Isolation.REQUIRED), workers)

    def outcomes(source: str) -> dict[str, Outcome]:
        unit = Unit(name="weather.py", source=source)
        result = grader.grade(
            Submission(student="student-01", assignment="weather", path=Path("x"), units=(unit,))
        )
        return {check.name: check.outcome for check in result.exercises[1].checks}

    yield outcomes
    grader.close()
    workers.close()


@pytest.mark.parametrize("to_celsius", ["return f", "return -f"])
def test_a_check_that_uses_up_its_fixture_does_not_pass_on_the_rest(outcomes, to_celsius):
    found = outcomes(
        f"def to_celsius(f): {to_celsius}\n"
        "def warmest(days): return to_celsius(0) or 'wrong' if 32.0 in days.values() else 'a'"
    )
    assert found["test_a_fixture_that_is_used_up"] is Outcome.FAILED


def test_a_check_with_a_default_argument_is_run_again_like_any_other(outcomes):
    warmest = "def warmest(days): return max(days, key=lambda day: to_celsius(days[day]))"

    assert (
        outcomes(f"def to_celsius(f): return -f\n{warmest}")["test_with_a_default_argument"] is Outcome.PASSED
    )
    assert outcomes("def warmest(days): return 'b'")["test_with_a_default_argument"] is Outcome.FAILED
