"""The command line: one short function per command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from autograder.reports.exports.register import FORMATS
from autograder.seam.starters import SINGLE_THREADED
from autograder.vocabulary.errors import AutograderError, StorageError

EXIT_USAGE, EXIT_STORAGE = 2, 4
_PATH = click.Path(path_type=Path)

course_option = click.option(
    "--course", type=_PATH, help="The course.yaml; by default the one in this folder or the nearest above it."
)


@click.group()
def app() -> None:
    """Auto-graded exercises: check your own work, or grade a class."""


@app.command()
@click.argument("words", nargs=-1, metavar="[EXERCISE]...")
@click.option(
    "--submission", type=_PATH, help="A file, notebook or folder other than the one in this folder."
)
@click.option(
    "--all", "everything", is_flag=True, help="Show every failed check in full, not only the first."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report for editors and scripts.")
@click.option("--watch", is_flag=True, help="Check again each time you save, until Ctrl-C.")
def check(
    words: tuple[str, ...], submission: Path | None, everything: bool, as_json: bool, watch: bool
) -> None:
    """Run the visible checks on your own work.

    All of them, or those of the EXERCISEs; you can also name a function, a check, a file or a folder.
    """
    from autograder.commands.check import check_here, watch_here

    if watch:
        raise SystemExit(watch_here(words, submission, everything=everything))
    raise SystemExit(check_here(words, submission, everything=everything, as_json=as_json))


@app.command(name="next")
@click.argument("words", nargs=-1, metavar="[EXERCISE]...")
@click.option(
    "--submission", type=_PATH, help="A file, notebook or folder other than the one in this folder."
)
def next_exercise(words: tuple[str, ...], submission: Path | None) -> None:
    """Show the next exercise's task and its first failing check."""
    from autograder.commands.evening import show_next

    raise SystemExit(show_next(words, submission))


@app.command()
def progress() -> None:
    """Show how far you are in each assignment, with points."""
    from autograder.commands.evening import show_progress

    raise SystemExit(show_progress(Path.cwd()))


@app.command()
@click.argument("words", nargs=-1, required=True, metavar="CHECK")
@click.option(
    "--submission", type=_PATH, help="A file, notebook or folder other than the one in this folder."
)
def show(words: tuple[str, ...], submission: Path | None) -> None:
    """Show a CHECK, and write its call with all inputs as a program."""
    from autograder.commands.evening import show as show_check

    raise SystemExit(show_check(words, submission))


@app.command()
@click.argument("paths", type=_PATH, nargs=-1, required=True)
@click.option(
    "--assignment",
    "assignments",
    required=True,
    multiple=True,
    metavar="NAME",
    help="The assignment's name in course.yaml; may be given several times.",
)
@click.option("--out", type=_PATH, help="Folder for the result files, one JSON file per student.")
@click.option(
    "--explain",
    nargs=2,
    metavar="STUDENT CHECK",
    help="Store nothing; show one check on one submission call by call. Shows expected values: for staff.",
)
@course_option
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Grading processes; by default, and with 0, one for each processor.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Address of a Dask scheduler.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit 1 if a submission has fewer points than this.",
)
@click.option("--again", is_flag=True, help="Regrade everything, changed or not.")
@click.option(
    "--submitted",
    metavar="TIME",
    help="When the work was handed in, e.g. 2026-12-01T23:59; overrides time stamps beside it.",
)
@click.option(
    "--gradebook",
    metavar="URL",
    help="nbgrader's gradebook to enter the results in: sqlite:///gradebook.db",
)
@click.option(
    "--layout",
    metavar="NAME",
    help="How the file names of a platform's download are built: its name or a regular expression; recognised by default.",
)
@click.option(
    "--without-hidden-checks",
    "without_hidden",
    is_flag=True,
    help="Grade an assignment even if it has no hidden checks, by the visible ones alone.",
)
def grade(
    paths: tuple[Path, ...],
    assignments: tuple[str, ...],
    out: Path | None,
    explain: tuple[str, str] | None,
    course: Path | None,
    jobs: int,
    scheduler: str | None,
    fail_under: float | None,
    again: bool,
    submitted: str | None,
    gradebook: str | None,
    layout: str | None,
    without_hidden: bool,
) -> None:
    r"""Grade submissions and write a result file for each.

    PATHS are submissions, or folders with one submission per student.

    \b
    Exit codes:
      0    everything that could be read was graded, whatever the scores
      1    a submission has fewer points than --fail-under
      2    the command, the course or the machine cannot be used as asked
      3    a submission could not be graded, through no fault of its own
      4    results cannot be stored: a full disk, a read-only folder or gradebook
      130  ended by Ctrl-C (143 by SIGTERM); what was graded is kept
    """
    if explain is not None:
        from autograder.commands.explain import explain_check

        raise SystemExit(explain_check(paths, assignments, course, *explain))
    if out is None:
        raise click.UsageError("--out FOLDER is needed, for the result files")
    from autograder.commands.grade import GradeOptions, grade_paths

    options = GradeOptions(jobs, scheduler, fail_under, again, submitted, gradebook, layout, without_hidden)
    raise SystemExit(grade_paths(paths, assignments, out, course, options))


