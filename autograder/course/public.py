"""What students may know of a course."""

from __future__ import annotations

import yaml

from autograder.course.assignment import Assignment, Exercise
from autograder.course.course import Course

_PUBLIC_HEADER = "# What the checks in this folder need to know of the course.\n"


def public_course(course: Course, assignment: Assignment) -> str:
    """Return course.yaml for a student: one assignment, without dates, late policy and extensions."""
    limits = {name: getattr(assignment.limits, name) for name in assignment.limits.__struct_fields__}
    packages = list(limits.pop("packages"))
    exercises = {exercise.name: _exercise_keys(exercise) for exercise in assignment.exercises}
    content = {
        "title": course.title,
        "timezone": course.timezone,
        "limits": limits,
        **({"packages": packages} if packages else {}),
        "assignments": {assignment.name: {"title": assignment.title, "exercises": exercises}},
    }
    return _PUBLIC_HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def _exercise_keys(exercise: Exercise) -> dict[str, object]:
    keys: dict[str, object] = {"title": exercise.title, "difficulty": exercise.difficulty}
    keys |= {"stretch": True} if exercise.stretch else {"points": exercise.points}
    keys["functions"] = list(exercise.functions)
    if exercise.choices:
        keys["choices"] = {question: list(answers) for question, answers in exercise.choices.items()}
    return keys


def first_steps(name: str) -> str:
    """Return the three steps that every student begins with, as Markdown; the same wherever they appear."""
    return f"""\
1. **Install**, once, in a terminal in this folder: `python -m pip install -r requirements.txt`
2. **Write** one exercise, in `{name}.py` or in the notebook (`python -m jupyter lab {name}.ipynb`).
3. **Check** it: `python -m autograder check` in the terminal, or run the cell below the exercise in the notebook.
"""
