"""Grading single submissions of a course about something else, with real workers."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

import autograder
from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import Outcome
from tests.conftest import WEATHER

SCHEMA = json.loads((Path(autograder.__file__).parent / "vocabulary" / "schemas" / "result.json").read_text())
RIGHT = (WEATHER / "solutions/weather/weather.py").read_text()
STUB = (WEATHER / "assignments/weather/weather.py").read_text()


@pytest.fixture(scope="module")
def grader():
    workers = Workers()
    grader = Grader(GradingPlan(WEATHER / "course.yaml", "weather", Isolation.REQUIRED), workers)
    yield grader
    grader.close()
    workers.close()


@pytest.fixture
def workers():
    workers = Workers()
    yield workers
    workers.close()


def submission(*sources: str) -> Submission:
    units = tuple(Unit(name=f"cell {at + 1}", source=source) for at, source in enumerate(sources))
    return Submission(student="student-01", assignment="weather", path=Path("x"), units=units)


def outcomes(result):
    return [check.outcome.value for exercise in result.exercises for check in exercise.checks]


def test_the_solution_earns_all_points_and_the_stub_none(grader):
    right, stub = grader.grade(submission(RIGHT)), grader.grade(submission(STUB))
    assert (right.points, right.max_points, right.notes) == (5.0, 5.0, ())
    assert stub.points == 0.0
    assert set(outcomes(stub)) == {"missing"}


@pytest.mark.parametrize("source", [RIGHT, STUB, "def warmest(:", "import os; os._exit(0)", ""])
def test_every_result_fits_the_documented_schema(grader, source):
    result = json.loads(msgspec.json.encode(grader.grade(submission(source))))
    jsonschema.validate(result, SCHEMA, format_checker=jsonschema.FormatChecker())


BODY = {
    "return 0 * fahrenheit": "failed",
    "raise KeyError('k')": "error",
    "while True: pass": "timeout",
    "return [0.0] * 10**9": "memory",
    "import os; os._exit(1)": "crashed",
    "raise NotImplementedError": "missing",
}


@pytest.mark.parametrize("body", BODY, ids=BODY.values())
def test_each_outcome_is_told_apart_and_other_exercises_keep_their_points(grader, body):
    result = grader.grade(submission(RIGHT, f"def to_celsius(fahrenheit):\n    {body}"))
    to_celsius, warmest = result.exercises
    assert warmest.points == 3.0
    assert BODY[body] in {check.outcome.value for check in to_celsius.checks}
    assert to_celsius.points < 2.0


@pytest.mark.parametrize(
    "value",
    ["10**400", "float('nan')", "'text'", "[1, [2, 'x']]", "{1: 2}", "lambda: 0", "np.zeros((0, 3))", "1j"],
)
def test_an_odd_answer_fails_its_check_and_is_nobodys_fault_but_the_students(grader, value):
    result = grader.grade(submission(RIGHT, f"import numpy as np\ndef to_celsius(f): return {value}"))
    assert result.points == 3.0
    assert {check.outcome for check in result.exercises[0].checks} == {Outcome.FAILED}


def test_a_misconception_is_named(grader):
    result = grader.grade(submission(RIGHT, "def to_celsius(f): return f / 1.8 - 32"))
    assert result.exercises[0].hints == ("Which comes first, the subtraction or the division?",)
    assert result.exercises[1].hints == ()


def test_a_message_says_call_got_expected_and_hint(grader):
    message = grader.grade(submission(RIGHT, "def to_celsius(f): return f")).exercises[0].checks[0].message
    assert message_text(message).splitlines() == [
        "Water freezes at 0 degrees Celsius, which is 32 degrees Fahrenheit.",
        "called    to_celsius(32.0)",
        "got       32",
        "expected  0",
        "hint      At which temperature does water freeze?",
    ]


def test_an_exception_shows_the_students_own_line_and_what_was_printed(grader):
    source = "def to_celsius(f):\n    print('here', f)\n    return f[0]"
    message = grader.grade(submission(RIGHT, source)).exercises[0].checks[0].message
    lines = message_text(message).splitlines()
    assert "raised    TypeError: 'float' object is not subscriptable" in lines
    assert "  cell 2, line 3, in to_celsius: return f[0]" in lines
    assert "printed   here 32.0" in lines


def test_what_is_lost_at_the_top_level_is_noted(grader):
    result = grader.grade(submission(RIGHT, "1 / 0"))
    assert result.points == 5.0
    assert result.notes == (
        "cell 2, line 1: ZeroDivisionError: division by zero. This line was skipped; everything else was graded.",
    )


def test_the_same_submission_is_graded_the_same_and_keeps_its_digest(grader):
    first, second = grader.grade(submission(RIGHT)), grader.grade(submission(RIGHT))
    assert first.digest == second.digest != grader.grade(submission(STUB)).digest
    assert outcomes(first) == outcomes(second)


LYING = """
class Liar:
    def __eq__(self, other): return True
    def __float__(self): return 0.0
    def __array__(self, *a, **k): return __import__("numpy").zeros(())
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __abs__ = __sub__
def to_celsius(fahrenheit): return Liar()
"""
PATCHED = """
import numpy as np, builtins, sys
np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
builtins.abs = builtins.max = lambda *a, **k: 0.0
sys.exit = lambda *a: None
def to_celsius(fahrenheit): return 1e9
"""
FORGED = """
import gc, socket, struct
def to_celsius(fahrenheit):
    for thing in gc.get_objects():
        if isinstance(thing, socket.socket):
            for answer in range(5):
                body = b"t" + struct.pack("<II", 0, 4) + b"s" + struct.pack("<I", 2) + b"ok" + b"d" + struct.pack("<d", 0.0)
                body += (b"t" + struct.pack("<II", 0, 0)) * 2
                thing.sendall(b"A" + struct.pack("<I", len(body)) + body)
    return 0.0
