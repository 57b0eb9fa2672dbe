"""The time in nbgrader's timestamp.txt."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from autograder.submissions.time_stamps import read_timestamp


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 10:00:00.000000 UTC",
        "2026-03-02 10:00:00\n",
        "2026-03-02 12:00:00 +0200",
        "2026-03-02T12:00:00+02:00",
        "2026-03-02 12:00:00 EET",
        "2026-03-02 12:00:00 Europe/Bucharest",
    ],
)
def test_a_time_is_read_in_its_own_zone_or_in_utc(text):
    assert read_timestamp(text.encode()) == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "content", [b"", b"yesterday", b"2026-03-02 10:00:00 Nowhere/City", b"\xff\xfe", b"UTC"]
)
def test_what_is_no_time_is_none(content):
    assert read_timestamp(content) is None
