"""What a gradient check finds: the types, and nothing that computes them."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Index = tuple[int, ...]


class Verdict(enum.StrEnum):
    """What the check concludes; equal to its word. `INCONCLUSIVE` is never a pass."""

    RIGHT = "right"
    WRONG = "wrong"
    INCONCLUSIVE = "inconclusive"


class Agreement(enum.Enum):
    """Whether a gradient agrees with one source of truth; true in a condition only for `YES`."""

    YES = "yes"
    NO = "no"
    NOT_TESTED = "not tested"

    def __bool__(self) -> bool:
        return self is Agreement.YES


class Kind(enum.Enum):
    """What is the matter with a gradient, or what kept it from being judged."""

    FACTOR = "factor"
    REGULARISER = "regulariser"
    LOSS_REGULARISER = "regulariser of the loss"
    OFFSET = "offset"
    PARTS = "data and regularisation parts scaled apart"
    ZERO = "zero everywhere"
    TRANSPOSED = "transposed"
    SWAPPED = "swapped"
    NAMED = "named mistake"
    ENTRY = "single entry"
    ENTRIES = "a few entries"
    DIAGONAL = "diagonal"
    ROWS = "rows"
    COLUMNS = "columns"
    REGION = "region"
    SPREAD = "spread"
    OWN_LOSS = "right for another loss"

    NOT_REPEATED = "another gradient when computed again"
    WHOLE_NUMBERS = "cut to whole numbers"

    GRADIENT_RAISED = "gradient raised"
    GRADIENT_BLOCKS = "gradient has missing or unknown blocks"
    GRADIENT_NOT_NUMERIC = "gradient is not numeric"
    GRADIENT_SHAPE = "gradient has the wrong shape"
    GRADIENT_NOT_FINITE = "gradient is not finite"

    LOSS_RAISED = "function raised"
    LOSS_NOT_NUMERIC = "function returned no number"
    LOSS_SHAPE = "function returned the wrong shape"
    LOSS_NOT_FINITE = "function is not finite"
    LOSS_NOT_DETERMINISTIC = "function differs from call to call"

    KINK = "kink"
    NOISE = "unresolved"


@dataclass(frozen=True)
class Diagnosis:
    """One finding, typed, with the words for the student.

    Attributes
    ----------
    kind : Kind
    text : str
        One short sentence for the student.
    block : str or None
        Name of the block; None for a gradient that is one array, or where every block shares the finding.
    factor : float or None
        analytic / expected, where that is the same for every entry.
    coefficient : float or None
        For a regulariser, the c of the term c * x that the expected gradient has and the analytic lacks
        (negative where the analytic has too much of it); for an offset, the c itself.
    label : str or None
        Name of the factor, the region or the known mistake.
    index : tuple of int or None
        The entry; for rows and columns, the first of them.
    indices : tuple of int
        All rows or columns concerned.
    axis : int or None
        The axis that `indices` count along.
    expected, got : float or None
        The derivative at `index`, and what the analytic gradient says.
    cause : Exception or None
        What the function or the gradient raised.
    """

    kind: Kind
    text: str
    block: str | None = None
    factor: float | None = None
    coefficient: float | None = None
    label: str | None = None
    index: Index | None = None
    indices: tuple[int, ...] = ()
    axis: int | None = None
    expected: float | None = None
    got: float | None = None
    cause: Exception | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of the gradient: where it is, what the analytic gradient says, what was measured."""

    index: Index
    analytic: float
    numerical: float


@dataclass(frozen=True)
class BlockFinding:
    """The finding for one named block of parameters.

    Attributes
    ----------
    name : str
        The block's key; ``""`` where x is a single array.
    verdict : Verdict
    error : float
        Estimate of norm(analytic - expected) / (norm(analytic) + norm(expected)).
    worst : tuple of Entry
        A few wrong entries, the worst first; empty where the block is not wrong.
    diagnosis : Diagnosis or None
    numerical : ndarray or None
        The expected gradient in the block's shape, where all of it is known (from a reference, or
        because the block is small). For a picture of the error.
    analytic : ndarray or None
        What the gradient under test says there, where the block is wrong; an array not to be changed.
    bound : float
        An error of this relative size and more would have been found: norm(analytic - true) is below
        `bound` times norm(true), up to one case in a thousand. inf where the block is not right. A block
        whose gradient is zero is compared with how much f varies over a scale of x.
    """

    name: str
    verdict: Verdict
    error: float
    worst: tuple[Entry, ...] = ()
    diagnosis: Diagnosis | None = None
    numerical: FloatArray | None = None
    analytic: FloatArray | None = field(default=None, repr=False)
    bound: float = math.inf


@dataclass(frozen=True)
class Trace:
    """One probe, for a picture: the residual slope against the step, both relative.

    Attributes
    ----------
    steps : tuple of float
        Steps t, in units of the coordinate scales.
    residuals : tuple of float
        abs(central difference - analytic slope), as a fraction of the analytic gradient's size.
    noise : tuple of float
        The bound on rounding noise at each step, in the same unit.
    """

    steps: tuple[float, ...]
    residuals: tuple[float, ...]
    noise: tuple[float, ...]


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
        from autograder.gradcheck.paragraph import paragraph

        return paragraph(self)

    def _repr_html_(self) -> str:
        """The paragraph, and where the gradient differs and how the probes saw it as a picture, for notebooks and pages."""
        from autograder.gradcheck.picture import html_of

        return html_of(self)

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
        from autograder.gradcheck.plot import figure_of

        return figure_of(self)

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
    def worst_entries(self) -> tuple[Entry, ...]:
        """A few wrong entries of the worst block, the worst first."""
        return self.worst_block.worst if self.worst_block else ()

    @property
    def worst_index(self) -> Index | None:
        """Index of the worst entry known, within the worst block."""
        return self.worst_entries[0].index if self.worst_entries else None