@app.command()
@click.argument("results", type=_PATH)
@click.option("--out", type=_PATH, help="Folder for the pages; by default `report` in RESULTS.")
@course_option
@click.option(
    "--below",
    type=click.FloatRange(0, 100),
    default=50.0,
    metavar="PERCENT",
    help="Students below this are listed as needing help; 50 by default.",
)
@click.option(
    "--submissions",
    type=_PATH,
    multiple=True,
    metavar="PATH",
    help="Submissions to search for similar work; may be given several times.",
)
@click.option("--class-only", is_flag=True, help="Write no pages for individual students.")
def report(
    results: Path,
    out: Path | None,
    course: Path | None,
    below: float,
    submissions: tuple[Path, ...],
    class_only: bool,
) -> None:
    """Make pages for a class and for each student.

    RESULTS is the folder that `autograder grade --out` was given.
    """
    from autograder.commands.report import report_class

    code = report_class(
        results, out, course, below=below, submissions=submissions, student_pages=not class_only
    )
    raise SystemExit(code)


@app.command()
@click.argument("results", type=_PATH)
@click.option("--to", "format_name", required=True, type=click.Choice(FORMATS), help="The format.")
@click.option("--out", type=_PATH, help="File or folder to write to; by default standard output.")
@course_option
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="NAME",
    help="Only this student; may be given several times.",
)
@click.option(
    "--staff",
    is_flag=True,
    help="Include everything, for staff; by default only what students may see.",
)
@click.option(
    "--roster",
    type=_PATH,
    metavar="FILE",
    help="For canvas and moodle: a CSV file exported from there, to be filled in.",
)
def export(
    results: Path,
    format_name: str,
    out: Path | None,
    course: Path | None,
    students: tuple[str, ...],
    staff: bool,
    roster: Path | None,
) -> None:
    """Write results for other programs.

    RESULTS is the folder that `autograder grade --out` was given, with the results of one assignment.
    """
    from autograder.commands.export import export_results

    code = export_results(results, format_name, out, course, students=students, staff=staff, roster=roster)
    raise SystemExit(code)


@app.command()
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
def diff(old: Path, new: Path) -> None:
    """Show whose points changed between two gradings, and because of which checks.

    OLD and NEW are folders that `autograder grade --out` was given. For staff: hidden checks are named.
    """
    from autograder.commands.diff import print_changes

    raise SystemExit(print_changes(old, new))


@app.command("new-course")
@click.argument("folder", type=_PATH)
@click.option(
    "--assignment", default="first", metavar="NAME", help="Its assignment's name; `first` by default."
)
@click.option(
    "--exercise", default="mean_square", metavar="NAME", help="Its exercise's name; `mean_square` by default."
)
@click.option("--title", metavar="TEXT", help="The course's title; by default the folder's name.")
def new_course(folder: Path, assignment: str, exercise: str, title: str | None) -> None:
    """Make a course, ready to be built, checked and graded.

    FOLDER is new or empty. It gets one exercise with solution, checks and a misconception, and the engine.
    """
    from autograder.commands.new_course import make_course

    raise SystemExit(make_course(folder, assignment, exercise, title))


