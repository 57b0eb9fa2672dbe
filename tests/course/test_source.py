"""The percent-format source: what a student's stub keeps, and which markers are refused."""

import ast
from pathlib import Path

import pytest

from autograder.course.source import exercise_cells, read_cells, strip_solutions
from autograder.vocabulary.errors import CourseError

FUNCTION = '''\
# %% exercise="svm_losses"
def svm_losses(scores, y):
    """The SVM loss of each example."""
    scores, y = check(scores, y)
    ### BEGIN SOLUTION
    margins = scores - scores[y]

    return margins.sum()
    ### END SOLUTION


# %%
given = 1
'''

STUB = '''\
# %% exercise="svm_losses"
def svm_losses(scores, y):
    """The SVM loss of each example."""
    scores, y = check(scores, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %%
given = 1
'''

ANSWERS = """\
### BEGIN SOLUTION
ANSWERS = {
    # Which is smallest? "0", "1"
    "smallest": "0",  # choose one

    "größte": ("one "
               "text"), "next": 'é',
    "nested": {"a": 1},
}
### END SOLUTION
"""

BLANK_ANSWERS = """\
ANSWERS = {
    # Which is smallest? "0", "1"
    "smallest": None,  # choose one

    "größte": (None), "next": None,
    "nested": None,
}
"""


def test_a_region_in_a_function_becomes_a_place_to_write():
    assert strip_solutions(FUNCTION) == STUB


def test_every_method_of_a_class_has_its_own_region():
    source = "class Gate:\n" + "".join(
        f"    def {name}(self):\n        ### BEGIN SOLUTION\n        return 1\n        ### END SOLUTION\n"
        for name in ("forward", "backward")
    )
    stub = strip_solutions(source)
    assert stub.count("        raise NotImplementedError()\n") == 2
    assert "return 1" not in stub
    ast.parse(stub)


def test_a_dict_of_answers_keeps_its_questions_and_layout():
    assert strip_solutions(ANSWERS) == BLANK_ANSWERS


def test_source_without_regions_stays_as_it_is():
    assert strip_solutions(STUB) == STUB
    assert strip_solutions("") == ""


def test_the_projects_own_sources_lose_every_solution():
    for path in (Path(__file__).parents[2] / "solutions").glob("*/*.py"):
        if path.stem == path.parent.name:
            stub = strip_solutions(path.read_text(encoding="utf-8"), path.name)
            assert "SOLUTION" not in stub
            assert stub.count("raise NotImplementedError()") >= 5
            compile(stub, path.name, "exec")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "def f():\n    ### BEGIN SOLUTION\n    return 1\n",
            "line 2: this solution has no end; add ### END SOLUTION",
        ),
        ("a = 1\n### END SOLUTION\n", "line 2: this solution ends without having begun"),
        (
            "def f():\n    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    ### END SOLUTION\n",
            "line 3: a solution begins inside the one that began in line 2",
        ),
        (
            "def f():\n    ### BEGIN SOLUTION\n    return 1\n### END SOLUTION\n",
            "line 4: this marker is not indented like its partner in line 2",
        ),
        (
            "def f():\n    ## BEGIN SOLUTION\n    return 1\n    ## END SOLUTION\n",
            "line 2: expected ### BEGIN SOLUTION or ### END SOLUTION, got '## BEGIN SOLUTION'",
        ),
        (
            "def f():\n    ### begin solution\n    return 1\n",
            "line 2: expected ### BEGIN SOLUTION or ### END SOLUTION, got '### begin solution'",
        ),
        (
            "def f():\n    ### BEGIN SOLUTON\n    return 1\n",
            "line 2: expected ### BEGIN SOLUTION or ### END SOLUTION, got '### BEGIN SOLUTON'",
        ),
        (
            "### BEGIN SOLUTION\nx = 3\n### END SOLUTION",
            "line 1: outside of a function, a solution must be a single assignment of a dict",
        ),
        (
            "### BEGIN SOLUTION\nA = {}\nB = {}\n### END SOLUTION",
            "line 1: outside of a function, a solution must be a single assignment of a dict",
        ),
        (
            "### BEGIN SOLUTION\nA = {**B}\n### END SOLUTION",
            "line 1: a dict of answers must name its keys; ** cannot be used in it",
        ),
        (
            "### BEGIN SOLUTION\nA = {\n### END SOLUTION",
            "line 1: this solution is not Python: '{' was never closed",
        ),
    ],
)
def test_markers_that_could_let_a_solution_through_are_refused(source, message):
    with pytest.raises(CourseError) as raised:
        strip_solutions(source, "losses.py")
    assert str(raised.value) == f"losses.py: {message}"


def test_exercises_are_named_in_the_order_of_their_cells():
    source = (
        '# %% [markdown]\n# # Losses\n# %% exercise="b" tags=["hard"]\nb = 1\n# %%\n# %% exercise="a"\na = 1'
    )
    assert exercise_cells(source) == ["b", "a"]
    cells = read_cells(source)
    assert [cell.line for cell in cells] == [1, 3, 5, 6]
    assert cells[1].text == "b = 1"
    assert cells[1].header == 'exercise="b" tags=["hard"]'


def test_a_cell_defines_functions_classes_and_variables():
    source = '# %% exercise="a"\ndef f(): ...\nclass G: ...\nANSWERS = {}\ntyped: int = 1\nif f: inner = 1'
    assert read_cells(source)[0].defined_names() == {"f", "G", "ANSWERS", "typed"}


def test_text_that_mentions_exercises_heads_no_exercise():
    assert exercise_cells("# %% [markdown] exercise one\n# %% an exercise") == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "a = 1\n# %% exercise=svm_loss",
            "line 2: expected # %% exercise=\"name\", got '# %% exercise=svm_loss'",
        ),
        ('# %% exercise="a"\n\n# %% exercise="a"', "line 3: exercise 'a' already has a cell in line 1"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(source, message):
    with pytest.raises(CourseError) as raised:
        exercise_cells(source, "losses.py")
    assert str(raised.value) == f"losses.py: {message}"
