"""Who needs help, and which gradings a person should look at: each reason a short phrase."""

from __future__ import annotations

from autograder.reports.feedback import points_text
from autograder.vocabulary.outcomes import Outcome, SubmissionResult
from autograder.vocabulary.wording import visible

_STUCK_EXERCISES = 3  # with fewer there is no "all others"
_NOTE_CHARACTERS = 200
_LIMITS = {
    Outcome.TIMEOUT: "ran out of time",
    Outcome.MEMORY: "asked for too much memory",
    Outcome.CRASHED: "ended the process",
}


def needs(result: SubmissionResult, percent: float | None, below: float) -> tuple[str, ...]:
    """Return why this student may need help: few points, stuck at one exercise, limits reached; nothing for most.

    Parameters
    ----------
    result : SubmissionResult
    percent : float or None
        The final points in per cent of all; None without a fair score.
    below : float
        Per cent that are called few.
    """
    outcomes = [check.outcome for exercise in result.exercises for check in exercise.checks]
    if outcomes and all(outcome is Outcome.MISSING for outcome in outcomes):
        return ("nothing is written yet",)
    found = []
    if percent is not None and percent < below:
        found.append(f"{percent:.0f} % of the points")
    stuck = _stuck_at(result)
    if stuck:
        found.append(f"stuck at {stuck}")
    for outcome, what in _LIMITS.items():
        count = outcomes.count(outcome)
        if count:
            found.append(f"{count} check{'s' * (count > 1)} {what}")
    return tuple(found)


def _stuck_at(result: SubmissionResult) -> str | None:
    """Return the one exercise with less than half of its points, where all others have at least half."""
    graded = [each for each in result.exercises if each.max_points and each.points is not None]
    weak = [each for each in graded if (each.points or 0.0) < each.max_points / 2]
    if len(graded) < _STUCK_EXERCISES or len(weak) != 1:
        return None
    (exercise,) = weak
    return f"{exercise.name} ({points_text(exercise.points)} of {points_text(exercise.max_points)})"


def looks(result: SubmissionResult) -> tuple[str, ...]:
    """Return what a person should look at in this grading: our own errors, remarks made while grading, what could not be read."""
    found = ["no score: no code could be read"] if result.unread else []
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome is Outcome.GRADER_ERROR:
                found.append(f"no score: {check.name}: {check.staff or 'grading itself failed'}")
            elif check.staff:
                found.append(f"{check.name}: {check.staff}")
    found += [*result.staff_notes, *result.notes]
    return tuple(visible(each, _NOTE_CHARACTERS) for each in found)
