"""A slip in one exercise costs no points in a later one that builds on it, and nothing is earned by building on each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import ExerciseResult, Outcome, Visibility

HIDDEN_CHECK = '''
@pytest.mark.exercise("warmest", weight=2, about="edge cases")
def test_the_warmest_of_three(submission, reference, rng):
    """The warmest of three days is found."""
    days = dict(zip(("a", "b", "c"), rng.uniform(0, 100, 3).tolist()))
    got, expected = submission.warmest(days), reference.warmest(days)
    assert got == expected, f"expected {expected}, got {got} for {days}"
'''
WARMEST = """
def warmest(days):
    known = {day: to_celsius(value) for day, value in days.items() if value == value}
    return max(known, key=known.get)
"""

Grade = Callable[[str], tuple[ExerciseResult, ExerciseResult]]


@pytest.fixture
def grade(weather: Path):
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(checks.read_text() + HIDDEN_CHECK)
    workers = Workers()
    grader = Grader(GradingPlan(weather / "course.yaml", "weather", Isolation.REQUIRED), workers)

    def grade(source: str):
        unit = Unit(name="weather.py", source=source)
        result = grader.grade(
            Submission(student="student-01", assignment="weather", path=Path("x"), units=(unit,))
        )
        return result.exercises

    yield grade
    grader.close()
    workers.close()


def hidden_outcomes(exercise: ExerciseResult) -> set[Outcome]:
    return {check.outcome for check in exercise.checks if check.visibility is Visibility.HIDDEN}


@pytest.mark.parametrize(
    "to_celsius",
    [
        "def to_celsius(f): return -f",
        "def to_celsius(f): raise KeyError(f)",
        "def to_celsius(f): raise NotImplementedError",
        "def to_celsius(f):\n    while True: pass",
        "import os\ndef to_celsius(f): os._exit(1)",
        "",
    ],
    ids=["wrong", "raises", "not written", "endless", "exits", "absent"],
)
def test_a_broken_earlier_exercise_costs_no_hidden_check_of_a_later_one(
    grade: Grade, to_celsius: str
) -> None:
    earlier, later = grade(f"{to_celsius}\n{WARMEST}")
    assert earlier.points == 0.0
    assert hidden_outcomes(later) == {Outcome.PASSED}


def test_a_later_exercise_that_is_wrong_itself_fails_as_it_did_with_the_students_own(grade: Grade) -> None:
    _, later = grade(
        "def to_celsius(f): return f\ndef warmest(days): return min(days, key=lambda d: to_celsius(days[d]))"
    )
    (check,) = (check for check in later.checks if check.name == "test_the_warmest_of_three")
    assert check.outcome is Outcome.FAILED
    assert "expected" in message_text(check.message)


def test_an_earlier_exercise_is_not_helped_by_a_later_one(grade: Grade) -> None:
    earlier, later = grade(
        "def to_celsius(f): return warmest({0: f}) and 1.0\ndef warmest(days): return to_celsius(days)"
    )
    assert earlier.points == 0.0
    assert later.points == 0.0


def test_a_check_that_builds_on_the_students_own_version_passes_the_first_time(grade: Grade) -> None:
    _, later = grade("def to_celsius(f): return 'warm', f" + WARMEST)
    assert hidden_outcomes(later) == {Outcome.PASSED}


def test_the_second_run_draws_the_same_numbers(grade: Grade) -> None:
    # The student's code remembers the first run's temperatures and is right only where it sees them again.
    source = """
seen = []
def to_celsius(f): return 0
def warmest(days):
    again = days in seen
    seen.append(days)
    warmest_day = max(days, key=lambda day: to_celsius(days[day]))
    return warmest_day if again else 'nobody'
