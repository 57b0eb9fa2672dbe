"""A check's callbacks take no more than a small multiple of what the check itself sent, in entries, memory and time."""

from __future__ import annotations

import resource
import time

import numpy as np
import pytest

from autograder.course.limits import Limits
from autograder.vocabulary.errors import LimitExceeded, StudentException

# The functions of the student's hand what they make of x to f, and say what f or the refusal said.
ASKS = """
import numpy as np
def ask(f, *args, **kwargs):
    try:
        return "answered", f(*args, **kwargs)
    except ValueError as error:
        return "refused", str(error)
"""


def asked(anywhere, body: str, x: object, f=lambda *args, **kwargs: None):
    code = anywhere(f"{ASKS}\ndef work(f, x):\n    return {body}\n")
    return code.work(f, x)[0]


LARGE = np.zeros((300, 200))


@pytest.mark.parametrize(
    "body",
    [
        "ask(f, x)",
        "ask(f, np.repeat(x, 3, axis=0))",
        "ask(f, x, x, x)",
        "ask(f, x.tolist())",
        "ask(f, {'W': x, 'b': x})",
    ],
)
def test_a_few_times_what_was_sent_is_taken(anywhere, body):
    assert asked(anywhere, body, LARGE) == "answered"


@pytest.mark.parametrize(
    "body",
    [
        "ask(f, np.repeat(x, 5, axis=0))",
        "ask(f, *[x + 0] * 5)",
        "ask(f, np.zeros(5 * x.size, np.int8))",
        "ask(f, np.zeros((3000, 1)), np.zeros((1, 50_000)))",
        "ask(f, [[0.0]] * 3000, [[0.0] * 50_000])",
        "ask(f, x=[0] * 50_000)",
        "ask(f, {'W': {'deep': np.zeros((2, 50_000))}})",
        "ask(f, np.zeros((0, 50_000)))",
    ],
)
def test_what_is_far_more_is_refused_in_the_students_code(anywhere, body):
    assert asked(anywhere, body, LARGE) == "refused"


def test_small_checks_leave_room_for_honest_work(anywhere):
    assert asked(anywhere, "ask(f, np.zeros((100, 100)))", 1.0) == "answered"
    assert asked(anywhere, "ask(f, np.zeros(1000))", 1.0) == "answered"
    assert asked(anywhere, "ask(f, np.zeros(1001))", 1.0) == "refused"


def test_a_list_that_the_check_sent_counts_like_an_array(anywhere):
    assert asked(anywhere, "ask(f, x)", [0.5] * 5000) == "answered"
    assert asked(anywhere, "ask(f, x * 5)", [0.5] * 5000) == "refused"


def test_what_the_student_returned_and_the_check_sends_back_may_be_handed_on(anywhere):
    code = anywhere(
        f"{ASKS}\ndef make(): return np.zeros((300, 200))\ndef work(f, x): return ask(f, x, x + 1)"
    )
    assert code.work(lambda *args: None, code.make())[0] == "answered"


def test_answers_of_the_same_size_are_no_reason_to_ask_for_more(anywhere):
    code = anywhere(
        "import numpy as np\n"
        "def work(f, x):\n"
        "    largest = 0\n"
        "    for _ in range(12):\n"
        "        try:\n"
        "            x = np.concatenate([f(x), x, x])\n"
        "            largest = max(largest, x.size)\n"
        "        except ValueError:\n"
        "            break\n"
        "    return largest\n"
    )
    sizes = []

    def square(x):
        sizes.append(x.size)
        return x**2

    code.work(square, np.zeros(10_000))
    assert max(sizes) <= 4 * 10_000


def test_data_that_a_callback_hands_out_may_be_handed_to_another(anywhere):
    code = anywhere(f"{ASKS}\ndef work(load, loss): return ask(loss, load())")
    status, _ = code.work(lambda: LARGE, lambda x: float(x.sum()))
    assert status == "answered"


def test_the_refusal_says_what_is_too_much(anywhere):
    code = anywhere("import numpy as np\ndef work(f): return f(np.zeros(60_000))")
    with pytest.raises(
        StudentException, match="60000 entries are far more than there are in the check's own"
    ):
        code.work(lambda x: None)


def test_what_callbacks_make_the_grader_do_counts_as_the_students_time(confined):
    code, process = confined("def work(f):\n    while True:\n        f()", Limits(check_s=0.5))
    process.begin_check(None, None)

    def busy():
        ends = time.thread_time() + 0.02
        while time.thread_time() < ends:
            pass

    began = time.thread_time()
    with pytest.raises(LimitExceeded) as caught:
        code.work(busy)
    assert caught.value.limit == "time"
    assert time.thread_time() - began < 1.0


def test_callbacks_without_end_leave_the_graders_memory_as_it_was(confined):
    code, process = confined(
        "import numpy as np\ndef work(f, x):\n    while True:\n        f(x + 1)", Limits(check_s=2.0)
    )
    process.begin_check(None, None)
    x = np.zeros((250, 200))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LimitExceeded):
        code.work(lambda x: x * 2, x)
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown_mb < 300  # what a call may have the grader remember, 256 MB, and a few arrays
