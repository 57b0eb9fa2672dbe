"""The time in timestamp.txt, as collectors in many places write it, and what is no time."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from autograder.submissions.finding import find_submissions
from autograder.submissions.time_stamps import StampError, read_timestamp

WINTER = datetime(2026, 3, 2, 10, tzinfo=UTC)
SUMMER = datetime(2026, 7, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 10:00:00.000000 UTC",
        "2026-03-02 10:00:00\n",
        "2026-03-02 10:00",
        "2026-03-02T10:00:00Z",
        "2026-03-02T10:00:00.000Z",
        "2026-03-02 12:00:00 +0200",
        "2026-03-02 12:00:00 +02",
        "2026-03-02T12:00:00+02:00",
        "2026-03-02 12:00:00 UTC+2",
        "2026-03-02 12:00:00 GMT+02:00",
        "2026-03-02 12:00:00 EET",
        "2026-03-02 12:00:00 Europe/Bucharest",
        "2026-03-02 11:00:00 CET",
        "2026-03-02 02:00:00.123 PST",
        "2026-03-02 05:00:00 EST",
        "2026-03-02 19:00:00,5 JST",
        "Mon, 02 Mar 2026 12:00:00 +0200",
        "2 Mar 2026 10:00:00 GMT",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_time_is_read_in_its_own_zone_or_in_utc(text, encoding):
    assert read_timestamp(text.encode(encoding)).replace(microsecond=0) == WINTER


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-02 13:00:00 EEST",
        "2026-07-02 12:00:00 CEST",
        "2026-07-02 03:00:00 PDT",
        "2026-07-02 11:00:00 BST",
    ],
)
def test_the_name_of_summer_time_is_an_hour_on(text):
    assert read_timestamp(text.encode()) == SUMMER


def test_the_name_of_winter_time_means_winter_time_in_summer_too():
    assert read_timestamp(b"2026-07-02 12:00:00 EET") == SUMMER


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Shanghai", "2026-03-02 18:00:00 CST"),
        ("America/Chicago", "2026-03-02 04:00:00 CST"),
        ("Asia/Kolkata", "2026-03-02 15:30:00 IST"),
        ("Asia/Jerusalem", "2026-03-02 12:00:00 IST"),
    ],
)
def test_a_name_that_zones_share_is_the_courses_own(zone, text):
    assert read_timestamp(text.encode(), ZoneInfo(zone)) == WINTER


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"yesterday", "no readable time: 'yesterday'"),
        (b"2026-03-02 10:00:00 Nowhere/City", "unknown time zone"),
        (b"2026-03-02 10:00:00 ../../etc/passwd", "unknown time zone"),
        (b"2026-03-02", "has no time of day"),
        (b"2026-03-02 25:00:00", "no readable time"),
        (b"2026-02-30 10:00:00", "no readable time"),
        (b"2026-03-02 10:00:00 +9900", "an offset from UTC that no place has"),
        (b"0001-01-01 00:00:00 +1400", "is of the year 1"),
        (b"9999-12-31 23:59:59 -1200", "is of the year 9999"),
        (b"\xff\xfe\x00", "is not text"),
        (b"\x80\x81", "is not text"),
        (b"UTC", "no readable time"),
        (b"2026-03-02 10:00:00 UTC" * 1000, "too long"),
    ],
)
def test_what_is_no_time_says_why(content, problem):
    with pytest.raises(StampError, match=problem):
        read_timestamp(content)


def test_a_stamp_counts_where_the_collector_put_it(tmp_path):
    for folder in ("beside", "within/weather"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "weather.py").write_text("x = 1\n")
        (tmp_path / folder / "timestamp.txt").write_text("2026-03-02 12:00:00 EET\n")
    assert [each.handed_in for each in find_submissions([tmp_path], "weather")] == [WINTER, WINTER]


def test_a_stamp_that_the_student_made_counts_for_nothing_and_staff_is_told(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("weather.py", "x = 1\n")
        archive.writestr("timestamp.txt", "2026-02-01 10:00:00 UTC")
    (tmp_path / "student-01.zip").write_bytes(buffer.getvalue())
    own = tmp_path / "student-02" / "my work"
    own.mkdir(parents=True)
    (own / "weather.py").write_text("x = 1\n")
    (own / "timestamp.txt").write_text("2026-02-01 10:00:00 UTC")

    for submission in find_submissions([tmp_path], "weather"):
        assert submission.handed_in is None
        assert "student's own files was not used" in submission.staff_notes[0]


@pytest.fixture
def late_course(weather):
    path = weather / "course.yaml"
    text = path.read_text().replace(
        "    title: Temperatures\n", '    title: Temperatures\n    due: "2026-03-01"\n'
    )
    path.write_text(f"{text}\nlate: {{penalty_per_day: 10}}\n")
    return weather


STAMPS = {
    "in-time": ("2026-03-01 23:59:30 UTC", 0.0),
    "late": ("2026-03-02 02:01:00 EET", 0.5),
    "junk": ("last night", 0.0),
    "year-1": ("0001-01-01 00:00:00 +1400", 0.0),
}


def test_a_class_with_odd_stamps_is_graded_whole_and_each_is_said(cli, late_course, tmp_path):
    right = (late_course / "class" / "student-01.py").read_text()
    for student, (stamp, _) in STAMPS.items():
        folder = tmp_path / "class" / student
        folder.mkdir(parents=True)
        (folder / "weather.py").write_text(right)
        (folder / "timestamp.txt").write_text(stamp)
    run = cli(
        "grade", tmp_path / "class", "--assignment", "weather", "--out", tmp_path / "out", cwd=late_course
    )

    assert run.returncode == 0, run.stderr
    results = {student: json.loads((tmp_path / "out" / f"{student}.json").read_text()) for student in STAMPS}
    assert {student: result["late_penalty"] for student, result in results.items()} == {
        student: penalty for student, (_, penalty) in STAMPS.items()
    }
    assert [bool(result["staff_notes"]) for result in results.values()] == [False, False, True, True]


def test_submitted_holds_instead_of_a_stamp_and_staff_is_told(cli, late_course, tmp_path):
    folder = tmp_path / "student-01"
    folder.mkdir()
    (folder / "weather.py").write_text((late_course / "class" / "student-01.py").read_text())
    (folder / "timestamp.txt").write_text("2026-02-01 10:00:00 UTC")
    command = ("grade", folder, "--assignment", "weather", "--out", tmp_path / "out")
    run = cli(*command, "--submitted", "2026-03-03 10:00", cwd=late_course)

    assert run.returncode == 0, run.stderr
    result = json.loads((tmp_path / "out" / "student-01.json").read_text())
    assert result["late_penalty"] == 1.0
    assert "--submitted was used" in result["staff_notes"][0]
