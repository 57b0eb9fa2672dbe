"""From judgements to a report: which verdict, and which of the findings says most."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.gradcheck import blackbox
from autograder.gradcheck import reference as trusted
from autograder.gradcheck.layout import Unusable
from autograder.gradcheck.naming import name_mistake
from autograder.gradcheck.norms import relative_error
from autograder.gradcheck.regulariser import blame
from autograder.gradcheck.report import (
    Agreement,
    BlockFinding,
    Diagnosis,
    FloatArray,
    GradientReport,
    Kind,
    Verdict,
)
from autograder.gradcheck.subject import Subject
from autograder.gradcheck.swapped import swapped_by_probes, swapped_by_reference, with_finding
from autograder.gradcheck.tree import leaves

_AGREEMENTS = {
    Verdict.RIGHT: Agreement.YES,
    Verdict.WRONG: Agreement.NO,
    Verdict.INCONCLUSIVE: Agreement.NOT_TESTED,
}


def by_loss(subject: Subject, reference_loss: Callable[[Any], Any] | None) -> GradientReport:
    """Judge with f alone."""
    judgement = blackbox.judge_near(subject, subject.x, subject.analytic)
    verdict_calls = subject.loss.calls
    blocks = blackbox.findings(subject, judgement)
    diagnosis = None
    if judgement.verdict is Verdict.WRONG:
        swapped = swapped_by_probes(subject, judgement, _wrong(blocks))
        blocks = with_finding(blocks, swapped) if swapped else blame(blocks, subject, reference_loss)
        diagnosis = name_mistake(subject) or swapped or _main(blocks)
    elif judgement.verdict is Verdict.INCONCLUSIVE:
        diagnosis = blackbox.undecided(subject, judgement)
    return _report(
        subject,
        judgement.verdict,
        blocks,
        diagnosis,
        judgement.ground.point,
        verdict_calls=verdict_calls,
        traces=tuple(judgement.traces),
        matches_own_loss=_AGREEMENTS[judgement.verdict],
    )


def by_reference(subject: Subject, reference: Callable[[Any], Any]) -> GradientReport:
    """Judge with a trusted gradient; f arbitrates where it disagrees."""
    comparison = trusted.compare(subject, reference)
    blocks = trusted.findings(subject, comparison)
    if not comparison.wrong.any():
        return _report(subject, Verdict.RIGHT, blocks, None, subject.x, matches_reference=Agreement.YES)
    swapped = swapped_by_reference(
        subject, comparison.analytic, comparison.expected, comparison.limits, _wrong(blocks)
    )
    if swapped:
        blocks = with_finding(blocks, swapped)
    diagnosis = swapped or _main(blocks)
    own, broken_text = Agreement.NOT_TESTED, ""
    try:
        judgement = blackbox.judge_near(subject, comparison.point, comparison.analytic)
        own = _AGREEMENTS[judgement.verdict]
    except Unusable as broken:
        diagnosis = replace(broken.diagnosis, text=f"{diagnosis.text}; and {broken.diagnosis.text}")
        broken_text = broken.diagnosis.text
    if own is Agreement.YES:
        text = (
            f"the gradient is right for your own loss, but your loss is not the formula's: {diagnosis.text}"
        )
        diagnosis = replace(diagnosis, kind=Kind.OWN_LOSS, text=text)
    elif not broken_text:
        diagnosis = name_mistake(subject) or diagnosis
    return _report(
        subject,
        Verdict.WRONG,
        blocks,
        diagnosis,
        comparison.point,
        verdict_calls=subject.loss.calls,
        matches_reference=Agreement.NO,
        matches_own_loss=own,
    )


def not_repeated(subject: Subject, reference: Callable[[Any], Any] | None, analytic: Any) -> GradientReport:
    """Report on a gradient that the gradient function does not give at x: it is wrong, whatever else it is.

    What f or the reference says about it at x is the diagnosis where they find it wrong, too.

    Parameters
    ----------
    subject
        The function whose gradient function answered differently at x.
    reference
        A trusted gradient function, where there is one.
    analytic
        The gradient as it was given, in the form of x.
    """
    again = subject.repeated
    subject.gradient = None
    report = by_loss(subject, None) if reference is None else by_reference(subject, reference)
    if _whole(analytic) and np.array_equal(np.trunc(again), subject.analytic):
        text = (
            "the gradient is cut to whole numbers: its array holds integers only; "
            "was it made like an array of integers? Give it dtype float"
        )
        diagnosis = Diagnosis(Kind.WHOLE_NUMBERS, text)
    elif report.verdict is Verdict.WRONG:
        return report
    else:
        diagnosis = _differing(subject, again)
    return replace(
        report,
        verdict=Verdict.WRONG,
        message=diagnosis.text,
        diagnosis=diagnosis,
        blocks=report.blocks if report.verdict is Verdict.WRONG else _differing_blocks(subject, again),
        point=subject.layout.unflatten(subject.x),
    )


def _differing(subject: Subject, again: FloatArray) -> Diagnosis:
    """Words for two gradients at one point."""
    worst = int(np.argmax(np.abs(again - subject.analytic)))
    block = next(b for b in subject.layout.blocks if b.place.start <= worst < b.place.stop)
    index = block.index(worst - block.place.start)
    of = f" of {block.name}" if block.name else ""
    at = f" at {block.at(index)}" if index else ""
    text = (
        f"the gradient{of} is another one when it is computed again at the same point:"
        f"{at} it was {subject.analytic[worst]:.6g}, then {again[worst]:.6g}"
    )
    return Diagnosis(
        Kind.NOT_REPEATED,
        text,
        block.name or None,
        index=index,
        expected=float(again[worst]),
        got=float(subject.analytic[worst]),
    )


def _differing_blocks(subject: Subject, again: FloatArray) -> tuple[BlockFinding, ...]:
    found = []
    for block, differs in zip(subject.layout.blocks, subject.differing_blocks(again)):
        verdict = Verdict.WRONG if differs else Verdict.INCONCLUSIVE
        error = relative_error(subject.analytic[block.place], again[block.place])
        found.append(BlockFinding(block.name, verdict, error))
    return tuple(found)


def _whole(analytic: Any) -> bool:
    return all(np.asarray(leaf).dtype.kind in "iu" for _, leaf in leaves(analytic))


def _wrong(blocks: tuple[BlockFinding, ...]) -> set[str]:
    return {block.name for block in blocks if block.verdict is Verdict.WRONG}


def _main(blocks: tuple[BlockFinding, ...]) -> Diagnosis:
    """The one finding that says most: what all wrong blocks share, or that of the worst block."""
    wrong = [b for b in blocks if b.verdict is Verdict.WRONG]
    worst = max(wrong, key=lambda b: b.error)
    assert worst.diagnosis is not None
    first = next((b.diagnosis for b in wrong if b.diagnosis), None)
    if len(wrong) > 1 and first is not None and all(_same_factor(b.diagnosis, first) for b in wrong):
        named = [b.name for b in wrong]
        of = (
            " of every block" if len(wrong) == len(blocks) else f" of {', '.join(named[:-1])} and {named[-1]}"
        )
        words = first.text.partition(f" of {first.block} ")[2]
        return replace(first, block=None, text=f"every entry{of} {words}")
    return worst.diagnosis


def _same_factor(diagnosis: Diagnosis | None, first: Diagnosis) -> bool:
    if diagnosis is None or diagnosis.kind is not Kind.FACTOR or first.kind is not Kind.FACTOR:
        return False
    return math.isclose(diagnosis.factor or 0.0, first.factor or 0.0, rel_tol=1e-3)


def _report(
    subject: Subject,
    verdict: Verdict,
    blocks: tuple[BlockFinding, ...],
    diagnosis: Diagnosis | None,
    point: FloatArray,
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
        point=subject.layout.unflatten(point),
        **more,
    )


def unusable(diagnosis: Diagnosis, calls: int, gradient_calls: int, point: Any) -> GradientReport:
    """Report on a function or a gradient that cannot be checked at all.

    Parameters
    ----------
    diagnosis
        Why nothing can be checked.
    calls, gradient_calls
        How often f and the gradient function were called.
    point
        x, in the form in which it was given.
    """
    fault_of_gradient = diagnosis.kind.name.startswith("GRADIENT_")
    verdict = Verdict.WRONG if fault_of_gradient else Verdict.INCONCLUSIVE
    return GradientReport(
        verdict, math.nan, calls, diagnosis.text, calls, gradient_calls, diagnosis=diagnosis, point=point
    )
