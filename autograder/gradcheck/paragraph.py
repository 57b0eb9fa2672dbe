"""A report in words: the verdict, what it rests on, and what it cost."""

from __future__ import annotations

from autograder.gradcheck.report import GradientReport, Verdict
from autograder.gradcheck.wording import sentence

SHOWN = 4
"""Blocks whose bounds are named one by one."""


def paragraph(report: GradientReport) -> str:
    """Return a few sentences, without line breaks."""
    sentences = [sentence(report.message)]
    if report.verdict is Verdict.RIGHT:
        sentences.append(f"An error of more than {_bounds(report)} would have been found.")
    elif report.verdict is Verdict.INCONCLUSIVE:
        sentences.append("So the gradient may be right or wrong.")
    elif report.error == report.error:
        sentences.append(f"Its relative error is about {report.error:.2g}.")
        right = [block.name for block in report.blocks if block.verdict is Verdict.RIGHT and block.name]
        if right:
            sentences.append(f"Right: {', '.join(right)}.")
    made = f"{report.calls} call{'s' * (report.calls != 1)} of the function"
    if report.gradient_calls:
        made += f", {report.gradient_calls} of the gradient"
    sentences.append(f"({made}.)")
    return " ".join(sentences)


def _bounds(report: GradientReport) -> str:
    bounds = {name: bound for name, bound in report.bounds.items() if name}
    if not 1 < len(bounds) <= SHOWN:
        return f"{report.bound:.1g} of the gradient's norm"
    return ", ".join(f"{bound:.1g} in {name}" for name, bound in bounds.items())
