"""What a check's author knows that helps to name a mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.layout import Block


@dataclass(frozen=True)
class Hints:
    """Names for what a diagnosis may find.

    Attributes
    ----------
    factors : mapping of str to float
        Sizes that a gradient may wrongly be multiplied or divided by, e.g. ``{"N": 5, "C": 4}``.
    reg : float or None
        Strength of a regulariser reg * sum(x**2), whose gradient is 2 * reg * x.
    regions : mapping of str to mask
        Names for sets of entries, e.g. ``{"the column of the true class": mask}``; a mask is a boolean
        array in the shape of x, or a dict of them for named blocks.
    named_wrong : mapping of str to gradient
        Known mistakes: a label, and the wrong gradient (in the form of x) or a function of x that gives it.
    variable : str
        What the caller calls x, e.g. ``"W"``; named blocks have their own names.
    """

    factors: Mapping[str, float] = field(default_factory=dict)
    reg: float | None = None
    regions: Mapping[str, Any] = field(default_factory=dict)
    named_wrong: Mapping[str, Any | Callable[[Any], Any]] = field(default_factory=dict)
    variable: str = ""

    def masks(self, block: Block) -> dict[str, NDArray[np.bool_]]:
        """The regions that lie in one block, each as a mask in the block's shape."""
        found = {}
        for label, region in self.regions.items():
            mask = region.get(block.name) if isinstance(region, Mapping) else region
            if mask is not None and np.shape(mask) == block.shape:
                found[label] = np.asarray(mask, dtype=bool)
        return found
