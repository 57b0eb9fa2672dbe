"""nbgrader's settings for this course; see docs/instructors.md."""

import os

from autograder.nbgrader_bridge.config import configure

c = get_config()  # noqa: F821 - traitlets gives it to this file
configure(c)
c.CourseDirectory.course_id = "loss-functions"
if "NBGRADER_EXCHANGE" in os.environ:
    c.Exchange.root = os.environ["NBGRADER_EXCHANGE"]
