"""Which gradebook is the course's own: the one that nbgrader's commands use in its folder."""

from __future__ import annotations

from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from autograder.course.course import Course

_CONFIG = "nbgrader_config.py"


def is_own_gradebook(course: Course, db_url: str) -> bool:
    """Say whether a database is the one that nbgrader_config.py names, or gradebook.db in the course's folder."""
    root = course.root.resolve()
    try:
        config = PyFileConfigLoader(_CONFIG, path=str(root)).load_config()
    except ConfigFileNotFound:
        config = None
    own = CourseDirectory(config=config, root=str(root)).db_url
    return _comparable(own, root) == _comparable(db_url, root)


def _comparable(url: str, root: Path) -> str:
    """Return a URL in which a file of SQLite's has its real place, and no password stands."""
    try:
        parts = make_url(url)
    except ArgumentError:
        return url
    if parts.get_backend_name() == "sqlite" and parts.database:
        return f"sqlite:{Path(parts.database).resolve()}"
    return f"{parts.get_backend_name()}://{parts.username}@{parts.host}:{parts.port}/{parts.database}"
