"""The class at a glance: one page for staff, complete in itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from autograder.reports.class_figures import ClassFigures
from autograder.reports.class_summary import mean_of, median_of, remarks
from autograder.reports.pages import render
from autograder.reports.plots import distribution
from autograder.reports.similarity import Alike


def class_page(
    figures: ClassFigures,
    *,
    title: str,
    titles: Mapping[str, str],
    below: float,
    alike: Sequence[Alike] | None,
    page_of: Callable[[str], str] | None,
) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    figures : ClassFigures
    title : str
        The assignment's.
    titles : mapping of str to str
        Exercise to its title, as far as they are known.
    below : float
        The per cent below which a student was taken to need help.
    alike : sequence of Alike or None
        None where similar work was not searched for.
    page_of : callable or None
        The file of a student's page, relative to this one; None where there are no such pages.
    """
    return render(
        "class_page.html.jinja",
        figures=figures,
        title=title,
        titles={each.name: titles.get(each.name, "") for each in figures.exercises},
        below=below,
        below_count=sum(percent < below for percent in figures.percents),
        unscored=sum(row.points is None for row in figures.rows),
        mean=mean_of(figures),
        median=median_of(figures),
        bars=distribution(figures.percents),
        help=[row for row in figures.rows if row.needs],
        look=[row for row in figures.rows if row.looks],
        late=[row for row in figures.rows if row.late_penalty],
        alike=alike,
        hardest=sorted(figures.checks, key=lambda each: (each.difficulty is None, each.difficulty)),
        remarks=remarks,
        page_of=page_of,
    )
