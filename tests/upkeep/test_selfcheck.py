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


def test_an_exercise_without_a_misconception_or_a_probe_is_a_problem(weather):
    misconceptions = weather / "solutions/weather/misconceptions.py"
    text = misconceptions.read_text()
    misconceptions.write_text(text[: text.index('@probe("warmest")')])
    assert found(weather) == ["misconceptions.py: warmest has no probe; write one with @probe"]
    misconceptions.write_text(text[: text.index('@misconception("warmest"')])
    assert found(weather)[:2] == [
        "misconceptions.py: warmest has no misconception; declare one with @misconception",
        "misconceptions.py: warmest has no probe; write one with @probe",
    ]


def test_a_misspelt_exercise_of_a_misconception_is_a_problem(weather):
    change(weather / "solutions/weather/misconceptions.py", '@probe("warmest")', '@probe("warmst")')
    assert "misconceptions.py: 'warmst' is not an exercise of this assignment" in found(weather)


def test_a_probe_that_takes_a_list_for_a_mistake_is_a_problem(weather):
    change(
        weather / "solutions/weather/misconceptions.py",
        "    return [code.to_celsius(value) for value in (0.0, 32.0, 212.0)]",
        "    return str([code.to_celsius(value) for value in (0.0, 32.0, 212.0)])",
    )
    assert any("beside a harmless difference" in problem for problem in found(weather))


def test_the_bank_is_printed_with_what_catches_each_misconception(weather, cli):
    run = cli("selfcheck", "--bank", cwd=weather)
    assert run.returncode == 0
    lines = [line.strip() for line in run.stdout.splitlines()]
    at = lines.index("- divides first")
    assert lines[at - 1] == "weather: to_celsius"
    assert lines[at + 1] == "Which comes first, the subtraction or the division?"
    assert lines[at + 2].startswith("costs 100%: test_")
