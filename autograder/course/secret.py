"""The course's secret: with it, the random numbers of hidden checks cannot be worked out from a public repository."""

from __future__ import annotations

import os

from autograder.course.course import Course

_SECRET_VARIABLE = "AUTOGRADER_SECRET"


def course_secret(course: Course) -> str:
    """Return the secret in the environment, else that of the course's file, else nothing."""
    return os.environ.get(_SECRET_VARIABLE, "") or course.secret
