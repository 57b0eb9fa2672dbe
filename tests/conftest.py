"""What many tests share: the two courses, and the command line as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
WEATHER = ROOT / "tests" / "courses" / "weather"

RunCli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def weather(tmp_path: Path) -> Path:
    """A copy of the small foreign course, free to be changed."""
    return Path(shutil.copytree(WEATHER, tmp_path / "weather", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture
def cli() -> RunCli:
    """Run ``autograder ARGUMENTS`` in a folder, as a user would."""

    def run(*arguments: object, cwd: Path = ROOT, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "autograder", *map(str, arguments)]
        environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
        return subprocess.run(
            command, cwd=cwd, capture_output=True, text=True, timeout=timeout, env=environment, check=False
        )

    return run


_NBGRADER_GROUPS = {
    "test_release.py": "released",
    "test_week.py": "released",
    "test_sample_classes.py": "classes",
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests that share a graded class in one process; all others go wherever there is room."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if file == "tests/submissions/test_both_doors.py":
                return file
            if file == "tests/reports/test_pages.py":
                return "pages"  # they share a browser
            if not file.startswith("tests/nbgrader/"):
                return nodeid
            return _NBGRADER_GROUPS.get(file.rpartition("/")[2], "graded")

    return Groups(config, log)
