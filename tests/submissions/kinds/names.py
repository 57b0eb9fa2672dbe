"""A name that a later statement takes over: the function that was written under it counts, and a note names the place."""

from __future__ import annotations

from tests.submissions.material import HandedIn, right_notebook, script_with

_TAKEN = r"{}, line \d+ gives the name {} to something else; the definition \(.*\) was graded\."

CASES = {
    "result-of-itself": HandedIn(
        {"losses.ipynb": right_notebook("softmax = softmax(np.ones((2, 3)))\nprint(softmax)")},
        notes=(_TAKEN.format(r"cell \d+", "softmax"),),
    ),
    "loop-variable": HandedIn(
        {"losses.py": script_with("for softmax in [1, 2]:\n    print(softmax)")},
        notes=(_TAKEN.format(r"losses\.py", "softmax"),),
    ),
    "import": HandedIn(
        {"losses.ipynb": right_notebook("from scipy.special import softmax")},
        notes=(
            _TAKEN.format(r"cell \d+", "softmax"),
            r"scipy is not available during grading; a stand-in took its place\.",
        ),
    ),
    "built-in": HandedIn(
        {"losses.py": script_with("len = 2\nprint(len)")},
        notes=(
            r"losses\.py, line \d+ gives the name of the built-in len to a value; functions were given the built-in\.",
        ),
    ),
    "deleted": HandedIn(
        {"losses.py": script_with("print(softmax)\ndel softmax")},
        notes=(_TAKEN.format(r"losses\.py", "softmax"),),
    ),
    "name-of-an-import": HandedIn(
        {"losses.py": script_with("for np in range(3):\n    print(np)")},
        notes=(r"losses\.py, line \d+ gives the name of the import np to something else; .*",),
    ),
    "second-version": HandedIn(
        {"losses.py": script_with("def softmax_old(s):\n    return s\n\n\nsoftmax_old = softmax")}
    ),
}
