"""The black box: which blocks of a gradient agree with differences of f at one point.

All blocks are probed at once in three directions, which a right gradient passes in a few calls whatever
its size. Only where that fails are blocks probed one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from autograder.gradcheck.ground import Ground
from autograder.gradcheck.layout import Block, Layout
from autograder.gradcheck.noise import COARSE, measured_noise
from autograder.gradcheck.norms import norm
from autograder.gradcheck.probing import Outcome, Probe
from autograder.gradcheck.report import FloatArray, Trace, Verdict
from autograder.gradcheck.scales import VISIBLE, aligned_direction, random_direction

JOINT_PROBES = 3
BLOCK_PROBES = 4

KIN = 30.0
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
    resolution: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """Wrong if any block certainly is, right only if all are."""
        outcomes = set(self.outcomes.values())
        if Outcome.FAIL in outcomes:
            return Verdict.WRONG
        return Verdict.RIGHT if outcomes == {Outcome.PASS} else Verdict.INCONCLUSIVE

    def error(self, block: Block, size: float) -> float:
        """Norm-wise relative error of one block, estimated from slopes along random directions if any."""
        if self.outcomes.get(block.name) is Outcome.PASS:
            return self.resolution
        slopes = self.slopes.get(block.name, [])
        slopes = [s for s in slopes if not s.aligned] or slopes
        if not slopes:
            return math.nan
        wrong = math.hypot(*(s.missing for s in slopes))
        true = math.hypot(*(s.analytic + s.missing for s in slopes))
        analytic = math.hypot(*(s.analytic if s.aligned else size for s in slopes))
        return wrong / (true + analytic)


def block_sizes(layout: Layout, ground: Ground) -> dict[str, float]:
    """Root mean square of the analytic slope along random directions within each block."""
    terms = ground.gradient * ground.scales * math.sqrt(7 / 12)  # the mean square of U[½, 1] is 7/12
    return {block.name: norm(terms[block.place]) for block in layout.blocks}


def judge(layout: Layout, ground: Ground, rng: np.random.Generator, probes: int = JOINT_PROBES) -> Judgement:
    """Probe every block of `ground.gradient` at `ground.point`, in so many directions.

    Stops early, with the rest unsure, where a kink or noise hides the answer: another point is cheaper.
    Blocks too small to be seen at their own size have to pass at the wider scales as well.
    """
    judgement = Judgement(ground)
    judgement.outcomes = {b.name: Outcome.UNSURE if b.size else Outcome.PASS for b in layout.blocks}
    _probe_blocks(judgement, layout, [block for block in layout.blocks if block.size], probes, rng)
    wider = [b for b in layout.blocks if np.any(ground.scales[b.place] != ground.wider[b.place])]
    if wider and judgement.verdict is Verdict.RIGHT:
        judgement.ground = replace(judgement.ground, scales=ground.wider)
        _probe_blocks(judgement, layout, wider, probes, rng)
    return judgement


def _probe_blocks(
    judgement: Judgement, layout: Layout, blocks: list[Block], probes: int, rng: np.random.Generator
) -> None:
    """Probe blocks of similar gradient size together, and one by one where that fails."""
    ground = judgement.ground
    sizes = block_sizes(layout, ground)
    # A block with a gradient of nothing is compared with what f and the other blocks could hide.
    floor = max(1e-6 * max(sizes.values()), VISIBLE * ground.loss.magnitude(ground.value))
    sizes = {name: max(size, floor) for name, size in sizes.items()}
    for group in _groups(blocks, sizes):
        outcome = _probe_together(judgement, group, min(sizes[b.name] for b in group), probes, rng)
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
        if groups and sizes[groups[-1][0].name] <= KIN * sizes[block.name]:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _probe_together(
    judgement: Judgement, group: list[Block], size: float, probes: int, rng: np.random.Generator
) -> Outcome:
    mask = np.zeros_like(judgement.ground.point)
    for block in group:
        mask[block.place] = 1.0
    for number in range(probes):
        ground = judgement.ground
        if number == 0:
            direction = aligned_direction(ground.gradient, ground.scales, rng)
        else:
            direction = random_direction(ground.scales, rng)
        outcome, _ = run_probe(judgement, direction * mask, size)
        if outcome is not Outcome.PASS:
            return outcome
    return Outcome.PASS


def _probe_alone(
    judgement: Judgement, block: Block, size: float, failed: int, rng: np.random.Generator
) -> Outcome:
    """Wrong once two probes have failed, right once the first two pass.

    Directions are aligned with the gradient, for wrong factors, and random, for all else, in turn.
    `failed` is the number of probes that have failed already because of this block.
    """
    passed = 0
    for number in range(BLOCK_PROBES):
        ground, aligned = judgement.ground, number % 2 == 0
        whole = (
            aligned_direction(ground.gradient, ground.scales, rng)
            if aligned
            else random_direction(ground.scales, rng)
        )
        direction = np.zeros_like(ground.point)
        direction[block.place] = whole[block.place]
        outcome, probe = run_probe(judgement, direction, size)
        if outcome is Outcome.KINK:
            return outcome
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


def run_probe(judgement: Judgement, direction: FloatArray, size: float) -> tuple[Outcome, Probe]:
    """Run one probe; where f's noise may be in the way, measure it and let the probe decide again."""
    probe = Probe(judgement.ground, direction, size)
    outcome = probe.run()
    if outcome is Outcome.UNSURE and judgement.ground.measured is None:
        ground = judgement.ground
        noise = measured_noise(ground.loss, ground.point, ground.value, direction, COARSE)
        judgement.ground = probe.ground = replace(ground, measured=noise)
        outcome = probe.run()
    judgement.traces.append(probe.trace())
    if outcome is Outcome.PASS:
        judgement.resolution = max(judgement.resolution, probe.resolution())
    return outcome, probe
