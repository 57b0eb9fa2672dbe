"""`autograder check --watch`: a report at each save."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from autograder.student.place import find_place
from autograder.student.watch import reports_at_each_save
from tests.student.conftest import replace_function


def test_each_save_is_checked_anew(folder):
    losses = folder("losses", solved=True)

    def saves():
        replace_function(losses / "losses.py", "def svm_losses(scores, y, delta=1.0):\n    return 1")
        yield "a save"

    place = find_place(["svm_losses"], losses)
    assert [report.all_passed for report in reports_at_each_save(place, saves())] == [True, False]


def test_watching_a_real_folder_shows_the_save_and_ends_with_one_line(folder):
    losses = folder("losses", solved=True)
    command = [sys.executable, "-u", "-m", "autograder", "check", "--watch", "svm_losses"]
    with subprocess.Popen(
        command, cwd=losses, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as watching:
        assert watching.stdout is not None

        def read_until(words):
            seen = ""
            while words not in seen:
                line = watching.stdout.readline()
                assert line, seen
                seen += line
            return seen

        assert "All visible checks pass" in read_until("Ctrl-C ends")
        (losses / "again.py").write_text(
            ""
        )  # the watcher may start a moment later: saves go on until one is seen
        replace_function(losses / "losses.py", "def svm_losses(scores, y, delta=1.0):\n    return 1")
        stop = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys, time\nfor _ in range(100):\n time.sleep(0.3); open(sys.argv[1], 'a').write('\\n')",
                losses / "losses.py",
            ]
        )
        try:
            assert "6 failed" in read_until("6 failed")
        finally:
            stop.kill()
            stop.wait()
        os.kill(watching.pid, signal.SIGINT)
        rest = watching.stdout.read()
    assert rest.splitlines()[-1] == "Stopped watching."
    assert "Traceback" not in rest
    assert watching.returncode == 1
