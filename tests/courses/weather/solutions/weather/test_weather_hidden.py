import pytest

from autograder import assert_close


@pytest.mark.exercise("to_celsius", weight=3, about="values")
def test_many_temperatures_agree_with_the_reference(submission, reference, rng):
    """The formula holds over the whole scale."""
    for fahrenheit in rng.uniform(-100, 200, 5):
        assert_close(submission.to_celsius(float(fahrenheit)), reference.to_celsius(float(fahrenheit)))


@pytest.mark.exercise("warmest", weight=2, about="edge cases")
def test_a_missing_temperature_is_passed_over(submission):
    """A day without a temperature is never the warmest."""
    assert_close(submission.warmest({"Monday": float("nan"), "Tuesday": -7.0}), "Tuesday")
