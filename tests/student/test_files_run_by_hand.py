"""An assignment's file run by hand, ``python losses.py``, where matplotlib is not installed: one line, and no failure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SAID = "Figures need matplotlib, which is not installed: python -m pip install matplotlib\n"


@pytest.mark.parametrize("written", [False, True], ids=["as handed out", "with all exercises written"])
@pytest.mark.parametrize("name", ["losses", "gradients", "descent", "backprop", "network"])
def test_without_matplotlib_a_file_says_so_once_and_ends_well(tmp_path, name, written):
    folder = Path(shutil.copytree(ROOT / "assignments" / name, tmp_path / name))
    if written:
        shutil.copy(ROOT / "solutions" / name / f"{name}.py", folder)
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / "matplotlib.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'matplotlib'\", name='matplotlib')\n"
    )
    run = subprocess.run(
        [sys.executable, f"{name}.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(absent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, SAID, "")
