"""A right notebook, saved in many ways, keeps its cells; what had to be repaired is said."""

from __future__ import annotations

import json

import pytest

from autograder.submissions.files import read_folder
from autograder.submissions.finding import find_submissions
from autograder.submissions.notebook_file import MAX_CELLS, open_notebook, without_outputs
from autograder.submissions.units import without_conflict_marks
from autograder.vocabulary.errors import SubmissionError

CELLS = [
    {"cell_type": "markdown", "metadata": {}, "source": "# Größe"},
    {"cell_type": "code", "metadata": {}, "source": "f = 1", "outputs": [], "execution_count": None},
    {"cell_type": "code", "metadata": {}, "source": 'text = ",}"', "outputs": [], "execution_count": None},
]
TEXT = json.dumps({"cells": CELLS, "metadata": {}, "nbformat": 4}, indent=1, ensure_ascii=False)
CONFLICT = TEXT.replace(
    ' "metadata": {},\n "nbformat"', '<<<<<<< HEAD\n "metadata": {},\n=======\n>>>>>>> main\n "nbformat"'
)

SAVED = {
    "as it is": (TEXT.encode(), ""),
    "with a byte order mark": (TEXT.encode("utf-8-sig"), ""),
    "as UTF-16": (TEXT.encode("utf-16"), "UTF-16"),
    "as UTF-16 without a mark": (TEXT.encode("utf-16-le"), "UTF-16"),
    "as Windows text": (TEXT.encode("cp1252"), "Windows text"),
    "with a trailing comma": ((TEXT[:-2] + ",\n}").encode(), "extra commas"),
    "with trailing commas in cells": (TEXT.replace('"outputs": []', '"outputs": [1, ]').encode(), "commas"),
    "with a merge conflict": (CONFLICT.encode(), "merge conflict"),
    "as JSON in JSON": (json.dumps(TEXT).encode(), "is a text with the notebook in it"),
}


@pytest.mark.parametrize(("content", "said"), SAVED.values(), ids=SAVED)
def test_all_cells_are_read_and_a_repair_is_said(content, said):
    notebook = open_notebook(content)

    assert [cell["source"] for cell in notebook.cells][1:] == ["f = 1", 'text = ",}"']
    assert bool(notebook.repairs) == bool(said)
    assert said in " ".join(notebook.repairs)


def test_of_a_notebook_that_is_cut_off_the_whole_cells_are_read():
    notebook = open_notebook(TEXT[: TEXT.index("text = ")].encode())

    assert [cell["source"] for cell in notebook.cells] == ["# Größe", "f = 1"]
    assert "2 cells before the damage" in notebook.repairs[0]


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"cells": 3', b"\x00\x01\x02\x03\x04", b'"' + b"x" * 100, b"[[[["]
)
def test_what_is_no_notebook_is_refused_in_words(content):
    with pytest.raises(SubmissionError, match="notebook"):
        open_notebook(content)


def test_cells_are_bounded_in_number():
    content = json.dumps({"cells": [{"cell_type": "code", "source": "x"}] * (MAX_CELLS + 5)}).encode()

    notebook = open_notebook(content)

    assert len(notebook.cells) == MAX_CELLS
    assert str(MAX_CELLS) in notebook.repairs[0]


def with_outputs(megabytes: int) -> bytes:
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 10**6}}
    cells = [CELLS[0], {**CELLS[1], "outputs": [picture] * megabytes}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def test_outputs_do_not_count_against_the_size_of_a_notebook(tmp_path):
    (tmp_path / "work.ipynb").write_bytes(with_outputs(50))

    files = read_folder(tmp_path)

    assert files.notes == []
    assert len(files.content["work.ipynb"]) < 1000
    assert open_notebook(files.content["work.ipynb"]).cells[1]["source"] == "f = 1"


def test_a_notebook_that_is_not_sound_keeps_its_bytes():
    assert without_outputs(b'{"cells": [') == b'{"cells": ['


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("work.py", TEXT.encode(), "holds a notebook"),
        ("work.ipynb", b"import math\nf = 1\n", "holds a script"),
        ("work.PY", b"f = 1\n", ""),
    ],
)
def test_a_file_is_read_by_what_is_in_it(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)

    (submission,) = find_submissions([tmp_path / name], "work")

    assert "f = 1" in "\n".join(unit.source for unit in submission.units)
    assert said in " ".join(submission.notes)


@pytest.mark.parametrize(
    ("ours", "theirs", "taken"),
    [
        ("f = 1\n", "f = 2; g = 3\n", "below"),
        ("f = 1; g = 2\n", "f = 2\n", "above"),
        ("f = (\n", "f = 2\n", "below"),
        ("", "f = 2\n", "below"),
    ],
)
def test_of_a_conflict_in_code_the_side_with_the_work_is_taken(ours, theirs, taken):
    source, side = without_conflict_marks(
        f"a = 1\n<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\nb = 2\n"
    )

    assert side == f"the part {taken} ======="
    assert source == f"a = 1\n{ours if taken == 'above' else theirs}b = 2\n"


@pytest.mark.parametrize(
    "source", ["a = 1\n", "<<<<<<< HEAD\na = 1\n", "x = '''\n=======\n'''\n", ">>>>>>> a\n"]
)
def test_what_is_no_whole_conflict_is_left_as_it_is(source):
    assert without_conflict_marks(source) == (source, "")
