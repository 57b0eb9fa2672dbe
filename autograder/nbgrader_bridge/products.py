"""What `autograder build` makes for notebooks: the student's notebook, and nbgrader's source folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.course import COURSE_FILE, Course
from autograder.course.folders import AssignmentFolders
from autograder.course.public import public_course
from autograder.nbgrader_bridge.config import SOURCE
from autograder.nbgrader_bridge.release import notebook_bytes, release
from autograder.nbgrader_bridge.source_notebook import source_notebook
from autograder.upkeep.build import Product, read_source


def notebook_products(course: Course, assignments: Sequence[Assignment]) -> list[Product]:
    """Return the student's notebook of every assignment, which is committed, and the files of nbgrader's source
    folder, which are not.

    A fetched assignment has no course.yaml above it, so one with the public part goes along.
    """
    sources = {each.name: source_notebook(each, read_source(course, each)) for each in assignments}
    released = release(sources)
    products = []
    for assignment in assignments:
        name = assignment.name
        own = AssignmentFolders(course.root, name).visible
        folder = course.root / SOURCE / name
        products.append(Product(own / f"{name}.ipynb", released[name]))
        products.append(Product(folder / f"{name}.ipynb", notebook_bytes(sources[name]), committed=False))
        public = public_course(course, assignment).encode()
        products.append(Product(folder / COURSE_FILE, public, committed=False))
        for path in _public_files(own, name):
            place = folder / path.relative_to(own)
            products.append(Product(place, path.read_bytes(), committed=False))
    return products


def _public_files(folder: Path, name: str) -> Iterator[Path]:
    """Yield what goes to students beside the notebook: all of their folder but the other form of the same work."""
    other_forms = {f"{name}.py", f"{name}.ipynb"}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if path.is_file() and not hidden and path.name not in other_forms:
            yield path
