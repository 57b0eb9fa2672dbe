"""Right code in the ways that students write keeps full marks and gets no question.

A function ``svm_loss__loops`` in ``tests/styles/losses/`` takes the place of the solution's `svm_loss`; functions with the same
ending take their places together. Where a valid variant deserves a remark, its docstring says which.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit

HERE = Path(__file__).parent
COURSE = HERE.parents[1] / "course.yaml"
ASSIGNMENTS = sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name[0] not in "_.")
ENOUGH = 80


def styles() -> Iterator[tuple[str, str, str]]:
    """Yield (assignment, file, ending) of every style."""
    for assignment in ASSIGNMENTS:
        for path in sorted((HERE / assignment).glob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if "__" in getattr(node, "name", ""):
                    yield assignment, path.stem, node.name


STYLES = list(styles())


@pytest.fixture(scope="module")
def graders() -> Iterator[dict[str, Grader]]:
    workers = Workers()
    plans = {name: GradingPlan(COURSE, name, Isolation.REQUIRED) for name in ASSIGNMENTS}
    graders = {name: Grader(plan, workers) for name, plan in plans.items()}
    yield graders
    for grader in graders.values():
        grader.close()
    workers.close()


@pytest.mark.parametrize(("assignment", "file", "name"), STYLES, ids=lambda part: part)
def test_right_code_keeps_full_marks_in_every_style(graders, assignment, file, name):
    function, _, ending = name.partition("__")
    plan = GradingPlan(COURSE, assignment, Isolation.REQUIRED)
    (exercise,) = [each for each in plan.rules().exercises if function in each.functions]
    text = (HERE / assignment / f"{file}.py").read_text()
    together = [each for each in exercise.functions if f"{each}__{ending}" in text]
    places = "\n".join(f"{each} = {each}__{ending}" for each in together)
    source = f"{plan.folders.solution.read_text()}\n{text}\n{places}\n"
    unit = Unit(name=f"{assignment}.py", source=source)
    submission = Submission(
        student="student-01", assignment=assignment, path=Path(f"{assignment}.py"), units=(unit,)
    )
    result = graders[assignment].grade(submission, lambda check: check.exercise == exercise.name)
    (own,) = [each for each in result.exercises if each.name == exercise.name]
    failed = {check.name: str(check.message) for check in own.checks if check.outcome.value != "passed"}
    assert failed == {}
    assert result.notes == ()
    assert list(own.hints) == remarks(text, name)


def remarks(text: str, name: str) -> list[str]:
    """Return the remark that a style's docstring announces."""
    (node,) = [node for node in ast.parse(text).body if getattr(node, "name", "") == name]
    said = ast.get_docstring(node) or ""
    return [said.removeprefix("remark: ")] if said.startswith("remark: ") else []


def test_there_are_styles_of_every_exercise_of_these_assignments():
    written = {(assignment, name.partition("__")[0]) for assignment, _, name in STYLES}
    for assignment in ASSIGNMENTS:
        plan = GradingPlan(COURSE, assignment, Isolation.REQUIRED)
        for exercise in plan.rules().exercises:
            if exercise.points and not exercise.choices:
                assert any((assignment, each) in written for each in exercise.functions), exercise.name
    assert len(STYLES) >= ENOUGH
