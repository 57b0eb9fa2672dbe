"""What a student runs needs nothing that only Linux has: the same commands with that taken away from Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.student.conftest import replace_function

ELSEWHERE = Path(__file__).parent / "as_elsewhere"


@pytest.fixture
def run(folder):
    """Run a command in a solved folder of the losses, as on a system without fork, fcntl and resource."""
    losses = folder("losses", solved=True)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        # pytest's plugins here are for other things, and some need what is taken away.
        environment = {**os.environ, "PYTHONPATH": str(ELSEWHERE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=losses,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    run.folder = losses
    return run


def test_python_is_as_it_is_meant_to_be(run):
    assert "No module named 'fcntl'" in run("fcntl").stderr
    assert run("platform").returncode == 0


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("check", "29 of 29 points done"),
        ("check svm_losses --json", '"state": "done"'),
        ("next", "All visible checks pass."),
        ("progress", "29 of 29 points done"),
        ("show test_full_loss_of_the_slides_image", "Run it, change it, delete it as you like."),
    ],
)
def test_a_students_command_works_there(run, command, words):
    done = run("autograder", *command.split())
    assert done.returncode == 0, done.stdout + done.stderr
    assert words in done.stdout


def test_an_endless_loop_ends_there_too_and_no_question_is_asked_that_has_nothing_to_do_with_it(run):
    course = run.folder.parent.parent / "course.yaml"
    course.write_text(course.read_text().replace("check_s: 5 ", "check_s: 0.5 "))
    replace_function(
        run.folder / "losses.py", "def svm_losses(scores, y, delta=1.0):\n    while True: pass\n"
    )
    done = run("autograder", "check", "svm_losses")
    assert done.returncode == 1
    assert "svm_losses did not finish within 0.5 s" in done.stdout
    assert "hint" not in done.stdout


def test_pytest_by_hand_works_there(run):
    done = run("pytest", "-q", "-p", "autograder.running.plugin")
    assert done.returncode == 0, done.stdout + done.stderr
