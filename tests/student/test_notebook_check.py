"""`check` on functions that live in this process, as in a notebook's kernel."""

from __future__ import annotations

import _thread
import threading

import numpy as np
import pytest

from autograder.student.notebook_check import report_html
from autograder.student.own_checks import check_namespace
from autograder.student.own_report import State
from tests.conftest import ROOT


def test_an_endless_loop_ends_at_its_time_limit_with_the_terminals_message(folder):
    losses = folder("losses")
    course = losses.parent.parent / "course.yaml"
    course.write_text(course.read_text().replace("check_s: 5 ", "check_s: 0.5 "))

    def linear_scores(X, W, b):
        while True:
            pass

    report = check_namespace(losses, ["linear_scores"], {"linear_scores": linear_scores})
    _, check = report.failed_first()
    assert check.outcome.value == "timeout"
    assert check.message.text == (
        "linear_scores did not finish within 0.5 s. Does every loop in it come to an end?",
    )


def test_one_interrupt_ends_all_checks(folder):
    def svm_losses(scores, y, delta=1.0):
        threading.Timer(0.3, _thread.interrupt_main).start()
        while True:
            pass

    with pytest.raises(KeyboardInterrupt):
        check_namespace(folder("losses"), [], {"svm_losses": svm_losses})


def test_a_helper_whose_cell_was_not_run_is_named_once_with_the_remedy(folder):
    namespace = {"np": np}
    exec("def svm_losses(scores, y, delta=1.0):\n    return check_scores_and_labels(scores, y)", namespace)
    report = check_namespace(folder("losses"), ["svm_losses"], namespace)
    page = report_html(report)

    assert page.count("run the cells above first") == 1
    assert "5 more checks fail for the same reason" in page


def test_the_page_says_states_in_words_and_sets_got_beside_expected(folder):
    namespace = {}
    exec((ROOT / "solutions/losses/losses.py").read_text(), namespace)
    losses = folder("losses")
    assert {each.state for each in check_namespace(losses, [], namespace).exercises} == {State.DONE}
    namespace["linear_scores"] = lambda X, W, b: X
    page = report_html(check_namespace(losses, ["linear_scores"], namespace))

    assert "<td>0 of 2</td>" in page
    assert '<th scope="col" class="got">got</th><th scope="col" class="expected">expected</th>' in page


def test_a_wrong_gradient_is_shown_as_a_picture(folder):
    namespace = {}
    exec((ROOT / "solutions/gradients/gradients.py").read_text(), namespace)
    right = namespace["linear_svm_loss"]

    def linear_svm_loss(W, X, y, reg):
        loss, dW = right(W, X, y, reg)
        return loss, dW - 2 * reg * W

    report = check_namespace(
        folder("gradients"), ["linear_svm_loss"], namespace | {"linear_svm_loss": linear_svm_loss}
    )
    drawn = [
        name
        for name, picture in report.pictures.items()
        if "<svg" in picture and "differs everywhere" in picture
    ]
    assert drawn
    maps = {
        check.name: check.message.differs
        for exercise in report.exercises
        for check in exercise.failures
        if check.message is not None and check.message.differs
    }
    assert set(drawn) == set(maps)
    assert all(lines[0].endswith("differs everywhere") for lines in maps.values())


def test_the_notebooks_own_random_numbers_go_on_as_if_nothing_had_been_drawn(folder):
    np.random.seed(7)
    expected = np.random.rand()
    np.random.seed(7)
    check_namespace(folder("losses"), ["linear_scores"], {"linear_scores": lambda X, W, b: np.random.rand()})

    assert np.random.rand() == expected
