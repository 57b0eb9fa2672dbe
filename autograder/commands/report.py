"""`autograder report`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.commands.common import course_of_results, plain_console
from autograder.course.course import Course
from autograder.course.folders import AssignmentFolders
from autograder.course.source import strip_solutions
from autograder.reports.results_folder import find_results
from autograder.reports.similarity import Alike, alike_groups
from autograder.reports.site import Options, write_site
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.errors import UsageError


def report_class(
    results: Path,
    out: Path | None,
    course_file: Path | None,
    *,
    below: float,
    submissions: Sequence[Path],
    student_pages: bool,
) -> int:
    """Write the class page, and one for each student, and print where they are; 0.

    Parameters
    ----------
    results : Path
        The folder that was given to `autograder grade --out`, or one result file.
    out : Path or None
        Folder for the pages; None for ``report`` beside the result files.
    course_file : Path or None
        None for the course found from the results or the current folder, if any.
    below : float
        Per cent of the points; who has less is listed as needing help.
    submissions : sequence of Path
        Submissions to search for similar work; empty for no search.
    student_pages : bool
        Whether each student gets a page.

    Raises
    ------
    UsageError
        There are no results, or submissions are given with the results of several assignments.
    """
    assignments = find_results(results)
    course = course_of_results(course_file, results, [each.assignment for each in assignments])
    folder = out or (results.parent if results.is_file() else results) / "report"
    if submissions and len(assignments) > 1:
        raise UsageError("--submissions needs the results of a single assignment; name its folder of results")

    def find_alike(assignment: str) -> list[Alike]:
        starter = _starter(course, assignment)
        return alike_groups(find_submissions(submissions, assignment, stub=starter or None), starter)

    options = Options(below, student_pages, find_alike if submissions else None)
    console = plain_console()
    for written in write_site(assignments, folder, course, options):
        console.print(f"{written.title}: {written.class_page}", markup=False, soft_wrap=True)
        if written.student_pages:
            count = len(written.student_pages)
            console.print(
                f"  {count} student page{'s' * (count > 1)}, such as {written.student_pages[0]}",
                markup=False,
                soft_wrap=True,
            )
    if len(assignments) > 1:
        console.print(f"All assignments: {folder / 'index.html'}", markup=False, soft_wrap=True)
    return 0


def _starter(course: Course | None, assignment: str) -> str:
    """Return the text that students began with, or nothing where the course is not at hand."""
    if course is None:
        return ""
    source = AssignmentFolders(course.root, assignment).solution
    return strip_solutions(source.read_text(encoding="utf-8")) if source.is_file() else ""
