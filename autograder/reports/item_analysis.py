"""Difficulty and discrimination of one exercise or check, as classical test theory defines them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# A correlation over fewer students says more about them than about the exercise.
_FEWEST = 10


@dataclass(frozen=True)
class Item:
    """An item's figures.

    Attributes
    ----------
    difficulty : float or None
        Mean share of the points earned, 0 to 1; the field calls it difficulty, though 1 is the easiest.
    discrimination : float or None
        Pearson's correlation of the item's points with all other points, -1 to 1; None for fewer than ten students, or where
        all have the same points.
    """

    difficulty: float | None
    discrimination: float | None


def item_figures(scores: Sequence[float | None], totals: Sequence[float | None], max_points: float) -> Item:
    """Return an item's difficulty and its corrected item-total correlation.

    Parameters
    ----------
    scores : sequence of float or None
        The item's points by student; None where there is no fair score.
    totals : sequence of float or None
        All points by student, the item's among them; they are taken off, so that an item is not compared with itself.
    max_points : float

    Examples
    --------
    Those who have the item have half of the rest, those who don't have nothing of it:

    >>> item_figures([1.0, 0.0] * 5, [3.0, 0.0] * 5, 1.0)
    Item(difficulty=0.5, discrimination=1.0)
    """
    pairs = [(score, total) for score, total in zip(scores, totals, strict=True) if score is not None]
    if not pairs or not max_points:
        return Item(None, None)
    difficulty = sum(score for score, _ in pairs) / (len(pairs) * max_points)
    both = np.array([(score, total - score) for score, total in pairs if total is not None])
    if len(both) < _FEWEST or np.ptp(both, axis=0).min() < 1e-9:
        return Item(difficulty, None)
    return Item(difficulty, float(np.round(np.corrcoef(both.T)[0, 1], 6)))
