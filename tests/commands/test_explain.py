"""`grade --explain STUDENT CHECK`: the exact inputs, got and expected of one check, for appeals."""

from __future__ import annotations

import ast
import zlib

import numpy as np
import pytest

CHECK = '''

@pytest.mark.exercise("warmest", about="values")
def test_in_the_unit_that_is_asked_for(submission, reference):
    """The temperatures are compared by what the given function makes of them."""

    def colder(value):
        return -value

    days = {"a": 1.25, "b": np.array([0.1, 0.2])[1]}
    assert submission.warmest(days, key=colder) == "b", "wrong"
    with submission.using(to_celsius=reference.to_celsius):
        submission.to_celsius(np.array([1.0, 1 / 3]))
'''


@pytest.fixture
def explained(cli, weather):
    """A function that returns what is said of a check on one source, line by line."""
    solution = weather / "solutions/weather/weather.py"
    solution.write_text(
        solution.read_text()
        .replace("def warmest(days)", "def warmest(days, key=None)")
        .replace("max(known, key=known.get)", "max(known, key=lambda d: key(known[d]) if key else known[d])")
    )
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text("import numpy as np\n" + checks.read_text() + CHECK)

    def explain(source: str, check: str, code: int = 0) -> list[str]:
        (weather / "student-01.py").write_text(source)
        run = cli(
            *("grade", "student-01.py", "--assignment", "weather", "--explain", "student-01", check),
            cwd=weather,
        )
        assert run.returncode == code, run.stderr
        assert not (weather / "results").exists()
        return (run.stdout if code == 0 else run.stderr).splitlines()

    return explain


def after(lines: list[str], start: str) -> list[str]:
    return lines[lines.index(start) + 1 :]


def test_a_visible_check(explained):
    lines = explained("def warmest(days): return min(days, key=days.get)", "test_the_warmest_of_two_days")
    assert lines[0] == "student-01, test_the_warmest_of_two_days: failed"
    assert after(lines, "call 1: warmest") == [
        "  argument 1: {'Monday': 3.0, 'Tuesday': 7.0}",
        "  got       'Monday'",
        "  expected  'Tuesday'",
    ]


def test_a_hidden_check_shows_its_drawn_input_with_all_digits(explained):
    name = "test_many_temperatures_agree_with_the_reference"
    drawn = float(np.random.default_rng(zlib.crc32(name.encode())).uniform(-100, 200, 5)[0])
    lines = explained("def to_celsius(fahrenheit): return fahrenheit / 3", name)
    assert lines[0].endswith(": failed")
    assert after(lines, "call 1: to_celsius") == [
        f"  argument 1: {drawn!r}",
        f"  got       {drawn / 3!r}",
        f"  expected  {(drawn - 32) / 1.8!r}",
    ]


def test_a_check_that_passes_is_shown_as_well(explained):
    lines = explained("def warmest(days): return max(days, key=days.get)", "test_the_warmest_of_two_days")
    assert lines[0].endswith(": passed")
    assert lines[-2:] == ["  got       'Tuesday'", "  expected  'Tuesday'"]


def test_a_call_that_raised(explained):
    lines = explained("def warmest(days): raise KeyError('own')", "test_a_missing_temperature_is_passed_over")
    assert lines[0].endswith(": error")
    assert after(lines, "call 1: warmest") == [
        "  argument 1: {'Monday': nan, 'Tuesday': -7.0}",
        "  got       KeyError: 'own'",
        "  expected  'Tuesday'",
    ]


def test_what_the_code_asks_the_checks_function_and_what_it_is_told(explained):
    lines = explained(
        "def to_celsius(f): return f\ndef warmest(days, key):\n    key(0.5)\n    return min(days, key=lambda d: key(days[d]))",
        "test_in_the_unit_that_is_asked_for",
    )
    assert after(lines, "call 1: warmest")[:7] == [
        "  argument 1: {'a': 1.25, 'b': np.float64(0.2)}",
        "  key = colder",
        "  asked     colder(0.5): -0.5",
        "  asked     colder(1.25): -1.25",
        "  asked     colder(np.float64(0.2)): np.float64(-0.2)",
        "  got       'a'",
        "  expected  'b'",
    ]


def test_arrays_have_their_dtype_shape_and_all_digits(explained):
    lines = explained(
        "def to_celsius(f):\n    f += 1\n    return f\ndef warmest(days, key): return 'b'",
        "test_in_the_unit_that_is_asked_for",
    )
    assert after(lines, "call 2: to_celsius")[:2] == [
        "  argument 1: float64 array of shape (2,): [1.                , 0.3333333333333333]",
        "  got       float64 array of shape (2,): [2.                , 1.3333333333333333]",
    ]


def test_a_second_run_is_told_apart_and_so_is_what_the_right_version_answered(explained):
    lines = explained(
        "def to_celsius(f): return -f\n"
        "def warmest(days): return max(days, key=lambda d: to_celsius(days[d])) and 'Monday'",
        "test_a_missing_temperature_is_passed_over",
    )
    assert lines.count("call 1: warmest") == 2
    again = after(lines, "run again, beside the solution's to_celsius:")
    assert f"  asked     to_celsius(-7.0): {(-7.0 - 32) / 1.8!r}" in again
    assert "  got       'Monday'" in again
    assert "  expected  'Tuesday'" in again


def test_a_call_that_did_not_end(explained):
    lines = explained("def warmest(days):\n    while True: pass", "test_a_missing_temperature_is_passed_over")
    assert lines[0].endswith(": timeout")
    (got,) = (line for line in lines if line.startswith("  got"))
    assert "2 s" in got


def test_names_that_are_not_there_are_told_the_nearest(explained, cli, weather):
    (line,) = explained("", "test_the_warmest_of_two_day", code=2)
    assert (
        line
        == "there is no check 'test_the_warmest_of_two_day'; did you mean 'test_the_warmest_of_two_days'?"
    )
    run = cli("grade", "student-01.py", "--assignment", "weather", "--explain", "student-1", "x", cwd=weather)
    assert (run.returncode, run.stderr) == (
        2,
        "there is no submission of 'student-1' here; did you mean 'student-01'?\n",
    )


def test_a_generator_is_shown_as_it_was_sent(explained, weather):
    """Whoever doubts a draw can set a generator to the state that is told, and draw again."""
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(
        checks.read_text()
        + "\n\n@pytest.mark.exercise('to_celsius')\n"
        + "def test_of_drawing(submission, rng):\n"
        + '    """A generator may be handed over."""\n'
        + "    submission.to_celsius(1.0, rng)\n"
        + "    rng.normal(size=9)\n"
    )
    lines = explained("def to_celsius(f, rng):\n    return rng.normal()\n", "test_of_drawing")
    (state,) = [line.partition("in the state ")[2] for line in lines if "in the state " in line]
    (got,) = [line.split()[-1] for line in lines if line.lstrip().startswith("got  ")]
    generator = np.random.default_rng()
    generator.bit_generator.state = ast.literal_eval(state)
    assert generator.normal() == float(got)
