"""What a student's own run of the visible checks prints: short first, then the one thing to look at."""

from __future__ import annotations

from autograder.reports.ansi import Lines
from autograder.reports.feedback import points_text
from autograder.student.own_report import OwnExercise, OwnReport, State, grouped, is_unwritten, reason
from autograder.vocabulary.message import labelled_parts
from autograder.vocabulary.outcomes import CheckResult, Outcome
from autograder.vocabulary.wording import counted

_SIGNS = {State.DONE: ("✓", "green"), State.BEGUN: ("✗", "red"), State.NOT_WRITTEN: ("○", "dim")}
_LABELS = {"got": "red", "raised": "red", "expected": "green", "hint": "cyan"}
_LABEL_WIDTH = 10
_INDENT = "  "


def print_own_report(report: OwnReport, lines: Lines, *, everything: bool = False) -> None:
    """Print what the visible checks found.

    Parameters
    ----------
    report : OwnReport
    lines : Lines
        Where to.
    everything : bool
        Whether every failed check is shown in full, not only the first.
    """
    lines.prose(report.reads, "dim")
    for note in report.notes:
        lines.prose(f"note: {note}", "yellow", indent=_INDENT)
    lines.say()
    _print_exercises(report, lines)
    if everything:
        for exercise in report.exercises:
            for check in exercise.failures:
                if not is_unwritten(check):
                    _print_failure(exercise, check, lines)
    else:
        print_first_failure(report, lines)
    lines.say()
    _print_closing(report, lines)


def _print_exercises(report: OwnReport, lines: Lines) -> None:
    """Print one line per exercise: its points, how far it is, what is hidden."""
    rows = [exercise_row(exercise) for exercise in report.exercises]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for exercise, row in zip(report.exercises, rows):
        sign, style = _SIGNS[exercise.state]
        name, points, difficulty, state = (text.ljust(width) for text, width in zip(row, widths))
        columns = [lines.paint(name, "bold"), points, difficulty, lines.paint(state, style), row[4]]
        text = "  ".join(column for column, width in zip(columns, [*widths, 1]) if width)
        lines.say(lines.paint(lines.symbol(sign), style) + text.rstrip())


def exercise_row(exercise: OwnExercise) -> tuple[str, str, str, str, str]:
    """Return name, points, difficulty, state and number of hidden checks in words."""
    points = ""
    if exercise.difficulty:
        worth = exercise.result.max_points
        points = counted(worth, "point") if worth else "no points"
    state = exercise.state.value
    if exercise.state is State.BEGUN:
        state = f"{exercise.passed} of {len(exercise.result.checks)}"
    hidden = sum(exercise.hidden.values())
    return exercise.name, points, exercise.difficulty, state, f"{hidden} hidden" if hidden else ""


def print_first_failure(report: OwnReport, lines: Lines) -> None:
    """Print the first check that failed in full, and count the others."""
    first = report.failed_first()
    if first is None or is_unwritten(first[1]):
        return
    exercise, check = first
    _print_failure(exercise, check, lines)
    for sentence in others_in_words(report, exercise, check):
        lines.prose(_INDENT + sentence, "dim", indent=_INDENT)


def others_in_words(
    report: OwnReport, exercise: OwnExercise, shown: CheckResult, *, in_notebook: bool = False
) -> list[str]:
    """Count what is not shown: checks that failed for the reason of the one that is shown, and the exercise's others.

    Parameters
    ----------
    report : OwnReport
    exercise : OwnExercise
        The exercise of the check that is shown.
    shown : CheckResult
    in_notebook : bool
        Leave out the command that shows the others: in a notebook there is nowhere to type it.
    """
    alike = [check for each in report.exercises for check in each.failures if reason(check) == reason(shown)]
    others = [check for check, _ in grouped(exercise.failures) if reason(check) != reason(shown)]
    more, sentences = len(alike) - 1, []
    if more:
        how = (
            "for the same reason"
            if shown.outcome is not Outcome.FAILED
            else "in the same way, with other inputs"
        )
        sentences.append(f"{counted(more, 'more check')} {'fails' if more == 1 else 'fail'} {how}.")
    if others:
        verb = "fails" if len(others) == 1 else "fail"
        where = "." if in_notebook else f": autograder check {exercise.name} --all"
        sentences.append(f"{counted(len(others), 'other check')} of {exercise.name} {verb} too{where}")
    return sentences


def _print_failure(exercise: OwnExercise, check: CheckResult, lines: Lines) -> None:
    """Print one failed check in full: what should hold, what was called, what it gave, what was expected."""
    message = check.message
    lines.say()
    if message is None:
        lines.say(failure_title(exercise, check), "bold")
        return
    lines.prose(failure_title(exercise, check), "bold", indent=_INDENT)
    for label, text in labelled_parts(message):
        first, *rest = text.split("\n")
        styled = _LABELS.get(label)
        shown = lines.paint(f"{label:<{_LABEL_WIDTH}}", styled or "dim") if label else ""
        lines.say(f"{_INDENT}{shown}{first}")
        for line in rest:
            lines.say(f"{_INDENT}{' ' * _LABEL_WIDTH if label else ''}{line}")
    if message.where:
        lines.say(f"{_INDENT}{'check':<{_LABEL_WIDTH}}{message.where}", "dim")


def failure_title(exercise: OwnExercise, check: CheckResult) -> str:
    """Return the heading of a failed check: the exercise, how it ended where not with a wrong value, and what should hold."""
    ordinary = check.outcome in (Outcome.FAILED, Outcome.MISSING)
    kind = "" if ordinary else f" ({check.outcome.value.replace('_', ' ')})"
    return f"{exercise.name}{kind}: {check.title}"


def _print_closing(report: OwnReport, lines: Lines) -> None:
    """Print the sum, what remains hidden, and what to do next."""
    lines.prose(closing_words(report), "green" if report.all_passed else "bold")
    following = report.next_exercise
    if following is not None:
        title = f" ({following.title})" if following.title else ""
        lines.prose(f"Next: {following.name}{title}. Its task:  autograder next")


def closing_words(report: OwnReport) -> str:
    """Return the sum of a run in a sentence."""
    counts = report.counts()
    done = f"{points_text(report.points_done)} of {counted(report.max_points, 'point')} done"
    sum_of_points = f"{done} as far as the visible checks tell; " if report.max_points else ""
    hidden = report.hidden[:1].lower() + report.hidden[1:]
    if report.all_passed:
        return f"All visible checks pass: {sum_of_points}{hidden}"
    unwritten = sum(is_unwritten(check) for each in report.exercises for check in each.failures)
    failed = sum(counts.values()) - counts[Outcome.PASSED] - unwritten
    found = f"{counts[Outcome.PASSED]} passed, {failed} failed, {unwritten} not written yet"
    return f"Visible checks: {found}; {sum_of_points}{hidden}"
