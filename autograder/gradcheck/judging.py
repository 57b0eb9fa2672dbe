"""The black box: which blocks of a gradient agree with differences of f at one point.

All blocks are probed at once in three directions, which a right gradient passes in a few calls whatever
its size. Only where that fails are blocks probed one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from autograder.gradcheck.findings import Entry, FloatArray, Trace, Verdict
from autograder.gradcheck.ground import Ground
from autograder.gradcheck.layout import Block, Layout
from autograder.gradcheck.noise import measured_noise
from autograder.gradcheck.norms import norm
from autograder.gradcheck.probing import BOUND_FACTOR, Outcome, Probe
from autograder.gradcheck.scales import aligned_direction, random_direction

_JOINT_PROBES = 3
_BLOCK_PROBES = 4

_KIN = 30.0
"""Blocks whose gradients differ in size by less than this factor are probed together."""


@dataclass(frozen=True)
class Slopes:
    """What a failed probe of one block has seen: the (true - analytic) slope and the analytic one."""

    missing: float
    analytic: float
    aligned: bool


@dataclass
class Judgement:
    """What the probes at one point say, block by block."""

    ground: Ground
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    slopes: dict[str, list[Slopes]] = field(default_factory=dict)
    traces: list[Trace] = field(default_factory=list)
    overlooked: dict[str, float] = field(default_factory=dict)
    """Residual that the passing probes of a block could have overlooked, and below it the size of what is compared."""
    sizes: dict[str, float] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    """Wrong entries that have been measured one by one, by block, and below it what is found out about them."""
    words: dict[str, str] = field(default_factory=dict)
    steepest: float = 0.0
    """The steepest that f has been seen to move, in units of f over the coordinate scales."""
    bounds: dict[str, float] | None = None
    """Bounds on each block's error from several points, where more than one was looked at."""

    @property
    def verdict(self) -> Verdict:
        """Wrong if any block certainly is, right only if all are."""
        outcomes = set(self.outcomes.values())
        if Outcome.FAIL in outcomes:
            return Verdict.WRONG
        return Verdict.RIGHT if outcomes == {Outcome.PASS} else Verdict.INCONCLUSIVE

    def bound(self, block: Block) -> float:
        """Relative error of a block that its probes could have overlooked; inf where they have not all passed."""
        if self.outcomes.get(block.name) is not Outcome.PASS:
            return math.inf
        if self.bounds is not None:
            return self.bounds[block.name]
        if not block.size or not self.overlooked.get(block.name, 0.0):
            return 0.0
        bound = BOUND_FACTOR * self.overlooked[block.name] / self.sizes[block.name]
        return (
            bound / (1.0 - bound) if bound < 1.0 else math.inf
        )  # of the true gradient, not of the one given

    def error(self, block: Block, size: float) -> float:
        """Norm-wise relative error of one block, estimated from slopes along random directions if any."""
        slopes = self.slopes.get(block.name, [])
        slopes = [s for s in slopes if not s.aligned] or slopes
        if not slopes:
            return math.nan
        # A direction may hide a part of the error by chance: the one that shows most of it counts.
        return max(
            abs(s.missing) / (abs(s.analytic + s.missing) + (abs(s.analytic) if s.aligned else size))
            for s in slopes
        )


def block_sizes(layout: Layout, ground: Ground) -> dict[str, float]:
    """Root mean square of the analytic slope along random directions within each block."""
    return {block.name: slope_size(ground, block) for block in layout.blocks}


def slope_size(ground: Ground, block: Block) -> float:
    """Root mean square of the analytic slope along random directions within one block."""
    gradient, scales = ground.gradient[block.place], ground.scales[block.place]
    terms = np.multiply(gradient, scales, out=ground.loss.workspace(gradient.size))
    return norm(terms) * math.sqrt(7 / 12)  # the mean square of U[½, 1] is 7/12


