"""Solutions and hidden checks stay with the staff."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from autograder.course.course import load_course
from autograder.course.source import read_cells
from autograder.upkeep.build import read_source
from tests.nbgrader.term import Term


def secrets(term: Term) -> list[str]:
    """Return lines of code that only the solutions, hidden checks and misconceptions have."""
    course = load_course(term.root / "course.yaml")
    public = "\n".join(
        path.read_text()
        for path in (term.root / "assignments").rglob("*")
        if path.suffix in (".py", ".yaml", ".md")
    )
    found = []
    for assignment in course.assignments:
        for cell in read_cells(read_source(course, assignment)):
            for region in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.text, re.DOTALL):
                found += region.splitlines()
        for path in (term.root / "solutions" / assignment.name).glob("*.py"):
            if path.stem != assignment.name:
                found += [
                    line
                    for node in ast.parse(path.read_text()).body
                    for line in ast.unparse(node).splitlines()
                ]
    lines = {line.strip() for line in found}
    return [
        line
        for line in lines
        if len(line) > 30 and line not in public and not line.startswith(("import", "from"))
    ]


def text_of(path: Path) -> str:
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(path.read_text())["cells"]
        except (ValueError, TypeError):
            return path.read_text()
        return "\n".join("".join(cell["source"]) + json.dumps(cell.get("outputs", "")) for cell in cells)
    return path.read_bytes().decode("utf-8", "replace")


def test_no_solution_and_no_hidden_check_is_in_anything_that_students_can_get(graded):
    """Released, fetched by those who solved nothing, and the feedback and autograded work of those."""
    unsolved = (
        "claims-a-score",
        "input-transformer",
        "trigger-in-the-gradebook",
        "reads-the-source",
        "patched-numpy",
    )
    folders = [
        graded.root / "nbgrader" / "release",
        graded.exchange / "loss-functions" / "outbound",
        graded.desk("fetcher"),
    ]
    folders += [
        graded.root / "nbgrader" / step / student
        for step in ("autograded", "feedback")
        for student in unsolved
    ]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 50
    texts = {path: text_of(path) for path in files}
    lines = secrets(graded)
    assert len(lines) > 500
    leaks = [(path.name, line) for path, text in texts.items() for line in lines if line in text]
    assert leaks == []
    assert not [path for path in files if "hidden_" not in path.name and "_hidden" in path.name]
