"""The distribution has a name of its own, and nobody is sent to a stranger's package."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# `pip install ... autograder`, as a word of its own: the distribution of that name is not ours.
_BY_NAME = re.compile(r"pip3? install[^\n`]*?(?<![\w.\-/@])autograder(?![\w.\-/])", re.IGNORECASE)


def texts():
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, files.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix in (
            ".py",
            ".md",
            ".ipynb",
            ".yaml",
            ".toml",
            ".txt",
            ".svg",
            ".html",
            "",
        ):
            yield name, path.read_text(encoding="utf-8", errors="replace")


def test_no_text_tells_anybody_to_install_a_strangers_package():
    found = [name for name, text in texts() if name != "tests/test_distribution.py" and _BY_NAME.search(text)]

    assert found == []


@pytest.mark.parametrize(
    ("command", "is_strange"),
    [
        ("pip install autograder", True),
        ("pip install 'autograder[notebook]'", True),
        ("python -m pip install --upgrade autograder==3", True),
        ("pip install descent-autograder", False),
        ("pip install descent_autograder-0.1.0-py3-none-any.whl", False),
        ("pip install -e '.[instructor]'  # then: `autograder build`", False),
        ("pip install ./autograder/", False),
    ],
)
def test_what_counts_as_a_strangers_name(command, is_strange):
    assert bool(_BY_NAME.search(command)) is is_strange


def test_the_extras_refer_to_the_distributions_own_name():
    extras = [entry for entries in PROJECT["optional-dependencies"].values() for entry in entries]
    own = [entry for entry in extras if re.match(r"(\w+-)?autograder\b", entry)]

    assert PROJECT["name"] != "autograder"
    assert len(own) == 2
    assert all(entry.startswith(f"{PROJECT['name']}[") for entry in own)


def test_the_constraints_do_not_pin_the_project_itself():
    names = [line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines()]

    assert PROJECT["name"] not in names
    assert "autograder" not in names
