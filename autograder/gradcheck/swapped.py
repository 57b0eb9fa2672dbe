"""Gradients that are each other's: of W1 and W2, or of X and W, given the wrong way round."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from autograder.gradcheck.judging import Judgement, judge
from autograder.gradcheck.layout import Block
from autograder.gradcheck.report import BlockFinding, Diagnosis, FloatArray, Kind, Verdict
from autograder.gradcheck.subject import Subject


def swapped_by_probes(subject: Subject, judgement: Judgement, wrong: set[str]) -> Diagnosis | None:
    """Two wrong blocks of one shape whose gradients pass when they are exchanged.

    Parameters
    ----------
    subject
        f and its blocks.
    judgement
        What was found at the point, with the gradient that was given.
    wrong
        Names of the blocks that are wrong.
    """
    for one, other in _pairs(subject, wrong):
        ground = judgement.ground
        exchanged = ground.gradient.copy()
        exchanged[one.place], exchanged[other.place] = (
            ground.gradient[other.place],
            ground.gradient[one.place],
        )
        scales = np.zeros_like(ground.scales)
        for block in (one, other):
            scales[block.place] = ground.scales[block.place]
        tried = judge(
            subject.layout, replace(ground, gradient=exchanged, scales=scales, wider=scales), subject.rng
        )
        if tried.verdict is Verdict.RIGHT:
            return _finding(one, other)
    return None


def swapped_by_reference(
    subject: Subject, analytic: FloatArray, expected: FloatArray, limits: FloatArray, wrong: set[str]
) -> Diagnosis | None:
    """Two wrong blocks of one shape, each of which has the gradient expected of the other.

    Parameters
    ----------
    subject
        The blocks.
    analytic, expected, limits
        Flat arrays: the gradient that was given, the trusted one, and how far they may be apart.
    wrong
        Names of the blocks that are wrong.
    """
    for one, other in _pairs(subject, wrong):
        if all(
            (np.abs(analytic[a.place] - expected[b.place]) <= limits[b.place]).all()
            for a, b in ((one, other), (other, one))
        ):
            return _finding(one, other)
    return None


def with_finding(blocks: tuple[BlockFinding, ...], swapped: Diagnosis) -> tuple[BlockFinding, ...]:
    """The blocks' findings, with this one for the two that are concerned."""
    names = (swapped.label or "").split(" and ")
    return tuple(
        replace(b, diagnosis=replace(swapped, block=b.name)) if b.name in names else b for b in blocks
    )


def _pairs(subject: Subject, wrong: set[str]) -> list[tuple[Block, Block]]:
    blocks = [block for block in subject.layout.blocks if block.name in wrong]
    return [pair for pair in itertools.combinations(blocks, 2) if pair[0].shape == pair[1].shape][:3]


def _finding(one: Block, other: Block) -> Diagnosis:
    both = f"{one.name} and {other.name}"
    return Diagnosis(Kind.SWAPPED, f"the gradients of {both} are swapped", label=both)
