"""nbgrader reads time stamps as the engine does, so that both ways into the gradebook agree on who is late."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.coursedir import CourseDirectory

from autograder.course.course import find_course, load_course
from autograder.submissions.time_stamps import TIMESTAMP_FILE, StampError, read_timestamp
from autograder.vocabulary.errors import CourseError


def read_stamps_as_the_engine_does() -> None:
    """Replace nbgrader's own reading, which takes no name of a zone but UTC for what it is and fails on any other text."""
    CourseDirectory.get_existing_timestamp = _existing_timestamp


def _existing_timestamp(self: CourseDirectory, folder: str) -> datetime | None:
    """Return the time stamp in a folder, in UTC and without a zone as nbgrader keeps times, or None where there is none."""
    path = Path(folder) / TIMESTAMP_FILE
    if not path.is_file():
        return None
    try:
        time = read_timestamp(path.read_bytes()[:1000], _zone(Path(self.root)))
    except StampError as error:
        self.log.warning("%s %s; the time of submission is unknown", path, error)
        return None
    return time.astimezone(UTC).replace(tzinfo=None)


def _zone(root: Path) -> ZoneInfo | None:
    path = find_course(root)
    try:
        return ZoneInfo(load_course(path).timezone) if path else None
    except CourseError:  # autograde itself says what is wrong with it
        return None
