"""A student's own folder: which assignment it is, and which of its files holds the work.

The .py and the notebook of an assignment come together, and students fill in one of them. What is read is the one with work in
it, and the first line of every check says which that was.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.submissions.choosing import choose_main
from autograder.submissions.files import read_folder
from autograder.submissions.finding import Submission, find_submissions, read_submission
from autograder.submissions.notebooks import notebook_units
from autograder.submissions.units import script_units
from autograder.submissions.unwritten import defined_in
from autograder.vocabulary.errors import UsageError


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
    open_names = {path: unwritten(path) for path in (script, notebook) if path.is_file()}
    wanted = set(functions) or set().union(*open_names.values())
    begun = {path for path, names in open_names.items() if not names or wanted - names}
    if not begun and (found := _work_elsewhere(folder, assignment, wanted, list(open_names))):
        return found
    if not open_names:
        raise UsageError(
            f"{folder}: which file should be checked? Name it: autograder check --submission FILE"
        )
    if len(open_names) == 1:
        (only,) = open_names
        return _read(only, assignment, only.name)
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


def _work_elsewhere(
    folder: Path, assignment: str, wanted: Collection[str], untouched: list[Path]
) -> OwnWork | None:
    """Return the work in a file of another name, such as a copy or a renamed file, or None where none can be told."""
    names = set(wanted) or _names_in_checks(folder, assignment)
    choice = choose_main(read_folder(folder).content, assignment, None, names)
    if choice.name is None or folder / choice.name in untouched:
        return None
    submission = read_submission(folder, folder.name, assignment, wanted=names)
    notes = tuple(note for note in submission.notes if note not in choice.notes)
    beside = f"; {untouched[0].name} beside it is as it was handed out" if untouched else ""
    return OwnWork(msgspec.structs.replace(submission, notes=notes), choice.name + beside)


def _names_in_checks(folder: Path, assignment: str) -> set[str]:
    """Return the names that the visible checks ask a submission for, where no course says what is to be written."""
    try:
        text = (folder / f"test_{assignment}.py").read_text(encoding="utf-8")
    except OSError:
        return set()
    return set(re.findall(r"\bsubmission\.([A-Za-z]\w*)", text))


def _is_begun(path: Path, functions: Collection[str]) -> bool:
    still_open = unwritten(path)
    return not still_open or bool(set(functions) - still_open)


def _read(path: Path, assignment: str, says: str) -> OwnWork:
    found = find_submissions([path], assignment)
    if len(found) != 1:
        raise UsageError(f"{path}: which file should be checked? Name it: autograder check --submission FILE")
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
    is_open = {name: still_open for unit in units for name, still_open in defined_in(unit.source)}
    return {name for name, still_open in is_open.items() if still_open}
