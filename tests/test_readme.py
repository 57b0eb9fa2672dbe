"""The README does what it shows."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml

from autograder.course.course import load_course
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def assignments(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "course.yaml", tmp_path)
    shutil.copytree(ROOT / "assignments" / "losses", tmp_path / "assignments" / "losses")
    return tmp_path / "assignments" / "losses"


@pytest.mark.parametrize("number", [0, 1], ids=["before the fix", "after the fix"])
def test_the_example_prints_what_it_shows(cli, assignments, number):
    code, session = blocks("python")[number], blocks("console")[number]
    command, _, shown = session.partition("\n")
    stub = assignments / "losses.py"
    stub.write_text(stub.read_text() + "\n\n" + code)
    printed = cli(*command.removeprefix("$ autograder ").split(), cwd=assignments).stdout
    beginning, _, end = shown.partition("...\n")
    assert printed.startswith(beginning)
    assert printed.endswith(end)


def test_the_course_entry_is_valid(tmp_path):
    course = yaml.safe_load((ROOT / "course.yaml").read_text())
    course["assignments"] = yaml.safe_load(blocks("yaml")[0])["assignments"]
    file = tmp_path / "course.yaml"
    file.write_text(yaml.safe_dump(course))
    assert load_course(file).assignment("losses").max_points == 6.0


def test_the_worked_sums_are_right():
    from datetime import UTC, datetime, timedelta

    from autograder.course.late import LatePolicy, late_penalty

    due = datetime(2027, 3, 1, 23, 59, tzinfo=UTC)
    policy = LatePolicy(penalty_per_day=10.0)
    assert 20.0 - late_penalty(20.0, due, due + timedelta(hours=25), policy) == 16.0


def test_the_demo_and_ci_commands_run(cli, tmp_path):
    grade = next(
        line for block in blocks("sh") for line in block.splitlines() if "examples/class/losses" in line
    )
    arguments = grade.removeprefix("autograder ").replace("results", str(tmp_path / "results")).split()
    arguments[1] = "examples/class/losses/student-01.py"
    assert cli(*arguments).returncode == 0
    assert (tmp_path / "results" / "student-01.json").is_file()
    ci = next(line for block in blocks("sh") for line in block.splitlines() if "--fail-under" in line)
    shutil.copy(ROOT / "assignments/losses/losses.py", tmp_path)
    run = cli(*ci.removeprefix("autograder ").split(), "--course", ROOT / "course.yaml", cwd=tmp_path)
    assert run.returncode == 1


@pytest.mark.parametrize("link", [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link])
def test_every_link_leads_to_a_file(link):
    assert (ROOT / link.partition("#")[0]).exists()


def test_the_badges_are_true():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    badges = (ROOT / "docs/badges.svg").read_text()
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["project"]["license"] == "MIT"
    assert project["tool"]["mypy"]["strict"] is True
    assert 'aria-label="python: 3.11 or newer; licence: MIT; types: mypy, strict"' in badges


def test_the_instructors_own_steps_are_those_of_the_week():
    """The short list is what the executed script has for the instructor, in its order."""
    page = (ROOT / "docs/instructors.md").read_text()
    (week,) = re.findall(r"```bash\n(.*?)```", page, re.DOTALL)
    commands = re.findall(
        r"^(?:autograder|nbgrader) .*?(?=\s*#|$)", page.partition("```bash")[0], re.MULTILINE
    )
    assert len(commands) > 5
    at = [week.index(command) for command in commands]
    assert at == sorted(at)
