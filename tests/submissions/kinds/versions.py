"""Newer Python in the code, other ways of writing text, and what cannot be read at all."""

from __future__ import annotations

from tests.submissions.material import HandedIn, right, script_with

CASES = {
    "newer-python": HandedIn(
        {"losses.py": script_with("def softmax[T](scores: T) -> T:\n    return scores")},
        notes=(
            r"losses\.py, line \d+: SyntaxError: this needs Python 3\.12 or newer, and it is graded with Python 3\.11; .*",
        ),
    ),
    "windows-lines": HandedIn({"losses.py": right().replace("\n", "\r\n")}),
    "utf-16-script": HandedIn(
        {"losses.py": right().encode("utf-16")}, notes=(r"losses\.py is saved as UTF-16\. .*",)
    ),
    "empty": HandedIn({"losses.py": "  \n"}, None, (r"losses\.py is empty\. .*",)),
    "pdf": HandedIn({"losses.pdf": b"%PDF-1.7"}, None, (r"No losses\.py or losses\.ipynb is among .*",)),
}
