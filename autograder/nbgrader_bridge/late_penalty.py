"""The course's rule for late work as nbgrader's late-penalty plugin."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from nbgrader.plugins import BasePlugin

from autograder.course.late import penalty
from autograder.nbgrader_bridge.exporter import course_of


class CoursePolicy(BasePlugin):
    """Takes grace, penalty per day and floor from course.yaml; extensions are already in the gradebook's due dates."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """Return the points to take off from `score`."""
        return penalty(score, timedelta(seconds=total_seconds_late), course_of(Path.cwd()).late)
