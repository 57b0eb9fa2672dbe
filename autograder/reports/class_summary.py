"""The class at a glance in a few lines, as Markdown and for the terminal."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from autograder.reports.class_figures import ClassFigures, Row
from autograder.reports.feedback import points_text
from autograder.reports.markdown import plain
from autograder.reports.plots import distribution
from autograder.vocabulary.outcomes import Outcome
from autograder.vocabulary.wording import listing

_NAMED = 5  # misconceptions and exercises that a short account names
_WIDTH = 30  # characters of the longest bar


def remarks(row: Row) -> str:
    """Return what stands out about a student: outcomes other than passed, and lateness."""
    said = [
        f"{row.outcomes[outcome]} {outcome.value.replace('_', ' ')}"
        for outcome in Outcome
        if outcome is not Outcome.PASSED and row.outcomes[outcome]
    ]
    if row.late_penalty:
        off = points_text(row.late_penalty)
        said.append(f"late, {off} point{'s' * (off != '1')} off")
    return ", ".join(said)


def mean_of(figures: ClassFigures) -> float | None:
    """Return the mean of the final points of all who have a fair score."""
    finals = [row.final for row in figures.rows if row.final is not None]
    return statistics.fmean(finals) if finals else None


def median_of(figures: ClassFigures) -> float | None:
    """Return the median of the final points of all who have a fair score."""
    finals = [row.final for row in figures.rows if row.final is not None]
    return statistics.median(finals) if finals else None


def summary_lines(figures: ClassFigures, *, bars: bool = True) -> Iterator[str]:
    """Yield the short account as plain lines: the distribution, the hardest exercises, misconceptions, who needs a look.

    The distribution is left out without `bars`, and where there are fewer students than bars.
    """
    rows = figures.rows
    yield f"{_counted(len(rows), 'submission')}, {_mean_and_median(figures)}"
    spread = distribution(figures.percents)
    for bar in spread if bars and len(rows) >= len(spread) else ():
        yield f"  {bar.low:>3} to {bar.high:>3} %  {'#' * round(bar.share * _WIDTH)} {bar.count}"
    hard = _hardest(figures)
    if hard:
        yield "Hardest: " + ", ".join(hard) + "."
    for each in figures.misconceptions[:_NAMED]:
        yield f"  {_counted(len(each.students), 'student')}: {each.name} ({each.exercise}): {each.hint}"
    yield from _counts(figures)


def summary_markdown(title: str, figures: ClassFigures, below: float) -> str:
    """Return the short account as a Markdown document.

    Parameters
    ----------
    title : str
        The assignment's; plain text, which is escaped here.
    figures : ClassFigures
    below : float
        Per cent of the points under which a student was said to need help.
    """
    lines = [f"# {plain(title)}: the class at a glance", ""]
    lines += [f"{_counted(len(figures.rows), 'submission')}, {_mean_and_median(figures)}", ""]
    lines += ["| points | students |", "|---|---:|"]
    lines += [f"| {bar.label} | {bar.count} |" for bar in distribution(figures.percents)]
    lines += ["", "## Exercises", ""]
    lines += [
        "| exercise | mean | of | all points | not written | difficulty | discrimination |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for each in figures.exercises:
        cells = (
            *(plain(each.name), points_text(each.mean) if each.mean is not None else "–"),
            *(points_text(each.max_points), each.full, each.missing),
            *(_decimals(each.difficulty), _decimals(each.discrimination)),
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    if figures.misconceptions:
        lines += ["", "## Misconceptions", "", "| students | misconception | exercise | question |"]
        lines.append("|---:|---|---|---|")
        lines += [
            f"| {len(each.students)} | {plain(each.name)} | {plain(each.exercise)} | {plain(each.hint)} |"
            for each in figures.misconceptions
        ]
    lines += _reasons(
        f"Who needs help (below {points_text(below)} %, stuck, at a limit)", figures.rows, "needs"
    )
    lines += _reasons("Gradings to look at", figures.rows, "looks")
    return "\n".join(lines) + "\n"


def _reasons(heading: str, rows: Sequence[Row], what: str) -> list[str]:
    chosen = [row for row in rows if getattr(row, what)]
    if not chosen:
        return []
    said = [f"- {plain(row.student)}: {plain('; '.join(getattr(row, what)))}" for row in chosen]
    return ["", f"## {heading}", "", *said]


def _counts(figures: ClassFigures) -> Iterator[str]:
    for what, heading in (("needs", "May need help"), ("looks", "Gradings to look at")):
        chosen = [row.student for row in figures.rows if getattr(row, what)]
        if chosen:
            yield f"{heading}: {len(chosen)} ({listing(chosen, _NAMED)})."


def _hardest(figures: ClassFigures) -> list[str]:
    known = [(each.difficulty, each.name) for each in figures.exercises if each.difficulty is not None]
    return [f"{name} ({share:.0%} of its points)" for share, name in sorted(known)[:_NAMED] if share < 1]


def _mean_and_median(figures: ClassFigures) -> str:
    mean, median = mean_of(figures), median_of(figures)
    if mean is None or median is None:
        return "none with a score."
    return f"mean {points_text(mean)} and median {points_text(median)} of {points_text(figures.max_points)} points."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _decimals(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
