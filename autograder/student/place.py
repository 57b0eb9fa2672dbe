"""What the words after `autograder check` mean: a folder, a file, an assignment, an exercise, a function, a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checks.declaration import Check
from autograder.course.assignment import Assignment
from autograder.course.course import find_course, load_course
from autograder.course.folders import VISIBLE_FOLDER
from autograder.submissions.files import CODE_SUFFIXES
from autograder.submissions.own_work import assignment_in
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import did_you_mean, listing


@dataclass(frozen=True)
class Place:
    """An assignment's folder, and what of it was asked for.

    Attributes
    ----------
    folder : Path
        Where the visible checks are.
    assignment : str
    rules : Assignment or None
        As the course's file has it; None where there is none, or it has no such assignment.
    chosen : Path or None
        The file to check, where one was named.
    words : tuple of str
        What else was typed: names of exercises, functions or checks.
    """

    folder: Path
    assignment: str
    rules: Assignment | None
    chosen: Path | None = None
    words: tuple[str, ...] = field(default=())

    @property
    def functions(self) -> tuple[str, ...]:
        """The names that a student writes, where they are known."""
        return tuple(name for each in self.rules.exercises for name in each.functions) if self.rules else ()


def find_place(words: Sequence[str], start: Path, chosen: Path | None = None) -> Place:
    """Return the assignment that the words, typed in the folder `start`, are about.

    Parameters
    ----------
    words : sequence of str
        Folders, files or names; none for everything in the folder.
    start : Path
        The current folder.
    chosen : Path, optional
        The file to check.

    Raises
    ------
    UsageError
        There are no checks, or those of several assignments; the message says what to type.
    """
    folder = None
    names = []
    for word in words:
        found, file = _named(word, start, folder)
        if found is None:
            names.append(word)
            continue
        if folder is not None and found.resolve() != folder.resolve():
            raise UsageError(f"{folder.name} and {found.name} are two assignments; check one after the other")
        folder, chosen = found, file or chosen
    folder = folder or _here(start)
    return at_folder(folder, chosen, tuple(names))


def at_folder(folder: Path, chosen: Path | None = None, words: tuple[str, ...] = ()) -> Place:
    """Return the place of the assignment in `folder`.

    Parameters
    ----------
    folder : Path
        The folder with the visible checks.
    chosen : Path, optional
        The file to check.
    words : tuple of str
        Exercises, functions or checks; none for all.

    Raises
    ------
    UsageError
        There are no checks in the folder.
    """
    assignment = assignment_in(folder)
    if assignment is None:
        raise UsageError(f"{folder}: there are no checks here (test_*.py)")
    return Place(folder, assignment, _rules(folder, assignment), chosen, words)


def _rules(folder: Path, assignment: str) -> Assignment | None:
    course_file = find_course(folder)
    course = load_course(course_file) if course_file else None
    return next((each for each in course.assignments if each.name == assignment), None) if course else None


def _named(word: str, start: Path, known: Path | None) -> tuple[Path | None, Path | None]:
    """Return the folder that a word names and the file in it, or None for what is no path."""
    path = start / word
    if path.is_dir():
        return _here(path), None
    if path.is_file() and path.suffix.lower() in (*CODE_SUFFIXES, ".zip"):
        is_own = path.suffix != ".zip" and assignment_in(path.parent) is not None
        folder = path.parent if is_own else known or _here(start)
        is_check = path.stem.startswith("test_")
        return folder, None if is_check else path
    if path.suffix.lower() in CODE_SUFFIXES:
        raise UsageError(f"{word}: there is no such file here; type  autograder check  to check what is here")
    for beside in _assignments_below(start):
        if word == assignment_in(beside):
            return beside, None
    here = assignment_in(start)
    if here is not None and word.casefold() in (here.casefold(), start.resolve().name.casefold()):
        return start, None
    sibling = start.resolve().parent / word
    if here is not None and "/" not in word and sibling.is_dir() and assignment_in(sibling) == word:
        return sibling, None
    return None, None


def _here(start: Path) -> Path:
    """Return the assignment's folder: `start` itself, one above it, or one below it."""
    above = (folder for folder in (start, *start.resolve().parents[:2]) if assignment_in(folder))
    folder = next(above, None)
    if folder is not None:
        return folder
    below = list(_assignments_below(start))
    if len(below) == 1:
        return below[0]
    if not below:
        raise UsageError(
            f"{start.resolve()}: there are no checks here (test_*.py), and none in the folders below; "
            "go to the folder that you unpacked:  cd FOLDER"
        )
    choices = "\n".join(f"  cd {_shown(folder, start)}" for folder in below)
    raise UsageError(
        f"there are {len(below)} assignments below this folder; go to one of them, then type  autograder check\n{choices}"
    )


def _shown(folder: Path, start: Path) -> str:
    text = folder.relative_to(start).as_posix()
    return f'"{text}"' if " " in text else text


def _assignments_below(start: Path) -> Iterator[Path]:
    for folder in (start, start / VISIBLE_FOLDER):
        if folder.is_dir():
            yield from (each for each in sorted(folder.iterdir()) if each.is_dir() and assignment_in(each))


def chosen_exercises(words: Sequence[str], place: Place, checks: Mapping[str, str]) -> list[str]:
    """Return the exercises that words name: by their own name, a function of theirs, or one of their checks.

    Parameters
    ----------
    words : sequence of str
        As typed: case, brackets and what follows a dot don't matter, and a beginning is enough where only one name has it.
    place : Place
    checks : mapping of str to str
        The exercise of every check, by the check's name.

    Raises
    ------
    UsageError
        A word names none, or begins several; the message lists them.
    """
    exercises = list(dict.fromkeys(checks.values()))
    owner = {name: name for name in exercises}
    if place.rules is not None:
        owner |= {name: each.name for each in place.rules.exercises for name in each.functions} | owner
    owner |= {name.partition("[")[0]: exercise for name, exercise in checks.items()} | dict(checks)
    return list(dict.fromkeys(_exercise(word, place.assignment, exercises, owner) for word in words))


def _exercise(word: str, assignment: str, exercises: Sequence[str], owner: Mapping[str, str]) -> str:
    if word in owner:
        return owner[word]
    plain = word.partition("(")[0].partition(".")[0].casefold()
    folded = {name.casefold(): exercise for name, exercise in owner.items()}
    if plain in folded:
        return folded[plain]
    begun = [
        name for name in owner if plain and name.casefold().startswith(plain) and not name.startswith("test_")
    ]
    found = list(dict.fromkeys(owner[name] for name in begun))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{word!r} begins {len(found)} exercises of {assignment}; type one of them: {listing(found)}"
        )
    near = did_you_mean(word, owner)
    raise UsageError(
        f"no exercise of {assignment} is called {word!r}{near or f'; choose from {listing(exercises)}'}"
    )


def chosen_checks(words: Sequence[str], place: Place, checks: Sequence[Check]) -> list[Check]:
    """Return the checks that words name, by their own name with or without what stands in brackets, or by their exercise.

    Parameters
    ----------
    words : sequence of str
        As for `chosen_exercises`, which decides where no check has the name of one.
    place : Place
    checks : sequence of Check
        To choose from.

    Raises
    ------
    UsageError
        A word names nothing, or begins several names.
    """
    named = [check for check in checks if {check.name, check.name.partition("[")[0]} & set(words)]
    if named:
        return named
    exercises = chosen_exercises(words, place, {check.name: check.exercise for check in checks})
    return [check for check in checks if check.exercise in exercises]
