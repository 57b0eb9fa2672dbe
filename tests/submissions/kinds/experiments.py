"""Experiments of one's own below right functions: what does not end is skipped by name, and everything else counts."""

from __future__ import annotations

from tests.submissions.material import HandedIn, right, right_notebook, script_with

_END = len(right().splitlines()) + 2


def _skipped(line: int) -> str:
    return rf"losses\.py, line {line} did not end within \d+ s and was skipped; everything else was graded\."


CASES = {
    "trains-for-minutes": HandedIn(
        {
            "losses.py": script_with(
                "history = []\nfor step in range(10**9):\n    history.append(softmax(np.ones((2, 2)))[0, 0])\n    history.pop()"
            )
        },
        notes=(_skipped(_END + 2),),
    ),
    "while-true-in-a-cell": HandedIn(
        {"losses.ipynb": right_notebook("x = 1\nwhile True:\n    x = -x", at=12)},
        notes=(r"cell \d+, line 2 did not end within \d+ s and was skipped; everything else was graded\.",),
    ),
    "sleeps": HandedIn(
        {"losses.py": script_with("import time\ntime.sleep(600)")}, notes=(_skipped(_END + 2),)
    ),
    "asks-again-and-again": HandedIn(
        {
            "losses.py": script_with(
                "while True:\n    try:\n        n = int(input('n? '))\n        break\n    except Exception:\n        pass"
            )
        },
        notes=(_skipped(_END + 1),),
    ),
    "recursion-without-a-limit": HandedIn(
        {
            "losses.py": script_with(
                "import sys\nsys.setrecursionlimit(10**8)\n\n\ndef down(n):\n    return down(n + 1)\n\n\ndown(0)"
            )
        },
        notes=(r"losses\.py, line \d+.*",),
    ),
    "wrote-a-little-training": HandedIn(
        {
            "losses.ipynb": right_notebook(
                "for k in range(1000):\n    softmax(np.ones((2, 2)))", "print('done')"
            )
        }
    ),
    "leaves-with-an-error": HandedIn(
        {"losses.py": script_with("print(softmax(5))\nassert False, 'still to do'")},
        notes=(r"losses\.py, line \d+: .*", r"losses\.py, line \d+: AssertionError: still to do\. .*"),
    ),
}
