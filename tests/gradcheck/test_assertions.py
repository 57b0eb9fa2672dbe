import numpy as np
import pytest

from autograder.gradcheck import GradientError, GradientReport, assert_gradient
from tests.gradcheck.conftest import changed, svm, two_layer


def f(W):
    return float(np.sum(W**2) / 2)


W = np.array([[1.0, -2.0], [3.0, 4.0], [0.5, 0.25]])


def failure(*arguments, **options):
    with pytest.raises(GradientError) as caught:
        assert_gradient(*arguments, **options)
    return str(caught.value)


def test_a_right_gradient_passes_and_gives_the_report():
    assert isinstance(assert_gradient(f, W, W), GradientReport)


def test_the_message_names_the_factor_and_shows_the_worst_entries():
    assert failure(f, W, 3 * W, name="dW", factors={"N": 3, "D": 2}) == "\n".join(
        [
            "dW: every entry is N = 3 times too large.",
            "  dW[1, 1]: expected 4, got 12",
            "  dW[1, 0]: expected 3, got 9",
            "  dW[0, 1]: expected -2, got -6",
        ]
    )


def test_the_message_for_one_entry_is_one_line():
    wrong = W.copy()
    wrong[2, 1] = -0.25
    assert failure(f, W, wrong, name="dW") == (
        "dW: only one entry differs: at [2, 1] expected 0.25, got -0.25."
    )


def test_the_message_without_a_name_starts_with_the_finding():
    assert failure(f, W, -W).splitlines()[0] == "Every entry has the wrong sign."


def test_the_message_for_several_blocks_has_a_line_for_each_and_names_the_right_ones():
    problem = two_layer(0)

    def gradient(p):
        right = problem.gradient(p)
        return right | {"W1": right["W1"] - 2 * problem.reg * p["W1"], "b2": -right["b2"]}

    message = failure(problem.f, problem.x, gradient(problem.x), gradient=gradient, reg=problem.reg)
    missing = "2 * reg * W1 (reg = 0.1) is missing in the gradient of W1, or its term is"
    assert missing in message
    assert "very entry of b2 has the wrong sign." in message
    assert message.splitlines()[-1] == "Right: b1, W2."


def test_the_message_is_short_plain_text():
    problem = svm(0, D=300, C=10)
    wrong = changed(problem, lambda g: g + 0.1)
    message = failure(problem.f, problem.x, wrong(problem.x), gradient=wrong, name="dW")
    assert len(message.splitlines()) <= 4
    assert all(len(line) <= 100 for line in message.splitlines())
    assert message.isascii()
    assert message.isprintable() or "\n" in message


def test_small_differences_are_shown_with_the_digits_that_differ():
    wrong = W.copy()
    wrong[0, 0] = 1 + 1e-8
    message = failure(f, W, wrong, reference=lambda W: W)
    assert "expected 1, got 1.00000001." in message


def test_a_gradient_that_cannot_be_judged_fails_too():
    message = failure(lambda x: float(np.abs(x).sum()), np.zeros(3), np.ones(3))
    assert message == (
        "The function has a kink at the tested point, where it has no gradient; choose another point."
    )
    assert failure(lambda x: None, W, W, name="dW") == (
        "dW: the function should return a number, got None; is a return missing?"
    )


def test_regions_and_known_mistakes_reach_the_message():
    mask = np.zeros(W.shape, dtype=bool)
    mask[np.arange(3), [1, 0, 0]] = True
    wrong = np.where(mask, 0.0, W)
    message = failure(f, W, wrong, name="dscores", regions={"the column of the true class": mask})
    assert message.splitlines()[0] == "dscores: only the column of the true class differs."
    named = failure(f, W, wrong, named_wrong={"the true class is left out": wrong})
    assert named.splitlines()[0] == "The gradient equals a well-known mistake: the true class is left out."
