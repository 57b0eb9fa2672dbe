import pytest

from autograder import assert_close


@pytest.mark.exercise("to_celsius", hint="At which temperature does water freeze?")
def test_water_freezes_at_zero(submission):
    """Water freezes at 0 degrees Celsius, which is 32 degrees Fahrenheit."""
    assert_close(submission.to_celsius(32.0), 0.0)


@pytest.mark.exercise("warmest")
def test_the_warmest_of_two_days(submission):
    """The warmest of two days is the one with the higher temperature."""
    assert_close(submission.warmest({"Monday": 3.0, "Tuesday": 7.0}), "Tuesday")
