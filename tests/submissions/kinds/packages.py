"""Packages that the grading machine does not have."""

from __future__ import annotations

from tests.submissions.material import (
    FULL,
    WITHOUT_SOFTMAX,
    HandedIn,
    right_notebook,
    script_with,
    softmax_that,
    svm_losses_over,
)

_ROWS = "range(len(y))"


def _stand_in(package: str) -> tuple[str, ...]:
    return (rf"{package} is not available during grading; a stand-in took its place\.",)


def _script(imports: str, below: str, package: str, points: float = FULL) -> HandedIn:
    return HandedIn({"losses.py": script_with(below, imports=imports)}, points, _stand_in(package))


CASES = {
    "tqdm": _script("from tqdm import tqdm", svm_losses_over(f"tqdm({_ROWS})"), "tqdm"),
    "tqdm-keyword": _script(
        "from tqdm import tqdm", svm_losses_over(f"tqdm(iterable={_ROWS}, desc='rows')"), "tqdm"
    ),
    "tqdm-with": _script(
        "from tqdm.auto import tqdm",
        softmax_that("with tqdm(total=3) as bar: bar.update(1); bar.set_postfix(loss=1.0)"),
        "tqdm",
    ),
    "tqdm-as-a-name": _script(
        "from tqdm import tqdm",
        svm_losses_over(f"(bar := tqdm({_ROWS}))").replace(
            "losses.append", "bar.set_description(f'{i}'); losses.append"
        ),
        "tqdm",
    ),
    "trange": HandedIn(
        {
            "losses.ipynb": right_notebook(
                "from tqdm.notebook import trange", svm_losses_over("trange(len(y), leave=False)")
            )
        },
        notes=_stand_in("tqdm"),
    ),
    "rich-track": _script(
        "from rich.progress import track", svm_losses_over(f"track({_ROWS}, description='rows')"), "rich"
    ),
    "counts-with-a-bar": _script(
        "from tqdm.contrib import tenumerate", svm_losses_over("[i for i, _ in tenumerate(y)]"), "tqdm"
    ),
    "profile-without-an-import": HandedIn({"losses.py": script_with("@profile\n" + softmax_that("pass"))}),
    "icecream": _script(
        "from icecream import ic", softmax_that("scores = ic(scores); ic(); ic('scores', scores)"), "icecream"
    ),
    "njit": _script(
        "from numba import njit, prange",
        "@njit(parallel=True)\n" + svm_losses_over("prange(len(y))"),
        "numba",
    ),
    "profiler": _script(
        "from line_profiler import profile", "@profile\n" + softmax_that("pass"), "line_profiler"
    ),
    "tensor": _script(
        "import torch",
        "def softmax(scores):\n    return torch.softmax(torch.tensor(scores), 1).numpy()",
        "torch",
        WITHOUT_SOFTMAX,
    ),
    "module": _script(
        "import torch.nn as nn", "class Net(nn.Module):\n    def forward(self, x):\n        return x", "torch"
    ),
    "plots": HandedIn(
        {
            "losses.py": script_with(
                "plt.plot([1, 2])\nfig, ax = plt.subplots()\nax.set_title('x')\nplt.show()",
                imports="import matplotlib.pyplot as plt",
            )
        }
    ),
}
