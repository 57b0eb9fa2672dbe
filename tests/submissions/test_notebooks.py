"""The Python in notebooks: cells of every format, and IPython's own syntax put out of action."""

import ast
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.submissions.magics import plain_source
from autograder.submissions.notebooks import notebook_units, written_files
from autograder.submissions.units import Unit


def read(*cells, **metadata):
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    return notebook_units("losses.ipynb", nbformat.writes(notebook).encode())


def test_code_cells_are_units_numbered_among_code_cells():
    units, notes = read(
        new_markdown_cell("# Losses"),
        new_code_cell("import numpy as np"),
        new_raw_cell("raw"),
        new_code_cell("   \n"),
        new_code_cell("loss = 1\nprint(loss)"),
    )
    assert units == (Unit("cell 1", "import numpy as np"), Unit("cell 3", "loss = 1\nprint(loss)"))
    assert notes == ()


def test_source_may_be_a_list_of_lines_or_text():
    cells = [{"cell_type": "code", "source": source} for source in (["a = 1\n", "b = 2"], "c = 3\r\nd = 4")]
    units, _ = notebook_units("losses.ipynb", json.dumps({"nbformat": 4, "cells": cells}).encode())
    assert [unit.source for unit in units] == ["a = 1\nb = 2", "c = 3\nd = 4"]


def test_a_notebook_of_format_3_is_read():
    notebook = nbformat.v3.new_notebook(
        worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell("loss = 1")])]
    )
    units, notes = notebook_units("losses.ipynb", nbformat.v3.writes_json(notebook).encode())
    assert units == (Unit("cell 1", "loss = 1"),)
    assert notes == ()


def test_locked_tests_of_nbgrader_are_not_the_students_work():
    def cell(source, grade, solution):
        marks = {"grade": grade, "solution": solution, "locked": not solution, "grade_id": source}
        return new_code_cell(source, metadata={"nbgrader": marks})

    units, notes = read(cell("given", False, False), cell("work", False, True), cell("test", True, False))
    assert [unit.source for unit in units] == ["given", "work"]
    assert [unit.name for unit in units] == ["cell 1", "cell 2"]
    assert notes == ()


@pytest.mark.parametrize("magic", ["bash", "html", "python3", "javascript"])
def test_a_cell_in_another_language_is_left_out_and_noted(magic):
    units, notes = read(new_code_cell("a = 1"), new_code_cell(f"\n%%{magic}\necho hello"))
    assert [unit.name for unit in units] == ["cell 1"]
    assert notes == (
        f"Cell 2 of losses.ipynb (%%{magic}, then 'echo hello') is not plain Python and was left out.",
    )


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture output"])
def test_a_cell_that_is_timed_or_captured_keeps_its_body(magic):
    units, notes = read(new_code_cell(f"{magic}\nloss = 1"))
    assert units == (Unit("cell 1", f"pass  # {magic}\nloss = 1"),)
    assert notes == ()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b'{"cells": [', "its JSON is damaged"),
        (b'{"cells": [{"cell_type": "co', "its JSON is damaged"),
        (b"\xff\xfe\x00", "its JSON is damaged"),
        (b"[" * 100_000, "its JSON is damaged"),
        (b'{"x": ' + b"9" * 5000 + b"}", "its JSON is damaged"),
        (b"", "its JSON is damaged"),
        (b"[1, 2]", "it has no list of cells"),
        (b'{"cells": {"source": "a = 1"}}', "it has no list of cells"),
        (b'{"worksheets": 3}', "it has no list of cells"),
        (b'{"worksheets": []}', "it has no list of cells"),
        (b'{"cells": []}', "has no code in it"),
        (
            b'{"cells": [3, {"cell_type": "code"}, {"cell_type": "code", "source": {"a": 1}}]}',
            "has no code in it",
        ),
    ],
)
def test_a_notebook_that_cannot_be_read_is_noted(content, part):
    units, notes = notebook_units("losses.ipynb", content)
    assert units == ()
    assert part in notes[0]


def test_text_that_no_source_can_hold_is_replaced():
    content = b'{"cells": [{"cell_type": "code", "source": "a = 1  # \\ud800"}]}'
    units, _ = notebook_units("losses.ipynb", content)
    assert units[0].source == "a = 1  # ?"


def test_a_cell_with_nul_bytes_is_left_out_and_the_others_kept():
    units, notes = read(new_code_cell("a = 1\0"), new_code_cell("b = 2"))
    assert [unit.source for unit in units] == ["b = 2"]
    assert notes == ("Cell 1 of losses.ipynb contains NUL bytes and was left out.",)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("%matplotlib inline", "pass  # %matplotlib inline"),
        ("!pip install numpy", "pass  # !pip install numpy"),
        ("np.sum?", "pass  # np.sum?"),
        ("np.sum??", "pass  # np.sum??"),
        ("?np.sum", "pass  # ?np.sum"),
        ("scores[0].shape?", "pass  # scores[0].shape?"),
        ("files = !ls *.py", "files = None  # !ls *.py"),
        ("out, err = !ls", "out, err = None  # !ls"),
        ("where = %pwd", "where = None  # %pwd"),
        ("%time loss = f(x)", "loss = f(x)"),
        ("%timeit f(x)", "pass  # %timeit f(x)"),
    ],
)
def test_ipython_syntax_becomes_a_statement_that_does_nothing(line, plain):
    source = f"a = 1\n{line}\nif a:\n    {line}\nb = 2"
    assert without_magics(source) == f"a = 1\n{plain}\nif a:\n    {plain}\nb = 2"
    ast.parse(without_magics(source))


