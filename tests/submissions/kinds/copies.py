"""The work is in a copy beside the file that was handed out, or under a name of the student's own."""

from __future__ import annotations

from tests.submissions.material import HandedIn, right, right_notebook, starter, starter_notebook

_STILL_STARTER = r"losses\.(py|ipynb) is still the starter file, so {} was graded\."

CASES = {
    "copy-of-jupyter": HandedIn(
        {"losses.ipynb": starter_notebook(), "losses-Copy1.ipynb": right_notebook()},
        notes=(_STILL_STARTER.format(r"losses-Copy1\.ipynb"),),
    ),
    "copy-of-a-browser": HandedIn(
        {"losses.py": starter(), "losses (1).py": right()},
        notes=(_STILL_STARTER.format(r"losses \(1\)\.py"),),
    ),
    "copy-of-a-drive": HandedIn(
        {"losses.ipynb": starter_notebook(), "Copy of losses.ipynb": right_notebook()},
        notes=(_STILL_STARTER.format(r"Copy of losses\.ipynb"),),
    ),
    "final-final": HandedIn(
        {"losses.py": starter().replace("\n", "\r\n"), "losses_final_FINAL.py": right()},
        notes=(_STILL_STARTER.format(r"losses_final_FINAL\.py"),),
    ),
    "below-work": HandedIn(
        {"losses.py": starter() + "\n# see work\n", "work/losses.py": right()},
        notes=(_STILL_STARTER.format(r"work/losses\.py"),),
    ),
    "renamed": HandedIn({"hw1.py": right()}, notes=(r"hw1\.py was graded; next time, name it losses\.py\.",)),
    "renamed-folder": HandedIn({"losses (1)/losses.py": right()}),
    "deep-down": HandedIn(
        {"a/b/c/my solution.ipynb": right_notebook()},
        notes=(r"a/b/c/my solution\.ipynb was graded; next time, name it losses\.ipynb\.",),
    ),
    "ending-of-an-editor": HandedIn(
        {"losses.py.txt": right()}, notes=(r"losses\.py\.txt was read as losses\.py; .*",)
    ),
    "ending-of-a-browser": HandedIn(
        {"losses.ipynb.json": right_notebook()}, notes=(r"losses\.ipynb\.json was read as losses\.ipynb; .*",)
    ),
    "no-ending": HandedIn(
        {"losses": right()}, notes=(r"losses was graded; next time, name it losses\.py\.",)
    ),
    "two-with-work": HandedIn(
        {"losses.py": right(), "losses-Copy1.ipynb": right_notebook()},
        notes=(r"losses\.py and losses-Copy1\.ipynb both hold work; losses\.py was graded, since .*",),
    ),
}
