"""A regularisation term in which gradient and loss disagree: whose is wrong, and how.

The loss has L times reg * sum(x**2) and the gradient G times 2 * reg * x. Differences of the loss show L - G
alone: one more in the loss is the term missing in the gradient, or twice in the loss. Only a trusted loss tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Unusable
from autograder.gradcheck.loss import Loss
from autograder.gradcheck.report import BlockFinding, Diagnosis, FloatArray, Kind
from autograder.gradcheck.subject import Subject
from autograder.gradcheck.wording import MATCH, close, times, variable


def explain_term(beta: float, of: str, name: str | None, called: str, hints: Hints) -> Diagnosis:
    """Put into words that the expected gradient has beta * x more than the analytic one.

    Parameters
    ----------
    beta : float
    of, name, called : str
        `` of W1`` where the block has a name, that name, and what to call the parameters.
    hints : Hints
        With `reg`.
    """
    assert hints.reg
    more = beta / (2 * hints.reg)  # L - G
    term = f"2 * reg * {called}"
    factor, label = 1 - more, None
    in_gradient = times(1 - more, hints.factors) if abs(1 - more) > MATCH else ("", None)
    in_loss = times(1 + more, hints.factors) if abs(1 + more) > MATCH else ("", None)
    if close(more, 1.0):
        text = (
            f"{term} (reg = {hints.reg:.6g}) is missing in the gradient{of}, or its term is twice in the loss"
        )
    elif close(more, -1.0):
        text = f"{term} (reg = {hints.reg:.6g}) is once too often in the gradient{of}, or its term is not in the loss"
    elif in_gradient[1] and not in_loss[1]:
        label = in_gradient[1]
        text = f"the regularisation term of the gradient{of} {in_gradient[0]} for the loss; the rest is right"
    elif in_loss[1] and not in_gradient[1]:
        text = f"the regularisation term of the loss {in_loss[0]} for the gradient{of}; the rest is right"
    else:
        lacks = "lacks" if beta > 0 else "has"
        beside = "that the loss has" if beta > 0 else "that the loss lacks"
        text = f"the gradient{of} {lacks} a term {abs(beta):.6g} * {called} {beside}; the rest is right"
    return Diagnosis(Kind.REGULARISER, text, name, factor, beta, label)


def blame(
    blocks: tuple[BlockFinding, ...], subject: Subject, reference_loss: Callable[[Any], Any] | None
) -> tuple[BlockFinding, ...]:
    """Say of each term in which gradient and loss disagree whose fault it is, where a trusted loss can tell.

    Parameters
    ----------
    blocks
        The findings of each parameter.
    subject
        f, its gradient, and the strength of the regulariser among the hints.
    reference_loss
        A trusted f, of the same argument.

    Raises
    ------
    ValueError
        If the trusted loss cannot be used.
    """
    if reference_loss is None or not subject.hints.reg:
        return blocks
    found = []
    for finding in blocks:
        diagnosis = finding.diagnosis
        if diagnosis is not None and diagnosis.kind is Kind.REGULARISER and diagnosis.coefficient is not None:
            times_in_loss = _times_in_loss(subject, reference_loss, finding.name)
            if times_in_loss is not None:
                finding = replace(finding, diagnosis=_whose(diagnosis, times_in_loss, subject.hints))
        found.append(finding)
    return tuple(found)


def _whose(diagnosis: Diagnosis, in_loss: float, hints: Hints) -> Diagnosis:
    assert hints.reg
    assert diagnosis.coefficient is not None
    in_gradient = in_loss - diagnosis.coefficient / (2 * hints.reg)
    of = f" of {diagnosis.block}" if diagnosis.block else ""
    called = variable(diagnosis.block or "", hints.variable)
    sayings = []
    if not close(in_loss, 1.0):
        sayings.append(f"your loss {_has(in_loss, f'reg * sum({called}**2)', hints)}")
    if not close(in_gradient, 1.0):
        sayings.append(f"the gradient{of} {_has(in_gradient, f'2 * reg * {called}', hints)}")
    if len(sayings) == 1:
        sayings.append(f"the gradient{of} is right" if not close(in_loss, 1.0) else "your loss is right")
    kind = Kind.LOSS_REGULARISER if close(in_gradient, 1.0) else diagnosis.kind
    return replace(diagnosis, kind=kind, text="; ".join(sayings), factor=in_gradient)


def _has(often: float, term: str, hints: Hints) -> str:
    """How often a term is there."""
    if abs(often) < MATCH:
        return f"lacks the term {term}"
    if close(often, 2.0):
        return f"has the term {term} twice"
    return f"has a term {term} that {times(often, hints.factors)[0]}"


def _times_in_loss(subject: Subject, reference_loss: Callable[[Any], Any], name: str) -> float | None:
    """How often the loss has the term of one block, from how it differs from the trusted loss.

    None where the difference is no multiple of the term.
    """
    assert subject.hints.reg
    block = next(b for b in subject.layout.blocks if b.name == name)
    trusted = Loss(reference_loss, subject.layout)
    moved = []
    for stretch in (1.0, 1.5, 2.0):
        point: FloatArray = subject.x.copy()
        point[block.place] *= stretch
        try:
            right = trusted.total(trusted(point))
        except Unusable as broken:
            raise ValueError(f"the reference loss cannot be used: {broken.diagnosis.text}") from broken
        moved.append((np.sum(point[block.place] ** 2), subject.loss.total(subject.loss(point)) - right))
    (s0, d0), (s1, d1), (s2, d2) = moved
    if s1 == s0:
        return None
    slope, again = (d1 - d0) / (s1 - s0), (d2 - d0) / (s2 - s0)
    if abs(slope - again) > 1e-6 * max(abs(slope), subject.hints.reg):
        return None
    return 1 + float(slope) / subject.hints.reg
