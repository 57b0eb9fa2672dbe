"""What a student gets of an assignment: a folder, and the same as a .zip, complete with the engine.

Nothing in it comes from the hidden folder: the stub and the notebook are compared with what the source without its solutions
gives, so that a working copy that somebody filled in is refused, and outputs are left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.course import COURSE_FILE, Course
from autograder.course.folders import AssignmentFolders
from autograder.course.public import first_steps, public_course
from autograder.course.source import read_cells, strip_solutions
from autograder.submissions.notebook_file import open_notebook, without_outputs
from autograder.submissions.notebooks import cell_source
from autograder.upkeep.build import read_source
from autograder.upkeep.wheel import engine_wheel
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.wording import counted

_GIVEN = (".py", ".ipynb", ".yaml", ".yml", ".md", ".txt", ".csv", ".json", ".npz", ".npy", ".png", ".svg")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Handout:
    """An assignment's files by name, as students get them."""

    name: str
    files: dict[str, bytes]

    def write(self, out: Path) -> tuple[Path, Path]:
        """Write the folder and the .zip into `out`, and return their paths."""
        folder = out / self.name
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        archive = out / f"{self.name}.zip"
        archive.write_bytes(self._zipped())
        return folder, archive

    def _zipped(self) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, data in self.files.items():
                archive.writestr(zipfile.ZipInfo(f"{self.name}/{name}", _EPOCH), data, zipfile.ZIP_DEFLATED)
        return content.getvalue()


def handout(course: Course, assignment: Assignment) -> Handout:
    """Return what students get of an assignment.

    Raises
    ------
    CourseError
        The stub or the notebook is not what the source without its solutions gives.
    """
    name = assignment.name
    source = read_source(course, assignment)
    stub = strip_solutions(source, f"{name}.py")
    files = dict(_given(AssignmentFolders(course.root, name).visible))
    if files.get(f"{name}.py") != stub.encode():
        raise CourseError(f"{name}.py is not the stub that the solution gives; run  autograder build {name}")
    notebook = files.get(f"{name}.ipynb")
    if notebook is not None:
        _require_unsolved(name, notebook, stub)
        files[f"{name}.ipynb"] = without_outputs(notebook)
    wheel, content = engine_wheel()
    files[COURSE_FILE] = public_course(course, assignment).encode()
    files[wheel] = content
    files["requirements.txt"] = (
        f"# The engine comes with this folder; it is installed from here.\n./{wheel}[notebook]\n".encode()
    )
    files["README.md"] = _readme(course, assignment, wheel).encode()
    return Handout(name, files)


def _given(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the visible folder; compiled ones, caches and what editors leave stay behind."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        left = any(part.startswith(".") or part in ("__pycache__", "node_modules") for part in parts)
        if (
            path.is_file()
            and not left
            and path.suffix.lower() in _GIVEN
            and not path.name.startswith("show_")
        ):
            yield "/".join(parts), path.read_bytes()


def _require_unsolved(name: str, notebook: bytes, stub: str) -> None:
    """Raise CourseError unless every exercise's cell of the notebook is the stub's."""
    wanted = {cell.exercise: cell.text.strip() for cell in read_cells(stub) if cell.exercise}
    found = {}
    for cell in open_notebook(notebook).cells:
        metadata = cell.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        if isinstance(marks, dict) and marks.get("solution"):
            found[marks.get("grade_id")] = cell_source(cell).strip()
    if found != wanted:
        raise CourseError(
            f"{name}.ipynb is not the notebook that the solution gives; run  autograder build {name}"
        )


def _readme(course: Course, assignment: Assignment, wheel: str) -> str:
    name = assignment.name
    tasks = sum(not exercise.stretch for exercise in assignment.exercises)
    points = counted(assignment.max_points, "point")
    return f"""# {assignment.title}

{course.title} {counted(tasks, "exercise")}, {points}. You need Python 3.11 or newer, an editor or a browser, and an evening.

{first_steps(name)}
Every check ends by saying what to do next. Where `python` is not found, type `python3` (Linux, macOS) or `py` (Windows). If pip
says that the environment is externally managed, make one of your own first: `python3 -m venv .venv`, then
`source .venv/bin/activate` (Windows: `.venv\\Scripts\\activate`). Without the notebook, this is enough:
`python -m pip install {wheel}`.

| type | to see |
|---|---|
| `python -m autograder next` | the next exercise's task and what is wrong with it |
| `python -m autograder check` | every exercise on one line, and the first check that fails |
| `python -m autograder check NAME` | one exercise; a function's name will do |
| `python -m autograder check --watch` | the same again each time you save |
| `python -m autograder progress` | the points so far |
| `python -m autograder show CHECK` | what a check does, and its call for you to run |

Write in only one of `{name}.py` and `{name}.ipynb`: the first line of a check says which one it read. Each exercise begins
with a line that checks its input: leave it there. Stars show the difficulty: ★ warm-up, ★★ core, ★★★ hard. You
have the visible checks; when your work is graded, hidden ones with other inputs are added, so a function that only
knows the numbers here loses points. Your code runs on your machine and nothing is sent anywhere.
"""