def test_a_magic_over_several_lines_is_put_out_of_action_as_a_whole():
    source = "!pip install \\\n    numpy \\\n    scipy\nloss = 1"
    assert without_magics(source) == "pass  # !pip install \\\n#     numpy \\\n#     scipy\nloss = 1"


def without_magics(source):
    return plain_source(source).source


PYTHON_THAT_LOOKS_LIKE_MAGIC = [
    'text = """\n%matplotlib inline\n!ls\nwhat?\n"""',
    "text = '''it's \\''' no end\n%time\n'''",
    "remainder = (a\n    % b)",
    "remainder = a \\\n    % b",
    "different = [a\n    != b]",
    'text = f("""%s""" % "(",\n    "%d"\n    % 3)',
    'text = "#"; more = """\n!ls\n"""',
    "# ''' a comment that opens nothing\nvalue = 3  # is it 3?\n# really?",
    'pattern = r"\\(\\""\nother = "(["\nvalue = 1',
    '"""Is this a docstring?"""',
    "if a != b: c = 'x?'",
    "empty = ''\nmore = \"\"\nvalue = a % b",
    'text = "a \\\n% b"',
]


@pytest.mark.parametrize("source", PYTHON_THAT_LOOKS_LIKE_MAGIC)
def test_python_is_left_as_it_is(source):
    ast.parse(source)
    assert without_magics(source) == source


@pytest.mark.parametrize("source", PYTHON_THAT_LOOKS_LIKE_MAGIC)
def test_a_magic_after_such_python_is_still_found(source):
    assert without_magics(f"{source}\n%matplotlib inline") == f"{source}\npass  # %matplotlib inline"


def test_the_standard_library_is_left_as_it_is_and_a_magic_after_it_is_found():
    for path in Path(os.__file__).parent.glob("*.py"):
        source = path.read_text(encoding="utf-8").rstrip()
        assert without_magics(f"{source}\n!ls") == f"{source}\npass  # !ls", path.name


@pytest.mark.parametrize("line", ["a" + " " * 300_000 + "b", "a" * 300_000, "a[" * 150_000, "\"'" * 150_000])
def test_a_very_long_line_takes_no_longer_than_its_length(line):
    assert without_magics(line) == line  # hours, if some pattern took the square of the length


def test_broken_python_around_a_magic_does_no_harm():
    assert (
        without_magics("def f(:\n%matplotlib inline\n)]}\n!ls")
        == "def f(:\n%matplotlib inline\n)]}\npass  # !ls"
    )


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("%run helpers.py", "helpers.py"),
        ("%run -i helpers.py --fast", "helpers.py"),
        ("%run 'my helpers.py'", "my helpers.py"),
        ("%load helpers.py", "helpers.py"),
    ],
)
def test_a_file_that_a_magic_runs_is_run(line, file):
    assert without_magics(line) == f"get_ipython().run_line_magic('run', {file!r})"


def test_a_cell_that_writes_a_file_is_that_file():
    cells = [
        new_code_cell("%%writefile helpers.py\na = 1"),
        new_code_cell("%%writefile -a helpers.py\nb = 2"),
    ]
    content = nbformat.writes(new_notebook(cells=[*cells, new_code_cell("import helpers")])).encode()

    assert written_files(content) == {"helpers.py": b"a = 1\nb = 2\n"}
    units, notes = notebook_units("losses.ipynb", content)
    assert [unit.source for unit in units] == ["import helpers"]
    assert notes == ()


@pytest.mark.parametrize(
    ("cell", "other"),
    [
        ("%%writefile extra.py\na = 1", "softmax = extra"),
        ("%%writefile losses.py\na = 1", "from losses import *"),
    ],
)
def test_a_cell_that_writes_a_module_which_nobody_uses_or_the_work_itself_is_code(cell, other):
    content = nbformat.writes(new_notebook(cells=[new_code_cell(cell), new_code_cell(other)])).encode()
    units, _ = notebook_units("losses.ipynb", content)
    assert [unit.source for unit in units] == ["\na = 1", other]


def test_lines_that_may_have_mattered_are_named_together_with_their_cells():
    _, notes = read(
        new_code_cell("%matplotlib inline\n!pip install x\n!python train.py"),
        new_code_cell("a = %sql select 1"),
    )
    assert notes == (
        "Lines that only a notebook can run were skipped: cell 1, line 3 (!python train.py), cell 2, line 1 (a = %sql select 1).",
    )


@pytest.mark.parametrize(
    "cell", [new_raw_cell("def softmax(x):\n    return x"), new_markdown_cell("import math\nx = 1")]
)
def test_code_in_a_cell_that_is_no_code_cell_is_named(cell):
    units, notes = read(cell, new_code_cell("a = 1"))
    assert [unit.source for unit in units] == ["a = 1"]
    assert "holds code" in notes[0]
    assert repr(cell.source.split("\n")[0]) in notes[0]
