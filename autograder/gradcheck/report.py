"""What `check_gradient` returns."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from autograder.gradcheck.difference_map import difference_map
from autograder.gradcheck.findings import Agreement, BlockFinding, Diagnosis, Entry, Index, Trace, Verdict
from autograder.gradcheck.paragraph import paragraph
from autograder.gradcheck.picture import html_of
from autograder.gradcheck.plot import figure_of


@dataclass(frozen=True)
class GradientReport:
    """The result of `check_gradient`.

    Attributes
    ----------
    verdict : Verdict
    error : float
        Norm-wise relative error, the largest of the blocks; nan where nothing could be measured.
    calls, verdict_calls, gradient_calls : int
        Calls of f in all, calls of f until the verdict, and calls of the gradient function.
    message : str
        One line for the student.
    blocks : tuple of BlockFinding
    diagnosis : Diagnosis or None
        The finding that explains most; None exactly where the verdict is right.
    matches_reference, matches_own_loss : Agreement
        With a reference: whether the gradient equals it; and, where it does not, whether it is at least
        the gradient of f. The second is worth partial credit: the derivation is right, the loss is not.
    traces : tuple of Trace
        The probes made, for a picture of error against step.
    point : same form as x
        Where the numbers of the findings come from: x, unless a kink or noise there has moved the check.
    """

    verdict: Verdict
    error: float
    calls: int
    message: str
    verdict_calls: int = 0
    gradient_calls: int = 0
    blocks: tuple[BlockFinding, ...] = ()
    diagnosis: Diagnosis | None = None
    matches_reference: Agreement = Agreement.NOT_TESTED
    matches_own_loss: Agreement = Agreement.NOT_TESTED
    traces: tuple[Trace, ...] = field(default=(), repr=False)
    point: Any = field(default=None, repr=False)

    def __bool__(self) -> bool:
        """Whether the verdict is right, so that ``assert check_gradient(...)`` asserts it."""
        return self.verdict is Verdict.RIGHT

    def __str__(self) -> str:
        """The verdict and what it rests on, a paragraph."""
        return paragraph(self.verdict, self.message, self.error, self.blocks, self.calls, self.gradient_calls)

    def _repr_html_(self) -> str:
        """The paragraph, and where the gradient differs and how the probes saw it as a picture, for notebooks and pages."""
        return html_of(str(self), self.verdict, self.blocks, self.traces)

    def plot(self) -> Any:
        """Draw the picture with matplotlib: where the gradient differs, and the residual against the step.

        Returns
        -------
        matplotlib.figure.Figure

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        return figure_of(self.message, self.blocks, self.traces)

    @property
    def bound(self) -> float:
        """The largest of the blocks' bounds: a relative error that could have been overlooked; inf without a pass."""
        return max((block.bound for block in self.blocks), default=math.inf)

    @property
    def bounds(self) -> dict[str, float]:
        """Every block's bound by name."""
        return {block.name: block.bound for block in self.blocks}

    @property
    def worst_block(self) -> BlockFinding | None:
        """The wrong block with the largest error, or None."""
        wrong = [block for block in self.blocks if block.verdict is Verdict.WRONG]
        return max(wrong, key=lambda block: block.error, default=None)

    @property
    def difference_lines(self) -> tuple[str, ...]:
        """Where the worst block differs, as text: `DifferenceMap.lines`; empty where nothing is known of it."""
        shown = difference_map(self.worst_block) if self.worst_block else None
        return shown.lines if shown else ()

    @property
    def worst_entries(self) -> tuple[Entry, ...]:
        """A few wrong entries of the worst block, the worst first."""
        return self.worst_block.worst if self.worst_block else ()

    @property
    def worst_index(self) -> Index | None:
        """Index of the worst entry known, within the worst block."""
        return self.worst_entries[0].index if self.worst_entries else None
