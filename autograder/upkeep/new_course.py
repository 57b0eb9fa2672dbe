"""A minimal course: one exercise with solution, checks and misconception, ready to be built, checked and graded."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.upkeep.new_exercise import NewExercise, exercise_sources, filled, require_name, title_of
from autograder.upkeep.wheel import engine_wheel
from autograder.vocabulary.errors import UsageError

_PLACES = {
    "nbgrader_config.txt": "nbgrader_config.py",
    "Makefile.txt": "Makefile",
    "gitignore.txt": ".gitignore",
    "README.txt": "README.md",
    "requirements.txt": "requirements.txt",
    "course_ci.yml": ".github/workflows/course.yml",
    "sample_right.txt": "examples/{assignment}/student-01.py",
    "sample_wrong.txt": "examples/{assignment}/student-02.py",
}


def new_course(folder: Path, assignment: str, exercise: str, title: str | None = None) -> list[Path]:
    """Write a course into a new or empty folder, and return the files.

    Parameters
    ----------
    folder : Path
    assignment, exercise : str
        The names of the one assignment and of its one exercise.
    title : str, optional
        The course's title; by default the folder's name as words.

    Raises
    ------
    UsageError
        The folder is not empty or cannot be made, or a name is none.
    """
    require_name(assignment, "an assignment's name", "regression")
    require_name(exercise, "an exercise's name", "mean_square")
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: already exists; name a new or an empty folder, e.g. {folder}-new")
    wheel, content = engine_wheel()
    new = NewExercise(exercise, assignment)
    course_id = "-".join("".join(c if c.isalnum() else " " for c in folder.name.lower()).split()) or "course"
    name = title or title_of(folder.name.replace("-", "_"))
    words = new.words() | {"TITLE": name, "COURSE_ID": course_id, "WHEEL": f"engine/{wheel}"}
    files = {
        place.format(assignment=assignment): filled(template, words).encode()
        for template, place in _PLACES.items()
    }
    files[f"engine/{wheel}"] = content
    course = filled("course.yaml", words | {"TITLE": json.dumps(name, ensure_ascii=False)})
    files["course.yaml"] = (
        course + filled("assignment.yaml", words) + "      " + filled("exercise.yaml", words)
    ).encode()
    for path, text in exercise_sources(folder, new):
        files[path.relative_to(folder).as_posix()] = text.encode()
    try:
        for place, data in files.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(data)
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from None
    return [folder / place for place in files]
