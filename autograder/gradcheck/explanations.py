"""Explanations that cover a whole block: a wrong factor, a wrong term in the parameters, a wrong offset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Block
from autograder.gradcheck.norms import norm
from autograder.gradcheck.regulariser import explain_term
from autograder.gradcheck.report import Diagnosis, FloatArray, Kind
from autograder.gradcheck.wording import MATCH, close, times, variable


@dataclass(frozen=True)
class Fit:
    """expected = (1 + alpha) * analytic + beta * x + offset."""

    alpha: float
    beta: float
    offset: float = 0.0

    @property
    def factor(self) -> float:
        """The ratio analytic / expected, apart from the other terms."""
        return 1 / (1 + self.alpha)

    def expected(self, analytic: FloatArray, x: FloatArray) -> FloatArray:
        """The gradient that this explanation expects."""
        return (1 + self.alpha) * analytic + self.beta * x + self.offset


@dataclass(frozen=True)
class Support:
    """How many entries of a block say something about its factor, its term in x, and both together.

    With no more of them than numbers to fit, anything would fit, and with few more much does by chance:
    twice as many are asked for. Parameters that are all alike say nothing about a term: it is an offset.
    """

    factor: int
    term: int
    both: int
    size: int = 0

    @classmethod
    def of(cls, analytic: FloatArray, x: FloatArray) -> Support:
        """Count the entries that are not zero; in x, not next to nothing either."""
        largest = float(np.abs(x).max(initial=0.0))
        varied = float(np.ptp(x)) > 0.05 * largest if x.size else False
        has_factor, has_term = analytic != 0, (np.abs(x) > 0.05 * largest) & varied
        return cls(int(has_factor.sum()), int(has_term.sum()), int((has_factor | has_term).sum()), x.size)


def fit(
    analytic: FloatArray,
    x: FloatArray,
    missing: FloatArray,
    allowed: float,
    support: Support,
    ones: FloatArray | None = None,
) -> Fit | None:
    """Find the simplest Fit that leaves no more than `allowed` of `missing` = expected - analytic.

    Parameters
    ----------
    analytic, x, missing : ndarray, shape (m,)
        Slopes of the analytic gradient, of x and of the difference along the same m directions (or
        their entries, where all are known).
    allowed : float
        Largest absolute deviation.
    support : Support
        Of the whole block.
    ones : ndarray, shape (m,), optional
        Slopes of a gradient of ones; by default ones, for entries.
    """
    ones = np.ones_like(analytic) if ones is None else ones
    terms = [analytic, x, ones]
    for chosen, entries in (
        ((0,), support.factor),
        ((1,), support.term),
        ((2,), support.size),
        ((0, 1), support.both if min(support.factor, support.term) > 1 else 0),
    ):
        matrix = np.stack([terms[i] for i in chosen], axis=1)
        norms = np.array([norm(column) for column in matrix.T])
        usable = np.isfinite(matrix / norms).all() and np.isfinite(missing).all()
        if not usable or min(len(missing), entries) < 2 * len(chosen):
            continue
        solution = np.linalg.lstsq(matrix / norms, missing, rcond=1e-10)[0]
        if np.abs(matrix / norms @ solution - missing).max() > allowed:
            continue
        found = dict.fromkeys(range(3), 0.0) | dict(zip(chosen, (float(c) for c in solution / norms)))
        if abs(1 + found[0]) < 1e-6:  # the analytic gradient would have no part in the expected one
            continue
        return Fit(found[0], found[1], found[2])
    return None


def named_ratio(analytic: float, expected: float, block: Block, hints: Hints) -> Diagnosis | None:
    """For one number, where any ratio is a factor: one with a name, or a sign.

    Parameters
    ----------
    analytic, expected
        The derivative that was given, and the measured one.
    block
        The parameter whose only entry this is.
    hints
        The factors that have names.
    """
    if analytic == 0 or expected == 0:
        return None
    factor = analytic / expected
    words, label = times(factor, hints.factors)
    if label is None and not close(factor, -1.0):
        return None
    text = f"the derivative of {block.name} {words}" if block.name else f"the derivative {words}"
    return Diagnosis(Kind.FACTOR, text, block.name or None, factor=factor, label=label)


def explain(found: Fit, block: Block, hints: Hints) -> Diagnosis:
    """Put a Fit into words.

    Parameters
    ----------
    found
        The factor, the share of the parameter and the constant that turn the measured gradient into the given one.
    block
        The parameter that it is about.
    hints
        What the check's author knows of factors, names and the regulariser.
    """
    of, name = (f" of {block.name}", block.name) if block.name else ("", None)
    if found.offset != 0.0:
        way = "small" if found.offset > 0 else "large"
        text = f"every entry{of} is {abs(found.offset):.6g} too {way}"
        return Diagnosis(Kind.OFFSET, text, name, coefficient=found.offset)
    if found.beta == 0.0:
        words, label = times(found.factor, hints.factors)
        return Diagnosis(Kind.FACTOR, f"every entry{of} {words}", name, factor=found.factor, label=label)
    called = variable(block.name, hints.variable)
    if hints.reg:
        if not close(found.factor, 1.0):
            return _parts(found, of, name, hints)
        return explain_term(found.beta, of, name, called, hints)
    if found.alpha == 0.0:
        verb = "lacks the term" if found.beta > 0 else "has too much by"
        text = f"the gradient{of} {verb} {abs(found.beta):.6g} * {called}: check the regularisation term"
        return Diagnosis(Kind.REGULARISER, text, name, coefficient=found.beta)
    words, label = times(found.factor, hints.factors)
    text = (
        f"the gradient{of} {words}, apart from a term in {called}: "
        "data and regularisation parts are scaled differently"
    )
    return Diagnosis(Kind.PARTS, text, name, found.factor, found.beta, label)


def _parts(found: Fit, of: str, name: str | None, hints: Hints) -> Diagnosis:
    """With reg known, analytic = data_factor * (data part) + term_factor * (2 * reg * x)."""
    assert hints.reg
    term_factor = (1 - found.beta / (2 * hints.reg)) * found.factor
    data_words, label = times(found.factor, hints.factors)
    text = f"the data part of the gradient{of} {data_words}"
    if close(term_factor, 1.0):
        text += "; the regularisation part is right"
    elif abs(term_factor) < MATCH:
        text += "; the regularisation term is missing"
    else:
        text += f"; the regularisation part {times(term_factor, hints.factors)[0]}"
    return Diagnosis(Kind.PARTS, text, name, found.factor, found.beta, label)
