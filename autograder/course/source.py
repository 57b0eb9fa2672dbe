"""The single source of an assignment: a Python module in the percent format, solutions between markers.

From it come the reference, the student's stub and the notebook. A region from ``### BEGIN SOLUTION`` to
``### END SOLUTION`` is what a student has to write.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from autograder.course.fields import Place
from autograder.course.folders import AssignmentFolders
from autograder.vocabulary.errors import CourseError

_CELL = re.compile(r"# %%(?P<header>.*)")
_EXERCISE = re.compile(r"""\bexercise="(?P<name>[^"]*)\"""")
_MARKER = re.compile(r"(?P<indent>\s*)### (?P<edge>BEGIN|END) SOLUTION\s*")
# What a misspelt marker looks like: it must not let a solution through to the students.
_NEARLY_A_MARKER = re.compile(r"^\s*#.*\b(BEGIN|END)[ _]*SOLUTION|### *(BEGIN|END)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """One cell of a percent-format source.

    Attributes
    ----------
    header : str
        What stands after ``# %%``.
    exercise : str or None
        The exercise that the cell holds.
    line : int
        Number of the header's line, from 1.
    text : str
        The lines after the header.
    """

    header: str
    exercise: str | None
    line: int
    text: str

    def defined_names(self) -> set[str]:
        """Return the functions, classes and variables that the cell's top level defines."""
        names = set()
        for node in ast.parse(self.text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Assign):
                names.update(target.id for target in node.targets if isinstance(target, ast.Name))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
        return names


def read_cells(text: str, name: str = "source") -> list[Cell]:
    """Divide a source at its ``# %%`` lines; what comes before the first belongs to no cell.

    Raises
    ------
    CourseError
        A header names its exercise in a form that cannot be read, or two cells name the same one.
    """
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _CELL.fullmatch(line)]
    cells = []
    first_of: dict[str, int] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        header = lines[start].removeprefix("# %%").strip()
        place = Place(f"{name}: line {start + 1}")
        named = _EXERCISE.search(header)
        if named is None and re.search(r"\bexercise\s*=", header):
            raise place.error(f'expected # %% exercise="name", got {lines[start]!r}')
        exercise = named["name"] if named else None
        if exercise is not None and first_of.setdefault(exercise, start + 1) != start + 1:
            raise place.error(f"exercise {exercise!r} already has a cell in line {first_of[exercise]}")
        cells.append(Cell(header, exercise, start + 1, "\n".join(lines[start + 1 : end])))
    return cells


def exercise_cells(text: str, name: str = "source") -> list[str]:
    """Return the names of the exercises that have a cell, in order."""
    return [cell.exercise for cell in read_cells(text, name) if cell.exercise is not None]


def strip_solutions(text: str, name: str = "source") -> str:
    """Return the source without its solutions: the student's stub.

    Parameters
    ----------
    text : str
        The source.
    name : str
        What messages call the file.

    Returns
    -------
    str
        Each region in a function has become a comment and ``raise NotImplementedError()``. A region on the
        top level, an assignment of a dict, keeps its keys and comments and has None for every value.

    Raises
    ------
    CourseError
        Markers are misspelt, nested or not in pairs, or a region on the top level is anything else.
    """
    stub: list[str] = []
    region: list[str] = []
    begun: tuple[int, str] | None = None  # the line and the indentation of the marker
    for number, line in enumerate(text.split("\n"), start=1):
        place = Place(f"{name}: line {number}")
        marker = _MARKER.fullmatch(line)
        if marker is None:
            if _NEARLY_A_MARKER.search(line):
                raise place.error(f"expected ### BEGIN SOLUTION or ### END SOLUTION, got {line.strip()!r}")
            (stub if begun is None else region).append(line)
        elif marker["edge"] == "BEGIN":
            if begun is not None:
                raise place.error(f"a solution begins inside the one that began in line {begun[0]}")
            begun = (number, marker["indent"])
            region = []
        elif begun is None:
            raise place.error("this solution ends without having begun")
        else:
            begin_line, indent = begun
            if marker["indent"] != indent:
                raise place.error(f"this marker is not indented like its partner in line {begin_line}")
            stub += _blank(region, indent, Place(f"{name}: line {begin_line}"))
            begun = None
    if begun is not None:
        raise CourseError(f"{name}: line {begun[0]}: this solution has no end; add ### END SOLUTION")
    return "\n".join(stub)


def _blank(region: list[str], indent: str, place: Place) -> list[str]:
    """Return what stands in the stub for a region."""
    if indent:
        return [f"{indent}# YOUR CODE HERE", f"{indent}raise NotImplementedError()"]
    try:
        statements = ast.parse("\n".join(region)).body
    except SyntaxError as error:
        raise place.error(f"this solution is not Python: {error.msg}") from None
    assigned = statements[0] if len(statements) == 1 else None
    if not isinstance(assigned, ast.Assign) or not isinstance(assigned.value, ast.Dict):
        raise place.error("outside of a function, a solution must be a single assignment of a dict")
    if None in assigned.value.keys:
        raise place.error("a dict of answers must name its keys; ** cannot be used in it")
    return _with_none_for(assigned.value.values, region)


def _with_none_for(values: list[ast.expr], lines: list[str]) -> list[str]:
    """Return the lines with None in place of each of the values."""
    blanked = [line.encode() for line in lines]  # ast counts columns in bytes
    for value in reversed(values):
        first, last = value.lineno - 1, (value.end_lineno or value.lineno) - 1
        before = blanked[first][: value.col_offset]
        after = blanked[last][value.end_col_offset :]
        blanked[first : last + 1] = [before + b"None" + after]
    return [line.decode() for line in blanked]


def starter_text(folders: AssignmentFolders) -> str | None:
    """Return the text of the starter file that students get, or None where the assignment has no percent source."""
    source = folders.solution
    return strip_solutions(source.read_text(encoding="utf-8")) if source.is_file() else None
