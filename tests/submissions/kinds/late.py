"""Time stamps of collectors all over the world: due at 23:59 in Bucharest on 24 October 2026, before the clocks change."""

from __future__ import annotations

from tests.submissions.material import HandedIn, right, right_notebook

_A_DAY_LATE = 2.9


def _at(stamp: str | bytes, late_penalty: float, *staff_notes: str) -> HandedIn:
    return HandedIn(
        {"losses.py": right(), "timestamp.txt": stamp}, late_penalty=late_penalty, staff_notes=staff_notes
    )


# Has until 23:59 on the day after, which has 25 hours.
EXTENDED = "extended-over-the-change"
EXTENDED_UNTIL = "2026-10-25 23:59"

CASES = {
    EXTENDED: _at("2026-10-26 00:14:00.000000 EET", 0.0),
    "summer-in-time": _at("2026-10-25 00:10:00.000000 EEST", 0.0),
    "summer-late": _at("2026-10-25 02:30:00.000000 EEST", _A_DAY_LATE),
    "winter-late": _at("2026-10-25 22:59:00.000000 EET", _A_DAY_LATE),
    "winter-later": _at("2026-10-25 23:00:00.000000 EET", 2 * _A_DAY_LATE),
    "california": _at("2026-10-25 13:30:00.000000 PDT", _A_DAY_LATE),
    "by-mail": _at("Sun, 25 Oct 2026 22:30:00 +0200", _A_DAY_LATE),
    "byte-order-mark": _at("\ufeff2026-10-25T20:30:00.5Z", _A_DAY_LATE),
    "no-time": _at("last night", 0.0, r"timestamp\.txt holds no readable time: 'last night'; .*"),
    "in-a-far-year": _at("9999-12-31 23:59:59 UTC", 0.0, r"timestamp\.txt is of the year 9999; .*"),
    "stamped-by-oneself": HandedIn(
        {"losses.ipynb": right_notebook(), "mine/timestamp.txt": "2020-01-01 00:00:00 UTC"},
        staff_notes=(r"A timestamp\.txt among the student's own files was not used\.",),
    ),
}
