"""Judging with f alone: at x, and at generic points near it where a kink or noise hides the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder.gradcheck.diagnosis import diagnose_probed, explained_error
from autograder.gradcheck.judging import Judgement, block_sizes, judge
from autograder.gradcheck.kinks import judge_entries, note_outside
from autograder.gradcheck.layout import Block
from autograder.gradcheck.locate import Locator
from autograder.gradcheck.nearby import Fit, explore
from autograder.gradcheck.norms import norm, relative_error
from autograder.gradcheck.patterns import SHOWN, one_entry, tried
from autograder.gradcheck.precision import EPS64
from autograder.gradcheck.probing import Outcome
from autograder.gradcheck.report import BlockFinding, Diagnosis, FloatArray, Kind, Verdict
from autograder.gradcheck.subject import Subject

_OTHER_POINTS = 3
"""Generic offsets from x tried before the check gives up."""

_PROBES = {1: 3, 2: 2}
"""Directions tried at each point beside x, by the number of points."""

_FLAT = 0.05
"""A point beside x where a block's gradient, or f's slope, is smaller than this share of that at x proves nothing."""

_LAST_CALL = 320
"""Calls of f after which a diagnosis starts nothing more."""

_VERDICTS = {Outcome.PASS: Verdict.RIGHT, Outcome.FAIL: Verdict.WRONG}


def judge_near(subject: Subject, point: FloatArray, gradient: FloatArray) -> Judgement:
    """Judge at `point`; where a kink or noise hides the answer, there without the kinks and at points near x.

    Without a gradient function there is only the point: entries at kinks are measured one by one, and can be
    wrong but never right. With one, all entries that are smooth at x are judged there, kinked ones have to be
    between the gradients on their sides, and beside a kink the gradient has to be right on both of its
    sides, at x + offset and x - offset: a mistake may show on one of them only.

    Parameters
    ----------
    subject
        The function, where it is checked, and all that is known of both.
    point, gradient
        Flat float64 arrays: where to judge, and the gradient that is claimed there.
    """
    at_point = judge(subject.layout, subject.ground(point, gradient), subject.rng)
    if at_point.verdict is not Verdict.INCONCLUSIVE:
        return at_point
    kinked = Outcome.KINK in at_point.outcomes.values()
    if subject.gradient is None:
        if kinked:
            judge_entries(at_point, subject.layout, subject.rng)
        return at_point
    around, fits = None, None
    if kinked:
        around, fits = explore(
            subject.gradient_at,
            subject.layout,
            point,
            gradient,
            at_point.ground.scales,
            subject.rng,
            subject.eps,
        )
        if (fits == Fit.OUTSIDE.value).any():
            note_outside(at_point, subject.layout, gradient, around, fits)
            return at_point
    beside = _beside(subject, at_point, (1.0, -1.0) if kinked else (1.0,))
    if beside.verdict is Verdict.RIGHT and around is not None and fits is not None:
        smooth = ~around.kinked & (fits == Fit.INSIDE.value)
        if smooth.any():
            still = replace(at_point.ground, scales=at_point.ground.scales * smooth)
            at_x = judge(subject.layout, replace(still, wider=still.scales), subject.rng, 1)
            if at_x.verdict is Verdict.WRONG:
                return at_x
        if fits.any():
            beside.outcomes = at_point.outcomes
    return beside


def _beside(subject: Subject, at_point: Judgement, sides: tuple[float, ...]) -> Judgement:
    """Judge at generic points beside x, on all `sides` of it; the first point is what is left where none decides."""
    traces, judgement = at_point.traces, at_point
    sizes = block_sizes(subject.layout, at_point.ground)
    for _ in range(_OTHER_POINTS):
        offset, steepest = subject.offset(), 0.0
        bounds = {block.name: 0.0 for block in subject.layout.blocks}
        seen = {block.name: 0.0 for block in subject.layout.blocks}
        for side in sides:
            ground = subject.ground(*subject.beside(side * offset), scales=at_point.ground.scales)
            judgement = judge(subject.layout, ground, subject.rng, _PROBES[len(sides)])
            traces = traces + judgement.traces
            steepest = max(steepest, judgement.steepest)
            if judgement.verdict is not Verdict.RIGHT:
                break
            here = block_sizes(subject.layout, ground)
            for block in subject.layout.blocks:
                # At a kink, the gradient is what it is beside it; elsewhere it has to be compared with itself at x.
                at_x = max(sizes[block.name], here[block.name] if len(sides) > 1 else 0.0)
                larger = max(1.0, here[block.name] / at_x) if at_x else 1.0
                bounds[block.name] = max(bounds[block.name], judgement.bound(block) * larger)
                seen[block.name] = max(seen[block.name], here[block.name])
        if judgement.verdict is Verdict.WRONG:
            break
        if judgement.verdict is Verdict.RIGHT:
            flat = [name for name, size in seen.items() if size < _FLAT * sizes[name]]
            if steepest < _FLAT * at_point.steepest:  # f itself does here nothing like at x
                flat = list(seen)
            if not flat:
                break
            judgement.outcomes |= dict.fromkeys(flat, Outcome.UNSURE)
    judgement.traces = traces
    if judgement.verdict is Verdict.RIGHT:
        judgement.bounds = bounds
        most = subject.demands.bound_for(subject.loss.grid.eps)
        judgement.outcomes |= {name: Outcome.UNSURE for name, bound in bounds.items() if bound > most}
    return judgement


def findings(subject: Subject, judgement: Judgement) -> tuple[BlockFinding, ...]:
    """One finding a block; wrong blocks are diagnosed with what is left of the calls."""
    wrong = [name for name, outcome in judgement.outcomes.items() if outcome is Outcome.FAIL]
    sizes = block_sizes(subject.layout, judgement.ground)
    found = []
    for block in subject.layout.blocks:
        verdict = _VERDICTS.get(judgement.outcomes[block.name], Verdict.INCONCLUSIVE)
        bound = judgement.bound(block)
        error = bound if verdict is Verdict.RIGHT else judgement.error(block, sizes[block.name])
        if verdict is not Verdict.WRONG:
            found.append(BlockFinding(block.name, verdict, error, bound=bound))
            continue
        if block.name in judgement.entries:
            found.append(_measured(judgement, block, sizes[block.name]))
            continue
        share = max(0, _LAST_CALL - subject.loss.calls) // len(wrong)
        wrong.pop()
        found.append(_diagnosed(subject, judgement, block, error, max(sizes[block.name], 1e-300), share))
    return tuple(found)


def _diagnosed(
    subject: Subject, judgement: Judgement, block: Block, error: float, size: float, share: int
) -> BlockFinding:
    last_call = subject.loss.calls + share
    seen = tuple(judgement.slopes.get(block.name, ()))
    locator = Locator(block, judgement.ground, size, subject.rng, last_call, seen)
    diagnosis, worst, numerical = diagnose_probed(locator, subject.hints)
    analytic = judgement.ground.gradient[block.place]
    if numerical is not None:
        error = relative_error(analytic, numerical.ravel())
    else:
        error = max(error, explained_error(diagnosis, analytic, judgement.ground.point[block.place], worst))
    return BlockFinding(block.name, Verdict.WRONG, error, worst, diagnosis, numerical)


def _measured(judgement: Judgement, block: Block, size: float) -> BlockFinding:
    """The finding for a block in which single entries at kinks have turned out wrong."""
    entries = judgement.entries[block.name]
    entries = sorted(entries, key=lambda e: -abs(e.analytic - e.numerical))
    analytic = judgement.ground.gradient[block.place]
    missing = norm(np.array([e.numerical - e.analytic for e in entries]))
    error = missing / (2 * norm(analytic) + missing) if missing else 0.0
    diagnosis = (
        one_entry(block, entries[0]) if len(entries) == 1 else tried(block, tuple(entries[:SHOWN]), 99)
    )
    if block.name in judgement.words:
        diagnosis = replace(diagnosis, text=judgement.words[block.name])
    return BlockFinding(block.name, Verdict.WRONG, error, tuple(entries[:SHOWN]), diagnosis)


def undecided(subject: Subject, judgement: Judgement) -> Diagnosis:
    """Why nothing could be concluded."""
    kinked = Outcome.KINK in judgement.outcomes.values()
    quantum = subject.loss.grid.quantum
    if kinked and subject.gradient is None:
        text = "the function has a kink at the tested point, where it has no gradient; choose another point"
    elif kinked:
        text = "the function has kinks at and all around the tested point; choose another point"
    elif quantum:
        text = f"the loss moves in steps of {quantum:g}, as if it were rounded; return it with all its digits"
    elif subject.loss.grid.eps > EPS64:
        text = "the loss moves in steps, as if it were computed in float32 or less; compute it in float64"
    else:
        text = "the differences of the function are too noisy to judge the gradient; choose another point"
    return Diagnosis(Kind.KINK if kinked else Kind.NOISE, text)
