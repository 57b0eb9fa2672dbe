"""Helpers anywhere in what was handed in: they are found as on the student's own machine."""

from __future__ import annotations

import io

import numpy as np

from tests.submissions.material import (
    HandedIn,
    code_cell,
    right_notebook,
    script_with,
    softmax_that,
    with_softmax,
)

_HELPER = "import numpy as np\n\n\ndef row_max(z):\n    return np.asarray(z).max(axis=1, keepdims=True)\n"
_BY_HELPER = softmax_that("pass", "row_max(scores)")


def _saved(value: object) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, value)
    return buffer.getvalue()


def _script(
    imports: str, helpers: dict[str, str | bytes], softmax: str = _BY_HELPER, main: str = "losses.py"
) -> HandedIn:
    return HandedIn({main: script_with(softmax, imports=imports), **helpers})


CASES = {
    "beside": _script("from helpers import row_max", {"helpers.py": _HELPER}),
    "star": _script("from helpers import *", {"helpers.py": _HELPER}),
    "by-sys-path": _script(
        "import sys\nsys.path.append('src')\nfrom helpers import row_max", {"src/helpers.py": _HELPER}
    ),
    "by-file-path": _script(
        "import sys, os\nhere = os.path.dirname(os.path.abspath(__file__))\nsys.path.insert(0, os.path.join(here, 'lib'))\n"
        "from helpers import row_max",
        {"lib/helpers.py": _HELPER},
    ),
    "package": _script(
        "from tools.numbers import row_max",
        {
            "tools/__init__.py": "",
            "tools/numbers.py": "from .inner import row_max\n",
            "tools/inner.py": _HELPER,
        },
    ),
    "relative": _script("from .helpers import row_max", {"helpers.py": _HELPER, "__init__.py": ""}),
    "relative-module": _script("from . import helpers\nrow_max = helpers.row_max", {"helpers.py": _HELPER}),
    "folder-of-its-own": _script(
        "from helpers import row_max", {"work/helpers.py": _HELPER}, main="work/losses.py"
    ),
    "from-above": _script(
        "import sys\nsys.path.append('..')\nfrom helpers import row_max",
        {"helpers.py": _HELPER},
        main="work/losses.py",
    ),
    "from-its-own-package": HandedIn(
        {
            "hw/losses.py": script_with(_BY_HELPER, imports="from hw.tools.numbers import row_max"),
            "hw/__init__.py": "",
            "hw/tools/numbers.py": _HELPER,
        }
    ),
    "notebook-as-a-module": HandedIn(
        {
            "losses.ipynb": with_softmax(
                right_notebook("import import_ipynb\nfrom helpers import row_max", at=1), _BY_HELPER
            ),
            "helpers.ipynb": {
                "cells": [code_cell(_HELPER)],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            },
        },
        notes=(r"import_ipynb is not available during grading; a stand-in took its place\.",),
    ),
    "data-file": HandedIn(
        {
            "losses.py": script_with(
                softmax_that("scores = scores + zero"), imports="zero = np.load('data/zero.npy')"
            ),
            "data/zero.npy": _saved(np.zeros(1)),
        }
    ),
    "notebook-with-helper": HandedIn(
        {
            "losses.ipynb": with_softmax(right_notebook("from helpers import *", at=1), _BY_HELPER),
            "helpers.py": _HELPER,
        }
    ),
}
