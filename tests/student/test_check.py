"""`autograder check` as a student types it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.student.conftest import replace_function


def notebook_of_the_solution(folder, name):
    """Write the student's notebook with every exercise solved."""
    from autograder.course.source import read_cells

    solution = (ROOT / "solutions" / name / f"{name}.py").read_text()
    solved = {cell.exercise: cell.text for cell in read_cells(solution) if cell.exercise}
    path = folder / f"{name}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in solved:
            cell["source"] = solved[grade_id]
    path.write_text(json.dumps(notebook))


def test_the_first_line_names_the_file_and_that_nothing_is_written(cli, folder):
    run = cli("check", cwd=folder("losses"))

    assert run.returncode == 1
    assert run.stdout.splitlines()[0] == (
        "Reading losses.py; nothing is written yet, nor in losses.ipynb beside it."
    )
    assert "Next: linear_scores (Linear scores). Its task:  autograder next" in run.stdout


def test_a_filled_notebook_beside_an_untouched_script_is_read(cli, folder):
    losses = folder("losses")
    notebook_of_the_solution(losses, "losses")
    run = cli("check", cwd=losses)

    assert run.stdout.splitlines()[0] == "Reading losses.ipynb; losses.py beside it is as it was handed out."
    assert run.returncode == 0, run.stdout
    asked_for = cli("check", "losses.py", cwd=losses).stdout.splitlines()[0]
    assert "there is work in losses.ipynb beside it, which is not read" in asked_for


def test_a_filled_script_beside_an_untouched_notebook_is_read(cli, folder):
    run = cli("check", "svm_losses", cwd=folder("losses", solved=True))

    assert run.stdout.splitlines()[0] == "Reading losses.py; losses.ipynb beside it is as it was handed out."


def test_work_in_both_is_said(cli, folder):
    losses = folder("losses", solved=True)
    notebook_of_the_solution(losses, "losses")

    assert "has work in it too" in cli("check", "svm_losses", cwd=losses).stdout.splitlines()[0]


def test_each_exercise_has_a_line_with_points_state_and_what_is_hidden(cli, folder):
    losses = folder("losses", solved=True)
    replace_function(
        losses / "losses.py", "def svm_losses(scores, y, delta=1.0):\n    return np.zeros(len(y))"
    )
    lines = [line.split() for line in cli("check", cwd=losses).stdout.splitlines()]

    assert ["linear_scores", "2", "points", "warm-up", "done", "3", "hidden"] in lines
    assert next(line for line in lines if line[:2] == ["svm_losses", "3"])[4:7] == ["0", "of", "6"]


def test_only_the_first_failing_check_is_shown_and_the_others_are_counted(cli, folder):
    losses = folder("losses", solved=True)
    replace_function(
        losses / "losses.py", "def svm_losses(scores, y, delta=1.0):\n    return scores[0].nothing"
    )
    short, long = (cli("check", *words, cwd=losses).stdout for words in ((), ("--all",)))

    assert short.count("AttributeError") == 1
    assert "more checks fail for the same reason" in short
    assert long.count("raised    AttributeError") > 4


def test_there_is_no_hint_of_a_check_below_an_exception(cli, folder):
    losses = folder("losses", solved=True)
    replace_function(losses / "losses.py", "def svm_losses(scores, y, delta=1.0):\n    return len(3)")

    shown = cli("check", "svm_losses", cwd=losses).stdout
    assert "raised    TypeError" in shown
    assert "hint" not in shown


def test_output_in_a_pipe_has_neither_colour_nor_symbols(cli, folder):
    assert cli("check", cwd=folder("losses", solved=True)).stdout.isascii()


def test_a_terminal_gets_colour_and_symbols_unless_it_says_no(folder):
    pty = pytest.importorskip("pty")
    losses = folder("losses", solved=True)

    def shown(**environment):
        import os

        said = bytearray()

        def read(fd):
            data = os.read(fd, 1024)
            said.extend(data)
            return data

        code = (
            "import os, sys; os.chdir(sys.argv[1]); os.environ.update(dict(a.split('=') for a in sys.argv[2:]));"
            "sys.argv = ['autograder', 'check', 'svm_losses']; from autograder.commands.cli import main; main()"
        )
        settings = [f"{key}={value}" for key, value in environment.items()]
        wrapper = "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
        command = [sys.executable, "-c", wrapper, sys.executable, "-c", code, str(losses), *settings]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
        return run.stdout.decode()

    assert pty is not None
    lively, plain = shown(TERM="xterm", NO_COLOR=""), shown(TERM="xterm", NO_COLOR="1")
    assert "\x1b[32m✓" in lively
    assert "\x1b" not in plain
    assert "done" in lively
    assert "done" in plain


