"""Hidden checks of the answers to the questions, one a question."""

import pytest

from autograder import fail
from autograder.errors import NotWritten

HINTS = {
    "svm_minimum": "When is every margin met?",
    "svm_maximum": "How far can a rival be ahead?",
    "softmax_minimum": "Can the right class have probability exactly 1 while all scores are finite?",
    "softmax_maximum": "How small can the probability of the right class be?",
    "svm_with_zero_weights": "All scores are equal then. How many margins are violated, and by how much?",
    "softmax_with_zero_weights": "All scores are equal then. What probability does each class get?",
    "perturb_10_-2_3": "How much slack does the closest rival leave?",
    "perturb_10_9_9": "How much slack does the closest rival leave?",
    "perturb_10_-100_-100": "How large is exp(-110), and is it 0?",
}


@pytest.mark.exercise("ANSWERS", about="concepts")
@pytest.mark.parametrize("question", HINTS)
def test_the_answer_is_right(submission, reference, question):
    """The answer follows from the formulas; your functions can help you to find it."""
    answers = submission.get("ANSWERS")
    answer = answers.get(question) if isinstance(answers, dict) else None
    if answer is None:
        raise NotWritten(f"{question} has no answer yet")
    if not isinstance(answer, str) or answer != reference.ANSWERS[question]:
        fail(f"{question}: {answer!r} is not right. {HINTS[question]}")
