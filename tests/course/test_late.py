"""What handing in late costs."""

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from autograder.course.late import LatePolicy, late_penalty

DUE = datetime(2026, 12, 1, 23, 59, tzinfo=UTC)
POLICY = LatePolicy(grace_minutes=15, penalty_per_day=10, floor=50)


@pytest.mark.parametrize(
    ("late_by", "penalty"),
    [
        (timedelta(hours=-5), 0.0),
        (timedelta(0), 0.0),
        (timedelta(minutes=15), 0.0),
        (timedelta(minutes=15, seconds=1), 2.0),
        (timedelta(days=1), 2.0),
        (timedelta(days=1, seconds=1), 4.0),
        (timedelta(days=5), 10.0),
        (timedelta(days=90), 10.0),
    ],
)
def test_each_started_day_takes_its_share_down_to_the_floor(late_by, penalty):
    assert late_penalty(20.0, DUE, DUE + late_by, POLICY) == pytest.approx(penalty, abs=1e-12)


def test_without_a_policy_or_a_due_date_nothing_is_taken():
    late = DUE + timedelta(days=3)
    assert late_penalty(20.0, DUE, late, LatePolicy()) == 0.0
    assert late_penalty(20.0, None, late, POLICY) == 0.0


def test_a_day_has_24_hours_where_the_clocks_change():
    # Clocks in Bucharest went back an hour on 25 October 2026: the same clock time next day is 25 hours later.
    bucharest = ZoneInfo("Europe/Bucharest")
    due = datetime(2026, 10, 24, 12, 0, tzinfo=bucharest)
    handed_in = datetime(2026, 10, 25, 12, 0, tzinfo=bucharest)
    assert late_penalty(20.0, due, handed_in, POLICY) == pytest.approx(4.0)


def test_times_are_compared_across_time_zones():
    handed_in = DUE.astimezone(ZoneInfo("Asia/Tokyo"))
    assert late_penalty(20.0, DUE, handed_in, POLICY) == 0.0


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        late_penalty(20.0, DUE, datetime(2026, 12, 3, 8, 0), POLICY)


def test_an_extension_holds_for_a_name_in_any_form_of_unicode():
    due, later = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
    composed = "student-\N{LATIN SMALL LETTER E WITH DIAERESIS}"
    policy = LatePolicy(extensions={composed: {"losses": later}})
    assert policy.due_for(unicodedata.normalize("NFD", composed), "losses", due) == later
