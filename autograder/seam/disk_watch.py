"""What a worker writes to its box is bounded while it runs."""

from __future__ import annotations

import time
from pathlib import Path

from autograder.course.limits import Limits
from autograder.seam.box import holds_at_most
from autograder.seam.clock import TICK_S
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import LimitExceeded

# Files and folders that a worker may have in its box beyond those handed in.
_MAX_MADE = 1000


class DiskWatch:
    """Looks into a box from time to time.

    Parameters
    ----------
    box : Path
    submission : Submission
        Its own files do not count.
    limits : Limits
    """

    def __init__(self, box: Path, submission: Submission, limits: Limits) -> None:
        self._box = box
        self._file_mb = limits.file_mb
        self._bytes = limits.file_mb * 2**20 + sum(len(content) for _, content in submission.files)
        self._entries = _MAX_MADE + 2 * len(submission.files)
        self._next_look = 0.0

    def look(self) -> None:
        """Look, if the last look is a while ago.

        Raises
        ------
        LimitExceeded
            There is too much in the box.
        """
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + TICK_S
        if not holds_at_most(self._box, self._bytes, self._entries):
            raise LimitExceeded(
                "disk",
                f"more than {self._file_mb} MB were written to files, or more than {_MAX_MADE} files were made",
            )
