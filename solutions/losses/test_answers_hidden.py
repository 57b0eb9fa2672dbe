"""Hidden checks of the answers to the questions, one a question."""

import pytest

from autograder import assert_answer

MARGIN = "How far is the closest rival from the margin?"
PROBABILITY = "Can a probability stay the same while a score changes?"

# What to ask whoever chose a wrong answer.
WRONG = {
    "svm_minimum": {
        "0, approached but never attained": "When every margin is met, what is left to add up?",
        "1": "Is there always a rival within the margin?",
        "minus infinity": "Can max(0, ...) be negative?",
    },
    "svm_maximum": {
        "1": "How far ahead of the right class can a rival be?",
        "C - 1": "Can a rival add more than delta?",
        "C": "Can a rival add more than delta?",
    },
    "softmax_minimum": {
        "0, attained": "Can the right class have probability exactly 1 while all scores are finite?",
        "ln C": "What becomes of the loss when the right class leads?",
        "minus infinity": "Which sign does -ln p have for a probability p?",
    },
    "softmax_maximum": {
        "1": "What is -ln p for a p of 0.01?",
        "ln C": "Which p gives ln C, and can p be smaller?",
        "C": "Is there a p so small that -ln p exceeds C?",
    },
    "svm_with_zero_weights": {
        "0": "All scores are equal then. Is a margin of 1 met?",
        "1": "All scores are equal then. How many rivals violate the margin?",
        "C": "Which class does the sum leave out?",
        "ln C": "Which of the two losses takes a logarithm?",
    },
    "softmax_with_zero_weights": {
        "0": "All scores are equal then. Is the right class certain?",
        "1": "All scores are equal then. What probability does each class get, and what is -ln of it?",
        "C - 1": "Which of the two losses adds up margins?",
        "1 / C": "Is that a probability or a loss?",
    },
    "perturb_10_-2_3": {"neither": PROBABILITY, "only the SVM loss": MARGIN, "both": MARGIN},
    "perturb_10_9_9": {
        "neither": PROBABILITY,
        "only the SVM loss": PROBABILITY,
        "only the softmax loss": MARGIN,
    },
    "perturb_10_-100_-100": {
        "neither": "How large is exp(-110), and is it 0?",
        "only the SVM loss": MARGIN,
        "both by about the same": MARGIN,
    },
}


@pytest.mark.exercise("ANSWERS", about="concepts")
@pytest.mark.parametrize("question", WRONG)
def test_the_answer_is_right(submission, reference, question):
    """The answer follows from the formulas; your functions can help you to find it."""
    assert_answer(submission.get("ANSWERS"), question, reference.ANSWERS[question], WRONG[question])
