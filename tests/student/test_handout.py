"""What students get: complete, and without anything that is not theirs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from autograder.course.course import load_course
from autograder.course.public import first_steps
from autograder.upkeep.handout import handout
from autograder.vocabulary.errors import CourseError
from tests.conftest import ROOT

COURSE = load_course(ROOT / "course.yaml")


def everything(files):
    """Yield the content of all files, those in the wheel too."""
    for name, content in files.items():
        if name.endswith(".whl"):
            import io

            with zipfile.ZipFile(io.BytesIO(content)) as wheel:
                yield from ((inner, wheel.read(inner)) for inner in wheel.namelist())
        else:
            yield name, content


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda each: each.name)
def test_nothing_of_the_hidden_folder_is_in_a_handout(assignment):
    hidden = ROOT / "solutions" / assignment.name
    solution = (hidden / f"{assignment.name}.py").read_text()
    regions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", solution, re.DOTALL)
    # The program on the slide, with which a visible check compares.
    public = {"l2 = 1 / (1 + np.exp(-np.matmul(l1, W1)))"}
    lines = {
        line.strip() for region in regions for line in region.splitlines() if len(line.strip()) > 30
    } - public
    checks = {
        name
        for path in hidden.glob("*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    visible = (ROOT / "assignments" / assignment.name / f"{assignment.name}.py").read_text()
    secret = {text for text in (*lines, *checks) if text not in visible}
    assert len(secret) > 20
    for name, content in everything(handout(COURSE, assignment).files):
        assert not name.endswith(".pyc")
        text = content.decode("utf-8", "replace").replace("\\n", "\n").replace('\\"', '"')
        if name.startswith(("test_", "autograder/")):
            found = {line for line in lines if line in text and line in secret}
        else:
            found = {each for each in secret if each in text}
        assert not found, (name, found)


def test_a_working_copy_that_somebody_filled_in_is_refused(weather):
    course = load_course(weather / "course.yaml")
    stub = weather / "assignments/weather/weather.py"
    stub.write_text((weather / "class/student-01.py").read_text())

    with pytest.raises(CourseError, match="autograder build weather"):
        handout(course, course.assignments[0])


def test_the_three_steps_are_the_same_in_readme_handout_and_notebook():
    files = handout(COURSE, COURSE.assignment("losses")).files
    steps = first_steps("losses")

    assert steps in files["README.md"].decode()
    assert steps in (ROOT / "README.md").read_text()
    assert all(
        step.replace('"', '\\"') in files["losses.ipynb"].decode() for step in steps.strip().splitlines()
    )


def test_a_handout_goes_from_stub_to_full_marks_in_an_environment_of_its_own(cli, tmp_path):
    run = cli("handout", "losses", "--out", tmp_path / "out")
    assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(tmp_path / "out/losses.zip") as archive:
        archive.extractall(tmp_path / "evening")
    folder = tmp_path / "evening/losses"
    (wheel,) = folder.glob("*.whl")
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        environment,
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        wheel,
    ]
    installed = subprocess.run(install, capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr
    # What the wheel depends on is taken from here; a download would make the test depend on the network.
    (site,) = environment.rglob("site-packages")
    (site / "borrowed.pth").write_text(str(Path(np.__file__).parent.parent))

    def check():
        command = [python, "-m", "autograder", "check"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)

    stub = check()
    assert stub.returncode == 1
    assert "0 of 29 points" in stub.stdout, stub.stdout + stub.stderr
    (folder / "losses.py").write_text((ROOT / "solutions/losses/losses.py").read_text())
    solved = check()
    assert solved.returncode == 0, solved.stdout
    assert "29 of 29 points" in solved.stdout
