"""Known mistakes are named part by part: beside harmless differences and beside each other, and never where they are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.limits import Limits
from autograder.course.misconceptions import load_bank
from autograder.grading.diagnosis import Diagnosis
from autograder.running.subjects import Subject
from autograder.seam.in_process import InProcess
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit

SOLUTION = """

def ridge(W, x, reg):
    scores = x @ W
    return float(np.mean(scores**2) + reg * np.sum(W**2)), 2 * np.outer(x, scores) / len(scores) + 2 * reg * W
"""
BANK = """
import numpy as np
from functools import cache
from ridge import ridge
from autograder import changed_by, contract, dtype_of, misconception, numbers, part, probe, refusal

right = ridge
W = np.array([[0.3, -0.7, 1.1], [0.9, 0.4, -1.3]])
X = np.array([1.5, -0.4])

@misconception("ridge", hint="What is the derivative of w squared?")
def half_gradient(W, x, reg):
    loss, dW = right(W, x, reg)
    return loss, (dW - reg * W).astype(np.float64)

@misconception("ridge", hint="Does doubling the data double your loss?")
def summed(W, x, reg):
    loss, dW = right(W, x, 0.0)
    return 3 * loss + reg * np.sum(W**2), 3 * dW + 2 * reg * W

@misconception("ridge", hint="What power is on the score?", seen_in=["loss"])
def fourth_power(W, x, reg):
    loss, dW = right(W, x, reg)
    scores = x @ W
    return loss - np.mean(scores**2) + np.mean(scores**4), dW - 2 * np.outer(x, scores) / 3 + 4 * np.outer(x, scores**3) / 3

@misconception("ridge", hint="Is there a root in R?")
def rooted(W, x, reg):
    loss, dW = right(W, x, 0.0)
    return loss + reg * np.sqrt(np.sum(W**2)), dW + reg * W / np.sqrt(np.sum(W**2))

@misconception("ridge", hint="Whose array is it?")
def in_place(W, x, reg):
    answer = right(W, x, reg)
    W *= 2
    return answer

@misconception("ridge", hint="Which dtype does np.zeros have?")
def always_double(W, x, reg):
    loss, dW = right(W, x, reg)
    return loss, np.zeros(W.shape) + dW

@misconception("ridge", hint="Which numbers are too large?")
def overflowing(W, x, reg):
    return right(W, np.where(np.abs(x) > 1e3, np.inf, x), reg)

@misconception("ridge", hint="Do your shapes fit?")
def transposed(W, x, reg):
    return right(W, np.zeros(7), reg)

@probe("ridge")
def ridge_probe(code):
    plain = cache(lambda: code.ridge(W, X, 0.0))
    pulled = cache(lambda: code.ridge(W, X, 0.3))
    return {
        "loss": lambda: part(plain(), 0),
        "gradient": lambda: part(plain(), 1),
        "penalty": lambda: numbers(part(pulled(), 0)) - numbers(part(plain(), 0)),
        "pull": lambda: numbers(part(pulled(), 1)) - numbers(part(plain(), 1)),
        "pull in words": lambda: "double" if np.allclose(part(pulled(), 1), numbers(part(plain(), 1)) + 1.2 * W) else "",
        "far out": lambda: 0.0 if np.isfinite(part(code.ridge(W, 1e6 * X, 0.0), 0)) else np.nan,
        "dtype": contract(lambda: dtype_of(part(code.ridge(np.float32(W), np.float32(X), 0.3), 1))),
        "changed": contract(lambda: changed_by(code, code.ridge, W, X, 0.3)),
    }
