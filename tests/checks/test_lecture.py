"""The lecture's printed numbers as data: reading the table, and judging code by it."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks.lecture import lecture_values
from autograder.vocabulary.errors import CheckFailure, CourseError

TABLE = """
- id: svm_frog
  exercise: svm_losses
  slide: Multiclass SVM loss
  call: svm_losses
  args: [[[2.2, 2.5, -3.1]], [2]]
  kwargs: {delta: 1.0}
  printed: [10.9]
  value: [12.9]
  tolerance: 0.05
  remark: The slide leaves the + 1 out.
- id: derivative
  exercise: numerical_derivative
  slide: Numerical gradient
  call: numerical_derivative
  args: ["$f", 2.0, {at: "$f", x: [1, 2]}]
  printed: 9.01
  value: 9.0100
  tolerance: 5e-3
- id: status
  exercise: gradient_descent
  slide: Gradient descent
  call: gradient_descent
  select: [1, status]
  value: converged
  tolerance: 0
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "losses" / "lecture_values.yaml"
    path.parent.mkdir()
    path.write_text(TABLE)
    return path


@pytest.fixture
def frog(table):
    return lecture_values(table, "svm_losses")[0]


def svm_losses(scores, y, delta=1.0):
    """The hinge loss as the lecture's formula has it."""
    right = scores[np.arange(len(y)), y][:, None]
    return np.maximum(0, scores - right + delta).sum(axis=1) - delta


def submission(**functions):
    return SimpleNamespace(**functions)


def failure(value, **functions):
    with pytest.raises(CheckFailure) as raised:
        value.check(submission(**functions))
    return str(raised.value)


def test_the_table_is_found_beside_a_check(table):
    values = lecture_values(str(table.with_name("test_losses.py")))
    assert [str(value) for value in values] == ["svm_frog", "derivative", "status"]


def test_an_exercise_has_its_own_values(table):
    assert [value.id for value in lecture_values(table, "gradient_descent")] == ["status"]


def test_a_table_that_changes_is_read_again(table):
    lecture_values(table)
    table.write_text(TABLE.replace("svm_frog", "the_third_example"))
    assert lecture_values(table)[0].id == "the_third_example"


def test_right_code_passes_though_the_slide_has_a_slip(frog):
    frog.check(submission(svm_losses=svm_losses))


def test_half_a_unit_of_the_last_printed_digit_is_allowed(frog):
    frog.check(submission(svm_losses=lambda scores, y, delta: [12.949]))
    failure(frog, svm_losses=lambda scores, y, delta: [12.951])


def test_who_copies_the_slides_slip_is_told_so(frog):
    assert failure(frog, svm_losses=lambda scores, y, delta: np.array([10.9])).splitlines() == [
        "got       [10.9]",
        "expected  [12.9]",
        "because   that is what the slide prints, but the slide has a slip here. The slide leaves the + 1 out.",
    ]


def test_another_wrong_value_is_told_of_the_slip_as_well(frog):
    words = failure(frog, svm_losses=lambda scores, y, delta: np.array([13.9]))
    assert "the slide prints [10.9], but the slide has a slip here." in words


def test_where_the_slide_is_right_nothing_is_said_of_slips(table):
    (value,) = lecture_values(table, "numerical_derivative")
    assert not value.is_slip
    with pytest.raises(CheckFailure) as raised:
        value.check(submission(numerical_derivative=lambda *args: 8.0), f=abs)
    assert str(raised.value) == "got       8\nexpected  9.01"


def test_lists_of_numbers_become_arrays_and_names_are_filled_in(table):
    (value,) = lecture_values(table, "numerical_derivative")
    seen = []

    def numerical_derivative(f, x, options):
        seen.extend([f, x, options])
        return 9.01

    value.check(submission(numerical_derivative=numerical_derivative), f=abs)
    assert seen[:2] == [abs, 2.0]
    assert seen[2]["at"] is abs
    np.testing.assert_array_equal(seen[2]["x"], np.array([1, 2]))


