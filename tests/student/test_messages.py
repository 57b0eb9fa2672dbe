"""Messages can be followed: calls run when pasted, values bear the docstring's names."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.student.conftest import replace_function

ASSIGNMENTS = ["losses", "gradients", "descent", "backprop", "network"]


def first(cli, folder, name, code, exercise):
    made = folder(name, solved=True)
    replace_function(made / f"{name}.py", code)
    report = json.loads(cli("check", "--json", exercise, cwd=made).stdout)
    checks = report["exercises"][0]["checks"]
    return next(check["message"] for check in checks if check["outcome"] != "passed")


def test_a_float_is_expected_as_a_float_under_its_docstrings_name(cli, folder):
    code = "def svm_loss(scores, y, delta=1.0):\n    return 0.0, np.zeros(np.shape(scores))"

    assert first(cli, folder, "losses", code, "svm_loss")["expected"].startswith("loss = ")


def test_what_is_expected_has_the_shape_that_the_docstring_asks_for(cli, folder):
    message = first(cli, folder, "losses", "def linear_scores(X, W, b):\n    return X", "linear_scores")

    assert message["expected"] == "[[-2.85, 0.86, 0.28]]"
    assert message["shape"] == "got (1, 4), expected (1, 3)"


def test_a_gates_backward_is_shown_with_its_forward(cli, folder):
    code = (
        "class MultiplyGate(MultiplyGate):\n    def backward(self, dz):\n"
        "        dx, dy = super().backward(dz)\n        return dy, dx"
    )
    message = first(cli, folder, "backprop", code, "MultiplyGate")

    assert message["called"] == "gate = MultiplyGate(); gate.forward(3.0, -4.0); gate.backward(1.0)"
    assert message["got"] == "dx = 3"


def test_a_cache_is_shown_as_what_the_forward_call_returned(cli, folder):
    message = first(cli, folder, "backprop", "def relu_backward(dout, cache):\n    return dout", "relu")

    assert message["called"].splitlines()[0].startswith("_, cache = relu_forward(np.array(")
    assert message["called"].splitlines()[1].endswith(", cache)")


def test_a_row_that_is_right_up_to_rounding_looks_right():
    from autograder import CheckFailure, assert_close

    with pytest.raises(CheckFailure) as failure:
        assert_close(np.array([0.1 + 0.2, 1.0 + 1e-8]), [0.3, 1.0], tolerance=1e-12)
    assert failure.value.message.got == "[0.3, 1.00000001]"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_call_of_a_message_runs_when_it_is_pasted(cli, folder, assignment):
    made = folder(assignment, solved=True)
    (made / f"{assignment}.py").write_text(
        (made / f"{assignment}.py").read_text()
        + "\n\nfor _name, _value in list(globals().items()):\n"
        + "    if type(_value) is type(as_if := lambda: 0) and not _name.startswith(('_', 'as_', 'check_')):\n"
        + "        globals()[_name] = lambda *a, **k: 'wrong'\n"
    )
    report = json.loads(cli("check", "--json", cwd=made).stdout)
    messages = [
        check["message"]
        for each in report["exercises"]
        for check in each["checks"]
        if check["outcome"] == "failed"
    ]
    pasted = [
        message["called"] for message in messages if message.get("called") and not message.get("inputs")
    ]
    assert pasted
    for call in pasted:
        namespace = {"np": np}
        exec((ROOT / "solutions" / assignment / f"{assignment}.py").read_text(), namespace)
        exec(call, namespace)


def test_show_writes_the_call_with_its_inputs_as_a_program_that_runs(cli, folder):
    import subprocess
    import sys

    made = folder("network", solved=True)
    run = cli("show", "test_zero_weights_know_nothing", cwd=made)
    assert "show_zero_weights_know_nothing.py" in run.stdout
    assert "def test_zero_weights_know_nothing" in run.stdout
    program = [sys.executable, "show_zero_weights_know_nothing.py"]
    shown = subprocess.run(program, cwd=made, capture_output=True, text=True, timeout=60, check=False)
    assert shown.returncode == 0, shown.stderr
