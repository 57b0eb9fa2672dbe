"""Explanations that cover a whole block: a wrong factor, a wrong regulariser, or both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.gradcheck.hints import Hints
from autograder.gradcheck.norms import norm
from autograder.gradcheck.report import Diagnosis, FloatArray, Kind
from autograder.gradcheck.wording import digits_apart

MATCH = 1e-3
"""How closely a fitted number must meet a known one to take its name."""


@dataclass(frozen=True)
class Fit:
    """expected = (1 + alpha) * analytic + beta * x."""

    alpha: float
    beta: float

    @property
    def factor(self) -> float:
        """The ratio analytic / expected, apart from the term in x."""
        return 1 / (1 + self.alpha)


@dataclass(frozen=True)
class Support:
    """How many entries of a block say something about its factor, its term in x, and both together.

    With no more of them than numbers to fit, anything would fit, and with few more much does by chance:
    twice as many are asked for.
    """

    factor: int
    term: int
    both: int

    @classmethod
    def of(cls, analytic: FloatArray, x: FloatArray) -> Support:
        """Count the entries that are not zero; in x, not next to nothing either."""
        has_factor, has_term = analytic != 0, np.abs(x) > 0.05 * np.abs(x).max(initial=0.0)
        return cls(int(has_factor.sum()), int(has_term.sum()), int((has_factor | has_term).sum()))


def fit(
    analytic: FloatArray, x: FloatArray, missing: FloatArray, allowed: float, support: Support
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
    """
    for has_factor, has_term, entries in (
        (True, False, support.factor),
        (False, True, support.term),
        (True, True, support.both if min(support.factor, support.term) > 1 else 0),
    ):
        matrix = np.stack([analytic] * has_factor + [x] * has_term, axis=1)
        unknowns = matrix.shape[1]
        norms = np.array([norm(column) for column in matrix.T])
        usable = np.isfinite(matrix / norms).all() and np.isfinite(missing).all()
        if not usable or min(len(missing), entries) < 2 * unknowns:
            continue
        solution = np.linalg.lstsq(matrix / norms, missing, rcond=1e-10)[0]
        if np.abs(matrix / norms @ solution - missing).max() > allowed:
            continue
        coefficients = [float(c) for c in solution / norms]
        alpha = coefficients[0] if has_factor else 0.0
        if abs(1 + alpha) < 1e-6:  # the analytic gradient would have no part in the expected one
            continue
        return Fit(alpha, coefficients[-1] if has_term else 0.0)
    return None


def named_ratio(analytic: float, expected: float, block: str, hints: Hints) -> Diagnosis | None:
    """For one number, where any ratio is a factor: one with a name, or a sign."""
    if analytic == 0 or expected == 0:
        return None
    factor = analytic / expected
    words, label = times(factor, hints)
    if label is None and not _close(factor, -1.0):
        return None
    text = f"the derivative of {block} {words}" if block else f"the derivative {words}"
    return Diagnosis(Kind.FACTOR, text, block or None, factor=factor, label=label)


def explain(found: Fit, block: str, hints: Hints) -> Diagnosis:
    """Put a Fit into words."""
    of = f" of {block}" if block else ""
    name = block or None
    if found.beta == 0.0:
        words, label = times(found.factor, hints)
        text = f"every entry{of} {words}"
        return Diagnosis(Kind.FACTOR, text, name, factor=found.factor, label=label)
    if hints.reg:
        return _parts(found, of, name, hints)
    variable = block or "x"
    if found.alpha == 0.0:
        verb = "lacks the term" if found.beta > 0 else "has too much by"
        text = f"the gradient{of} {verb} {abs(found.beta):.6g} * {variable}: check the regularisation term"
        return Diagnosis(Kind.REGULARISER, text, name, coefficient=found.beta)
    words, label = times(found.factor, hints)
    text = (
        f"the gradient{of} {words}, apart from a term in {variable}: "
        "data and regularisation parts are scaled differently"
    )
    return Diagnosis(Kind.PARTS, text, name, found.factor, found.beta, label)


def _parts(found: Fit, of: str, name: str | None, hints: Hints) -> Diagnosis:
    """With reg known, analytic = data_factor * (data part) + term_factor * (2 * reg * x)."""
    assert hints.reg
    data_factor = found.factor
    term_factor = (1 - found.beta / (2 * hints.reg)) * data_factor
    if not _close(data_factor, 1.0):
        data_words, label = times(data_factor, hints)
        text = f"the data part of the gradient{of} {data_words}"
        if _close(term_factor, 1.0):
            text += "; the regularisation part is right"
        elif abs(term_factor) < MATCH:
            text += "; the regularisation term is missing"
        else:
            text += f"; the regularisation part {times(term_factor, hints)[0]}"
        return Diagnosis(Kind.PARTS, text, name, data_factor, found.beta, label)
    label = None
    if abs(term_factor) < MATCH:
        text = (
            f"the regularisation term is missing in the gradient{of}: 2 * reg * x with reg = {hints.reg:.6g}"
        )
    elif _close(term_factor, 2.0):
        text = (
            f"the regularisation term is in the gradient{of} once too often, "
            "or the loss does not regularise this block"
        )
    else:
        words, label = times(term_factor, hints)
        text = f"the regularisation term of the gradient{of} {words}; the rest is right"
    return Diagnosis(Kind.REGULARISER, text, name, term_factor, found.beta, label)


def times(factor: float, hints: Hints) -> tuple[str, str | None]:
    """Words for a quantity that is `factor` times what it should be, and the factor's name if known."""
    sign = "has the wrong sign" if factor < 0 else ""
    size = abs(factor)
    if sign and _close(size, 1.0):
        return sign, None
    join = " and is " if sign else "is "
    known = {f"{label} = {value:g}": value for label, value in hints.factors.items() if value > 0}
    known |= {"2": 2.0, "4": 4.0}
    for shown, value in known.items():
        if _close(value, 1.0):
            continue
        label = shown.split(" = ")[0]
        if _close(size, value):
            return f"{sign}{join}{shown} times too large", label
        if _close(size, 1 / value):
            return f"{sign}{join}{shown} times too small", f"1/{label}"
    shown, _ = digits_apart(size, 1.0)
    return f"{sign}{join}{shown} times what it should be", None


def _close(value: float, known: float) -> bool:
    return abs(value - known) <= MATCH * abs(known)