"""
RIGHT_LOSS = "np.mean((x @ W)**2)"
RIGHT_PENALTY = "reg * np.sum(W**2)"
RIGHT_GRADIENT = "2 * np.outer(x, x @ W) / 3"
RIGHT_PULL = "2 * reg * W"
ROOT_QUESTION = "Is there a root in R?"
SQUARE_QUESTION = "What is the derivative of w squared?"
DOUBLING_QUESTION = "Does doubling the data double your loss?"
POWER_QUESTION = "What power is on the score?"
OVERFLOW_QUESTION = "Which numbers are too large?"
OWNER_QUESTION = "Whose array is it?"
DTYPE_QUESTION = "Which dtype does np.zeros have?"


def student(
    loss: str = RIGHT_LOSS,
    penalty: str = RIGHT_PENALTY,
    gradient: str = RIGHT_GRADIENT,
    pull: str = RIGHT_PULL,
    wrapper: str = "{loss}, {gradient}",
    before: str = "pass",
) -> str:
    answer = wrapper.format(loss=f"({loss} + {penalty})", gradient=f"({gradient} + {pull})")
    return f"import numpy as np\ndef ridge(W, x, reg):\n    {before}\n    return {answer}\n"


@pytest.fixture(scope="module")
def diagnosis(tmp_path_factory: pytest.TempPathFactory) -> Diagnosis:
    folder = tmp_path_factory.mktemp("course") / "ridge"
    folder.mkdir()
    (folder / "ridge.py").write_text(SOLUTION)
    (folder / "misconceptions.py").write_text(BANK)
    return Diagnosis(load_bank(folder))


@pytest.fixture
def hints(diagnosis: Diagnosis) -> Callable[[str], list[str]]:
    """The questions for a student's text, whose functions run here, behind the codec."""

    def ask(text: str) -> list[str]:
        names: dict[str, object] = {}
        exec(text, names)
        process = InProcess(names)
        subject = Subject(process, SubmissionProxy(process), None, None)  # type: ignore[arg-type]
        return [entry.hint for entry in diagnosis.matches("ridge", subject)]

    return ask


def test_right_code_has_no_question(hints):
    assert hints(student()) == []


@pytest.mark.parametrize(
    "harmless",
    [
        {"wrapper": "{loss}, ({gradient}).tolist()"},
        {"wrapper": "[{loss}, {gradient}]"},
        {"wrapper": "np.array([{loss}]), {gradient}"},
        {"wrapper": "np.float32({loss}), {gradient}"},
        {"before": "print('here')"},
        {"before": "W = np.asarray(W, np.float64)", "wrapper": "{loss}, {gradient}"},
    ],
    ids=str,
)
def test_a_mistake_is_named_whatever_harmless_stands_beside_it(hints, harmless):
    assert hints(student(pull="reg * W", **harmless))[:1] == [SQUARE_QUESTION]


def test_two_slips_get_two_questions(hints):
    both = student(loss=f"3 * {RIGHT_LOSS}", gradient=f"3 * {RIGHT_GRADIENT}", pull="reg * W")
    assert sorted(hints(both)) == sorted([DOUBLING_QUESTION, SQUARE_QUESTION])


def test_one_mistake_that_explains_all_is_preferred_to_two(hints):
    root = "np.sqrt(np.sum(W**2))"
    assert hints(student(penalty=f"reg * {root}", pull=f"reg * W / {root}")) == [ROOT_QUESTION]


def test_a_mistake_is_not_named_where_one_of_its_effects_is_missing(hints):
    assert hints(student(gradient=f"3 * {RIGHT_GRADIENT}")) == []


def test_an_effect_that_is_only_a_consequence_may_be_missing(hints):
    assert hints(student(loss="np.mean((x @ W)**4)")) == [POWER_QUESTION]


def test_a_mistake_beside_an_unknown_one_is_named_alone(hints):
    assert hints(student(gradient="W**5", pull="reg * W")) == [SQUARE_QUESTION]


def test_a_mistake_is_named_where_another_one_covers_a_part_of_it(hints):
    assert hints(student(loss=f"3 * {RIGHT_LOSS}", gradient="W**5")) == [DOUBLING_QUESTION]


def test_a_nan_proves_nothing_beside_an_unknown_mistake(hints):
    overflowing = {"before": "x = np.where(np.abs(x) > 1e3, np.nan, x)"}
    assert hints(student(**overflowing)) == [OVERFLOW_QUESTION]
    assert hints(student(loss="np.mean(np.abs(x @ W)) * 0.37", **overflowing)) == []


def test_a_mistake_whose_main_effect_is_not_there_is_not_named(hints):
    # The gradient is that of the summed loss, and the loss is something else.
    assert hints(student(loss="np.mean(np.abs(x @ W)) * 0.37", gradient=f"3 * {RIGHT_GRADIENT}")) == []