def test_json_has_the_file_the_states_and_the_messages(cli, folder):
    losses = folder("losses", solved=True)
    replace_function(losses / "losses.py", "def linear_scores(X, W, b):\n    return X")
    report = json.loads(cli("check", "--json", cwd=losses).stdout)

    assert report["schema"] == "autograder/check-1"
    assert report["reads"].startswith("Reading losses.py")
    assert report["next"] == "linear_scores"
    states = {exercise["name"]: exercise["state"] for exercise in report["exercises"]}
    assert states["linear_scores"] == "begun"
    assert states["softmax"] == "done"
    assert "expected" in report["exercises"][0]["checks"][0]["text"]


@pytest.mark.parametrize(
    ("words", "exercise"),
    [
        (["relu_forward"], "relu"),
        (["affine_backward"], "affine"),
        (["MultiplyGate.forward"], "MultiplyGate"),
        (["addgate"], "AddGate"),
        (["relu_backward()"], "relu"),
        (["Recip"], "ReciprocalGate"),
        (["test_the_slides_mul_gate"], "MultiplyGate"),
    ],
)
def test_a_name_of_an_exercise_a_function_or_a_check_runs_the_exercise(cli, folder, words, exercise):
    report = json.loads(cli("check", "--json", *words, cwd=folder("backprop")).stdout)

    assert [each["name"] for each in report["exercises"]] == [exercise]


def test_a_beginning_of_two_names_lists_both(cli, folder):
    run = cli("check", "svm", cwd=folder("losses"))

    assert run.returncode == 2
    assert run.stderr.strip().endswith("type one of them: svm_losses, svm_loss")


@pytest.mark.parametrize("word", [".", "losses.py", "test_losses.py", "losses"])
def test_the_folder_and_its_files_mean_everything(cli, folder, word):
    assert cli("check", word, cwd=folder("losses")).stdout.count("not written yet  ") == 11


def test_above_the_assignments_the_message_says_what_to_type(cli, folder):
    folder("losses")
    above = folder("backprop").parent

    assert "cd losses" in cli("check", cwd=above).stderr
    assert "cd assignments/losses" in cli("check", cwd=above.parent).stderr
    for words, cwd in (
        (["losses"], above),
        (["losses/losses.py"], above),
        (["assignments/losses"], above.parent),
    ):
        assert cli("check", *words, cwd=cwd).stdout.startswith("Reading losses.py")


def test_where_there_are_no_checks_the_message_says_so(cli, tmp_path):
    run = cli("check", cwd=tmp_path)

    assert run.returncode == 2
    assert "no checks here" in run.stderr


@pytest.mark.parametrize("name", ["losses (1)", "hw1"])
def test_a_renamed_folder_is_the_same_assignment(cli, folder, name):
    run = cli("check", "svm_losses", cwd=folder("losses", call_it=name, solved=True))

    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 of 3 points" in run.stdout


@pytest.mark.parametrize("assignment", ["losses", "gradients", "descent", "backprop", "network"])
def test_a_folder_without_course_yaml_works(cli, folder, assignment):
    run = cli("check", cwd=folder(assignment, course=False, solved=True))

    assert run.returncode == 0, run.stdout + run.stderr


def test_all_misspelt_answers_are_named_with_their_choices_quoted(cli, folder):
    losses = folder("losses", solved=True)
    replace_function(
        losses / "losses.py", 'ANSWERS = {**ANSWERS, "svm_minimum": "zero", "svm_maximum": "inf"}'
    )
    shown = cli("check", "ANSWERS", cwd=losses).stdout

    assert (
        'svm_minimum = \'zero\' is not one of its choices: "0, attained", "0, approached but never attained"'
        in shown
    )
    assert "svm_maximum = 'inf'" in shown


def test_next_shows_the_task_of_the_exercise_that_is_begun_with_its_first_failure(cli, folder):
    losses = folder("losses")
    replace_function(losses / "losses.py", "def softmax(scores):\n    return scores")
    shown = cli("next", cwd=losses).stdout

    assert "softmax: Softmax" in shown
    assert "def softmax(scores" in shown
    assert "Returns" in shown
    assert "expected" in shown
    assert shown.splitlines()[-1] == "Then type  autograder check softmax"


def test_progress_has_the_assignments_in_the_courses_order_with_points(cli, folder):
    folder("backprop")
    shown = cli("progress", cwd=folder("losses", solved=True)).stdout.splitlines()

    assert [line.split()[0] for line in shown[:2]] == ["losses", "backprop"]
    assert "29 of 29 points" in shown[0]
    assert "0 of 22 points" in shown[1]


def test_pytest_skips_what_is_not_written_and_reads_the_file_with_work(folder):
    losses = folder("losses", call_it="hw1")

    def run():
        command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"]
        return subprocess.run(command, cwd=losses, capture_output=True, text=True, timeout=120, check=False)

    untouched = run()
    assert untouched.returncode == 0, untouched.stdout
    assert re.search(r"^\d\d skipped in", untouched.stdout, re.MULTILINE)
    assert "svm_loss is not written yet" in untouched.stdout
    notebook_of_the_solution(losses, "losses")
    assert "Reading losses.ipynb" in run().stdout
