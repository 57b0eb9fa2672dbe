"""The folder that `autograder report` writes: a page of the class, the same in short, a page for each student."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.store import ResultStore
from autograder.course.assignment import Assignment
from autograder.course.course import Course
from autograder.reports.class_figures import ClassFigures, class_figures
from autograder.reports.class_page import class_page
from autograder.reports.class_summary import mean_of, summary_markdown
from autograder.reports.late_sum import late_sum
from autograder.reports.pages import render
from autograder.reports.results_folder import AssignmentResults
from autograder.reports.similarity import Alike
from autograder.reports.student_page import student_page
from autograder.reports.student_view import hidden_may_be_shown, student_view
from autograder.vocabulary.atomic_file import replacing
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import SubmissionResult

CLASS_PAGE, SUMMARY, STUDENTS = "index.html", "class.md", "students"

_AlikeFinder = Callable[[str], Sequence[Alike]]


@dataclass(frozen=True)
class Options:
    """What the pages are to have.

    Attributes
    ----------
    below : float
        Who has less than so many per cent needs help.
    student_pages : bool
    find_alike : callable or None
        Finds similar work for an assignment; None to leave that out.
    """

    below: float = 50.0
    student_pages: bool = True
    find_alike: _AlikeFinder | None = None


@dataclass(frozen=True)
class Written:
    """What was written of one assignment: its page, its figures, and the students' pages."""

    assignment: str
    title: str
    class_page: Path
    figures: ClassFigures
    student_pages: tuple[Path, ...]


def write_site(
    assignments: Sequence[AssignmentResults], out: Path, course: Course | None, options: Options
) -> Iterator[Written]:
    """Write the pages of each assignment, and an index where there are several, yielding what was written.

    Parameters
    ----------
    assignments : sequence of AssignmentResults
    out : Path
        Made where it does not exist.
    course : Course or None
        For titles, due dates and the date from which hidden checks are shown; where it is not at hand, names stand for titles and
        nothing hidden is shown.
    options : Options

    Raises
    ------
    UsageError
        The folder cannot be made, or jinja2 is not installed.
    """
    _make(out)
    done = []
    for results in assignments:
        folder = out if len(assignments) == 1 else out / results.assignment
        _make(folder)
        done.append(_write_assignment(results, folder, course, options))
        yield done[-1]
    if len(done) > 1:
        pages = [
            {
                "name": each.assignment,
                "title": each.title,
                "count": len(each.figures.rows),
                "mean": _percent(each.figures),
                "help": sum(bool(row.needs) for row in each.figures.rows),
                "look": sum(bool(row.looks) for row in each.figures.rows),
            }
            for each in done
        ]
        title = course.title if course else "Results"
        write_text(out / CLASS_PAGE, render("index.html.jinja", title=title, pages=pages))


def _write_assignment(
    results: AssignmentResults, folder: Path, course: Course | None, options: Options
) -> Written:
    rules = rules_of(course, results.assignment)
    title = rules.title if rules else results.assignment
    titles = {each.name: each.title for each in rules.exercises} if rules else {}
    written: list[Path] = []
    store = ResultStore(folder / STUDENTS) if options.student_pages else None

    def passing(each: AssignmentResults) -> Iterator[SubmissionResult]:
        """Write each student's page as the results go by, so that they are read once."""
        for result in each:
            if store:
                path = _page_path(store, result.student)
                write_text(path, _student_page(result, course, rules, title, titles))
                written.append(path)
            yield result

    figures = class_figures(passing(results), below=options.below)
    page = class_page(
        figures,
        title=title,
        titles=titles,
        below=options.below,
        alike=None if options.find_alike is None else options.find_alike(results.assignment),
        page_of=(lambda student: f"{STUDENTS}/{_page_path(store, student).name}") if store else None,
    )
    write_text(folder / CLASS_PAGE, page)
    write_text(folder / SUMMARY, summary_markdown(title, figures, options.below))
    return Written(results.assignment, title, folder / CLASS_PAGE, figures, tuple(written))


def _student_page(
    result: SubmissionResult,
    course: Course | None,
    rules: Assignment | None,
    title: str,
    titles: Mapping[str, str],
) -> str:
    shown = hidden_may_be_shown(rules)
    return student_page(
        student_view(result, show_hidden=shown),
        title=title,
        titles=titles,
        late=late_sum(result, course if rules else None),
        hidden_by_topic=not shown,
    )


def rules_of(course: Course | None, assignment: str) -> Assignment | None:
    """Return the assignment as the course has it, or None where it has none of that name."""
    return next((each for each in course.assignments if each.name == assignment), None) if course else None


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    UsageError
        It cannot be written.
    """
    try:
        with replacing(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None


def _page_path(store: ResultStore, student: str) -> Path:
    file = store.path(student)
    return file.with_name(file.name.removesuffix(".json") + ".html")


def _percent(figures: ClassFigures) -> float | None:
    mean = mean_of(figures)
    return None if mean is None or not figures.max_points else 100.0 * mean / figures.max_points


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: the folder cannot be made: {error.strerror}") from None