def test_a_look_that_finds_nothing_to_name_is_no_evidence(hints):
    assert hints(student(pull="0.123 * reg * W", gradient="W**5")) == []


def test_an_unknown_mistake_gets_no_question(hints):
    assert hints(student(loss="np.mean(np.abs(x @ W)) * 0.37")) == []


def test_manners_come_after_wrong_values(hints):
    summed = {"loss": f"3 * {RIGHT_LOSS}", "gradient": f"3 * {RIGHT_GRADIENT}"}
    assert hints(student(**summed, wrapper="{loss}, ({gradient}).astype(float)")) == [
        DOUBLING_QUESTION,
        DTYPE_QUESTION,
    ]


def test_manners_are_named_alone_where_the_values_are_right(hints):
    assert hints(student(wrapper="{loss}, ({gradient}).astype(float)")) == [DTYPE_QUESTION]
    assert hints(student(before="x *= -1", loss="np.mean((x @ W)**2)")) == [OWNER_QUESTION]


def test_a_question_about_manners_never_takes_the_place_of_a_wrong_value(hints):
    assert (
        hints(student(loss="np.mean(np.abs(x @ W)) * 0.37", wrapper="{loss}, ({gradient}).astype(float)"))
        == []
    )


def test_an_exception_of_a_common_type_proves_nothing(hints):
    assert hints("def ridge(W, x, reg):\n    raise ValueError('not today')\n") == []
    assert hints("def ridge(W, x, reg):\n    return no_such_name\n") == []


def test_the_same_exception_with_the_same_words_is_the_same_mistake(hints):
    assert hints("import numpy as np\ndef ridge(W, x, reg):\n    return np.zeros(7) @ W\n") == [
        "Do your shapes fit?"
    ]


ODD = {
    "None": "None",
    "nothing": "()",
    "a huge whole number": "(2**20000, 2**20000)",
    "a ragged list": "([[1], [1, 2]], [[1], 2])",
    "deep lists": "__import__('functools').reduce(lambda inner, _: [inner], range(60), 1)",
    "text": "('loss', 'gradient')",
    "nan and inf": "(float('nan'), np.full((2, 3), np.inf))",
    "complex": "(1j, 1j * np.ones((2, 3)))",
    "a dict": "{'loss': 1, 'dW': object}",
    "objects": "(object(), [object()])",
    "a function": "ridge",
    "a million numbers": "(1.0, np.ones((1000, 1000)))",
    "a generator": "(i for i in range(5))",
    "dates": "np.array(['2020-01-01'], dtype='datetime64[D]')",
    "empty arrays": "(np.zeros(0), np.zeros((0, 3)))",
    "booleans": "(True, W > 0)",
    "the arguments": "(W, x)",
    "bytes": "b'loss'",
    "an exception": "(ValueError('x'), ValueError)",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_no_value_breaks_a_diagnosis(hints, odd):
    assert hints(f"import numpy as np\ndef ridge(W, x, reg):\n    return {odd}\n") == []


@pytest.mark.parametrize("kind", ["SystemExit", "KeyboardInterrupt", "MemoryError", "RecursionError"])
def test_no_exception_breaks_a_diagnosis(hints, kind):
    assert hints(f"def ridge(W, x, reg):\n    raise {kind}()\n") == []


def test_code_that_never_ends_in_one_look_is_judged_by_the_others(diagnosis, tmp_path):
    loops_in_float32 = student(pull="reg * W", before="while W.dtype == np.float32: pass")
    unit = Unit(name="ridge.py", source=loops_in_float32)
    submission = Submission(student="student-01", assignment="ridge", path=Path("ridge.py"), units=(unit,))
    starter = PlainStarter(4096)
    process = StudentProcess(submission, starter, Limits())
    try:
        subject = Subject(process, SubmissionProxy(process), None, None)  # type: ignore[arg-type]
        assert [entry.hint for entry in diagnosis.matches("ridge", subject)] == [SQUARE_QUESTION]
    finally:
        process.close()
        starter.close()
