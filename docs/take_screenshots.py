"""Takes the pictures of the pages and of the notebook: ``python -m docs.take_screenshots``.

Grades the sample class, opens its pages in Chromium, and works on the first exercise in JupyterLab, in light and dark.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browsers import chromium
from tests.student.lab import Lab, jupyterlab

ROOT = Path(__file__).parent.parent
CLASS = "examples/class/losses"
# What is shown: the page, the element to begin at, and the size in pixels.
PICTURES = {
    "class_page.png": ("index.html", "h1", (1180, 900)),
    "student_page.png": ("students/student-08.html", "h2[id=svm_loss]", (1180, 640)),
}
THEMES = {"notebook_light.png": "JupyterLab Light", "notebook_dark.png": "JupyterLab Dark"}
_AUTOGRADER = [sys.executable, "-m", "autograder"]


def main() -> None:
    """Take all pictures into docs/."""
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "chromium") as browser:
        take_pages(browser, Path(folder) / "results")
        for name, theme in THEMES.items():
            take_notebook(browser, Path(folder) / theme.split()[-1], theme, ROOT / "docs" / name)


def take_pages(browser: Any, results: Path) -> None:
    """Grade the sample class and take the class page and a student's."""
    grade = ["grade", CLASS, "--assignment", "losses", "--out", results]
    subprocess.run([*_AUTOGRADER, *grade], cwd=ROOT, check=True)
    subprocess.run([*_AUTOGRADER, "report", results, "--submissions", CLASS], cwd=ROOT, check=True)
    for name, (page, element, size) in PICTURES.items():
        _resize(browser, size)
        browser.get((results / "report" / page).as_uri())
        browser.execute_script(f"document.querySelector('{element}').scrollIntoView()")
        browser.save_screenshot(str(ROOT / "docs" / name))


def take_notebook(browser: Any, place: Path, theme: str, picture: Path) -> None:
    """Forget a bias in the first exercise, check it in JupyterLab, and take what the check shows."""
    folder = Path(shutil.copytree(ROOT / "assignments/losses", place / "losses"))
    shutil.copy(ROOT / "course.yaml", place)
    home = place / "home"
    home.mkdir()
    _resize(browser, (1000, 900))
    with jupyterlab(folder, home, theme) as address:
        lab = Lab(browser, address)
        lab.open("losses.ipynb")
        for text in ("import numpy as np", "def as_floats"):
            lab.run(text)
        lab.replace_last_line("def linear_scores", "return X @ W")
        lab.run("def linear_scores")
        lab.run('check("linear_scores")').screenshot(str(picture))


def _resize(browser: Any, size: tuple[int, int]) -> None:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


if __name__ == "__main__":
    main()
