"""The plot of the class page: how many students have how many points, as bars with their numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BINS = 10


@dataclass(frozen=True)
class Bar:
    """One bar: the per cent of the points from `low` on to below `high` (the last one includes 100), and how many have them.

    `share` is its height, 1 for the tallest.
    """

    low: int
    high: int
    count: int
    share: float

    @property
    def label(self) -> str:
        """The range in words."""
        return f"{self.low} to {self.high} %"


def distribution(percents: Sequence[float]) -> list[Bar]:
    """Return the histogram of points in per cent, in ten bars."""
    counts = [0] * _BINS
    for percent in percents:
        counts[min(max(int(percent * _BINS / 100.0), 0), _BINS - 1)] += 1
    tallest = max(counts) or 1
    width = 100 // _BINS
    return [
        Bar(number * width, (number + 1) * width, count, count / tallest)
        for number, count in enumerate(counts)
    ]
