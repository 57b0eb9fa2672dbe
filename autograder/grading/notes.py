"""Notes for the student about what happened when the top level of the submission ran."""

from __future__ import annotations

from autograder.seam.loading import FAILED, SKIPPED, Problem
from autograder.seam.student_process import LoadReport
from autograder.vocabulary.wording import visible

_NOTE_CHARACTERS = 2500
# Every notebook of a course imports these for its figures and checks; a student need not be told of them.
_LEFT_BY_NOTEBOOKS = frozenset({"autograder", "figures", "matplotlib", "IPython"})


def load_notes(report: LoadReport | None) -> list[str]:
    """Return the notes on a report, bounded and fit for a terminal; none where the submission was never loaded."""
    if report is None:
        return []
    notes = [_problem_note(problem) for problem in report.problems]
    notes += [
        f"{name} is not available during grading; a stand-in took its place."
        for name in report.placeholders
        if name not in _LEFT_BY_NOTEBOOKS
    ]
    return [visible(note, _NOTE_CHARACTERS) for note in notes]


def _problem_note(problem: Problem) -> str:
    if problem.kind == FAILED:
        return f"{problem.place}: {problem.message}. This line was skipped; everything else was graded."
    if problem.kind == SKIPPED:
        return f"{problem.place} {problem.message} and was skipped; everything else was graded."
    return f"{problem.place} {problem.message}."
