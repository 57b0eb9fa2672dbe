"""Comparison: what passes, what fails, and the words of the failure."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import softmax

from autograder.checks.compare import (
    assert_answer,
    assert_close,
    assert_inputs_unchanged,
    assert_raises,
    expect_tuple,
    fail,
)
from autograder.vocabulary.errors import (
    CheckFailure,
    LimitExceeded,
    NotWritten,
    SeamError,
    StudentException,
    WorkerCrashed,
)


def message(got, expected, **kwargs):
    with pytest.raises(CheckFailure) as raised:
        assert_close(got, expected, **kwargs)
    return str(raised.value)


# What passes


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (2.9, 2.9),
        (np.float64(2.9), 2.9),
        (np.array(2.9), 2.9),
        (np.array([[2.9]]), 2.9),
        (3, 3.0),
        (True, True),
        (np.bool_(True), True),
        (-0.0, 0.0),
        (1 + 2j, np.complex128(1 + 2j)),
        (10**30, 10**30),
        ([2.9, 0, 12.9], np.array([2.9, 0, 12.9])),
        ((2.9, 0, 12.9), [2.9, 0, 12.9]),
        (np.array([2.9, 0, 12.9]), (2.9, 0, 12.9)),
        (np.ones((3, 1)), np.ones(3)),
        (np.ones((1, 3)), np.ones((3, 1))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ([], []),
        (np.inf, np.inf),
        ([1, -np.inf], [1, -np.inf]),
        (np.nan, np.nan),
        ("converged", "converged"),
        (None, None),
        ((1, [np.ones(2), "a"]), (1, [np.ones(2), "a"])),
        ([1, np.ones(2)], (1, np.ones(2))),
        ({"b": 2, "a": (1, 2)}, {"a": (1, 2), "b": 2}),
        (np.uint8(250), 250),
    ],
)
def test_equal_values_pass_in_any_valid_form(got, expected):
    assert_close(got, expected)


def test_rounding_is_relative_to_the_largest_entry():
    assert_close([1e6, 1e-4], [1e6, 0.0])
    assert_close([1.0, 1e-4], [1.0, 0.0], tolerance=1e-3)
    message([1.0, 1e-4], [1.0, 0.0])


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e150, 1e300])
def test_the_tolerance_holds_at_every_scale(scale):
    expected = scale * np.array([1.0, -3.0])
    assert_close(expected * (1 + 0.9e-9), expected)
    message(expected * (1 + 2e-9), expected)


def test_where_zero_is_expected_the_tolerance_is_absolute():
    assert_close([0.9e-9, 0.0], [0.0, 0.0])
    message([2e-9, 0.0], [0.0, 0.0])


def test_a_value_that_is_lost_in_rounding_may_come_out_as_zero():
    # The softmax loss of [10, -100, -100] for the first class: log(1 + 2 exp(-110)).
    assert_close(0.0, 3.4e-48)


def test_single_precision_is_judged_as_such():
    scores = np.random.default_rng(0).normal(size=(5, 4))
    expected = softmax(scores, axis=1)
    assert_close(softmax(scores.astype(np.float32), axis=1), expected)
    assert_close(softmax(scores.astype(np.float16), axis=1), expected)
    message(np.float32(1.0001), 1.0)


def test_an_absolute_tolerance_replaces_the_relative_one():
    assert_close(1000.04, 1000.0, absolute=0.05)
    message(1000.06, 1000.0, absolute=0.05)


# What fails


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.nan, 1.0),
        ([1.0, np.nan], [1.0, 2.0]),
        (1.0, np.nan),
        (np.nan, np.inf),
        (np.inf, -np.inf),
        (np.inf, 1e308),
        (1e308, np.inf),
        (1e308, -1e308),
        ([np.inf, 1.0], [np.inf, 1.1]),
        (complex(np.nan, 0), 1.0),
        (1 + 1e-3j, 1.0),
        (False, True),
        (10**400, 10**30),
        ("Converged", "converged"),
        (0, None),
        (None, "None"),
        (np.ones(3), np.ones((3, 3))),
        (np.ones((3, 3)), np.ones(3)),
        (np.ones((2, 3)), np.ones((3, 2))),
        (np.ones(3), 1.0),
        ((1.0, 2.0, 3.0), (1.0, 2.0)),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}),
        (1.0, (1.0,)),
        (1.0, {"a": 1.0}),
    ],
)
@pytest.mark.filterwarnings("error")
def test_unequal_values_fail_whatever_they_are(got, expected):
    with pytest.raises(CheckFailure):
        assert_close(got, expected)


def test_a_lying_value_cannot_pass_by_its_own_comparison():
    class Liar:
        def __eq__(self, other):
            return True

        def __array__(self, *args, **kwargs):
            return np.ones(3)

        def __float__(self):
            return 1.0

    for got, expected in ((Liar(), 1.0), ([Liar()], [1.0]), (Liar(), "text")):
        with pytest.raises(CheckFailure):
            assert_close(got, expected)


def test_a_check_that_expects_nonsense_is_its_authors_mistake():
    with pytest.raises(TypeError):
        assert_close(1.0, object())


# The words


def test_the_message_names_the_worst_entry_and_the_reasons():
    got = message([2.9, 0, 10.9], [2.9, 0, 12.9], because="a margin is missing", hint="How safely?")
    assert got.splitlines() == [
        "got       [2.9, 0, 10.9]",
        "expected  [2.9, 0, 12.9]",
        "worst     at [2]: got 10.9, expected 12.9 (1 of 3 entries differ)",
        "because   a margin is missing",
        "hint      How safely?",
    ]


def test_a_single_number_needs_no_place():
    assert message(5.9, 5.2667) == "got       5.9\nexpected  5.2667"


def test_numbers_that_look_alike_are_written_out():
    assert message(1 + 1e-7, 1.0).splitlines() == ["got       1.0000001", "expected  1.0"]


def test_both_shapes_are_said_where_they_differ():
    assert message(np.ones((2, 2)), np.ones(2)).splitlines()[-1] == "shape     got (2, 2), expected (2,)"
    assert message([1, 2], 1.0).splitlines()[-1] == "shape     got (2,), expected a single number"


def test_nan_is_the_worst_of_all():
    assert "at [1]: got nan, expected 2" in message([9.0, np.nan], [1.0, 2.0])


def test_the_place_is_counted_in_the_expected_shape():
    assert "at [0, 1]: got 5" in message(np.array([1, 5]), np.array([[1.0, 2.0]]))


def test_a_part_of_a_structure_is_named():
    got = message((1.0, {"W1": [1, 2]}), (1.0, {"W1": np.array([1, 3])}), what="result")
    assert got.splitlines()[:2] == [
        'got       result[1]["W1"] = [1, 2]',
        'expected  result[1]["W1"] = [1, 3]',
    ]


@pytest.mark.parametrize(
    ("got", "expected", "line"),
    [
        (None, 1.0, "got       None: does the function return its result?"),
        (None, (1.0, 2.0), "got       None: does the function return its result?"),
        (None, {"a": 1.0}, "got       None: does the function return its result?"),
        ("2.9", 2.9, "got       text: '2.9'"),
        ({"loss": 1}, 1.0, "got       a dict of 1: {'loss': 1}"),
        (
            [[1], [1, 2]],
            np.ones((2, 2)),
            "got       [[1], [1, 2]], whose rows have different lengths",
        ),
        (
            [1, None],
            np.ones(2),
            "got       [1, None], which holds something other than numbers",
        ),
        (SimpleNamespace(type_name="Gate"), 1.0, "got       an object of type Gate"),
        (
            SimpleNamespace(type_name="function"),
            1.0,
            "got       an object of type function: did you forget the parentheses that call it?",
        ),
        ({"w1": 1}, {"W1": 1}, "got       a dict with the key 'w1'; did you mean 'W1'?"),
        ({"a": 1}, {"a": 1, "bias": 2}, "got       a dict without 'bias'"),
        ({"a": 1, "bias": 2}, {"a": 1}, "got       a dict that also has 'bias'"),
        ((1, 2, 3), (1, 2), "got       3 values: (1, 2, 3)"),
    ],
)
def test_a_value_of_the_wrong_kind_is_described(got, expected, line):
    assert message(got, expected).splitlines()[0] == line


def test_a_flood_of_keys_gives_a_short_message():
    keys = {f"{number}" * 1000: 1.0 for number in range(5000)}
    assert len(message(keys, {"W1": 1.0})) < 3000
    assert len(message({**keys, "W1": 1.0}, {"W1": 1.0})) < 3000


# The other assertions


def raising(error):
    def call(*args, **kwargs):
        raise error

    return call


def test_the_expected_exception_passes():
    assert_raises(ValueError, raising(StudentException("ValueError", "bad")))
    assert_raises(LookupError, raising(StudentException("KeyError", "a", ("KeyError", "LookupError"))))
    assert_raises(ValueError, int, "x", base=10)


def test_another_exception_is_named():
    with pytest.raises(CheckFailure) as raised:
        assert_raises(
            ValueError, raising(StudentException("IndexError", "out of bounds")), because="-1 is no label"
        )
    assert str(raised.value).splitlines() == [
        "got       IndexError: out of bounds",
        "expected  ValueError",
        "because   -1 is no label",
    ]


def test_no_exception_is_a_failure_that_shows_the_result():
    with pytest.raises(CheckFailure) as raised:
        assert_raises(TypeError, max, 1, 2)
    assert str(raised.value) == "got       no exception, the call returned 2\nexpected  TypeError"


@pytest.mark.parametrize(
    "error",
    [
        NotWritten("svm_loss"),
        LimitExceeded("time", "10 s"),
        WorkerCrashed("gone"),
        SeamError("our fault"),
        KeyError("a mistake in the check itself"),
    ],
)
def test_what_is_no_answer_of_the_students_passes_through(error):
    with pytest.raises(type(error)):
        assert_raises(ValueError, raising(error))
    with pytest.raises(type(error)):
        assert_raises(Exception, raising(error)) if not isinstance(error, KeyError) else raising(error)()


def test_changed_arguments_are_named():
    call = SimpleNamespace(name="softmax", mutated=("scores", "1"))
    with pytest.raises(CheckFailure) as raised:
        assert_inputs_unchanged(SimpleNamespace(last_call=call))
    assert str(raised.value).splitlines()[0] == "got       softmax changed its argument scores, number 2"


def test_unchanged_arguments_pass():
    assert_inputs_unchanged(SimpleNamespace(last_call=SimpleNamespace(name="softmax", mutated=())))


def test_a_pair_may_come_as_a_list():
    assert expect_tuple([1, 2], 2, what="(loss, dscores)") == (1, 2)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (None, "got       None: does the function return its result?"),
        (1.5, "got       a number: 1.5"),
        ((1, 2, 3), "got       a tuple of 3: (1, 2, 3)"),
        (np.ones(2), "got       an array of shape (2,): [1, 1]"),
    ],
)
def test_what_is_no_pair_is_described(value, line):
    with pytest.raises(CheckFailure) as raised:
        expect_tuple(value, 2, what="(loss, dscores)")
    assert str(raised.value).splitlines() == [line, "expected  2 values, (loss, dscores)"]


def test_fail_says_what_it_is_told():
    with pytest.raises(CheckFailure, match="Write svm_loss first"):
        fail("Write svm_loss first")


# Answers to questions


MINIMUM = {"1": "Is there always a rival within the margin?", "2": "Two of what?"}


@pytest.mark.parametrize("answer", ["0", 0, np.int64(0)])
def test_the_right_answer_passes_also_as_a_number(answer):
    assert_answer({"minimum": answer}, "minimum", "0", MINIMUM)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "1",
            """got       minimum = '1'
expected  another of the choices
hint      Is there always a rival within the margin?""",
        ),
        (2, "got       minimum = 2\nexpected  another of the choices\nhint      Two of what?"),
        ("zero", "got       minimum = 'zero'\nexpected  one of 0, 1, 2"),
        ([], "got       minimum = []\nexpected  one of 0, 1, 2"),
    ],
)
def test_a_wrong_answer_gets_its_own_question(answer, words):
    with pytest.raises(CheckFailure) as raised:
        assert_answer({"minimum": answer}, "minimum", "0", MINIMUM)
    assert str(raised.value) == words


@pytest.mark.parametrize("answers", [{}, {"minimum": None}, None, ["0"]])
def test_a_question_without_an_answer_is_not_written(answers):
    with pytest.raises(NotWritten, match="minimum has no answer yet"):
        assert_answer(answers, "minimum", "0", MINIMUM)
