"""What may be passed to a check's callback: a small multiple of what the check sent, and nothing that costs the grader."""

from __future__ import annotations

import resource

import numpy as np
import pytest

from autograder.vocabulary.errors import StudentException


def refusal(code, g, *given):
    """Call ``f`` and return what the callback's refusal says to the student's code."""
    with pytest.raises(StudentException) as raised:
        code.f(g, *given)
    assert raised.value.type_name == "ValueError"
    return raised.value.message


def test_two_long_thin_arrays_are_refused_before_the_check_multiplies_them(confined):
    """3,000 x 1 and 1 x 50,000 are 53,000 numbers, and their product is 1.2 GB."""
    code, _ = confined("import numpy as np\ndef f(g): return g(np.ones((3000, 1)), np.ones((1, 50000)))")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = refusal(code, lambda a, b: float((a @ b).sum()))
    assert "the check's own arrays" in said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_a_long_axis_is_refused_where_the_check_sent_short_ones(confined):
    code, _ = confined("import numpy as np\ndef f(g, x): return g(np.ones((1, 1001)))")
    said = refusal(code, lambda a: a.size, np.ones((50, 60)))
    assert said == "an axis of 1001 is far longer than those of the check's own arrays"


@pytest.mark.parametrize(
    ("shape", "sent"),
    [((990, 10), (2, 2)), ((4 * 200, 100), (200, 100)), ((4 * 5000,), (5000,))],
    ids=["what is always allowed", "four times the entries", "four times the axis"],
)
def test_up_to_four_times_as_much_as_the_check_sent_may_be_passed(confined, shape, sent):
    code, _ = confined(f"import numpy as np\ndef f(g, x): return g(np.ones({shape}))")
    assert code.f(lambda a: a.size, np.ones(sent)) == np.prod(shape)


@pytest.mark.parametrize(
    ("shape", "sent"), [((4 * 200, 101), (200, 100)), ((4 * 5000 + 1,), (5000,))], ids=["entries", "axis"]
)
def test_and_no_more(confined, shape, sent):
    code, _ = confined(f"import numpy as np\ndef f(g, x): return g(np.ones({shape}))")
    assert "the check's own arrays" in refusal(code, lambda a: a.size, np.ones(sent))


@pytest.mark.parametrize(
    "made",
    ["[np.ones(100)] * 2000", "{'a': [np.ones((100, 100)), np.ones((100, 100))]}", "[[0.0] * 900] * 20"],
)
def test_parts_of_containers_count_together(confined, made):
    code, _ = confined(f"import numpy as np\ndef f(g): return g({made})")
    assert refusal(code, lambda value: 1)


def test_lists_are_bounded_like_the_arrays_that_numpy_makes_of_them(confined):
    code, _ = confined("def f(g, given): return g([[1.0]] * 3000, [[1.0] * 50000])")
    assert "the check's own arrays" in refusal(code, lambda a, b: float((np.array(a) @ np.array(b)).sum()), 0)
    code, _ = confined("def f(g, given): return g(given)")
    assert code.f(lambda values: len(values), [0.5] * 20_000) == 20_000


def test_the_student_may_go_on_without_an_answer(confined):
    code, _ = confined(
        "import numpy as np\n"
        "def f(g):\n    try:\n        return g(np.ones(10**6))\n    except ValueError:\n        return 'went on'"
    )
    assert code.f(lambda a: a.size) == "went on"


def test_an_endless_row_of_callbacks_ends_with_the_checks_time(confined):
    code, process = confined("def f(g):\n    while True: g()")
    process.begin_check(0.3, None)
    with pytest.raises(Exception, match="did not finish"):
        code.f(lambda: None)
