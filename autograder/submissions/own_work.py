"""A student's own folder: which assignment it is, and which of its files holds the work.

The .py and the notebook of an assignment come together, and students fill in one of them. What is read is the one with work in
it, and the first line of every check says which that was.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.submissions.finding import Submission, find_submissions
from autograder.submissions.notebooks import notebook_units
from autograder.submissions.units import script_units
from autograder.vocabulary.errors import UsageError

_STILL_TO_WRITE = "NotImplementedError"


@dataclass(frozen=True)
class OwnWork:
    """What is checked, and the sentence that says so.

    Attributes
    ----------
    submission : Submission
    says : str
        Names the file that is read, and the other one where that matters.
    """

    submission: Submission
    says: str


def assignment_in(folder: Path) -> str | None:
    """Return the name of the assignment whose visible checks lie in `folder`, whatever the folder is called.

    That is ``losses`` for a folder with ``test_losses.py``. None where there are no checks.
    """
    names = sorted(path.stem.removeprefix("test_") for path in folder.glob("test_*.py"))
    if not names:
        return None
    if folder.name in names:
        return folder.name
    with_work = [
        name for name in names if any((folder / f"{name}{end}").is_file() for end in (".py", ".ipynb"))
    ]
    return (with_work or names)[0] if len(names) == 1 or with_work else folder.name


def own_work(
    folder: Path, assignment: str, functions: Collection[str] = (), chosen: Path | None = None
) -> OwnWork:
    """Read the file in `folder` that has the student's work in it, or `chosen`.

    Parameters
    ----------
    folder : Path
        The assignment's folder.
    assignment : str
        The assignment's name.
    functions : collection of str
        The names that a student writes for it; where they are not known, those that are still to be written in either file.
    chosen : Path, optional
        A file, notebook or folder to read whatever else there is.

    Raises
    ------
    UsageError
        There is nothing to read.
    """
    script, notebook = folder / f"{assignment}.py", folder / f"{assignment}.ipynb"
    if chosen is not None:
        other = notebook if chosen.name == script.name else script
        is_own = chosen.resolve() in (script.resolve(), notebook.resolve()) and other.is_file()
        passed_over = is_own and _is_begun(other, functions) and not _is_begun(chosen, functions)
        unread = (
            f", in which nothing is written yet; there is work in {other.name} beside it, which is not read"
        )
        return _read(chosen, assignment, chosen.name + (unread if passed_over else ""))
    if not script.is_file() and not notebook.is_file():
        return _read(folder, assignment, "")
    if not (script.is_file() and notebook.is_file()):
        only = script if script.is_file() else notebook
        return _read(only, assignment, only.name)
    open_names = {path: unwritten(path) for path in (script, notebook)}
    wanted = set(functions) or set.union(*open_names.values())
    begun = {path for path, names in open_names.items() if not names or wanted - names}
    if begun == {notebook}:
        return _read(
            notebook, assignment, f"{notebook.name}; {script.name} beside it is as it was handed out"
        )
    if begun == {script}:
        return _read(script, assignment, f"{script.name}; {notebook.name} beside it is as it was handed out")
    if not begun:
        return _read(
            script, assignment, f"{script.name}; nothing is written yet, nor in {notebook.name} beside it"
        )
    says = f"{script.name}; {notebook.name} beside it has work in it too, which counts only where {script.name} is not handed in"
    return _read(script, assignment, says)


def _is_begun(path: Path, functions: Collection[str]) -> bool:
    still_open = unwritten(path)
    return not still_open or bool(set(functions) - still_open)


def _read(path: Path, assignment: str, says: str) -> OwnWork:
    found = find_submissions([path], assignment)
    if len(found) != 1:
        raise UsageError(f"{path}: which file is to be checked? Name it: autograder check --submission FILE")
    (submission,) = found
    return OwnWork(submission, says or submission.main or path.name)


def unwritten(path: Path) -> set[str]:
    """Return the names at the top level of a .py file or notebook that are still to be written.

    A function or class is while it raises NotImplementedError, a dict of answers while all of them are None. Of several
    definitions of one name the last counts, as it does when the file is run.
    """
    read = notebook_units if path.suffix.lower() == ".ipynb" else script_units
    try:
        units, _ = read(path.name, path.read_bytes())
    except OSError:
        return set()
    is_open = {name: still_open for unit in units for name, still_open in _defined_in(unit.source)}
    return {name for name, still_open in is_open.items() if still_open}


def _defined_in(source: str) -> Iterator[tuple[str, bool]]:
    """Yield the names that a text defines, and whether each is still to be written."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield (
                node.name,
                any(isinstance(part, ast.Raise) and _raises_stub(part) for part in ast.walk(node)),
            )
        elif isinstance(node, ast.Assign):
            names = (target.id for target in node.targets if isinstance(target, ast.Name))
            yield from ((name, _is_unanswered(node.value)) for name in names)


def _is_unanswered(value: ast.expr) -> bool:
    answers = value.values if isinstance(value, ast.Dict) else []
    return bool(answers) and all(isinstance(each, ast.Constant) and each.value is None for each in answers)


def _raises_stub(node: ast.Raise) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == _STILL_TO_WRITE
