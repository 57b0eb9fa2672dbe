"""`autograder new-course` and `autograder new-exercise`."""

from __future__ import annotations

import shlex
from pathlib import Path

from autograder.commands.common import open_course, plain_console
from autograder.upkeep.new_course import new_course
from autograder.upkeep.new_exercise import NewExercise, add_exercise


def make_course(folder: Path, assignment: str, exercise: str, title: str | None) -> int:
    """Write a course, and print what to type next; 0.

    Parameters
    ----------
    folder : Path
        New or empty.
    assignment, exercise : str
        Names that Python can use.
    title : str or None
        The course's title; None for one made of the folder's name.
    """
    files = new_course(folder, assignment, exercise, title)
    console = plain_console()
    console.print(f"wrote {len(files)} files into {folder}. Next:", markup=False, soft_wrap=True)
    for command in (
        f"cd {shlex.quote(str(folder))}",
        "make build    # what students get",
        "make check    # is the course right?",
        "make grade    # a sample class of two, with its pages",
    ):
        console.print(f"  {command}", markup=False, soft_wrap=True)
    return 0


def make_exercise(
    name: str, assignment: str | None, points: float, difficulty: int, course_file: Path | None
) -> int:
    """Add an exercise, and print what was written and what to type next; 0.

    Parameters
    ----------
    name : str
        The exercise and its function, a name that Python can use.
    assignment : str or None
        The assignment to add it to, made where there is none of that name; None for the course's last.
    points : float
        Greater than 0.
    difficulty : int
        1 warm-up, 2 core, 3 hard.
    course_file : Path or None
        None for the nearest course.yaml at or above the current folder.
    """
    course = open_course(course_file)
    chosen = assignment or course.assignments[-1].name
    files = add_exercise(course.path, NewExercise(name, chosen, points, difficulty))
    console = plain_console()
    for file in files:
        console.print(f"wrote {file}", markup=False, soft_wrap=True)
    console.print(
        f"Write its task, solution, checks and misconception in place of the example's, then type:\n"
        f"  autograder build {chosen}\n  autograder selfcheck {chosen}",
        markup=False,
        soft_wrap=True,
    )
    return 0