def test_every_check_gets_arrays_of_its_own(frog):
    def spoil(scores, y, delta):
        result = svm_losses(scores, y, delta)
        scores[:] = 0
        return result

    frog.check(submission(svm_losses=spoil))
    frog.check(submission(svm_losses=spoil))


def test_a_name_that_is_not_filled_in_is_the_checks_mistake(table):
    (value,) = lecture_values(table, "numerical_derivative")
    with pytest.raises(CourseError) as raised:
        value.check(submission(numerical_derivative=abs), g=abs)
    assert str(raised.value) == (
        "losses/lecture_values.yaml: derivative.args: '$f' is not filled in; "
        "the check must say check(submission, f=...)"
    )


def test_a_value_is_selected_from_what_the_call_returns(table):
    (value,) = lecture_values(table, "gradient_descent")
    value.check(submission(gradient_descent=lambda: (1.5, {"status": "converged"})))
    words = failure(value, gradient_descent=lambda: (1.5, {"status": "diverged"}))
    assert words.splitlines()[0] == "got       result[1][\"status\"] = 'diverged'"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "got       None: does the function return its result?\nexpected  result[1] to be there"),
        (
            (1.5, {"state": 1}),
            "got       result[1] = a dict of 1: {'state': 1}\nexpected  result[1] with the key 'status'",
        ),
        ((1.5, 2.5), "got       result[1] = a number: 2.5\nexpected  result[1] with the key 'status'"),
    ],
)
def test_a_result_without_the_selected_part_fails_kindly(table, result, words):
    (value,) = lecture_values(table, "gradient_descent")
    assert failure(value, gradient_descent=lambda: result) == words


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "id: svm_frog",
            "name: svm_frog",
            "record 1: unknown key 'name'; expected one of id, exercise, slide, call,",
        ),
        ("  call: svm_losses\n", "", "svm_frog: key 'call' is missing; expected text that is not empty"),
        ("svm_frog", "status", "id 'status' is given twice"),
        ("remark:", "remarks:", "svm_frog: unknown key 'remarks'; did you mean 'remark'?"),
        ("5e-3", "small", "derivative.tolerance: expected a number, got 'small'"),
        ("5e-3", "-1", "derivative.tolerance: expected a number of at least 0, got -1"),
        ("5e-3", ".nan", "derivative.tolerance: expected a number, got nan"),
        (
            "value: [12.9]",
            "value: [[1], [1, 2]]",
            "svm_frog.value: expected a number, text or an array, got ",
        ),
        ("value: [12.9]", "value:", "svm_frog.value: expected a number, text or an array, got None"),
        ("call: svm_losses", "call: svm losses", "svm_frog.call: a function's name must be a Python name"),
        ("[1, status]", "[1.5]", "status.select: expected an index, a key or a list of them, got [1.5]"),
        ('["$f", 2.0', '"$f"  # ', "derivative.args: expected a list, got '$f'"),
    ],
)
def test_a_wrong_table_is_refused_with_record_and_key(table, old, new, message):
    table.write_text(TABLE.replace(old, new, 1))
    with pytest.raises(CourseError) as raised:
        lecture_values(table)
    assert str(raised.value).startswith(f"losses/lecture_values.yaml: {message}")


@pytest.mark.parametrize("text", ["", "id: svm_frog", "[]"])
def test_a_file_that_is_no_table_is_refused(table, text):
    table.write_text(text)
    with pytest.raises(CourseError, match=r"^losses/lecture_values\.yaml: expected a list of records"):
        lecture_values(table)


def test_an_exercise_without_values_is_refused_so_that_no_check_is_silently_empty(table):
    with pytest.raises(CourseError, match="no record has the exercise 'svm_loss'; did you mean 'svm_losses'"):
        lecture_values(table, "svm_loss")


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"lecture_values\.yaml: cannot be read: No such file"):
        lecture_values(tmp_path / "test_losses.py")
