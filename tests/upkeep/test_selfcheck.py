"""The self-check finds what is wrong with a course: checks that notice too little, hints that are not given."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan
from autograder.upkeep.selfcheck import misconception_count, problems

ANSWERS = """

# %% exercise="ANSWERS"
ANSWERS = {{"freezing": {answer}}}
"""
CHECK = """

from autograder import assert_answer


@pytest.mark.exercise("ANSWERS", about="concepts")
def test_answers(submission):
    \"\"\"Freezing water is as warm as the scale says.\"\"\"
    assert_answer(submission.get("ANSWERS"), "freezing", "0", {"32": "Whose scale is that?"})
"""
WHERE = "course.yaml: assignments.weather.exercises.ANSWERS.choices.freezing: '32'"


@pytest.fixture
def asking(weather: Path) -> Path:
    """The small course with a question."""
    course = weather / "course.yaml"
    entry = "      ANSWERS: {points: 1, difficulty: 1, title: Questions, choices: {freezing: ['0', '32']}}\n"
    course.write_text(course.read_text() + entry)
    for folder, answer in (("solutions", "'0'"), ("assignments", "None")):
        path = weather / folder / "weather" / "weather.py"
        path.write_text(path.read_text() + ANSWERS.format(answer=answer))
    append(weather, CHECK)
    return weather


def append(course: Path, text: str) -> None:
    path = course / "solutions" / "weather" / "test_weather_hidden.py"
    path.write_text(path.read_text() + text)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def found(course: Path) -> list[str]:
    stub = (course / "assignments" / "weather" / "weather.py").read_text()
    return list(problems(GradingPlan(course / "course.yaml", "weather", Isolation.REQUIRED), stub))


def test_a_course_in_order_has_no_problems(asking):
    assert found(asking) == []
    assert misconception_count(GradingPlan(asking / "course.yaml", "weather", Isolation.REQUIRED)) == 3


def test_a_misconception_that_no_check_notices_is_a_problem(weather):
    change(weather / "solutions/weather/test_weather_hidden.py", 'float("nan")', "-9.0")
    assert found(weather) == ["misconceptions.py: keeps_nan: no check of warmest notices it"]


def test_a_wrong_answer_that_no_check_notices_is_a_problem(asking):
    change(
        asking / "solutions/weather/test_weather_hidden.py",
        '"0", {"32"',
        'submission.get("ANSWERS")["freezing"], {"32"',
    )
    assert f"{WHERE}: no check notices this wrong answer" in found(asking)


def test_a_wrong_answer_without_a_hint_is_a_problem(asking):
    change(asking / "solutions/weather/test_weather_hidden.py", '{"32": "Whose scale is that?"}', "{}")
    assert found(asking) == [f"{WHERE}: test_answers has no hint for this wrong answer"]


def test_a_solution_that_loses_points_is_a_problem(weather):
    change(weather / "solutions/weather/weather.py", "max(known", "min(known")
    (first, *_) = found(weather)
    assert first.startswith("the solution does not pass test_")