"""
TAMPERED = """
import sys
frame = sys._getframe()
while frame:
    for name, value in list(frame.f_globals.items()):
        if callable(value) and "check" in name.lower():
            frame.f_globals[name] = lambda *a, **k: None
    frame = frame.f_back
def to_celsius(fahrenheit): return "passed"
"""


@pytest.mark.parametrize(
    "source", [LYING, PATCHED, FORGED, TAMPERED], ids=["lying", "patched", "forged", "tampered"]
)
def test_cheating_earns_nothing_beyond_honest_functions(grader, source):
    result = grader.grade(submission(RIGHT, source))
    hidden = result.exercises[0].checks[1]
    assert hidden.outcome is not Outcome.PASSED
    assert result.exercises[1].points in (0.0, 3.0)


def test_a_check_that_fails_by_itself_is_a_grader_error_with_no_score(weather, workers):
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(checks.read_text().replace("rng.uniform(-100, 200, 5)", "rng.no_such_method()"))
    grader = Grader(GradingPlan(weather / "course.yaml", "weather", Isolation.REQUIRED), workers)
    result = grader.grade(submission(RIGHT))
    assert result.points is None
    assert result.exercises[0].points is None
    assert result.exercises[1].points == 3.0
    broken = result.exercises[0].checks[1]
    assert "a fault of the course, not of your code" in message_text(broken.message)
    assert broken.staff.startswith("AttributeError")
    grader.close()


BROKEN_CHECKS = {
    "an unknown exercise": ('"warmest", weight=2', '"warmist", weight=2', "did you mean 'warmest'?"),
    "no docstring": ('"""The formula holds over the whole scale."""', "", "a check needs a docstring"),
    "an unknown argument": ('weight=3, about="values"', 'wieght=3, about="values"', "did you mean 'weight'?"),
    "a weight of zero": ("weight=3", "weight=0", "weight: expected a positive number, got 0"),
    "a name twice": (
        "test_a_missing_temperature_is_passed_over",
        "test_water_freezes_at_zero",
        "two checks of weather",
    ),
    "a syntax error": ("import pytest", "import pytest)", "the checks cannot be collected"),
}


@pytest.mark.parametrize("change", BROKEN_CHECKS.values(), ids=BROKEN_CHECKS.keys())
def test_a_wrong_check_is_refused_with_a_message(weather, workers, change):
    old, new, message = change
    checks = weather / "solutions/weather/test_weather_hidden.py"
    assert old in checks.read_text()
    checks.write_text(checks.read_text().replace(old, new, 1))
    with pytest.raises(CourseError, match=message.replace("?", r"\?")):
        Grader(GradingPlan(weather / "course.yaml", "weather", Isolation.REQUIRED), workers)


def test_an_exercise_without_a_check_is_refused_by_its_key(weather, workers):
    course = weather / "course.yaml"
    course.write_text(
        course.read_text() + "      coldest: {points: 1, difficulty: 1, title: The coldest day}\n"
    )
    with pytest.raises(
        CourseError, match=r"course.yaml: assignments.weather.exercises.coldest: expected at least one check"
    ):
        Grader(GradingPlan(course, "weather", Isolation.REQUIRED), workers)
