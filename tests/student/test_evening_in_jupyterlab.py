"""One exercise as a student does it: the handout's notebook in a real JupyterLab, written, checked, wrong, endless, right."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import pytest

from tests.browsers import chromium, needs_browser

pytestmark = needs_browser
TASK, CHECK = "def linear_scores", 'check("linear_scores")'


@pytest.fixture
def notebook(cli, tmp_path) -> Iterator:
    """The handout of the first assignment, unpacked and opened."""
    from tests.student.lab import Lab, jupyterlab

    assert cli("handout", "losses", "--out", tmp_path / "out").returncode == 0
    with zipfile.ZipFile(tmp_path / "out/losses.zip") as archive:
        archive.extractall(tmp_path)
    course = tmp_path / "losses/course.yaml"
    assert "check_s: 5" in course.read_text()
    course.write_text(course.read_text().replace("check_s: 5", "check_s: 1"))
    home = tmp_path / "home"
    home.mkdir()
    with (
        jupyterlab(tmp_path / "losses", home) as address,
        chromium(tmp_path / "chromium") as browser,
    ):
        lab = Lab(browser, address)
        lab.open("losses.ipynb")
        yield lab


def test_one_exercise_from_the_stub_to_its_points(notebook):
    notebook.run("import numpy as np")
    notebook.run("def as_floats")

    notebook.run(TASK)
    assert "not written yet" in notebook.output(notebook.run(CHECK))

    notebook.replace_last_line(TASK, "return X @ W")
    notebook.run(TASK)
    cell = notebook.run(CHECK)
    said = notebook.output(cell)
    assert "0 of 2" in said
    # JupyterLab sets tables to the right.
    assert {each.value_of_css_property("text-align") for each in notebook.table_cells(cell)} == {"left"}
    assert "[[-2.85, 0.86, 0.28]]" in said  # the slide's scores, which lack their biases here
    assert "save it before you hand it in" in said

    notebook.replace_last_line(TASK, "while True: pass")
    notebook.run(TASK)
    assert "did not finish within 1 s. Does every loop in it come to an end?" in notebook.output(
        notebook.run(CHECK)
    )

    notebook.replace_last_line(TASK, "return X @ W + b")
    notebook.run(TASK)
    said = notebook.output(notebook.run(CHECK))
    assert "2 points" in said
    assert "done" in said
