"""Each platform's file, run as the platform runs it: the same files, steps, environment and paths, as far as one machine can."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.conftest import WEATHER
from tests.reports.test_exports import GRADESCOPE

# What only the hidden checks of the weather course say.
SECRETS = (
    "test_many_temperatures",
    "test_a_missing_temperature",
    "whole scale",
    "never the warmest",
    "Monday', nan",
    "divides_first",
    "keeps_nan",
)
WRONG = (WEATHER / "class/student-02.py").read_text() + "\nprint('::error::mine')\nprint('##[error]mine')\n"


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A search path on which `autograder` is this checkout's, as it is after the platform's install step."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "autograder"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m autograder "$@"\n')
    program.chmod(0o755)
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


def copy_course(folder: Path) -> None:
    shutil.copytree(WEATHER, folder, ignore=shutil.ignore_patterns("__pycache__", "class"))


def run(script: str, cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does: bash --noprofile --norc -eo pipefail."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=cwd, env=dict(environment), capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("platform", "file", "schema"),
    [
        ("github", ".github/workflows/grade.yml", "vendor.github-workflows"),
        ("gitlab", "grade.gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_a_file_for_ci_is_valid_by_the_schema_that_its_platform_publishes(
    cli, weather, tmp_path, platform, file, schema
):
    assert cli("ci", "--for", platform, "--out", tmp_path, cwd=weather).returncode == 0

    assert schema_errors(schema, tmp_path / file) == ""


def schema_errors(schema: str, file: Path) -> str:
    """Return what check-jsonschema finds wrong in a file by one of the schemas that it carries."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_workflow_for_github_grades_a_push_and_says_only_what_the_student_may_read(
    cli, weather, tmp_path, path
):
    made = cli("ci", "--for", "github", "--out", tmp_path / "repository", cwd=weather)
    assert made.returncode == 0, made.stderr
    workflow = yaml.safe_load((tmp_path / "repository/.github/workflows/grade.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    workspace = tmp_path / "workspace"
    summary = tmp_path / "summary.md"
    environment = {"PATH": path, "HOME": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary), "CI": "true"}
    log = ""
    for step in workflow["jobs"]["grade"]["steps"]:
        if step.get("uses", "").startswith("actions/checkout"):
            given = step["with"]
            # No step leaves a token on the disk that a submission shares.
            assert given["persist-credentials"] is False
            if "repository" in given:
                assert given["token"] == "${{ secrets.COURSE_TOKEN }}"
                copy_course(workspace / given["path"])
            else:
                own = workspace / given["path"].replace(
                    "${{ github.event.repository.name }}", "weather-student-02"
                )
                own.mkdir(parents=True)
                (own / "weather.py").write_text(WRONG)
        elif step.get("name") == "Install":
            assert step["run"] == "python -m pip install --quiet ./course"
        elif "run" in step:
            assert "${{" not in step["run"]  # what is put into a script by GitHub could be a student's
            done = run(step["run"], workspace, environment)
            assert done.returncode == 0, done.stdout + done.stderr
            log += done.stdout + done.stderr
    said = log + summary.read_text() + (workspace / "junit.xml").read_text()
    assert [secret for secret in SECRETS if secret in said] == []
    commands = [line for line in log.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert [line.split(" ")[0] for line in commands] == ["::error", "::error", "::notice"]
    assert "weather-student-02: 1 of 5 points" in commands[-1]
    assert "# Temperatures: 1 of 5 points" in summary.read_text()
    kept = [
        step["with"]["path"]
        for step in workflow["jobs"]["grade"]["steps"]
        if "upload" in step.get("uses", "")
    ]
    assert kept == ["junit.xml"]


def test_the_pipeline_for_gitlab_grades_a_push_with_the_course_cloned(cli, weather, tmp_path, path):
    assert cli("ci", "--for", "gitlab", "--out", tmp_path, cwd=weather).returncode == 0
    job = yaml.safe_load((tmp_path / "grade.gitlab-ci.yml").read_text())["grade"]
    remote = tmp_path / "remote/my-group/course.git"
    copy_course(remote)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "course"]):
        subprocess.run([*git, *command], cwd=remote, check=True)
    builds = tmp_path / "builds"
    project = builds / "students/weather-student-02"
    project.mkdir(parents=True)
    (project / "weather.py").write_text(WRONG)
    environment = {
        "PATH": path,
        "HOME": str(tmp_path),
        "CI_JOB_TOKEN": "t0ken",
        "CI_SERVER_HOST": "gitlab.example",
        "COURSE_PROJECT": "my-group/course",
        "CI_BUILDS_DIR": str(builds),
        "CI_PROJECT_DIR": str(project),
        "CI_PROJECT_NAME": "weather-student-02",
        "CI_JOB_STARTED_AT": "2027-03-01T10:00:00Z",
        # The address in the file, answered by a folder here.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{tmp_path}/remote/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://gitlab-ci-token:t0ken@gitlab.example/",
    }
    (install,) = [line for line in job["before_script"] if "pip install" in line]
    assert install == "python -m pip install --quiet ./course"
    # GitLab runs before_script and script in one shell, and after_script in another.
    lines = [line for line in (*job["before_script"], *job["script"]) if line != install]
    first = run("\n".join(lines), project, environment)
    after = run("\n".join(job["after_script"]), project, environment)
    assert (first.returncode, after.returncode) == (0, 0), first.stdout + first.stderr + after.stderr
    said = first.stdout + first.stderr + after.stdout + (project / "junit.xml").read_text()
    assert [secret for secret in SECRETS if secret in said] == []
    assert "# Temperatures: 1 of 5 points" in first.stdout
    assert job["artifacts"]["paths"] == ["junit.xml"]


