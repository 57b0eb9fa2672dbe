"""Large and damaged notebooks: what can be saved is graded, and a note says what was done."""

from __future__ import annotations

import json

from tests.submissions.material import HandedIn, code_cell, right, right_notebook

_TEXT = json.dumps(right_notebook(), indent=1)
_PICTURE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBOR" + "A" * 6_000_000}}


def _with_pictures() -> str:
    notebook = right_notebook()
    notebook["cells"][1]["outputs"] = [_PICTURE]
    return json.dumps(notebook)


def _conflict() -> str:
    mark = ' "nbformat": 4,'
    return _TEXT.replace(mark, f"<<<<<<< HEAD\n{mark}\n=======\n{mark}\n>>>>>>> main", 1)


def _cut_off() -> str:
    notebook = right_notebook()
    notebook["cells"].append(code_cell("print('this cell is cut off')"))
    text = json.dumps(notebook, indent=1)
    return text[: text.rindex("cut off")]


CASES = {
    "pictures": HandedIn({"losses.ipynb": _with_pictures()}),
    "trailing-comma": HandedIn(
        {"losses.ipynb": _TEXT.rstrip()[:-1].rstrip() + ",\n}"},
        notes=(r"losses\.ipynb has extra commas in its JSON, .*",),
    ),
    "merge-conflict": HandedIn(
        {"losses.ipynb": _conflict()}, notes=(r"losses\.ipynb contains the marks of a merge conflict; .*",)
    ),
    "utf-16": HandedIn(
        {"losses.ipynb": _TEXT.encode("utf-16")},
        notes=(r"losses\.ipynb is saved as UTF-16; save it as UTF-8\.",),
    ),
    "windows-text": HandedIn(
        {
            "losses.ipynb": json.dumps(right_notebook("# Größe"), ensure_ascii=False).encode(
                "cp1252", "replace"
            )
        },
        notes=(r"losses\.ipynb is not saved as UTF-8; it was read as Windows text\.",),
    ),
    "cut-off": HandedIn(
        {"losses.ipynb": _cut_off()},
        notes=(r"losses\.ipynb is cut off or damaged; the \d+ cells before the damage were read\.",),
    ),
    "notebook-called-py": HandedIn({"losses.py": _TEXT}, notes=(r"losses\.py holds a notebook; .*",)),
    "script-called-ipynb": HandedIn({"losses.ipynb": right()}, notes=(r"losses\.ipynb holds a script; .*",)),
    "nothing-in-it": HandedIn({"losses.ipynb": b""}, None, (r"losses\.ipynb .*",)),
}
