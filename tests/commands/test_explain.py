"""``autograder grade --explain STUDENT CHECK``: for appeals, what one check sent, what came, and what the solution gives."""

from __future__ import annotations

import re

import pytest

HIDDEN = "test_many_temperatures_agree_with_the_reference"


@pytest.fixture
def explain(cli, weather):
    """Explain a check on a submission with this text; the course's own student-02 where there is none."""

    def run(check: str, source: str | None = None, student: str = "student-02"):
        if source is not None:
            (weather / "class" / f"{student}.py").write_text(source)
        return cli(*("grade", "class", "--assignment", "weather", "--explain", student, check), cwd=weather)

    return run


def test_a_visible_check_is_explained_with_all_digits(explain):
    run = explain("test_water_freezes_at_zero")
    assert run.returncode == 0, run.stderr
    assert "student-02, test_water_freezes_at_zero: failed" in run.stdout
    # 32 / 1.8 - 32 is what the submission computes.
    assert f"  argument 1: 32.0\n  got       {32 / 1.8 - 32!r}\n  expected  0.0\n" in run.stdout


def test_the_numbers_that_a_hidden_check_drew_are_shown_and_can_be_worked_out_again(explain):
    run = explain(HIDDEN)
    sent, got, expected = (
        float(re.search(pattern, run.stdout)[1])
        for pattern in (r"argument 1: (\S+)", r"  got       (\S+)", r"  expected  (\S+)")
    )
    assert got == sent / 1.8 - 32
    assert expected == (sent - 32) / 1.8
    assert explain(HIDDEN).stdout == run.stdout


def test_a_check_that_passed_is_explained_call_by_call(explain):
    run = explain(HIDDEN, student="student-01")
    assert "student-01, test_many_temperatures_agree_with_the_reference: passed" in run.stdout
    assert re.findall(r"^call (\d): to_celsius$", run.stdout, re.MULTILINE) == ["1", "2", "3", "4", "5"]


def test_what_the_students_code_raised_stands_in_place_of_a_result(explain):
    run = explain(HIDDEN, "def to_celsius(f):\n    raise KeyError('own')\n")
    assert "  raised    KeyError: 'own'\n  expected  " in run.stdout
    assert "None" not in run.stdout


def test_a_call_that_did_not_end_is_shown_with_its_inputs(explain):
    run = explain("test_water_freezes_at_zero", "def to_celsius(f):\n    while True: pass\n")
    assert "call 1: to_celsius\n  argument 1: 32.0\n  ended     to_celsius did not finish" in run.stdout


def test_inputs_are_those_that_were_sent_whatever_became_of_them(explain, weather):
    checks = weather / "solutions/weather/test_weather_hidden.py"
    checks.write_text(
        checks.read_text()
        + "\n\n@pytest.mark.exercise('to_celsius')\n"
        + "def test_of_arrays(submission, rng):\n"
        + '    """Arrays are taken as they are."""\n'
        + "    import numpy as np\n"
        + "    values = np.array([32.0, 0.1 + 0.2])\n"
        + "    submission.to_celsius(values, rng)\n"
        + "    values[:] = 7.0\n"
        + "    rng.normal(size=9)\n"
    )
    wrong = "def to_celsius(f, rng):\n    f[0] = 5.0\n    return rng.normal()\n"
    run = explain("test_of_arrays", wrong)
    assert "float64 array of shape (2,): [32.                 ,  0.30000000000000004]" in run.stdout
    (state,) = re.findall(r"a random generator in the state \{.*'state': (\d+)", run.stdout)
    (sent,) = re.findall(r"^  got       (\S+)$", run.stdout, re.MULTILINE)
    assert drawn_from(int(state), run.stdout) == float(sent)


def drawn_from(state: int, told: str) -> float:
    """Return the first normal number that a generator draws in the state that was told."""
    import numpy as np

    generator = np.random.default_rng()
    (inc,) = re.findall(r"'inc': (\d+)", told)
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": int(inc)},
        "has_uint32": 0,
        "uinteger": 0,
    }
    return float(generator.normal())


CALLED_EARLIER = """
def to_celsius(f):
    return 0.0


def warmest(days):
    return max(days, key=lambda day: to_celsius(days[day]))
"""


def test_of_a_check_that_was_run_twice_the_run_that_counts_is_explained(explain):
    # Wrong only as to_celsius is: the second run, with the right one in its place, passes.
    run = explain("test_a_missing_temperature_is_passed_over", CALLED_EARLIER)
    assert run.stdout.count("call 1: warmest") == 1
    assert "call 2" not in run.stdout


def test_an_unknown_check_or_student_is_named_with_what_is_near(explain):
    run = explain("test_many_temperatures")
    assert (run.returncode, run.stdout) == (2, "")
    assert f"there is no check 'test_many_temperatures'; did you mean {HIDDEN!r}?" in run.stderr
    run = explain(HIDDEN, student="student-09")
    assert run.returncode == 2
    assert "there is no submission of 'student-09' here; did you mean" in run.stderr


def test_nothing_is_stored(explain, weather):
    explain(HIDDEN)
    assert not list(weather.rglob("*.json"))
