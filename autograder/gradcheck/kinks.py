"""Single entries at a point where f has a kink: each has to lie between the slopes on its two sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.extrapolation import jump_of_slope
from autograder.gradcheck.ground import Ground
from autograder.gradcheck.judging import Judgement, run_probe, slope_size
from autograder.gradcheck.layout import Block, Layout
from autograder.gradcheck.nearby import Fit, Surroundings
from autograder.gradcheck.probing import Outcome, Probe
from autograder.gradcheck.report import Entry, FloatArray

_TRIED = 12
"""Entries that are measured; all of them where there are no more, else large ones and random ones."""

MARGIN = 0.05
"""Share of the slopes by which an entry has to be outside of them."""


def judge_entries(judgement: Judgement, layout: Layout, rng: np.random.Generator) -> None:
    """Measure some entries of the blocks that a kink has left undecided; wrong ones make their block wrong.

    Parameters
    ----------
    judgement
        Gets the outcomes and the wrong entries.
    layout
        The blocks.
    rng
        Draws the entries that are tried.
    """
    left = [
        b for b in layout.blocks if b.size and judgement.outcomes[b.name] in (Outcome.KINK, Outcome.UNSURE)
    ]
    for block in left:
        ground = judgement.ground
        size = slope_size(ground, block)
        for offset in _chosen(ground, block, max(2, _TRIED // len(left)), rng):
            derivative = _outside(judgement, block, offset, size)
            if derivative is not None:
                analytic = float(ground.gradient[block.place][offset])
                judgement.entries.setdefault(block.name, []).append(
                    Entry(block.index(offset), analytic, derivative)
                )
        if block.name in judgement.entries:
            judgement.outcomes[block.name] = Outcome.FAIL


def note_outside(
    judgement: Judgement, layout: Layout, at_x: FloatArray, around: Surroundings, fits: NDArray[np.int_]
) -> None:
    """Blocks with entries that are outside of all gradients around x are wrong.

    Parameters
    ----------
    judgement
        Gets the outcomes, the wrong entries and the words for them.
    layout
        The blocks.
    at_x
        The gradient at x, flat.
    around
        The lowest and the highest slope of each entry around x.
    fits
        For each entry the value of a `Fit`, flat.
    """
    judgement.outcomes = {block.name: Outcome.PASS for block in layout.blocks}
    for block in layout.blocks:
        out = np.flatnonzero(fits[block.place] == Fit.OUTSIDE.value)
        if not out.size:
            continue
        low, high, given = around.low[block.place], around.high[block.place], at_x[block.place]
        nearest = np.clip(given, low, high)
        order = out[np.argsort(-np.abs(given - nearest)[out], kind="stable")]
        judgement.outcomes[block.name] = Outcome.FAIL
        judgement.entries[block.name] = [
            Entry(block.index(int(i)), float(given[i]), float(nearest[i])) for i in order
        ]
        worst = order[0]
        if around.kinked[block.place][worst]:
            judgement.words[block.name] = (
                f"the kink at {block.at(block.index(int(worst)))} has the slopes {low[worst]:.6g} and "
                f"{high[worst]:.6g} on its sides, got {given[worst]:.6g}"
            )


def _chosen(ground: Ground, block: Block, most: int, rng: np.random.Generator) -> list[int]:
    if block.size <= most:
        return list(range(block.size))
    weight = np.abs(ground.gradient[block.place] * ground.scales[block.place])
    large = np.argsort(-weight, kind="stable")[: most // 2]
    others = rng.choice(block.size, size=most // 2, replace=False)
    return [int(i) for i in dict.fromkeys([*large, *others])]


def _outside(judgement: Judgement, block: Block, offset: int, size: float) -> float | None:
    """The slope next to which an entry should be, where it is not between those on both sides."""
    ground = judgement.ground
    place = block.place.start + offset
    direction = np.zeros_like(ground.point)
    direction[place] = ground.scales[place]
    outcome, probe = run_probe(judgement, direction, size)
    excess, jump = probe.residual()[0], 0.0
    if outcome is Outcome.KINK:
        fine, coarse = probe.finest_pair()
        jump = jump_of_slope(fine, coarse)
    elif outcome is not Outcome.FAIL or not probe.confirmed():
        return None
    if abs(excess) - abs(jump) / 2 <= MARGIN * (abs(excess) + abs(jump)) + _noise(probe):
        return None
    nearest = excess - np.copysign(jump, excess) / 2 if jump else excess
    return float(ground.gradient[place]) + float(nearest / direction[place])


def _noise(probe: Probe) -> float:
    return 4 * probe.finest_noise()
