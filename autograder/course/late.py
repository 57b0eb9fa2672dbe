"""The cost of handing in late.

The penalty is a share of the points that the work earned, so that the penalty never exceeds the points earned.
Each started day after the due date takes `penalty_per_day` per cent, up to the floor; within the grace
period nothing is taken. An extension is another due date for one student and one assignment.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from autograder.vocabulary.frozen import FrozenDict

_NO_EXTENSIONS: FrozenDict[str, FrozenDict[str, datetime]] = FrozenDict()


class LatePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The course's rule for late work; as it stands here, late work costs nothing.

    Attributes
    ----------
    grace_minutes : float
        Minutes after the due date that cost nothing.
    penalty_per_day : float
        Per cent of the earned points taken for each started day after the due date.
    floor : float
        Per cent of the earned points that always remain.
    extensions : mapping of student to mapping of assignment to datetime
        Due dates that hold instead of the assignment's; names in Unicode's composed form (NFC).
    """

    grace_minutes: float = 0.0
    penalty_per_day: float = 0.0
    floor: float = 0.0
    extensions: Mapping[str, Mapping[str, datetime]] = _NO_EXTENSIONS

    def due_for(self, student: str, assignment: str, due: datetime | None) -> datetime | None:
        """Return when this student must hand in; None where the assignment has no due date.

        Parameters
        ----------
        student : str
            In any form of Unicode.
        assignment : str
        due : datetime or None
            The assignment's due date, which holds where the student has no extension.
        """
        return self.extensions.get(unicodedata.normalize("NFC", student), {}).get(assignment, due)


def penalty(points: float, late_by: timedelta, policy: LatePolicy) -> float:
    """Return the points to take off from `points` for work that came in `late_by` after the student's own due date.

    Parameters
    ----------
    points : float
        The points that the work earned.
    late_by : timedelta
        Negative for work that came early.
    policy : LatePolicy
    """
    if late_by <= timedelta(minutes=policy.grace_minutes):
        return 0.0
    days = math.ceil(late_by / timedelta(days=1))
    percent = min(days * policy.penalty_per_day, 100.0 - policy.floor)
    return points * percent / 100.0


def late_penalty(points: float, due: datetime | None, handed_in: datetime, policy: LatePolicy) -> float:
    """Return the points to take off for handing in late.

    Parameters
    ----------
    points : float
        The points that the work earned.
    due : datetime or None
        The student's own due date (`LatePolicy.due_for`), with a time zone; None if there is none.
    handed_in : datetime
        When the work came in, with a time zone.
    policy : LatePolicy
        The course's rule.

    Returns
    -------
    float
        Between 0 and ``points * (1 - floor / 100)``.

    Raises
    ------
    ValueError
        A time has no time zone.

    Examples
    --------
    Work worth 20 points was due on 1 December at 23:59 and came in on 3 December at 08:00. That is 32 hours
    and 1 minute late, two started days, so 2 x 10 % of 20 points are taken:

    >>> due = datetime(2026, 12, 1, 23, 59, tzinfo=UTC)
    >>> handed_in = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    >>> late_penalty(20.0, due, handed_in, LatePolicy(grace_minutes=15, penalty_per_day=10, floor=50))
    4.0
    """
    if handed_in.tzinfo is None or (due is not None and due.tzinfo is None):
        raise ValueError("due and handed_in need a time zone, e.g. datetime.now(UTC)")
    if due is None:
        return 0.0
    # Two times of one zone are subtracted by their clocks; in UTC a day has 24 hours all year.
    return penalty(points, handed_in.astimezone(UTC) - due.astimezone(UTC), policy)