"""
    _, later = grade(source)
    (check,) = (check for check in later.checks if check.name == "test_the_warmest_of_three")
    assert check.outcome is Outcome.PASSED


def test_later_exercises_stay_the_students_own_in_the_second_run(grade: Grade) -> None:
    earlier, _ = grade(
        "def to_celsius(f): return (f - 32) / 1.8 if warmest({'a': 1.0, 'b': 2.0}) == 'b' else 0.0\n"
        "def warmest(days): return 'nobody'"
    )
    assert hidden_outcomes(earlier) == {Outcome.FAILED}


def test_the_message_is_that_of_the_first_run(grade: Grade) -> None:
    _, later = grade(
        "def to_celsius(f): raise KeyError('own')\n"
        "def warmest(days): return [to_celsius(value) for value in days.values()] and 'nobody'"
    )
    (check,) = (check for check in later.checks if check.name == "test_the_warmest_of_three")
    assert check.outcome is Outcome.ERROR
    assert "own" in check.message.raised


SECOND_GUESSES = {
    "nothing earlier is called": "tries = []\ndef warmest(days):\n    tries.append(1)\n    return RIGHT if len(tries) > 4 else 0",
    "only the second time": "tries = []\ndef warmest(days):\n    tries.append(1)\n"
    "    return (to_celsius(0), RIGHT)[1] if len(tries) > 4 else 0",
    "named but not called": "tries = []\ndef warmest(days):\n    tries.append(1)\n"
    "    if not days: to_celsius(0)\n    return RIGHT if len(tries) > 4 else 0",
}


@pytest.mark.parametrize("source", SECOND_GUESSES.values(), ids=SECOND_GUESSES.keys())
def test_there_is_no_second_guess_without_an_earlier_function(grade: Grade, source: str) -> None:
    right = "max(days, key=lambda day: days[day] if days[day] == days[day] else -1e9)"
    alone = source.replace("> 4", "> 0").replace("RIGHT", right)
    assert hidden_outcomes(grade(f"def to_celsius(f): return f\n{alone}")[1]) == {Outcome.PASSED}
    for after in range(1, 6):
        _, later = grade(
            f"def to_celsius(f): return f\n{source.replace('> 4', f'> {after}').replace('RIGHT', right)}"
        )
        calls = [check.outcome for check in later.checks]
        assert calls.count(Outcome.PASSED) == max(len(calls) - after, 0)


def test_a_stand_in_is_given_the_checks_own_function(weather: Path) -> None:
    for folder, marker in (("solutions", True), ("assignments", False)):
        path = weather / folder / "weather/weather.py"
        body = "    return f(fahrenheit) / 2\n" if marker else "    raise NotImplementedError\n"
        path.write_text(path.read_text() + f"\n\ndef half(f, fahrenheit):\n{body}")
    course = weather / "course.yaml"
    course.write_text(
        course.read_text().replace(
            "title: Fahrenheit to", "functions: [to_celsius, half], title: Fahrenheit to"
        )
    )
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(
        checks.read_text() + '\n\n@pytest.mark.exercise("warmest", about="values")\n'
        "def test_a_function_is_passed_on(submission):\n"
        '    """A function reaches the earlier exercise."""\n'
        '    assert submission.warmest(lambda f: f + 1) == 2.0, "wrong"\n'
    )
    workers = Workers()
    grader = Grader(GradingPlan(course, "weather", Isolation.REQUIRED), workers)
    outcomes = {}
    for name, argument in {"its own": "f", "another": "lambda f: f + 1", "an object": "object()"}.items():
        unit = Unit(
            name="weather.py",
            source=f"def half(f, x): return 0\ndef warmest(f): return half({argument}, 3.0)",
        )
        result = grader.grade(
            Submission(student="student-01", assignment="weather", path=Path("x"), units=(unit,))
        )
        (check,) = (
            check for check in result.exercises[1].checks if check.name == "test_a_function_is_passed_on"
        )
        outcomes[name] = check.outcome
    grader.close()
    workers.close()
    assert outcomes == {"its own": Outcome.PASSED, "another": Outcome.FAILED, "an object": Outcome.FAILED}


def test_what_a_right_version_answered_in_a_second_run_comes_too_late_for_its_own_exercise(
    weather: Path,
) -> None:
    # The checks of `to_celsius` stand in a file that pytest collects after those of `warmest`, which call it.
    checks = weather / "solutions/weather/test_weather_hidden.py"
    (weather / "solutions/weather/test_z_hidden.py").write_text(
        "import pytest\n\n"
        '@pytest.mark.exercise("to_celsius", about="values")\n'
        "def test_a_temperature_that_a_later_check_uses(submission):\n"
        '    """451 degrees Fahrenheit."""\n'
        '    assert round(submission.to_celsius(451.0)) == 233, "wrong"\n'
    )
    checks.write_text(
        checks.read_text() + '\n\n@pytest.mark.exercise("warmest", about="values")\n'
        "def test_a_fire(submission):\n"
        '    """A fire is warmer."""\n'
        '    assert submission.warmest({"a": 451.0, "b": 0.0}) == "a", "wrong"\n'
    )
    source = """
known = {}
def to_celsius(f): return known.get(f, 0.0)
def warmest(days):
    known.update((value, to_celsius(value)) for value in days.values())
    return max(days, key=lambda day: known[days[day]])
"""
    workers = Workers()
    grader = Grader(GradingPlan(weather / "course.yaml", "weather", Isolation.REQUIRED), workers)
    unit = Unit(name="weather.py", source=source)
    result = grader.grade(
        Submission(student="student-01", assignment="weather", path=Path("x"), units=(unit,))
    )
    grader.close()
    workers.close()
    outcomes = {check.name: check.outcome for exercise in result.exercises for check in exercise.checks}
    assert outcomes["test_a_fire"] is Outcome.PASSED
    assert outcomes["test_a_temperature_that_a_later_check_uses"] is Outcome.FAILED
