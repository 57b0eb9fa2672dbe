"""The picture of a report: where a gradient differs, over an array of any size, and the residual against the step."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from autograder.gradcheck import DifferenceMap, check_gradient, difference_map

ROOT = Path(__file__).parents[2]
rng = np.random.default_rng(0)
S = rng.normal(size=(6, 3072))
W = rng.normal(size=(3072, 10)) * 0.02


def f(W):
    return float(np.sum(np.tanh(S @ W)))


def gradient(W):
    return S.T @ (1 - np.tanh(S @ W) ** 2)


def with_column_wrong():
    wrong = gradient(W)
    wrong[:, 3] *= 1.5
    return wrong


@pytest.mark.parametrize("reference", [gradient, None], ids=["with a reference", "black box"])
def test_a_wrong_column_of_a_large_array_is_a_column_of_the_map(reference):
    report = check_gradient(f, W, with_column_wrong(), reference=reference)
    shown = difference_map(report.worst_block)
    assert shown.shape == (3072, 10)
    assert shown.levels.shape == (40, 10)
    np.testing.assert_array_equal(np.flatnonzero((shown.levels > 0).all(axis=0)), [3])
    np.testing.assert_array_equal(np.flatnonzero((shown.levels > 0).any(axis=0)), [3])
    assert shown.complete == (reference is not None)


def test_one_wrong_entry_is_in_the_cell_that_holds_it():
    wrong = gradient(W)
    wrong[1500, 7] += 1.0
    shown = difference_map(check_gradient(f, W, wrong, reference=gradient).worst_block)
    ((row, column),) = np.argwhere(shown.levels > 0)
    assert shown.row_edges[row] <= 1500 < shown.row_edges[row + 1]
    assert column == 7
    assert shown.words == "3072 × 10: 1 of 400 parts differ"


def test_entries_that_differ_by_rounding_only_are_not_marked():
    x = rng.normal(size=(4, 5))
    wrong = 4 * x**3
    wrong[1, 2] += 1.0
    report = check_gradient(lambda x: float(np.sum(x**4)), x, wrong)
    np.testing.assert_array_equal(np.argwhere(difference_map(report.worst_block).levels > 0), [[1, 2]])


@pytest.mark.parametrize("shape", [(), (1,), (7,), (5000,), (2, 3, 4), (1, 1)])
def test_any_shape_has_a_map(shape):
    x = np.asarray(rng.normal(size=shape))
    report = check_gradient(lambda x: float(np.sum(x**2)), x, -2 * x)
    shown = difference_map(report.worst_block)
    assert shown.levels.size <= 40 * 40
    assert (shown.levels > 0).all()
    assert shown.words.endswith("differs everywhere")


@pytest.mark.parametrize("shape", [(), (7,), (5000,), (100, 30), (2, 3, 4)])
def test_a_map_is_text_and_read_back_from_it(shape):
    x = np.asarray(rng.normal(size=shape))
    wrong = np.array(2 * x)
    wrong.flat[0] *= 3
    name = "a, b: 2 × 3"
    report = check_gradient(lambda p: float(np.sum(p[name] ** 2)), {name: x}, {name: wrong})
    shown = difference_map(report.worst_block)
    assert report.difference_lines == shown.lines
    assert sum(map(len, shown.lines)) < 2000
    back = DifferenceMap.from_lines(shown.lines)
    assert (back.name, back.shape, back.row_edges, back.column_edges) == (
        shown.name,
        shown.shape,
        shown.row_edges,
        shown.column_edges,
    )
    np.testing.assert_array_equal(back.levels > 0, shown.levels > 0)
    assert back.lines == shown.lines


@pytest.mark.parametrize(
    "lines",
    [(), ("nothing",), ("2: 1 of 2 entries differ", "x9"), ("99999999999 × 2: 1 of 2 parts differ", ".1")],
)
def test_other_text_is_no_map(lines):
    assert DifferenceMap.from_lines(lines) is None


def test_the_html_holds_well_formed_pictures_with_words_for_those_who_do_not_see_them():
    block = "<W>"
    report = check_gradient(lambda p: f(p[block]), {block: W}, {block: with_column_wrong()})
    page = ET.fromstring(report._repr_html_())
    assert page.find("p").text == str(report)
    assert page.find("p").text.startswith("Only column 3 of <W> differs.")
    pictures = page.findall(".//{http://www.w3.org/2000/svg}svg")
    assert [picture.get("role") for picture in pictures] == ["img", "img"]
    assert "<W>, 3072 × 10: 40 of 400 parts are known to differ" in pictures[0].get("aria-label")
    assert len(report._repr_html_()) < 40_000


def test_a_right_gradient_shows_its_probes_and_states_its_bound():
    report = check_gradient(f, W, gradient(W))
    assert f"An error of more than {report.bound:.1g} of its norm would have been found." in str(report)
    page = ET.fromstring(report._repr_html_())
    (picture,) = page.findall(".//{http://www.w3.org/2000/svg}svg")
    assert "it vanishes" in picture.get("aria-label")


def test_matplotlib_draws_it_and_is_imported_only_then():
    pytest.importorskip("matplotlib")
    program = (
        "import sys, numpy as np\n"
        "from autograder.gradcheck import check_gradient\n"
        "report = check_gradient(lambda x: float(x @ x), np.arange(3.0), np.arange(3.0))\n"
        "assert 'matplotlib' not in sys.modules\n"
        "figure = report.plot()\n"
        "print(len(figure.axes), figure.axes[-2].get_xlabel())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("3 ")
