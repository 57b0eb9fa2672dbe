"""What `grade` prints: how far grading is, then the class. Plain words and columns, for screen readers and without colour too."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from autograder.batch.steps import Progress as Step
from autograder.reports.feedback import points_text
from autograder.vocabulary.outcomes import CheckResult, Outcome, SubmissionResult
from autograder.vocabulary.wording import listing

# A class of this many is shown whole; of a larger one those who need a look, and no more of them than this.
WHOLE = 60
# Where there is no terminal, a line at most this often.
_LINE_EVERY_S = 10.0
_BUCKETS = 10


@dataclass(frozen=True)
class Row:
    """What the table says of a submission; all that is kept of it."""

    student: str
    points: float | None
    max_points: float
    passed: int
    checks: int
    remarks: str
    needs_look: bool


class Tally:
    """Counts results as they come and keeps of each only what the summary needs."""

    def __init__(self) -> None:
        self.count = 0
        self.kept = 0
        self.not_graded = 0
        self.unread: list[str] = []
        self.lowest_percent = 100.0
        self._points = 0.0
        self._max_points = 0.0
        self._buckets = [0] * (_BUCKETS + 1)
        self._rows: list[Row] | None = []
        self._look: list[Row] = []
        self._look_count = 0

    def add(self, result: SubmissionResult, *, kept: bool = False) -> None:
        """Count a result."""
        self.count += 1
        self.kept += kept
        self._max_points = result.max_points
        row = _row(result)
        if result.unread:
            self.unread.append(result.student)
            self.lowest_percent = 0.0
        elif result.points is None:
            self.not_graded += 1
        else:
            percent = 100 * result.points / result.max_points if result.max_points else 100.0
            self.lowest_percent = min(self.lowest_percent, percent)
            self._points += result.points
            self._buckets[int(percent * _BUCKETS / 100)] += 1
        if self._rows is not None:
            self._rows.append(row)
            if len(self._rows) > WHOLE:
                self._rows = None
        if row.needs_look:
            self._look_count += 1
            if len(self._look) < WHOLE:
                self._look.append(row)

    def print(self, console: Console) -> None:
        """Print the class: whole where it is small, else how the points are spread and who needs a look."""
        if self._rows is not None:
            console.print(_table(self._rows))
        else:
            self._print_spread(console)
            if self._look:
                console.print(f"\nThese need a look ({self._look_count}):")
                console.print(_table(self._look))
                if self._look_count > len(self._look):
                    console.print(f"... and {self._look_count - len(self._look)} more.")
        graded = self.count - self.not_graded - len(self.unread)
        if graded:
            console.print(
                f"{self.count} submission{'s' * (self.count != 1)}, mean {points_text(self._points / graded)} "
                f"of {points_text(self._max_points)} points."
            )
        if self.unread:
            console.print(
                f"Without points, since no code could be read ({len(self.unread)}): {listing(self.unread)}. "
                "Their notes say why.",
                soft_wrap=True,
                markup=False,
            )
        if self.not_graded:
            console.print(
                f"{self.not_graded} could not be graded, through no fault of the student; the same command tries again."
            )

    def _print_spread(self, console: Console) -> None:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Percent", justify="right")
        table.add_column("Submissions", justify="right")
        width = 100 // _BUCKETS
        for at, count in reversed(list(enumerate(self._buckets))):
            table.add_row("100" if at == _BUCKETS else f"{at * width} to {(at + 1) * width - 1}", str(count))
        console.print(table)


def watch(steps: Iterator[Step], total: int, console: Console) -> Tally:
    """Go through `steps`, saying how far they are, and return their tally.

    In a terminal this is a bar; elsewhere a plain line every few seconds, so that a short run says nothing.

    Parameters
    ----------
    steps : iterator of Step
    total : int
        How many steps there will be.
    console : Console
    """
    tally = Tally()
    pace = _Pace(total)
    columns = (TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=total)
        for step in steps:
            tally.add(step.result, kept=step.kept)
            pace.add(step)
            if console.is_terminal:
                progress.update(task, advance=1, description=escape(pace.words()))
            elif pace.line_is_due():
                console.print(f"{tally.count} of {total} done, {pace.words()}", soft_wrap=True, markup=False)
    return tally


class _Pace:
    """How fast it goes, how long it will take, what went wrong, and who took longest."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._started = self._line_at = time.monotonic()
        self._done = self._graded = self._failures = 0
        self._slowest = (0.0, "")

    def add(self, step: Step) -> None:
        self._done += 1
        self._failures += step.result.points is None and not step.result.unread
        if not step.kept:
            self._graded += 1
            seconds = sum(check.duration_s for each in step.result.exercises for check in each.checks)
            self._slowest = max(self._slowest, (seconds, step.result.student))

    def line_is_due(self) -> bool:
        now = time.monotonic()
        if now - self._line_at < _LINE_EVERY_S:
            return False
        self._line_at = now
        return True

    def words(self) -> str:
        elapsed = max(time.monotonic() - self._started, 1e-9)
        # What was kept goes by in no time, and says nothing about what is left.
        rate = (self._graded or self._done) / elapsed
        words = [f"{_rate(rate)}, about {_duration((self._total - self._done) / rate)} left"]
        if self._failures:
            words.append(f"{self._failures} could not be graded")
        seconds, student = self._slowest
        if student:
            words.append(f"slowest {student} ({seconds:.1f} s)")
        return ", ".join(words)


def _rate(rate: float) -> str:
    return f"{rate:.0f} a second" if rate >= 10 else f"{60 * rate:.0f} a minute"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _table(rows: Sequence[Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Student")
    table.add_column("Points", justify="right")
    table.add_column("Of", justify="right")
    table.add_column("Passed", justify="right")
    table.add_column("Remarks", overflow="fold")
    for row in sorted(rows, key=lambda row: row.student):
        table.add_row(
            Text(row.student),
            points_text(row.points),
            points_text(row.max_points),
            f"{row.passed}/{row.checks}",
            Text(row.remarks),
        )
    return table


def _row(result: SubmissionResult) -> Row:
    checks = [check for exercise in result.exercises for check in exercise.checks]
    outcomes = {check.outcome for check in checks}
    nothing = bool(checks) and outcomes == {Outcome.MISSING}
    odd = result.points is None or outcomes & {Outcome.TIMEOUT, Outcome.MEMORY, Outcome.CRASHED}
    return Row(
        student=result.student,
        points=result.points,
        max_points=result.max_points,
        passed=sum(check.outcome is Outcome.PASSED for check in checks),
        checks=len(checks),
        remarks=_remarks(result, checks),
        needs_look=bool(odd or nothing or result.staff_notes),
    )


def _remarks(result: SubmissionResult, checks: Sequence[CheckResult]) -> str:
    remarks = ["could not be read"] if result.unread else []
    for outcome in Outcome:
        count = sum(check.outcome is outcome for check in checks)
        if count and outcome is not Outcome.PASSED:
            remarks.append(f"{count} {outcome.value.replace('_', ' ')}")
    if result.late_penalty:
        remarks.append(f"late, {points_text(result.late_penalty)} points off")
    for kind, notes in (("note", result.notes), ("note for staff", result.staff_notes)):
        if notes:
            head, _, tail = kind.partition(" ")
            remarks.append(f"{len(notes)} {head}{'s' * (len(notes) > 1)}" + (f" {tail}" if tail else ""))
    return ", ".join(remarks)