def _plain_size(ground: Ground, block: Block, size: float) -> float:
    """What the residuals of a block of this slope size are compared with for a bound on its relative error.

    An error is seen as slopes, entry by entry times the scales. Where these differ, the smallest of them says how large an
    error in one entry may be; the bound has to hold in the plain norm as well as in that of the slopes.

    Parameters
    ----------
    ground
        Where the probes start.
    block
        The block; entries with a scale of zero do not count.
    size
        Its slope size.
    """
    if not size:
        return 0.0
    scales, gradient = ground.scales[block.place], ground.gradient[block.place]
    if not scales.min() > 0:
        moving = scales > 0
        scales, gradient = scales[moving], gradient[moving]
        if not scales.size:
            return 0.0
    plain = float(scales.min()) * norm(gradient)
    return min(size, plain * math.sqrt(7 / 12))


def judge(layout: Layout, ground: Ground, rng: np.random.Generator, probes: int = _JOINT_PROBES) -> Judgement:
    """Probe every block of `ground.gradient` at `ground.point`, in so many directions.

    Entries with a scale of zero stay where they are.

    Stops early, with the rest unsure, where a kink or noise hides the answer: another point is cheaper.
    Blocks too small to be seen at their own size have to pass at the wider scales as well.

    Parameters
    ----------
    layout
        The blocks, and where each stands in the flat arrays.
    ground
        f, the point, the gradient that is claimed there, and the scale of each entry.
    rng
        Draws the directions.
    probes
        How many directions all blocks are probed in together.
    """
    sizes = block_sizes(layout, ground)
    ground = replace(ground, slope=math.hypot(*sizes.values()))
    judgement = Judgement(ground)
    moving = [block for block in layout.blocks if block.size and ground.scales[block.place].any()]
    judgement.outcomes = {b.name: Outcome.UNSURE if b in moving else Outcome.PASS for b in layout.blocks}
    _probe_blocks(judgement, moving, sizes, probes, rng)
    wider = []
    if ground.wider is not ground.scales:
        wider = [b for b in layout.blocks if np.any(ground.scales[b.place] != ground.wider[b.place])]
    if wider and judgement.verdict is Verdict.RIGHT:
        judgement.ground = replace(judgement.ground, scales=ground.wider)
        for block in wider:
            del judgement.overlooked[block.name]
        _probe_blocks(judgement, wider, block_sizes(layout, judgement.ground), probes, rng)
    return judgement


def _probe_blocks(
    judgement: Judgement, blocks: list[Block], sizes: dict[str, float], probes: int, rng: np.random.Generator
) -> None:
    """Probe blocks of similar gradient size together, and one by one where that fails."""
    ground = judgement.ground
    # Blocks with a gradient of nothing are probed together, whatever it is that is left in them.
    nothing = ground.demands.nothing * ground.slope
    sizes = {name: size if size > nothing else 0.0 for name, size in sizes.items()}
    for group in _groups(blocks, sizes):
        outcome = _probe_together(judgement, group, sizes, probes, rng)
        if outcome is Outcome.FAIL:
            failed = int(len(group) == 1)
            for block in group:
                outcomes = judgement.outcomes
                outcomes[block.name] = _probe_alone(judgement, block, sizes[block.name], failed, rng)
            if all(judgement.outcomes[block.name] is Outcome.PASS for block in group):
                outcome = Outcome.UNSURE
        if outcome is not Outcome.FAIL:
            judgement.outcomes |= {block.name: outcome for block in group}
        if outcome in (Outcome.KINK, Outcome.UNSURE):
            break


