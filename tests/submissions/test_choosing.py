"""The file with the work is graded, whatever lies beside it, and a note says which and why."""

from __future__ import annotations

import json

import pytest

from autograder.submissions.choosing import choose_main

STUB = """import numpy as np


def f(x):
    raise NotImplementedError


def g(x):
    raise NotImplementedError


ANSWERS = {'a': None}
"""
HALF = STUB.replace("raise NotImplementedError", "return x", 1)
DONE = STUB.replace("raise NotImplementedError", "return x")


def notebook(source, outputs=()):
    cell = {"cell_type": "code", "source": source, "outputs": list(outputs), "metadata": {}}
    check = {
        "cell_type": "code",
        "source": 'from autograder import check\ncheck("f")',
        "outputs": [],
        "metadata": {},
    }
    return json.dumps({"cells": [cell, check], "metadata": {}, "nbformat": 4})


def choose(files, stub=STUB):
    return choose_main({name: text.encode() for name, text in files.items()}, "losses", stub)


UNTOUCHED = {
    "as it was": STUB,
    "a comment": STUB.replace("import numpy as np", "import numpy as np  # mine"),
    "line ends": STUB.replace("\n", "\r\n"),
    "blank lines": STUB.replace("\n\n\n", "\n"),
}
COPIES = [
    "losses-Copy1.ipynb",
    "losses (1).ipynb",
    "Copy of losses.ipynb",
    "losses_final.ipynb",
    "work/losses.ipynb",
    "mine.ipynb",
]


@pytest.mark.parametrize("original", UNTOUCHED.values(), ids=UNTOUCHED)
@pytest.mark.parametrize("copy", COPIES)
def test_the_copy_with_the_work_is_graded_not_the_untouched_original(original, copy):
    choice = choose({"losses.py": original, copy: notebook(DONE)})
    assert choice.name == copy
    assert choice.notes == (f"losses.py is still the starter file, so {copy} was graded.",)


def test_an_untouched_notebook_with_outputs_is_no_work():
    output = {"output_type": "stream", "name": "stdout", "text": "1"}
    choice = choose({"losses.ipynb": notebook(STUB, [output]), "losses_v2.py": DONE})
    assert choice.name == "losses_v2.py"


def test_an_old_copy_of_the_starter_changes_nothing():
    assert choose({"losses.py": DONE, "losses_old.py": STUB}).name == "losses.py"
    assert choose({"losses.py": DONE, "losses_old.py": STUB}).notes == ()


def test_of_two_with_work_the_one_with_more_of_it_is_graded_and_both_are_named():
    choice = choose({"losses.py": HALF, "losses-Copy1.py": DONE})
    assert choice.name == "losses-Copy1.py"
    assert "losses-Copy1.py and losses.py both hold work" in choice.notes[0]
    assert "more exercises are written in it" in choice.notes[0]


def test_of_two_with_as_much_work_the_assignments_own_name_is_graded():
    choice = choose({"losses.py": DONE, "losses-Copy1.py": DONE.replace("return x", "return 2 * x")})
    assert choice.name == "losses.py"


def test_work_that_does_not_compile_is_work():
    broken = STUB.replace("    raise NotImplementedError", "    return (x", 1)
    assert choose({"losses.py": STUB, "losses2.py": broken}).name == "losses2.py"
    assert choose({"losses.py": broken, "losses2.ipynb": notebook(DONE)}).name == "losses2.ipynb"


@pytest.mark.parametrize("helper", ["helpers.py", "utils/tools.py", "test_losses.py", "gradients.py"])
def test_a_helper_beside_the_work_is_not_taken_for_it(helper):
    for work in (STUB, HALF):
        assert choose({"losses.py": work, helper: "def h(x):\n    return x\n"}).name == "losses.py"


@pytest.mark.parametrize("broken", ["[]", "", "{"], ids=["no notebook", "an empty file", "cut off"])
def test_a_helper_with_constants_of_its_own_is_not_taken_for_the_work_that_cannot_be_read(broken):
    """It was handed out: figures with colours and sizes at their top, and none of the functions asked for."""
    figures = "import numpy as np\n\ntry:\n    import matplotlib\nexcept ImportError:\n    matplotlib = None\nXOR = [0, 1]\n"
    assert choose({"losses.ipynb": broken, "figures.py": figures}).name == "losses.ipynb"


def test_the_only_file_is_taken_wherever_it_lies():
    assert choose({"a/b/hw.py": DONE, "data.csv": "1"}).name == "a/b/hw.py"


def test_answers_alone_are_work():
    answered = STUB.replace("'a': None", "'a': '0'")
    assert choose({"losses.py": STUB, "losses (2).py": answered}).name == "losses (2).py"
