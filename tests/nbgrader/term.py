"""A course in a temporary folder with a real exchange and a real gradebook, on which nbgrader's commands are run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
COURSE_ID = "loss-functions"


@dataclass
class Term:
    """The folders of a term; `log` has what the commands printed."""

    root: Path
    log: list[str] = field(default_factory=list)

    @property
    def exchange(self) -> Path:
        return self.root.parent / "exchange"

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.root / 'gradebook.db'}"

    def desk(self, student: str) -> Path:
        """Return the folder in which a student works."""
        folder = self.root.parent / "desks" / student
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def instructor(self, *arguments: str) -> tuple[str, list[str]]:
        return str(self.root), list(arguments)

    def student(self, name: str, *arguments: str) -> tuple[str, list[str]]:
        own = [f"--course={COURSE_ID}", f"--student={name}", f"--Exchange.root={self.exchange}"]
        return str(self.desk(name)), [*arguments, *own]

    def run(self, commands: Iterable[tuple[str, list[str]]]) -> list[int]:
        """Run nbgrader's commands and return their exit codes."""
        environment = {
            **os.environ,
            "NBGRADER_EXCHANGE": str(self.exchange),
            "JUPYTER_DATA_DIR": str(self.root.parent / "jupyter"),
            "PYTHONWARNINGS": "ignore",
        }
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("commands.py"))],
            input=json.dumps(list(commands)),
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        self.log.append(done.stdout + done.stderr)
        if done.returncode:
            raise AssertionError(self.log[-1])
        codes: list[int] = json.loads(done.stdout.splitlines()[-1])
        return codes


def copy_course(folder: Path) -> Path:
    """Copy what makes up the course, without the engine, into a new folder."""
    folder.mkdir(parents=True)
    skipped = shutil.ignore_patterns("__pycache__")
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for name in ("course.yaml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder
