"""What changed between two gradings of an assignment: whose points, and by which checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from autograder.reports.class_figures import final_points
from autograder.reports.feedback import points_text
from autograder.reports.results_folder import AssignmentResults, read_result
from autograder.vocabulary.outcomes import MadeBy, Outcome, SubmissionResult
from autograder.vocabulary.wording import listing, visible

_NAME = 200
_DIGEST = 12  # characters of one that are shown


def difference_lines(old: AssignmentResults, new: AssignmentResults) -> Iterator[str]:
    """Yield what changed, line by line: each student whose points or checks differ, then what the results were made by.

    Results are read in pairs, and none is kept.
    """
    before, after = _by_name(old), _by_name(new)
    shared = [name for name in before if name in after]
    changed, made = 0, Counter[str]()
    for name in shared:
        one, other = read_result(before[name]), read_result(after[name])
        made.update(_made_differently(one.made_by, other.made_by))
        if _checks(one) == _checks(other) and final_points(one) == final_points(other):
            continue
        changed += 1
        yield from _student(one, other)
    yield f"{new.assignment}: {changed} of {len(shared)} students changed."
    for what, count in made.items():
        yield f"  {what} ({count} student{'s' * (count > 1)})"
    for heading, names in (
        ("only in the old results", before.keys() - after.keys()),
        ("only in the new results", after.keys() - before.keys()),
    ):
        if names:
            yield f"  {heading}: {len(names)} ({listing(sorted(names))})"


def _student(one: SubmissionResult, other: SubmissionResult) -> Iterator[str]:
    points = f"{points_text(final_points(one))} -> {points_text(final_points(other))}"
    again = "" if one.made_by.rules != other.made_by.rules or one.digest == other.digest else "; other work"
    late = "; late penalty differs" if one.late_penalty != other.late_penalty else ""
    yield f"{visible(one.student, _NAME)}: {points} of {points_text(other.max_points)} points{again}{late}"
    old, new = _checks(one), _checks(other)
    for key in dict.fromkeys((*old, *new)):
        was, now = (side[key][0].value if key in side else "no such check" for side in (old, new))
        if was != now:
            exercise, check = key
            yield f"  {exercise}: {check}: {was} -> {now}"


def _checks(result: SubmissionResult) -> dict[tuple[str, str], tuple[Outcome, float]]:
    """Return each check's outcome and weight by exercise and name."""
    return {
        (exercise.name, check.name): (check.outcome, check.weight)
        for exercise in result.exercises
        for check in exercise.checks
    }


def _made_differently(one: MadeBy, other: MadeBy) -> Iterator[str]:
    for field in one.__struct_fields__:
        was, now = str(getattr(one, field)), str(getattr(other, field))
        if was != now:
            yield f"{field}: {was[:_DIGEST]} -> {now[:_DIGEST]}"


def _by_name(results: AssignmentResults) -> dict[str, Path]:
    return {file.stem: file for file in results.files}
