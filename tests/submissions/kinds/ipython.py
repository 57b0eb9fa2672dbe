"""What only IPython knows: it costs nothing, and what is dropped is named."""

from __future__ import annotations

from tests.submissions.material import (
    WITHOUT_SOFTMAX,
    HandedIn,
    right_notebook,
    script_with,
    softmax_that,
    with_softmax,
)

_HELPER = "import numpy as np\n\n\ndef row_max(z):\n    return np.asarray(z).max(axis=1, keepdims=True)\n"
_BY_HELPER = softmax_that("pass", "row_max(scores)")

CASES = {
    "display": HandedIn({"losses.ipynb": with_softmax(right_notebook(), softmax_that("display(scores)"))}),
    "colab-guard": HandedIn(
        {
            "losses.ipynb": right_notebook(
                "IN_COLAB = 'google.colab' in str(get_ipython())\n"
                "if IN_COLAB:\n    !pip install numpy\n    from google.colab import drive",
                at=1,
            )
        }
    ),
    "mounts-a-drive": HandedIn(
        {
            "losses.ipynb": right_notebook(
                "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive", at=1
            )
        },
        notes=(r"google is not available during grading; a stand-in took its place\.",),
    ),
    "exported": HandedIn(
        {
            "losses.py": script_with(
                softmax_that("get_ipython().run_line_magic('time', 'pass')"),
                imports="get_ipython().run_line_magic('matplotlib', 'inline')",
            )
        }
    ),
    "writefile": HandedIn(
        {
            "losses.ipynb": with_softmax(
                right_notebook("%%writefile helpers.py\n" + _HELPER, at=1),
                "from helpers import row_max\n" + _BY_HELPER,
            )
        }
    ),
    "runs-a-file": HandedIn(
        {
            "losses.ipynb": with_softmax(right_notebook("%run helpers.py", at=1), _BY_HELPER),
            "helpers.py": _HELPER,
        }
    ),
    "runs-a-notebook": HandedIn(
        {
            "losses.ipynb": with_softmax(right_notebook("%run ./helpers.ipynb", at=1), _BY_HELPER),
            "helpers.ipynb": {
                "cells": [{"cell_type": "code", "metadata": {}, "source": _HELPER, "outputs": []}],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            },
        }
    ),
    "writes-the-exercise": HandedIn(
        {"losses.ipynb": with_softmax(right_notebook(), "%%writefile softmax.py\n" + softmax_that("pass"))}
    ),
    "runs-what-is-not-there": HandedIn(
        {"losses.ipynb": right_notebook("%run gone.py")},
        notes=(r"cell \d+, line 1: FileNotFoundError: gone\.py was not handed in\. .*",),
    ),
    "widgets": HandedIn(
        {
            "losses.ipynb": right_notebook(
                "from ipywidgets import interact\n@interact(x=(0, 10))\ndef show(x=3):\n    print(x)"
            )
        },
        notes=(r"ipywidgets is not available during grading; a stand-in took its place\.",),
    ),
    "shell": HandedIn(
        {"losses.ipynb": right_notebook("!ls -la\nfiles = !ls\n%timeit softmax(np.ones((2, 2)))")},
        notes=(
            r"Lines that only a notebook can run were skipped: cell \d+, line 1 \(!ls -la\), cell \d+, line 2 .*",
        ),
    ),
    "other-language": HandedIn(
        {"losses.ipynb": with_softmax(right_notebook(), "%%skip\n" + softmax_that("pass"))},
        WITHOUT_SOFTMAX,
        (r"Cell \d+ of losses\.ipynb \(%%skip, then 'def softmax\(scores\):'\) .*",),
    ),
}
