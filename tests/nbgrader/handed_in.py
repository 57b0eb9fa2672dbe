"""Notebooks as students hand them in: right ones, half done ones, damaged ones and hostile ones."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]


def grade_id(cell: dict[str, Any]) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def cell_of(notebook: Notebook, name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if grade_id(cell) == name)


def solved(released: Notebook, source: Notebook) -> Notebook:
    """Return the released notebook with the solutions of the source notebook filled in."""
    notebook = copy.deepcopy(released)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = cell_of(source, grade_id(cell))["source"]
    return notebook


def with_code(notebook: Notebook, code: str) -> Notebook:
    """Return the notebook with one more code cell on top."""
    changed = copy.deepcopy(notebook)
    cell = {"cell_type": "code", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
    changed["cells"].insert(0, cell)
    return changed


def _change(change: Callable[[Notebook], None]) -> Callable[[Notebook], bytes]:
    def changed(notebook: Notebook) -> bytes:
        copied = copy.deepcopy(notebook)
        change(copied)
        return json.dumps(copied).encode()

    return changed


def _delete(notebook: Notebook) -> None:
    notebook["cells"].remove(cell_of(notebook, "svm_loss"))
    notebook["cells"].remove(cell_of(notebook, "test_softmax"))


def _duplicate(notebook: Notebook) -> None:
    for name in ("svm_loss", "test_svm_loss"):
        notebook["cells"].append(copy.deepcopy(cell_of(notebook, name)))


def _rename(notebook: Notebook) -> None:
    cell_of(notebook, "svm_loss")["metadata"]["nbgrader"]["grade_id"] = "my_loss"


def _edit_locked(notebook: Notebook) -> None:
    cell = cell_of(notebook, "test_softmax")
    cell["source"] = "import os\nos._exit(0)"
    cell["metadata"]["nbgrader"]["points"] = 1000


def _unlock(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader")
        if marks:
            marks |= {"locked": False, "grade": True, "solution": True, "points": 99, "schema_version": 1}


def _break_metadata(notebook: Notebook) -> None:
    for at, cell in enumerate(notebook["cells"]):
        marks = cell["metadata"].get("nbgrader")
        if marks and at % 2:
            cell["metadata"]["nbgrader"] = {"grade_id": marks["grade_id"], "unknown": [1], "points": "many"}
        elif not marks:
            cell["metadata"] = []


def _reverse(notebook: Notebook) -> None:
    cells = notebook["cells"]
    places = [at for at, cell in enumerate(cells) if cell["metadata"].get("nbgrader", {}).get("solution")]
    for place, cell in zip(places, [cells[at] for at in reversed(places)]):
        cells[place] = cell


def _magics(notebook: Notebook) -> None:
    notebook["cells"][:] = with_code(
        notebook,
        "%matplotlib inline\n!pip install nothing\nfiles = !ls\nimport matplotlib.pyplot as plt\nplt.plot([1])\n"
        "name = input('Who are you? ')\nget_ipython().run_line_magic('pwd', '')",
    )["cells"]


def _old_format(notebook: Notebook) -> bytes:
    cells = []
    for cell in copy.deepcopy(notebook["cells"]):
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
            cell.pop("execution_count")
            cell |= {"language": "python", "collapsed": False, "prompt_number": 1}
        cells.append(cell)
    old = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
    return json.dumps(old).encode()


# What was done to the solved notebook, and what it then costs by exercise: all points of those named; None: it cannot be read.
DAMAGED: dict[str, tuple[Callable[[Notebook], bytes], tuple[str, ...] | None]] = {
    "deleted-cells": (_change(_delete), ("svm_loss",)),
    "duplicated-cells": (_change(_duplicate), ()),
    "renamed-cell": (_change(_rename), ()),
    "reversed-order": (_change(_reverse), ()),
    "edited-locked-cells": (_change(_edit_locked), ()),
    "unlocked-cells": (_change(_unlock), ()),
    "broken-metadata": (_change(_break_metadata), ()),
    "magics-and-input": (_change(_magics), ()),
    "wrong-kernel": (_change(lambda n: n["metadata"].update(kernelspec={"name": "julia-1.9"})), ()),
    "old-format": (_old_format, ()),
    "truncated-file": (lambda notebook: json.dumps(notebook).encode()[:-500], ()),
    "no-notebook": (lambda notebook: b"[]", None),
    "empty-file": (lambda notebook: b"", None),
}

_FULL_MARKS = "display_data({'text/plain': '29.0'}, raw=True)"
# Code on top of the untouched notebook; none of it may earn anything.
HOSTILE = {
    "input-transformer": (
        "get_ipython().input_transformers_post.append(lambda lines: ['29.0'])\n"
        "import sys\nsys.displayhook = lambda value: print(29.0)\n29.0"
    ),
    "display-hook": (
        "class Full(float):\n    def _repr_mimebundle_(self, **_): return {'text/plain': '29.0'}\n"
        f"from IPython.display import display_data\n{_FULL_MARKS}\nget_ipython().ast_transformers.append(Full)\nFull(29)"
    ),
    "patched-numpy": (
        "import numpy as np\nnp.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n"
        "np.testing.assert_allclose = lambda *a, **k: None"
    ),
    "patched-autograder": (
        "import sys, types\nfake = types.ModuleType('autograder')\nfake.check = lambda name: 29.0\n"
        "sys.modules['autograder'] = fake\nimport builtins\nbuiltins.AssertionError = ValueError"
    ),
    "reads-the-source": (
        "import glob\nfor path in ['{root}/nbgrader/source/losses/losses.ipynb', '{root}/solutions/losses/losses.py',\n"
        "             '../../../source/losses/losses.ipynb', *glob.glob('{root}/**/*.py', recursive=True)]:\n"
        "    try:\n        exec(open(path).read())\n    except Exception as error:\n        print(error)"
    ),
    "trigger-in-the-gradebook": (
        "import sqlite3\nfor path in ['{root}/gradebook.db', 'gradebook.db', '../../../gradebook.db']:\n"
        "    try:\n        db = sqlite3.connect(path)\n"
        "        db.execute('CREATE TRIGGER full AFTER UPDATE ON grade BEGIN UPDATE grade SET auto_score = 29; END')\n"
        "        db.commit()\n    except Exception as error:\n        print(error)"
    ),
    "background-process": (
        "import os, subprocess, time\n"
        "try:\n    subprocess.Popen(['sh', '-c', 'sleep 1; touch {root}/escaped'], start_new_session=True)\n"
        "except BaseException:\n    pass\n"
        "if os.fork() == 0:\n    os.setsid()\n    time.sleep(1)\n    open('{root}/escaped', 'w')\n    os._exit(0)"
    ),
    "writes-the-result": (
        "import os\nfor name in ['{root}/nbgrader/autograded', '{root}/results']:\n"
        "    try:\n        os.makedirs(name, exist_ok=True)\n        open(name + '/escaped', 'w').write('29')\n"
        "    except OSError as error:\n        print(error)\nraise SystemExit(0)"
    ),
}


def claims_a_score(untouched: Notebook) -> Notebook:
    """Return the untouched notebook with saved outputs that nbgrader would read as full marks, and a script."""
    notebook = copy.deepcopy(untouched)
    claim = {
        "output_type": "execute_result",
        "data": {"text/plain": "29.0"},
        "metadata": {},
        "execution_count": 1,
    }
    script = {
        "output_type": "display_data",
        "data": {"text/html": "<script>alert('x-output')</script>"},
        "metadata": {},
    }
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [claim, script]
    text = "<script>alert('x-markdown')</script> [a](javascript:alert('x-link'))"
    notebook["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": text})
    notebook["cells"].insert(
        1, {"cell_type": "raw", "metadata": {}, "source": "<script>alert('x-raw')</script>"}
    )
    return notebook


# Hands in a notebook that imports what lies beside it, where `plant_links` puts the solution.
IMPORTS_A_LINK = "from given import *\nfrom folder.losses import *\nexec(open('given.py').read())"


def plant_links(inbound: Path, root: Path) -> None:
    """Change what is in the exchange, where every student may write, so that copying it follows a link to the solution."""
    secret = root / "solutions" / "losses"
    (record,) = inbound.glob("links-to-the-solution+losses+*")
    (record / "given.py").symlink_to(secret / "losses.py")
    (record / "folder").symlink_to(secret)
    os.mkfifo(record / "waits-for-ever.py")
    (inbound / "is-a-link+losses+2026-03-02 10:00:00 UTC+x").symlink_to(secret)
    (inbound / "is-a-file+losses+2026-03-02 10:00:00 UTC+x").write_text("")
    (inbound / "has-no-time+losses+soon").mkdir()
    deep = inbound / "is-too-deep+losses+2026-03-02 10:00:00 UTC+x" / "/".join(["d"] * 50)
    deep.mkdir(parents=True)
