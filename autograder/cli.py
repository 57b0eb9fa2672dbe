"""The command line: one short function a command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.errors import AutograderError

EXIT_USAGE = 2

app = typer.Typer(
    help="Auto-graded exercises: check your own work, or grade a class.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CourseOption = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads this at run time
    typer.Option(
        "--course", help="The course.yaml; by default the one in this folder or the nearest above it."
    ),
]


@app.command()
def check(
    exercise: Annotated[Optional[str], typer.Argument(help="Only this exercise.")] = None,  # noqa: UP045
    submission: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="A file, notebook or folder other than the .py of this folder."),
    ] = None,
) -> None:
    """Run the visible checks on your own work. Use it inside an assignment's folder."""
    from autograder.commands.check import check_here

    raise typer.Exit(check_here(exercise, submission))


@app.command()
def grade(
    paths: Annotated[
        list[Path], typer.Argument(help="Submissions, or folders with one submission per student.")
    ],
    assignment: Annotated[
        list[str], typer.Option(help="The assignment's name in course.yaml; may be given several times.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the result files, one JSON file a student.")],
    course: CourseOption = None,
    jobs: Annotated[int, typer.Option(min=0, help="Grading processes; 0 takes one for each processor.")] = 0,
    scheduler: Annotated[Optional[str], typer.Option(help="Address of a Dask scheduler.")] = None,  # noqa: UP045
    fail_under: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            min=0, max=100, metavar="PERCENT", help="Exit 1 if a submission has fewer points than this."
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Grade also what has not changed.")] = False,
    submitted: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="TIME",
            help="When work without a timestamp.txt beside it came in, e.g. 2026-12-01T23:59.",
        ),
    ] = None,
    gradebook: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="URL", help="nbgrader's gradebook to enter the results in: sqlite:///gradebook.db"
        ),
    ] = None,
) -> None:
    """Grade submissions and write a result file for each."""
    from autograder.commands.grade import GradeOptions, grade_paths

    options = GradeOptions(jobs, scheduler, fail_under, again, submitted, gradebook)
    raise typer.Exit(grade_paths(paths, assignment, out, course, options))


@app.command()
def doctor(course: CourseOption = None) -> None:
    """Say what this machine enforces around a student's process, by trying it."""
    from autograder.commands.doctor import report_protection

    raise typer.Exit(report_protection(course))


@app.command()
def build(
    names: Annotated[Optional[list[str]], typer.Argument(help="Assignments; all by default.")] = None,  # noqa: UP045
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is out of date; exit 1 if anything is.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Make the students' files from the solutions."""
    from autograder.commands.build import build_assignments

    raise typer.Exit(build_assignments(names or [], course, check))


@app.command()
def selfcheck(
    names: Annotated[Optional[list[str]], typer.Argument(help="Assignments; all by default.")] = None,  # noqa: UP045
    course: CourseOption = None,
) -> None:
    """Check the course: solutions get full marks, stubs none, every misconception loses points and is named."""
    from autograder.commands.selfcheck import check_course

    raise typer.Exit(check_course(names or [], course))


def main() -> None:
    """Run the command line; what goes wrong is a message and a non-zero exit, never a traceback."""
    try:
        app()
    except AutograderError as error:
        print(error, file=sys.stderr)
        raise SystemExit(EXIT_USAGE) from None
