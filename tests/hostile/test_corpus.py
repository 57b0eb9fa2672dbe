"""Each submission of the corpus gets what its first line says, gains nothing and takes nothing from the honest one after it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import msgspec
import pytest

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.outcomes import Outcome
from tests.conftest import WEATHER

CORPUS = Path(__file__).parent / "submissions"
NAMES = sorted(path.stem for path in CORPUS.glob("*.py"))
_POINTS = {
    "0 points": lambda points: points == 0,
    "Full points": lambda points: points == 5,
    "Not full points": lambda points: points < 5,
    "At most 3 points": lambda points: points <= 3,
    "2 points": lambda points: points == 2,
}


_FORK_SERVER = " -I -B -c "  # how one is started, and so what its forks are called


@pytest.fixture(scope="module")
def grade(tmp_path_factory):
    course = tmp_path_factory.mktemp("course") / "weather"
    shutil.copytree(WEATHER, course, ignore=shutil.ignore_patterns("__pycache__"))
    # Of its limits a hostile submission uses up all; short ones show the same.
    file = course / "course.yaml"
    file.write_text(
        file.read_text().replace("{check_s: 2, submission_s: 20}", "{check_s: 0.5, submission_s: 4}")
    )
    workers = Workers()
    grader = Grader(GradingPlan(file, "weather", Isolation.REQUIRED), workers)

    def grade(name: str):
        (submission,) = find_submissions([CORPUS / f"{name}.py"], "weather")
        return grader.grade(msgspec.structs.replace(submission, student=name))

    yield grade
    grader.close()
    workers.close()


def children() -> set[str]:
    """Return the processes below this one, by number."""
    parents = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[entry.name] = parent
        except OSError:
            continue
    found = {str(os.getpid())}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def left_behind(before: set[str]) -> dict[str, str]:
    """Return the processes that have come from a fork server since, by number, with what they were started as.

    What another test of this session starts meanwhile is not counted.
    """
    commands = {pid: command_of(pid) for pid in children() - before}
    return {pid: command for pid, command in commands.items() if _FORK_SERVER in command}


def command_of(pid: str) -> str:
    try:
        return Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    except OSError:
        return "ended meanwhile"


@pytest.mark.parametrize("name", NAMES)
def test_a_submission_of_the_corpus_gets_what_it_says_and_the_next_one_all(grade, name):
    grade("honest")
    before = children()

    result = grade(name)

    said = (CORPUS / f"{name}.py").read_text().partition("\n")[0]
    expected = next(words for words in _POINTS if said.endswith(f" {words}."))
    assert result.points is not None
    assert _POINTS[expected](result.points), (result.points, said)
    outcomes = {check.outcome for exercise in result.exercises for check in exercise.checks}
    assert Outcome.GRADER_ERROR not in outcomes
    for folder in (Path(tempfile.gettempdir()), Path.home(), Path.cwd()):
        assert not (folder / "autograder-hostile").exists()
    assert grade("honest").points == 5.0
    deadline = time.monotonic() + 30
    while (left := left_behind(before)) and time.monotonic() < deadline:  # what was written is being removed
        time.sleep(0.05)
    assert left == {}
