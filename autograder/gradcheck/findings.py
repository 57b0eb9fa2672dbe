"""What a gradient check finds, block by block: the types, and nothing that computes them."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field

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
