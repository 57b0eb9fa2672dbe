"""What commands print: plain words and columns that read well without colour and aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograder.batch.grade_class import Progress as Step
from autograder.reports.feedback import points_text
from autograder.vocabulary.outcomes import CheckResult, Outcome, SubmissionResult


def with_progress(steps: Iterator[Step], total: int, console: Console) -> list[SubmissionResult]:
    """Consume `steps`, showing a progress bar in a terminal, and return the results by student."""
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    results = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        for step in steps:
            results.append(step.result)
            progress.update(task, advance=1, description=escape(step.result.student))
        progress.update(task, description="")
    return sorted(results, key=lambda result: result.student)


def print_class(results: Sequence[SubmissionResult], console: Console) -> None:
    """Print one line a student: points and what stands out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Student")
    table.add_column("Points", justify="right")
    table.add_column("Of", justify="right")
    table.add_column("Passed", justify="right")
    table.add_column("Remarks", overflow="fold")
    for result in results:
        checks = [check for exercise in result.exercises for check in exercise.checks]
        passed = sum(check.outcome is Outcome.PASSED for check in checks)
        table.add_row(
            Text(result.student),
            points_text(result.points),
            points_text(result.max_points),
            f"{passed}/{len(checks)}",
            _remarks(result, checks),
        )
    console.print(table)
    scored = [result.points for result in results if result.points is not None]
    if scored:
        mean = points_text(sum(scored) / len(scored))
        console.print(
            f"{len(results)} submission{'s' * (len(results) != 1)}, mean {mean} of {points_text(results[0].max_points)} points."
        )


def _remarks(result: SubmissionResult, checks: Sequence[CheckResult]) -> str:
    remarks = []
    for outcome in Outcome:
        count = sum(check.outcome is outcome for check in checks)
        if count and outcome is not Outcome.PASSED:
            remarks.append(f"{count} {outcome.value.replace('_', ' ')}")
    if result.late_penalty:
        remarks.append(f"late, {points_text(result.late_penalty)} points off")
    if result.notes:
        remarks.append(f"{len(result.notes)} note" + ("s" if len(result.notes) > 1 else ""))
    return ", ".join(remarks)
