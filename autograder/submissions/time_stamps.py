"""When work was handed in: the file timestamp.txt beside it, as `nbgrader submit` writes it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

TIMESTAMP_FILE = "timestamp.txt"


def read_timestamp(content: bytes) -> datetime | None:
    """Return the time in a timestamp.txt, or None where it holds none.

    Without a time zone of its own a time is in UTC, as nbgrader has it.

    Examples
    --------
    >>> read_timestamp(b"2026-12-03 08:00:00.000000 UTC").isoformat()
    '2026-12-03T08:00:00+00:00'
    >>> read_timestamp(b"2026-12-03 08:00:00 Europe/Bucharest").isoformat()
    '2026-12-03T08:00:00+02:00'
    """
    text = content.decode("utf-8", "replace").strip()
    zone: tzinfo = UTC
    clock, _, name = text.rpartition(" ")
    if name[:1].isalpha():
        try:
            zone = UTC if name in ("UTC", "Z", "GMT") else ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            return None
        text = clock
    elif name[:1] in ("+", "-"):
        text = clock + name
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=zone)
