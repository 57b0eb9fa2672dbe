"""`autograder next`, `autograder progress`, `autograder show`: a student's way through the course."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.reports.ansi import Lines
from autograder.reports.feedback import points_text
from autograder.student.own_checks import check_place
from autograder.student.own_report import OwnReport
from autograder.student.place import find_place
from autograder.student.printing import print_first_failure
from autograder.student.progress import assignments_around, bar
from autograder.student.show import Shown, show_check, snippet_file
from autograder.student.task import Task, find_task
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import counted


def show_next(words: Sequence[str], submission: Path | None) -> int:
    """Print the task of the exercise to go on with, and its first failing check; 0 when all is done."""
    lines = Lines(sys.stdout)
    place = find_place(words, Path.cwd(), submission)
    report = check_place(place)
    lines.prose(report.reads, "dim")
    exercise = report.next_exercise
    if exercise is None:
        lines.prose(f"All visible checks pass. {report.hidden}", "green")
        return 0
    owner = (
        next((each for each in place.rules.exercises if each.name == exercise.name), None)
        if place.rules
        else None
    )
    task = find_task(place.folder, place.assignment, exercise.name, owner.functions if owner else ())
    facts = [counted(exercise.result.max_points, "point")] if exercise.result.max_points else []
    facts += [exercise.difficulty] if exercise.difficulty else []
    lines.say()
    lines.say(f"{exercise.name}" + (f": {exercise.title}" if exercise.title else ""), "bold")
    lines.say(", ".join(facts), "dim")
    _print_task(task, lines)
    if task.line:
        lines.say(f"Write it in {place.assignment}.py, line {task.line}.")
    print_first_failure(report, lines)
    lines.say()
    lines.prose(f"Then type  autograder check {exercise.name}")
    return 1


def _print_task(task: Task, lines: Lines) -> None:
    if task.text:
        lines.say()
        if lines.lively:
            from rich.console import Console
            from rich.markdown import Markdown

            Console(width=min(lines.width or 80, 100)).print(Markdown(task.text))
        else:
            for line in task.text.splitlines():
                lines.say(line)
    if task.signature:
        lines.say()
        lines.say(task.signature, "bold")
        for line in task.docstring.splitlines():
            lines.say(f"    {line}".rstrip())
        lines.say()


def show_progress(start: Path) -> int:
    """Print how far each assignment of the course is, with points.

    Raises
    ------
    UsageError
        There are no assignments in `start`, nor around it.
    """
    lines = Lines(sys.stdout)
    places = assignments_around(start)
    if not places:
        raise UsageError(
            f"{start}: there are no assignments here; go to the folder that you unpacked:  cd FOLDER"
        )
    reports: list[OwnReport] = []
    for place in places:
        report = check_place(place)
        reports.append(report)
        done = sum(each.state.value == "done" for each in report.exercises)
        points = (
            f"{points_text(report.points_done)} of {counted(report.max_points, 'point')}"
            if report.max_points
            else ""
        )
        share = (
            report.points_done / report.max_points
            if report.max_points
            else done / max(len(report.exercises), 1)
        )
        following = report.next_exercise
        columns = [
            f"{report.assignment:<12}",
            bar(share, lines),
            f"{points:<18}",
            f"{done:>2} of {len(report.exercises)} exercises",
        ]
        columns.append(f"next: {following.name}" if following else "done")
        lines.say("  ".join(column for column in columns if column.strip()))
    total = sum(report.max_points for report in reports)
    if total:
        have = points_text(sum(report.points_done for report in reports))
        lines.say()
        lines.prose(
            f"{have} of {counted(total, 'point')} done as far as the visible checks tell; hidden checks decide the rest."
        )
    return 0


def show(words: Sequence[str], submission: Path | None) -> int:
    """Print a check and its place in the file, and write its call with all inputs as a program.

    Raises
    ------
    UsageError
        No check was named, or there is none of that name.
    """
    place = find_place(words, Path.cwd(), submission)
    if not place.words:
        raise UsageError(
            'which check? Type its name as `autograder check` shows it:  autograder show "test_..."'
        )
    shown = show_check(place)
    lines = Lines(sys.stdout)
    lines.say(f"{Path(shown.check.file).name}, line {shown.line}: {shown.check.title}", "bold")
    lines.say()
    for line in shown.source.splitlines():
        lines.say(f"    {line}".rstrip())
    if shown.snippet:
        lines.say()
        lines.prose(
            f"Its call with all inputs: {_write(shown, place.folder)}. Run it, change it, delete it as you like."
        )
    return 0


def _write(shown: Shown, folder: Path) -> str:
    import numpy as np

    name = snippet_file(shown.check)
    (folder / name).write_text(shown.snippet, encoding="utf-8")
    if shown.arrays:
        np.savez((folder / name).with_suffix(".npz"), **shown.arrays)  # type: ignore[arg-type]
    return name
