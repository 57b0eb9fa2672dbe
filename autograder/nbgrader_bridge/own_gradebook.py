"""Where a gradebook is, whether it can be written, and whether it is the course's own: that of nbgrader's commands there."""

from __future__ import annotations

import os
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


def with_whole_path(db_url: str) -> str:
    """Return a URL in which a file of SQLite's has its whole path, which nbgrader's steps in other folders find as well."""
    try:
        parts = make_url(db_url)
    except ArgumentError:
        return db_url
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        return db_url
    return parts.set(database=str(Path(parts.database).absolute())).render_as_string(hide_password=False)


def cannot_be_written(db_url: str) -> bool:
    """Say whether a database is a file of SQLite's that may not be written, or may not be made where it is to be."""
    parts = make_url(db_url)
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        return False
    file = Path(parts.database)
    if not file.parent.is_dir():
        return False
    # SQLite keeps a journal beside the file while it writes.
    return not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK))


def _comparable(url: str, root: Path) -> str:
    """Return a URL in which a file of SQLite's has its real place, and no password stands."""
    try:
        parts = make_url(url)
    except ArgumentError:
        return url
    if parts.get_backend_name() == "sqlite" and parts.database:
        return f"sqlite:{Path(parts.database).resolve()}"
    return f"{parts.get_backend_name()}://{parts.username}@{parts.host}:{parts.port}/{parts.database}"
