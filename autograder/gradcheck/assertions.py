"""`assert_gradient`: a gradient check with its verdict as a failure in words for the student."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from autograder.gradcheck.check import check_gradient
from autograder.gradcheck.findings import BlockFinding, Kind, Verdict
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.report import GradientReport
from autograder.gradcheck.wording import digits_apart, ended, sentence


class GradientError(AssertionError):
    """A gradient is wrong, or could not be judged; `str` gives the words for the student.

    Attributes
    ----------
    report : GradientReport
    parts : tuple of (str, str)
        The message as labelled parts, in the order in which they are read: ``finding`` (one or several),
        ``entry`` (where, what was expected, what was got) and ``right`` (the blocks that are right).
    """

    def __init__(self, report: GradientReport, parts: tuple[tuple[str, str], ...]) -> None:
        super().__init__(report, parts)
        self.report = report
        self.parts = parts

    def __str__(self) -> str:
        return "\n".join(text for _, text in self.parts)


_SHOWS_ITS_ENTRY = {Kind.ENTRY}
"""Findings whose one line already names the entry."""


def assert_gradient(
    f: Callable[[Any], Any],
    x: Any,
    analytic: Any,
    *,
    gradient: Callable[[Any], Any] | None = None,
    reference: Callable[[Any], Any] | None = None,
    reference_loss: Callable[[Any], Any] | None = None,
    tolerance: float | None = None,
    bound: float | None = None,
    noise: float | None = None,
    step: float | None = None,
    rng: np.random.Generator | np.random.SeedSequence | int | None = None,
    dout: Any = None,
    convention: Literal["ascent", "conjugate"] = "ascent",
    name: str = "",
    factors: Mapping[str, float] | None = None,
    reg: float | None = None,
    regions: Mapping[str, Any] | None = None,
    named_wrong: Mapping[str, Any] | None = None,
) -> GradientReport:
    """Fail the check unless the gradient is right.

    Takes what `check_gradient` takes, and names for the message. Under pytest, a failure shows the message and the line of
    the test, not the inside of the checker.

    Parameters
    ----------
    f, x, analytic, gradient, reference, reference_loss, tolerance, bound, noise, step, rng, dout, convention
        As in `check_gradient`.
    name : str
        What the student calls the gradient, e.g. ``"dW"``; used where x is a single array.
    factors : mapping of str to float, optional
        Sizes that may have slipped in, e.g. ``{"N": 5, "C": 4, "D": 3}``, for "N = 5 times too large".
    reg : float, optional
        Strength of a regulariser reg * sum(x**2).
    regions : mapping of str to mask, optional
        Names for sets of entries, e.g. ``{"the column of the true class": mask}``.
    named_wrong : mapping of str to gradient or callable, optional
        Known mistakes by name.

    Returns
    -------
    GradientReport
        With the verdict right.

    Raises
    ------
    GradientError
        An AssertionError. If the gradient is wrong, or could not be judged. One fact a line: the finding, then for every
        wrong block its worst entries.
    """
    __tracebackhide__ = True  # pytest's
    hints = Hints(factors or {}, reg, regions or {}, named_wrong or {})
    report = check_gradient(
        f,
        x,
        analytic,
        gradient=gradient,
        reference=reference,
        reference_loss=reference_loss,
        tolerance=tolerance,
        bound=bound,
        noise=noise,
        step=step,
        rng=rng,
        dout=dout,
        convention=convention,
        hints=hints,
    )
    if report.verdict is not Verdict.RIGHT:
        cause = report.diagnosis.cause if report.diagnosis else None
        raise GradientError(report, _failure_parts(report, name)) from cause
    return report


def failure_text(report: GradientReport, name: str = "") -> str:
    """The lines of a failing check's message, for a terminal without colour and a screen reader."""
    return "\n".join(text for _, text in _failure_parts(report, name))


def _failure_parts(report: GradientReport, name: str = "") -> tuple[tuple[str, str], ...]:
    """Return a failing check's message as labelled parts; `GradientError` says what the labels are."""
    parts = [("finding", _headed(report, name))]
    shown = report.diagnosis.text if report.diagnosis else ""
    for block in report.blocks:
        if block.verdict is not Verdict.WRONG:
            continue
        if block.diagnosis and block.diagnosis.text not in shown:
            parts.append(("finding", sentence(block.diagnosis.text)))
        if not (block.diagnosis and block.diagnosis.kind in _SHOWS_ITS_ENTRY):
            parts += [("entry", line) for line in _entry_lines(block, name)]
    if report.blocks and any(b.verdict is Verdict.WRONG for b in report.blocks):
        right = [block.name for block in report.blocks if block.verdict is Verdict.RIGHT]
        if right:
            parts.append(("right", f"Right: {', '.join(right)}."))
    return tuple(parts)


def _headed(report: GradientReport, name: str) -> str:
    return f"{name}: {ended(report.message)}" if name else sentence(report.message)


def _entry_lines(block: BlockFinding, name: str) -> list[str]:
    label = block.name or name or "gradient"
    lines = []
    for entry in block.worst:
        expected, got = digits_apart(entry.numerical, entry.analytic)
        where = f"{list(entry.index)}" if entry.index else ""
        lines.append(f"  {label}{where}: expected {expected}, got {got}")
    return lines
