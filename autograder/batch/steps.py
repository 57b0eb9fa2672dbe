"""What passes along the stream: submissions to grade, their outcomes, and steps that are done."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.submissions.finding import Submission
from autograder.vocabulary.outcomes import SubmissionResult


@dataclass(frozen=True)
class Progress:
    """One submission is done: its result, and whether it was kept from an earlier run."""

    submission: Submission
    result: SubmissionResult
    kept: bool


@dataclass(frozen=True)
class Graded:
    """The outcome of grading a submission: a result, or why there is none."""

    submission: Submission
    outcome: SubmissionResult | Exception


# What a source gives: a submission to grade, or a step that needs no grading and is passed on as it is.
Given = Submission | Progress
# What comes out for it.
Done = Graded | Progress
