"""The students' notebooks: what is in them, that they run, and that nothing secret is released."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from autograder.course.course import load_course
from autograder.nbgrader_bridge.products import notebook_products, public_course
from tests.nbgrader.conftest import ASSIGNMENTS, read
from tests.nbgrader.handed_in import solved
from tests.nbgrader.term import Term


def printed(notebook, name: str) -> str:
    cell = next(cell for cell in notebook.cells if cell.id == name)
    return "".join(
        output.data["text/plain"] for output in cell.outputs if output.output_type == "display_data"
    )


@pytest.fixture(scope="module")
def executed(released: Term, tmp_path_factory: pytest.TempPathFactory):
    """Every notebook, as released and solved, run from top to bottom in the folder that a student fetched."""
    results = tmp_path_factory.mktemp("executed")
    running = []
    for state in ("released", "solved"):
        jobs = []
        for name in ASSIGNMENTS:
            folder = released.desk("fetcher") / name
            source = folder if state == "released" else released.root / "nbgrader" / "source" / name
            jobs.append([str(source / f"{name}.ipynb"), str(folder), str(results / f"{name}-{state}.ipynb")])
        command = [sys.executable, str(Path(__file__).with_name("execute.py"))]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        running.append((process, json.dumps(jobs)))
    with ThreadPoolExecutor(len(running)) as pool:
        ends = [pool.submit(process.communicate, jobs) for process, jobs in running]
        problems = [end.result()[1] for end in ends]
    assert [process.returncode for process, _ in running] == [0, 0], problems
    return {
        (name, state): nbformat.read(results / f"{name}-{state}.ipynb", as_version=4)
        for name in ASSIGNMENTS
        for state in ("released", "solved")
    }


def exercises(term: Term, name: str):
    return load_course(term.root / "course.yaml").assignment(name).exercises


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_released_notebook_runs_and_says_what_is_not_yet_done(released, executed, name):
    for exercise in exercises(released, name):
        said = printed(executed[name, "released"], f"test_{exercise.name}")
        assert "not written yet" in said
        assert "Visible checks: 0 passed" in said


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_solved_notebook_runs_and_passes_every_visible_check(released, executed, name):
    for exercise in exercises(released, name):
        assert "All visible checks pass" in printed(executed[name, "solved"], f"test_{exercise.name}")


def test_a_figure_cell_of_the_solved_notebook_draws(executed):
    cells = executed["losses", "solved"].cells
    outputs = [
        output for cell in cells if "figure" in cell.metadata.get("tags", []) for output in cell.outputs
    ]
    assert any("image/png" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_points_of_the_test_cells_are_those_of_course_yaml(released, name):
    marks = [
        cell["metadata"].get("nbgrader")
        for cell in read(released.desk("fetcher") / name / f"{name}.ipynb")["cells"]
    ]
    points = {mark["grade_id"]: mark["points"] for mark in marks if mark and mark["grade"]}
    graded = {f"test_{each.name}": each.points for each in exercises(released, name) if not each.stretch}
    assert points == graded


def test_building_again_gives_the_same_bytes(built):
    course = load_course(built.root / "course.yaml")
    products = notebook_products(course, course.assignments)
    assert products
    assert [product.path.name for product in products if not product.is_current()] == []


def test_the_released_course_file_has_no_dates_and_the_same_exercises(built, tmp_path):
    course = load_course(built.root / "course.yaml")
    assignment = course.assignment("backprop")
    (tmp_path / "course.yaml").write_text(public_course(course, assignment))
    public = load_course(tmp_path / "course.yaml")
    assert public.assignment("backprop").exercises == assignment.exercises
    assert public.assignment("backprop").limits == assignment.limits
    assert public.assignment("backprop").due is None
    assert not public.late.extensions


def test_validate_says_what_is_not_yet_done_and_is_content_with_the_solution(released):
    source = released.root / "nbgrader" / "source" / "gradients" / "gradients.ipynb"
    untouched = released.desk("fetcher") / "gradients" / "gradients.ipynb"
    right = untouched.with_name("right.ipynb")
    right.write_text(json.dumps(solved(read(untouched), read(source))))
    folder = str(untouched.parent)
    released.run([(folder, ["validate", "gradients.ipynb"]), (folder, ["validate", "right.ipynb"])])
    right.unlink()
    assert "VALIDATION FAILED ON 8 CELL(S)" in released.log[-1]
    assert "not all visible checks of gradient_check pass" in released.log[-1]
    assert "Success! Your notebook passes all the tests." in released.log[-1]
