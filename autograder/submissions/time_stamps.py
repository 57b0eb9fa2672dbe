"""When work was handed in: the file timestamp.txt that the collector put beside it, as `nbgrader submit` writes it."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

TIMESTAMP_FILE = "timestamp.txt"

# Times outside of these years are no times of handing in, and cannot be counted with in every time zone.
_YEARS = range(1990, 2100)
_MAX_BYTES = 200

# Names that clocks give to zones, in hours from UTC (IANA's time zone database and RFC 2822). Of a name that several zones
# share, such as CST and IST, the course's own zone is asked first.
_HOURS = {
    "UTC": 0,
    "UCT": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "MET": 1,
    "MEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "TRT": 3,
    "SAST": 2,
    "CAT": 2,
    "EAT": 3,
    "WAT": 1,
    "IST": 5.5,
    "PKT": 5,
    "NST": -3.5,
    "NDT": -2.5,
    "AST": -4,
    "ADT": -3,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "BRT": -3,
    "ART": -3,
    "CLT": -4,
    "CLST": -3,
    "PET": -5,
    "HKT": 8,
    "SGT": 8,
    "PHT": 8,
    "WIB": 7,
    "ICT": 7,
    "JST": 9,
    "KST": 9,
    "AWST": 8,
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?")
_OFFSET_AFTER_NAME = re.compile(r"(?:UTC|GMT)\s*([+-]\d{1,2}(?::?\d{2})?)")


class StampError(ValueError):
    """A time stamp cannot be used. The message goes on from what holds it: ``"... has no time"``."""


def read_timestamp(content: bytes, zone: tzinfo | None = None) -> datetime:
    """Return the time in a timestamp.txt.

    Parameters
    ----------
    content : bytes
        The file, in UTF-8 or UTF-16.
    zone : tzinfo, optional
        The course's time zone: where the name of a zone is one of its own, it says what the name means.

    Returns
    -------
    datetime
        With the time zone of the stamp. A stamp without one is in UTC, as nbgrader has it.

    Raises
    ------
    StampError
        There is no time in it, or none at which anybody handed in.

    Examples
    --------
    >>> read_timestamp(b"2026-12-03 08:00:00.000000 UTC").isoformat()
    '2026-12-03T08:00:00+00:00'
    >>> read_timestamp(b"2026-07-03 08:00:00 EEST").isoformat()
    '2026-07-03T08:00:00+03:00'
    >>> read_timestamp(b"2026-12-03 08:00:00 Europe/Bucharest").isoformat()
    '2026-12-03T08:00:00+02:00'
    """
    text = " ".join(_text(content).split())
    time = _mail_time(text) or _iso_time(text, zone)
    if time.year not in _YEARS:
        raise StampError(f"is of the year {time.year}")
    return time


def _text(content: bytes) -> str:
    if len(content) > _MAX_BYTES:
        raise StampError("is too long for a time")
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding).strip()
    except UnicodeDecodeError:
        raise StampError("is not text") from None
    if not text:
        raise StampError("is empty")
    return text


def _mail_time(text: str) -> datetime | None:
    """Return a time as mail has it, ``Sun, 25 Oct 2026 22:30:00 +0200``, or None where it is no such time."""
    if not re.match(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} ", text):
        return None
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _iso_time(text: str, home: tzinfo | None) -> datetime:
    """Return a time that begins with a date as 2026-10-25, with a zone by offset or name behind it, or none."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?))?\s*(.*)$", text)
    if match is None:
        raise StampError(f"holds no readable time: {text[:60]!r}")
    date, clock, rest = match.groups()
    if clock is None:
        raise StampError(f"has no time of day: {text[:60]!r}")
    seconds, _, fraction = clock.replace(",", ".").partition(".")
    try:
        time = datetime.fromisoformat(
            f"{date} {seconds.zfill(5) if seconds.count(':') == 1 else seconds.zfill(8)}"
        )
    except ValueError:
        raise StampError(f"holds no readable time: {text[:60]!r}") from None
    time = time.replace(microsecond=int(f"{fraction:0<6.6}" or 0))
    if not rest:
        return time.replace(tzinfo=UTC)
    return time.replace(tzinfo=_zone(rest, time, home))


def _zone(name: str, time: datetime, home: tzinfo | None) -> tzinfo:
    """Return the zone that stands behind a time, by its offset or its name."""
    if behind := _OFFSET_AFTER_NAME.fullmatch(name.upper()):
        name = behind[1]
    name = name.strip("()")
    if offset := _OFFSET.fullmatch(name):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14 or minutes > 59:
            raise StampError(f"has an offset from UTC that no place has: {name}")
        return timezone((1 if offset[1] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    own = _own_meaning(name.upper(), time, home)
    if own is not None:
        return own
    if name.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[name.upper()]), name.upper())
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise StampError(f"names an unknown time zone: {name[:40]!r}") from None


def _own_meaning(name: str, time: datetime, home: tzinfo | None) -> tzinfo | None:
    """Return what a name means where it is a name of the course's own zone, in summer or in winter."""
    if home is None:
        return None
    for month in (time.month, 1, 7):
        there = datetime(time.year, month, 1, 12, tzinfo=home)
        offset = there.utcoffset()
        if there.tzname() == name and offset is not None:
            return timezone(offset, name)
    return None
