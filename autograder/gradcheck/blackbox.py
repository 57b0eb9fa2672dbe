"""Judging with f alone: at x, and at generic points near it where a kink or noise hides the answer."""

from __future__ import annotations

from autograder.gradcheck.diagnosis import diagnose_probed
from autograder.gradcheck.judging import Judgement, block_sizes, judge
from autograder.gradcheck.layout import Block
from autograder.gradcheck.locate import Locator
from autograder.gradcheck.norms import relative_error
from autograder.gradcheck.probing import Outcome
from autograder.gradcheck.report import BlockFinding, Diagnosis, FloatArray, Kind, Verdict
from autograder.gradcheck.subject import Subject

OTHER_POINTS = 3
"""Generic offsets from x tried before the check gives up."""

PROBES = {1: 3, 2: 2}
"""Directions tried at each point beside x, by the number of points."""

LAST_CALL = 320
"""Calls of f after which a diagnosis starts nothing more."""

VERDICTS = {Outcome.PASS: Verdict.RIGHT, Outcome.FAIL: Verdict.WRONG}


def judge_near(subject: Subject, point: FloatArray, gradient: FloatArray) -> Judgement:
    """Judge at `point`; while undecided, and the gradient can be had elsewhere, at generic points near x.

    Beside a kink at x the gradient has to be right on both of its sides, at x + offset and x - offset:
    a mistake may show on one of them only.
    """
    judgement = judge(subject.layout, subject.ground(point, gradient), subject.rng)
    if subject.gradient is None or judgement.verdict is not Verdict.INCONCLUSIVE:
        return judgement
    traces = judgement.traces
    sides = (1.0, -1.0) if Outcome.KINK in judgement.outcomes.values() else (1.0,)
    for _ in range(OTHER_POINTS):
        offset = subject.offset()
        for side in sides:
            ground = subject.ground(*subject.beside(side * offset))
            judgement = judge(subject.layout, ground, subject.rng, PROBES[len(sides)])
            traces += judgement.traces
            if judgement.verdict is not Verdict.RIGHT:
                break
        if judgement.verdict is not Verdict.INCONCLUSIVE:
            break
    judgement.traces = traces
    return judgement


def findings(subject: Subject, judgement: Judgement) -> tuple[BlockFinding, ...]:
    """One finding a block; wrong blocks are diagnosed with what is left of the calls."""
    wrong = [name for name, outcome in judgement.outcomes.items() if outcome is Outcome.FAIL]
    sizes = block_sizes(subject.layout, judgement.ground)
    found = []
    for block in subject.layout.blocks:
        verdict = VERDICTS.get(judgement.outcomes[block.name], Verdict.INCONCLUSIVE)
        error = judgement.error(block, sizes[block.name])
        if verdict is not Verdict.WRONG:
            found.append(BlockFinding(block.name, verdict, error))
            continue
        share = max(0, LAST_CALL - subject.loss.calls) // len(wrong)
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
    if numerical is not None:
        error = relative_error(judgement.ground.gradient[block.place], numerical.ravel())
    return BlockFinding(block.name, Verdict.WRONG, error, worst, diagnosis, numerical)


def undecided(subject: Subject, judgement: Judgement) -> Diagnosis:
    """Why nothing could be concluded."""
    kinked = Outcome.KINK in judgement.outcomes.values()
    if kinked and subject.gradient is None:
        text = "the function has a kink at the tested point, where it has no gradient; choose another point"
    elif kinked:
        text = "the function has kinks at and all around the tested point; choose another point"
    else:
        text = "the differences of the function are too noisy to judge the gradient; choose another point"
    return Diagnosis(Kind.KINK if kinked else Kind.NOISE, text)
