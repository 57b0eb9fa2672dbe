"""A report in words: the verdict, what it rests on, and what it cost."""

from __future__ import annotations

import math

from autograder.gradcheck.findings import BlockFinding, Verdict
from autograder.gradcheck.wording import sentence

SHOWN = 4
"""Blocks whose bounds are named one by one."""


def paragraph(
    verdict: Verdict,
    message: str,
    error: float,
    blocks: tuple[BlockFinding, ...],
    calls: int,
    gradient_calls: int,
) -> str:
    """Return a few sentences, without line breaks.

    Parameters
    ----------
    verdict, message, error, blocks, calls, gradient_calls
        A report's attributes of these names.
    """
    sentences = [sentence(message)]
    if verdict is Verdict.RIGHT:
        sentences.append(f"An error of more than {_bounds(blocks)} would have been found.")
    elif verdict is Verdict.INCONCLUSIVE:
        sentences.append("So the gradient may be right or wrong.")
    elif not math.isnan(error):
        sentences.append(f"Its relative error is about {error:.2g}.")
        right = [block.name for block in blocks if block.verdict is Verdict.RIGHT and block.name]
        if right:
            sentences.append(f"Right: {', '.join(right)}.")
    made = f"{calls} call{'s' * (calls != 1)} of the function"
    if gradient_calls:
        made += f", {gradient_calls} of the gradient"
    sentences.append(f"({made}.)")
    return " ".join(sentences)


def _bounds(blocks: tuple[BlockFinding, ...]) -> str:
    if not 1 < len(blocks) <= SHOWN:
        return f"{max((block.bound for block in blocks), default=0.0):.1g} of its norm"
    return ", ".join(f"{block.bound:.1g} in {block.name}" for block in blocks)