METADATA = {
    "id": 123456,
    "created_at": "2027-03-02T09:30:00.365935-07:00",
    "assignment": {
        "title": "Temperatures",
        "due_date": "2027-03-01T23:00:00.000000-07:00",
        "total_points": "5.0",
    },
    "submission_method": "upload",
    "users": [{"email": "student-02@example.org", "id": 1, "name": "Student Two/../.."}],
    "previous_submissions": [],
}


@pytest.fixture
def gradescope(cli: Any, weather: Path, tmp_path: Path) -> Path:
    """The folder /autograder as Gradescope makes it from the uploaded .zip, with the set-up done."""
    course = weather / "course.yaml"
    course.write_text(
        course.read_text()
        .replace("assignments:", "late: {penalty_per_day: 10}\nassignments:", 1)
        .replace("title: Temperatures", 'title: Temperatures\n    due: "2027-03-01 12:00"')
    )
    made = cli("ci", "--for", "gradescope", "--out", tmp_path, cwd=weather)
    assert made.returncode == 0, made.stderr
    root = tmp_path / "autograder"
    (root / "results").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "gradescope-weather.zip") as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        archive.extractall(root / "source")
    for name in ("setup.sh", "run_autograder"):
        assert modes[name] & stat.S_IXUSR
    shutil.copy(root / "source/run_autograder", root)
    (root / "run_autograder").chmod(0o755)
    (root / "venv").symlink_to(sys.prefix)
    (root / "submission").mkdir()
    (root / "submission/weather.py").write_text(WRONG)
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    return root


def test_gradescopes_autograder_writes_results_with_the_students_name_and_lateness(gradescope):
    done = subprocess.run(
        ["./run_autograder"], cwd=gradescope, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    text = (gradescope / "results/results.json").read_text()
    content = json.loads(text)
    jsonschema.validate(content, GRADESCOPE)
    # 1 point, two days begun: 20 % of it are taken off.
    assert content["score"] == pytest.approx(0.8)
    assert content["extra_data"]["handed_in"] == "2027-03-02T09:30:00.365935-07:00"
    assert [secret for secret in SECRETS if secret in text + done.stdout + done.stderr] == []
    graded = [path.name for path in (gradescope / "graded").glob("*.json")]
    assert graded == ["Student-Two.json"]


def test_a_secret_of_the_environment_goes_along_to_gradescope(cli, weather, tmp_path, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_SECRET", "a secret's value")
    assert cli("ci", "--for", "gradescope", "--out", tmp_path, cwd=weather).returncode == 0
    with zipfile.ZipFile(tmp_path / "gradescope-weather.zip") as archive:
        assert archive.read("secret") == b"a secret's value"


def test_a_fault_of_ours_leaves_gradescope_without_results_and_not_with_a_zero(gradescope):
    checks = gradescope / "source/course/solutions/weather/test_weather_hidden.py"
    checks.write_text(checks.read_text().replace("rng.uniform", "rng.unifrom"))
    (gradescope / "results/results.json").write_text("{}")
    done = subprocess.run(
        ["./run_autograder"], cwd=gradescope, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 3
    assert not (gradescope / "results/results.json").exists()


def test_gradescopes_set_up_installs_the_engine_that_comes_with_it(gradescope):
    text = (gradescope / "source/setup.sh").read_text()
    assert "pip install --quiet engine/*.whl" in text
    (wheel,) = (gradescope / "source/engine").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "autograder/commands/grade.py" in names
    for script in ("setup.sh", "run_autograder"):
        assert subprocess.run(["bash", "-n", gradescope / "source" / script], check=False).returncode == 0


def test_a_course_with_its_engine_beside_it_installs_that_one(cli, weather):
    (weather / "engine").mkdir()
    (weather / "engine/descent_autograder-0.1.0-py3-none-any.whl").write_bytes(b"")
    assert cli("ci", "--for", "github", cwd=weather).returncode == 0
    workflow = yaml.safe_load((weather / ".github/workflows/grade.yml").read_text())
    (install,) = [step for step in workflow["jobs"]["grade"]["steps"] if step.get("name") == "Install"]
    assert install["run"] == "python -m pip install --quiet course/engine/*.whl"


def test_which_assignment_is_asked_for_where_there_are_several(cli):
    run = cli("ci", "--for", "github", "--out", "/nowhere")
    assert run.returncode == 2
    assert "choose from losses, gradients, descent, backprop, network" in run.stderr
