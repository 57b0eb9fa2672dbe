"""A new exercise in a course: its cell, its checks, a misconception and its line in course.yaml, all working from the start."""

from __future__ import annotations

import contextlib
import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml

from autograder.course.course import Course, load_course
from autograder.course.folders import AssignmentFolders
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import listing

_TEMPLATES = resources.files("autograder.upkeep") / "templates"
_INDENT = "      "


@dataclass(frozen=True)
class NewExercise:
    """What is to be added: an exercise of an assignment, for so many points, of a difficulty from 1 to 3."""

    name: str
    assignment: str
    points: float = 2.0
    difficulty: int = 1

    def words(self) -> dict[str, str]:
        """Return what stands for the marks in a template."""
        return {
            "EXERCISE": self.name,
            "ASSIGNMENT": self.assignment,
            "POINTS": f"{self.points:g}",
            "DIFFICULTY": str(self.difficulty),
            "EXERCISE_TITLE": title_of(self.name),
            "ASSIGNMENT_TITLE": title_of(self.assignment),
        }


def filled(template: str, words: Mapping[str, str]) -> str:
    """Return a template of the folder ``templates`` with each ``@WORD@`` replaced."""
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def require_name(name: str, what: str, example: str) -> None:
    """Make sure that Python can use `name` as a name.

    Parameters
    ----------
    name : str
    what : str
        Whose name it is, for the message: ``an exercise's name``.
    example : str
        A name that would do, for the message.

    Raises
    ------
    UsageError
        It has other characters than ASCII's letters, digits and ``_``, begins with a digit, or is a keyword.
    """
    if not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
        raise UsageError(f"{what} must be a Python name (letters, digits, _) such as {example}, got {name!r}")


def title_of(name: str) -> str:
    """Return a name as words: ``mean_square`` is ``Mean square``."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:] or name


def add_exercise(course_file: Path, new: NewExercise) -> list[Path]:
    """Add an exercise, and its assignment where the course has none of that name; return the files written.

    Files get text at their end, and course.yaml a line in its place, so that what stands there stays. Where the course cannot
    be read afterwards, every file is as it was.

    Raises
    ------
    UsageError
        A name is no name or is taken, or course.yaml writes the assignment's exercises in braces.
    CourseError
        The course cannot be read.
    """
    require_name(new.name, "an exercise's name", "mean_square")
    require_name(new.assignment, "an assignment's name", "regression")
    course = load_course(course_file)
    taken = [name for each in course.assignments for name in _names(course, each.name)]
    if new.name in taken:
        raise UsageError(f"the course already has {new.name!r}; its names are {listing(taken)}")
    texts = {course_file: _course_text(course_file, new)} | dict(exercise_sources(course_file.parent, new))
    with _undone_where_wrong(texts):
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        load_course(course_file)
    return list(texts)


def _names(course: Course, assignment: str) -> Iterator[str]:
    for exercise in course.assignment(assignment).exercises:
        yield from {exercise.name, *exercise.functions}


def exercise_sources(root: Path, new: NewExercise) -> Iterator[tuple[Path, str]]:
    """Yield each file that holds a part of the exercise, with its text when the exercise is added at its end."""
    folders = AssignmentFolders(root, new.assignment)
    parts = (
        (folders.solution, "solution"),
        (folders.visible / f"test_{new.assignment}.py", "checks"),
        (folders.hidden / f"test_{new.assignment}_hidden.py", "hidden"),
        (folders.hidden / "misconceptions.py", "misconceptions"),
    )
    for path, template in parts:
        beginning = (
            path.read_text(encoding="utf-8")
            if path.is_file()
            else filled(f"{template}_head.txt", new.words())
        )
        yield path, beginning.rstrip("\n") + "\n" + filled(f"{template}.txt", new.words())


def _course_text(course_file: Path, new: NewExercise) -> str:
    """Return course.yaml with the exercise's line after the assignment's last exercise; comments stay where they are."""
    text = course_file.read_text(encoding="utf-8")
    assignments = _value(yaml.compose(text), "assignments")
    line = filled("exercise.yaml", new.words())
    if assignments is None or _value(assignments, new.assignment) is None:
        return text.rstrip("\n") + "\n" + filled("assignment.yaml", new.words()) + _INDENT + line
    exercises = _value(_value(assignments, new.assignment), "exercises")
    if not isinstance(exercises, yaml.MappingNode) or exercises.flow_style:
        raise UsageError(
            f"{course_file.name}: assignments.{new.assignment}.exercises is written in braces; use one line per exercise, e.g.\n"
            f"    exercises:\n      {line.rstrip()}"
        )
    lines = text.splitlines(keepends=True)
    last = exercises.value[-1][1]
    # A block's end is where the next token begins; the last line with anything of this exercise on it is before that.
    at = last.end_mark.line + (1 if last.end_mark.column else 0)
    while at > 0 and (not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")):
        at -= 1
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    indent = " " * exercises.value[0][0].start_mark.column
    return "".join([*lines[:at], indent + line, *lines[at:]])


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


@contextlib.contextmanager
def _undone_where_wrong(texts: Mapping[Path, str]) -> Iterator[None]:
    before = {path: path.read_bytes() if path.is_file() else None for path in texts}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        raise
