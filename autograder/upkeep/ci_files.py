"""Files that let a platform grade: a workflow for GitHub, a pipeline for GitLab, an autograder for Gradescope.

Each grades with the private course, and prints only what the student may read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.course import COURSE_FILE, Course
from autograder.course.folders import AssignmentFolders
from autograder.course.secret import course_secret
from autograder.upkeep.new_exercise import filled
from autograder.upkeep.wheel import engine_wheel

_PLATFORMS = ("github", "gitlab", "gradescope")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROGRAM, _TEXT = 0o755, 0o644


def _ci_file(platform: str, course: Course, assignment: Assignment) -> tuple[str, bytes]:
    """Return the name and the content of the file that a platform needs to grade an assignment.

    Parameters
    ----------
    platform : str
        One of `PLATFORMS`.
    course : Course
    assignment : Assignment
        One of the course.

    Raises
    ------
    UsageError
        The engine is not installed, but only on the path.
    """
    if platform == "gradescope":
        return f"gradescope-{assignment.name}.zip", _gradescope(course, assignment)
    words = {"ASSIGNMENT": assignment.name, "ENGINE": _engine(course)}
    name = ".github/workflows/grade.yml" if platform == "github" else "grade.gitlab-ci.yml"
    return name, filled(f"grade_{platform}.yml", words).encode()


def _engine(course: Course) -> str:
    """Return what pip installs the engine from, beside a checkout of the course in the folder ``course``."""
    return "course/engine/*.whl" if any(course.root.glob("engine/*.whl")) else "./course"


def _gradescope(course: Course, assignment: Assignment) -> bytes:
    wheel, engine = engine_wheel()
    words = {"ASSIGNMENT": assignment.name}
    files = [
        ("setup.sh", filled("gradescope_setup.sh", words).encode(), _PROGRAM),
        ("run_autograder", filled("gradescope_run.sh", words).encode(), _PROGRAM),
        ("grade_submission.py", filled("gradescope_grade.txt", words).encode(), _TEXT),
        (f"engine/{wheel}", engine, _TEXT),
        (f"course/{COURSE_FILE}", course.path.read_bytes(), _TEXT),
        *((f"course/{name}", content, _TEXT) for name, content in _course_files(course, assignment)),
    ]
    secret = course_secret(course)
    if secret:  # it may stand in the environment here, which Gradescope does not have
        files.append(("secret", secret.encode(), _TEXT))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data, mode in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _course_files(course: Course, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    folders = AssignmentFolders(course.root, assignment.name)
    for folder in (folders.visible, folders.hidden):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(course.root).parts
            left = any(part.startswith(".") or part == "__pycache__" for part in parts)
            if path.is_file() and not left:
                yield "/".join(parts), path.read_bytes()


def write_ci_file(platform: str, course: Course, assignment: Assignment, out: Path) -> Path:
    """Write the file below `out` and return its path.

    Parameters
    ----------
    platform : str
        One of `PLATFORMS`.
    course : Course
    assignment : Assignment
        One of the course.
    out : Path
        The folder that the file goes below; it is made where it is not there.

    Raises
    ------
    UsageError
        The engine is not installed, but only on the path.
    OSError
        The file cannot be written.
    """
    name, content = _ci_file(platform, course, assignment)
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
