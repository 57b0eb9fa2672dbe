"""`check_gradient`: is this the gradient of that function, and if not, what is the matter with it?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.gradcheck import blackbox
from autograder.gradcheck import reference as trusted
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.loss import Loss
from autograder.gradcheck.naming import name_mistake
from autograder.gradcheck.report import (
    Agreement,
    BlockFinding,
    Diagnosis,
    GradientReport,
    Kind,
    Verdict,
)
from autograder.gradcheck.subject import TOLERANCE, TOLERANCE_LOW, Subject

AGREEMENTS = {
    Verdict.RIGHT: Agreement.YES,
    Verdict.WRONG: Agreement.NO,
    Verdict.INCONCLUSIVE: Agreement.NOT_TESTED,
}


def check_gradient(
    f: Callable[[Any], Any],
    x: Any,
    analytic: Any,
    *,
    gradient: Callable[[Any], Any] | None = None,
    reference: Callable[[Any], Any] | None = None,
    tolerance: float | None = None,
    rng: np.random.Generator | None = None,
    dout: Any = None,
    hints: Hints | None = None,
) -> GradientReport:
    """Judge an analytic gradient in a number of calls of f that does not grow with its size.

    Parameters
    ----------
    f : callable
        The function, usually the student's. It is called with copies in the form of `x`, as float64,
        and must return a number, or an array in the shape of `dout`.
    x : float, array_like or mapping of str to array_like
        The point. Never changed.
    analytic : same form as x
        The gradient under test at x. Lists, float32 and (1, H) or (H, 1) for (H,) are accepted.
    gradient : callable, optional
        The student's gradient as a function of the point. With it, kinks at x are no obstacle: the check
        is repeated at a generic point close by. It gets copies in the form and the dtype of x.
    reference : callable, optional
        The trusted gradient as a function of the point. It is asked first, and f arbitrates only where it
        disagrees: the gradient may be right for a loss that is not the formula's.
    tolerance : float, optional
        Relative error that passes. Default 1e-9, or 1e-5 where x or the gradient is float32. Entries are
        compared with a reference to within a thousandth of it (float64), in units of the block's rms.
    rng : numpy.random.Generator, optional
        Source of the directions; seeded with 0 by default, so that a check is repeatable.
    dout : array_like, optional
        Upstream gradient for an array-valued f; the scalar is then ``sum(f(x) * dout)``.
    hints : Hints, optional
        Names for what a diagnosis may find.

    Returns
    -------
    GradientReport
        Also where f or the gradient raises or returns something unusable: the verdict is then
        inconclusive (for f) or wrong (for the gradient), and `diagnosis` says why.

    Raises
    ------
    ValueError
        If `x`, `dout`, a hint or what `reference` returns is unusable: the check's author has to mend that.
    AutograderError
        What the grader itself raises from within f or the gradient, e.g. a limit that was reached.
    """
    layout, flat = Layout.of(x)
    loss = Loss(f, layout, dout)
    subject = None
    try:
        values, low = layout.flatten_gradient(analytic)
        low = low or layout.low_precision
        if tolerance is None:
            tolerance = TOLERANCE_LOW if low else TOLERANCE
        rng = np.random.default_rng(0) if rng is None else rng
        subject = Subject(layout, flat, values, loss, gradient, low, tolerance, rng, hints or Hints())
        with np.errstate(all="ignore"):  # near the ends of the float range: nan and inf never pass
            return _by_reference(subject, reference) if reference is not None else _by_loss(subject)
    except Unusable as broken:
        return _unusable(broken.diagnosis, loss.calls, subject.gradient_calls if subject else 0)


def _by_loss(subject: Subject) -> GradientReport:
    judgement = blackbox.judge_near(subject, subject.x, subject.analytic)
    verdict_calls = subject.loss.calls
    blocks = blackbox.findings(subject, judgement)
    diagnosis = None
    if judgement.verdict is Verdict.WRONG:
        diagnosis = name_mistake(subject) or _main(blocks)
    elif judgement.verdict is Verdict.INCONCLUSIVE:
        diagnosis = blackbox.undecided(subject, judgement)
    return _report(
        subject,
        judgement.verdict,
        blocks,
        diagnosis,
        verdict_calls=verdict_calls,
        resolution=judgement.resolution,
        traces=tuple(judgement.traces),
        matches_own_loss=AGREEMENTS[judgement.verdict],
    )


def _by_reference(subject: Subject, reference: Callable[[Any], Any]) -> GradientReport:
    comparison = trusted.compare(subject, reference)
    blocks = trusted.findings(subject, comparison)
    resolution = trusted.LOOSE if subject.low_precision else trusted.TIGHT
    if not comparison.wrong.any():
        return _report(
            subject, Verdict.RIGHT, blocks, None, resolution=resolution, matches_reference=Agreement.YES
        )
    diagnosis = _main(blocks)
    own = Agreement.NOT_TESTED
    try:
        judgement = blackbox.judge_near(subject, comparison.point, comparison.analytic)
        own = AGREEMENTS[judgement.verdict]
    except Unusable as broken:
        diagnosis = replace(broken.diagnosis, text=f"{diagnosis.text}; and {broken.diagnosis.text}")
    if own is Agreement.YES:
        text = (
            f"the gradient is right for your own loss, but your loss is not the formula's: {diagnosis.text}"
        )
        diagnosis = replace(diagnosis, kind=Kind.OWN_LOSS, text=text)
    else:
        diagnosis = name_mistake(subject) or diagnosis
    return _report(
        subject,
        Verdict.WRONG,
        blocks,
        diagnosis,
        verdict_calls=subject.loss.calls,
        resolution=resolution,
        matches_reference=Agreement.NO,
        matches_own_loss=own,
    )


def _main(blocks: tuple[BlockFinding, ...]) -> Diagnosis:
    """The one finding that says most: what all wrong blocks share, or that of the worst block."""
    wrong = [b for b in blocks if b.verdict is Verdict.WRONG]
    worst = max(wrong, key=lambda b: b.error)
    assert worst.diagnosis is not None
    findings = [b.diagnosis for b in wrong if b.diagnosis is not None]
    first = findings[0]
    shared = len(wrong) == len(blocks) > 1 and all(
        d.kind is Kind.FACTOR
        and first.factor
        and d.factor
        and math.isclose(d.factor, first.factor, rel_tol=1e-3)
        for d in findings
    )
    if shared:
        return replace(first, block=None, text=first.text.replace(f" of {first.block}", " of every block", 1))
    return worst.diagnosis


def _report(
    subject: Subject,
    verdict: Verdict,
    blocks: tuple[BlockFinding, ...],
    diagnosis: Diagnosis | None,
    **more: Any,
) -> GradientReport:
    errors = [block.error for block in blocks if not math.isnan(block.error)]
    return GradientReport(
        verdict=verdict,
        error=max(errors, default=math.nan),
        calls=subject.loss.calls,
        message=diagnosis.text if diagnosis else "the gradient is right",
        gradient_calls=subject.gradient_calls,
        blocks=blocks,
        diagnosis=diagnosis,
        **more,
    )


def _unusable(diagnosis: Diagnosis, calls: int, gradient_calls: int) -> GradientReport:
    fault_of_gradient = diagnosis.kind.name.startswith("GRADIENT_")
    verdict = Verdict.WRONG if fault_of_gradient else Verdict.INCONCLUSIVE
    return GradientReport(
        verdict, math.nan, calls, diagnosis.text, calls, gradient_calls, diagnosis=diagnosis
    )
