"""With a secret, the numbers that hidden checks draw cannot be worked out from a public repository; nothing else changes."""

from __future__ import annotations

import json
import re

import pytest

HIDDEN = "test_many_temperatures_agree_with_the_reference"
SECRET = "a word that stands nowhere else"
VARIABLE = "AUTOGRADER_SECRET"


@pytest.fixture
def drawn(cli, weather, monkeypatch):
    """Return what the hidden check of a course with these secrets draws first."""
    unchanged = (weather / "course.yaml").read_text()
    monkeypatch.delenv(VARIABLE, raising=False)

    def first(in_file: str = "", in_environment: str = "") -> str:
        (weather / "course.yaml").write_text(unchanged + (f"secret: {in_file}\n" if in_file else ""))
        monkeypatch.setenv(VARIABLE, in_environment)
        explain = ("grade", "class", "--assignment", "weather", "--explain", "student-01", HIDDEN)
        return re.search(r"argument 1: (\S+)", cli(*explain, cwd=weather).stdout)[1]

    return first


def test_a_secret_changes_what_hidden_checks_draw_and_is_the_same_wherever_it_stands(drawn):
    public = drawn()
    assert drawn(in_file=SECRET) != public
    assert drawn(in_environment=SECRET) == drawn(in_file=SECRET)
    assert drawn(in_file="another", in_environment=SECRET) == drawn(in_file=SECRET)
    assert drawn() == public


def test_a_secret_changes_no_points_and_stands_in_nothing_that_is_stored_or_said(
    cli, weather, monkeypatch, tmp_path
):
    def graded(name: str) -> tuple[list[dict], str]:
        out = tmp_path / name
        run = cli("grade", "class", "--assignment", "weather", "--out", out, cwd=weather)
        assert run.returncode == 0, run.stderr
        cli("report", out, cwd=weather)
        written = [path.read_text(errors="replace") for path in out.rglob("*") if path.is_file()]
        results = [json.loads(path.read_text()) for path in sorted(out.glob("*.json"))]
        return results, "".join([run.stdout, run.stderr, *written])

    monkeypatch.delenv(VARIABLE, raising=False)
    public, _ = graded("public")
    (weather / "course.yaml").write_text((weather / "course.yaml").read_text() + f"secret: {SECRET}\n")
    secret, said = graded("secret")

    assert [each["points"] for each in secret] == [each["points"] for each in public]
    assert all(a["digest"] != b["digest"] for a, b in zip(secret, public, strict=True))
    assert SECRET not in said


READER = """
import gc, os, sys

def seen():
    found = [str(dict(os.environ)), str(sys.argv)]
    for path in ("/proc/self/environ", "/proc/self/cmdline", f"/proc/{os.getppid()}/environ"):
        try:
            found.append(open(path, errors="replace").read())
        except OSError:
            pass
    found += [repr(each)[:100000] for each in gc.get_objects() if type(each) in (dict, list, tuple)]
    return "".join(found)

def to_celsius(fahrenheit):
    word = " ".join(["a", "word", "that", "stands"])
    print("found it" if word in seen() else "nothing")
    return 1.0
"""


@pytest.mark.parametrize("place", ["file", "environment"])
def test_a_worker_does_not_have_the_secret(cli, weather, monkeypatch, tmp_path, place):
    (weather / "class/student-01.py").write_text(READER)
    if place == "file":
        (weather / "course.yaml").write_text((weather / "course.yaml").read_text() + f"secret: {SECRET}\n")
    else:
        monkeypatch.setenv(VARIABLE, SECRET)
    out = tmp_path / "results"
    run = cli("grade", "class/student-01.py", "--assignment", "weather", "--out", out, cwd=weather)
    assert run.returncode == 0, run.stderr
    result = json.loads((out / "student-01.json").read_text())
    printed = {line for check in result["exercises"][0]["checks"] for line in check["message"]["printed"]}
    assert printed == {"nothing"}


def test_a_handout_leaves_the_secret_at_home(cli, weather, tmp_path):
    (weather / "course.yaml").write_text((weather / "course.yaml").read_text() + f"secret: {SECRET}\n")
    run = cli("handout", "weather", "--out", tmp_path / "out", cwd=weather)
    assert run.returncode == 0, run.stderr
    files = [path for path in (tmp_path / "out/weather").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
