"""The week in docs/instructors.md, command by command."""

from __future__ import annotations

import csv
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

from tests.nbgrader.term import ROOT, copy_course

# What each student does between fetching and handing in: the first writes everything, the second only hands in.
WORK = """\
#!{python}
import json, sys
if sys.argv[1] == "student-01":
    source = {{cell["id"]: cell for cell in json.load(open("{source}"))["cells"]}}
    notebook = json.load(open("backprop/backprop.ipynb"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {{}}).get("solution"):
            cell["source"] = source[cell["id"]]["source"]
    json.dump(notebook, open("backprop/backprop.ipynb", "w"))
"""


def test_the_week_in_the_instructors_page_plays_as_written(tmp_path):
    course = copy_course(tmp_path / "course")
    (script,) = re.findall(r"```bash\n(.*?)```", (ROOT / "docs" / "instructors.md").read_text(), re.DOTALL)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    work = tmp_path / "work"
    work.write_text(
        WORK.format(python=sys.executable, source=course / "nbgrader/source/backprop/backprop.ipynb")
    )
    work.chmod(work.stat().st_mode | stat.S_IXUSR)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NBGRADER_EXCHANGE": str(exchange),
        "JUPYTER_DATA_DIR": str(tmp_path / "jupyter"),
        "COURSE": str(course),
        "DESKS": str(tmp_path / "desks"),
        "WORK": str(work),
        "PYTHONWARNINGS": "ignore",
    }
    command = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with (course / "grades.csv").open() as file:
        scores = {row["student_id"]: (row["score"], row["max_score"]) for row in csv.DictReader(file)}
    assert scores == {"student-01": ("22.0", "22.0"), "student-02": ("0.0", "22.0")}
    page = course / "nbgrader" / "feedback" / "student-02" / "backprop" / "backprop.html"
    assert "not yet done: AddGate.forward is not written yet" in page.read_text()
    released = list((exchange / "loss-functions" / "feedback").iterdir())
    assert len(released) == 2
