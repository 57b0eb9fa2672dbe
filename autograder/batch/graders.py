"""The graders that a process keeps: one for each set of rules, used by one thread at a time."""

from __future__ import annotations

import atexit
import functools
import gc
import threading
from collections import OrderedDict

from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.outcomes import SubmissionResult

_KEPT = 4


class Graders:
    """Graders of the plans used last, each set up once and closed when others take its place.

    Any number of threads may call `grade`; they take turns. Checks are plain Python that may share anything within a process
    (numpy's global generator, warning filters, modules), so two of them at once could never be trusted. More at a time takes
    more processes.

    Parameters
    ----------
    kept : int
        How many graders are kept.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._turn = threading.Lock()
        self._workers = Workers()
        self._graders: OrderedDict[GradingPlan, Grader] = OrderedDict()

    def grade(self, plan: GradingPlan, submission: Submission) -> SubmissionResult:
        """Grade one submission.

        Raises
        ------
        CourseError
            The course is wrong, or no longer what it was when the plan was made.
        IsolationError
            The plan requires isolation that this machine cannot enforce.
        """
        with self._turn:
            grader = self._grader(plan)
            try:
                return grader.grade(submission)
            except BaseException:
                self._abandon()
                raise

    def close(self) -> None:
        """Close every grader and end all workers."""
        with self._turn:
            while self._graders:
                self._graders.popitem()[1].close()
            self._workers.close()

    def _grader(self, plan: GradingPlan) -> Grader:
        if plan not in self._graders:
            if not plan.is_current():
                raise CourseError(
                    f"{plan.course_file}: the course was changed while {plan.assignment} was being graded; run the command again"
                )
            while len(self._graders) >= self._kept:
                self._graders.popitem(last=False)[1].close()
            self._graders[plan] = Grader(plan, self._workers)
            # Checks and solutions stay for long; looking through them again and again costs a tenth of the grading.
            gc.freeze()
        self._graders.move_to_end(plan)
        return self._graders[plan]

    def _abandon(self) -> None:
        """Drop all graders: one may still be grading what nobody waits for, and its answer would be taken for the next one's."""
        left = list(self._graders.values())
        self._graders.clear()
        self._workers.close()
        for grader in left:
            threading.Thread(target=grader.close, name="abandoned grader", daemon=True).start()


@functools.cache
def _own() -> Graders:
    graders = Graders()
    atexit.register(graders.close)
    return graders


def grade_one(plan: GradingPlan, submission: Submission) -> SubmissionResult:
    """Grade one submission; the process keeps what it has set up for the next one.

    Any number of threads may call this; they take turns.
    """
    return _own().grade(plan, submission)