def _groups(blocks: list[Block], sizes: dict[str, float]) -> list[list[Block]]:
    """Split the blocks into groups of similar gradient size, the largest first."""
    groups: list[list[Block]] = []
    for block in sorted(blocks, key=lambda b: -sizes[b.name]):
        largest = sizes[groups[-1][0].name] if groups else 0.0
        if groups and (largest <= _KIN * sizes[block.name]):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _probe_together(
    judgement: Judgement, group: list[Block], sizes: dict[str, float], probes: int, rng: np.random.Generator
) -> Outcome:
    mask = None
    if sum(block.size for block in group) < judgement.ground.point.size:
        mask = np.zeros_like(judgement.ground.point)
        for block in group:
            mask[block.place] = 1.0
    size = min(sizes[block.name] for block in group)
    plain = {block.name: _plain_size(judgement.ground, block, sizes[block.name]) for block in group}
    share = min(plain.values()) / size if size else 1.0
    passed: list[Probe] = []
    for number in range(probes):
        ground = judgement.ground
        if number == 0 and probes > 1:
            direction = aligned_direction(ground.gradient, ground.scales, rng)
        else:
            direction = random_direction(ground.scales, rng)
        if mask is not None:
            direction *= mask
        outcome, probe = run_probe(judgement, direction, size, share)
        if outcome is not Outcome.PASS:
            return outcome
        passed.append(probe)
        size, share = probe.size, probe.share
    for probe in passed:  # what a later probe has found out about f's noise counts for the earlier ones, too
        if not probe.still_passes():
            probe.ground = judgement.ground
            outcome = probe.run()
            if outcome is not Outcome.PASS:
                return outcome
    settled = any(probe.settled for probe in passed)
    for block in group:
        for probe in passed:
            _note_pass(judgement, block, probe, 0.0 if settled else plain[block.name])
    return Outcome.PASS


def _note_pass(judgement: Judgement, block: Block, probe: Probe, plain: float) -> None:
    """Remember the worst of what the probes that pass could have overlooked of a block."""
    level = probe.overlooked()
    judgement.overlooked[block.name] = max(judgement.overlooked.get(block.name, 0.0), level)
    judgement.sizes[block.name] = plain or probe.size


def _probe_alone(
    judgement: Judgement, block: Block, size: float, failed: int, rng: np.random.Generator
) -> Outcome:
    """Wrong once two probes have failed, right once the first two pass.

    Directions are aligned with the gradient, for wrong factors, and random, for all else, in turn.
    `failed` is the number of probes that have failed already because of this block.
    """
    passed, confirmed = 0, False
    plain = _plain_size(judgement.ground, block, size)
    for number in range(_BLOCK_PROBES):
        ground, aligned = judgement.ground, number % 2 == 0
        whole = (
            aligned_direction(ground.gradient, ground.scales, rng)
            if aligned
            else random_direction(ground.scales, rng)
        )
        direction = np.zeros_like(ground.point)
        direction[block.place] = whole[block.place]
        outcome, probe = run_probe(judgement, direction, size, plain / size if size else 1.0)
        if outcome is Outcome.FAIL and not confirmed:
            confirmed = probe.confirmed()
            if not confirmed:
                failed, judgement.ground = 0, probe.ground
                outcome = probe.zoomed()
        if outcome is Outcome.KINK:
            return outcome
        if outcome is Outcome.PASS:
            _note_pass(judgement, block, probe, 0.0 if probe.settled else plain)
        if outcome is Outcome.FAIL:
            slope = float(ground.gradient @ direction)
            slopes = Slopes(probe.residual()[0], slope, aligned)
            judgement.slopes.setdefault(block.name, []).append(slopes)
        failed += outcome is Outcome.FAIL
        passed += outcome is Outcome.PASS
        if failed >= 2:
            return Outcome.FAIL
        if passed == 2 and number == 1:
            return Outcome.PASS
    return Outcome.UNSURE


def run_probe(
    judgement: Judgement, direction: FloatArray, size: float, share: float = 1.0
) -> tuple[Outcome, Probe]:
    """Run one probe; where f's noise may be in the way, measure it and let the probe decide again.

    Parameters
    ----------
    judgement
        Takes note of the probe, and of the noise that was measured.
    direction
        Flat array: where to move.
    size, share
        As in `Probe`.
    """
    probe = Probe(judgement.ground, direction, size, share)
    outcome = probe.run()
    if outcome is Outcome.UNSURE and judgement.ground.measured is None:
        ground = judgement.ground
        noise = measured_noise(ground.loss, ground.point, ground.value, direction)
        judgement.ground = probe.ground = replace(ground, measured=noise)
        outcome = probe.run()
    judgement.traces.append(probe.trace())
    judgement.steepest = max(judgement.steepest, probe.steepest())
    return outcome, probe