@app.command("new-exercise")
@click.argument("name")
@click.option(
    "--assignment",
    metavar="NAME",
    help="Its assignment, which may be a new one; by default the course's last.",
)
@click.option(
    "--points", type=click.FloatRange(min=0, min_open=True), default=2.0, help="Its points; 2 by default."
)
@click.option(
    "--difficulty", type=click.IntRange(1, 3), default=1, help="1 warm-up (the default), 2 core, 3 hard."
)
@course_option
def new_exercise(
    name: str, assignment: str | None, points: float, difficulty: int, course: Path | None
) -> None:
    """Add an exercise to the course, with an example of everything that it needs."""
    from autograder.commands.new_course import make_exercise

    raise SystemExit(make_exercise(name, assignment, points, difficulty, course))


@app.command()
@click.option(
    "--for",
    "platform",
    required=True,
    type=click.Choice(["github", "gitlab", "gradescope"]),
    help="The platform.",
)
@click.option("--assignment", metavar="NAME", help="The assignment's name in course.yaml.")
@click.option("--out", type=_PATH, default=Path(), help="Folder for the file; by default this one.")
@course_option
def ci(platform: str, assignment: str | None, out: Path, course: Path | None) -> None:
    """Make the file that lets a platform grade.

    A workflow for GitHub, a pipeline for GitLab, or the .zip that Gradescope takes for its autograder.
    """
    from autograder.commands.ci import make_ci_file

    raise SystemExit(make_ci_file(platform, assignment, out, course))


@app.command()
@course_option
def doctor(course: Path | None) -> None:
    """Show which protections hold on this machine, by attacking them."""
    from autograder.commands.doctor import report_protection

    raise SystemExit(report_protection(course))


@app.command()
@click.argument("assignments", nargs=-1)
@click.option("--check", is_flag=True, help="Only say what is out of date; exit 1 if anything is.")
@course_option
def build(assignments: tuple[str, ...], check: bool, course: Path | None) -> None:
    """Make the students' files from the solutions.

    For all ASSIGNMENTS by default.
    """
    from autograder.commands.build import build_assignments

    raise SystemExit(build_assignments(assignments, course, check))


@app.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--out", type=_PATH, required=True, help="Folder for the handouts: a folder and a .zip for each."
)
@course_option
def handout(assignments: tuple[str, ...], out: Path, course: Path | None) -> None:
    """Make what students get: the files of each assignment, with the engine.

    For all ASSIGNMENTS by default.
    """
    from autograder.commands.handout import write_handouts

    raise SystemExit(write_handouts(assignments, out, course))


@app.command()
@click.argument("assignments", nargs=-1)
@course_option
@click.option("--bank", is_flag=True, help="Print the misconceptions, their questions and what catches them.")
@click.option("--thorough", is_flag=True, help="Try each misconception beside every harmless difference.")
def selfcheck(assignments: tuple[str, ...], course: Path | None, bank: bool, thorough: bool) -> None:
    """Test the course itself: grade the solutions, the stubs and every misconception.

    Solutions must get full marks, stubs none; every wrong version must lose points in its own exercise and in no other, and be
    recognised, even in code that also differs in harmless ways. All ASSIGNMENTS by default.
    """
    from autograder.commands.selfcheck import check_course, print_bank

    raise SystemExit(print_bank(assignments, course) if bank else check_course(assignments, course, thorough))


def main() -> None:
    """Run the command line; what goes wrong is a message and a non-zero exit, never a traceback.

    Raises
    ------
    SystemExit
        Always: with the command's exit code, 4 where results cannot be stored, 2 for other errors.
    """
    # numpy's own threads cost more than they give on arrays as small as ours.
    for name, value in SINGLE_THREADED.items():
        os.environ.setdefault(name, value)
    try:
        app(prog_name="autograder")
    except StorageError as error:
        print(error, file=sys.stderr)
        raise SystemExit(EXIT_STORAGE) from None
    except AutograderError as error:
        print(error, file=sys.stderr)
        raise SystemExit(EXIT_USAGE) from None
