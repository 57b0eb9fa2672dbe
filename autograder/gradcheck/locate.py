"""Locating a mistake in a block from few calls of f: measured slopes, and a search along each axis."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.gradcheck.ground import Ground
from autograder.gradcheck.judging import Slopes
from autograder.gradcheck.layout import Block
from autograder.gradcheck.probing import Probe
from autograder.gradcheck.report import FloatArray
from autograder.gradcheck.scales import random_direction

_FAN = 16
"""Parts that one probe of the search tells apart by their weights."""

FEW = 4
"""Entries or lines that are looked for one by one."""

_SILENT = 1e-2
"""A part whose share of the residual is below this holds none of the mistake."""


@dataclass
class Locator:
    """Measures where in one block expected and analytic gradient differ.

    Parameters
    ----------
    block : Block
    ground : Ground
    size : float
        Size of the analytic gradient along random directions in this block.
    rng : numpy.random.Generator
    last_call : int
        The number of calls of f after which nothing more is measured.
    seen : tuple of Slopes
        What the probes that failed have measured in this block.
    """

    block: Block
    ground: Ground
    size: float
    rng: np.random.Generator
    last_call: int
    seen: tuple[Slopes, ...] = ()

    def may_call(self, calls: int) -> bool:
        """Whether the budget allows so many more calls."""
        return self.ground.loss.calls + calls <= self.last_call

    def direction(self) -> FloatArray:
        """A random direction in the block, in the block's shape."""
        return self.shaped(random_direction(self.ground.scales[self.block.place], self.rng))

    def shaped(self, flat: FloatArray) -> FloatArray:
        """Entries of the block in its shape."""
        return flat.reshape(self.block.shape)

    def missing(self, direction: FloatArray) -> tuple[float, float]:
        """(expected - analytic) slope along a direction in the block's shape, and a bound on its error."""
        whole = np.zeros_like(self.ground.point)
        whole[self.block.place] = direction.ravel()
        probe = Probe(self.ground, whole, self.size)
        probe.measure()
        return probe.residual()

    def entry(self, offset: int) -> float:
        """The derivative with respect to entry number `offset` of the block."""
        place = self.block.place.start + offset
        if self.ground.scales[place] == 0.0:  # it has a kink, and stays where it is
            return float(self.ground.gradient[place])
        direction = np.zeros(self.block.size)
        direction[offset] = self.ground.scales[place]
        missing, _ = self.missing(direction)
        return float(self.ground.gradient[place]) + missing / float(self.ground.scales[place])

    def entries(self, offsets: list[int]) -> dict[int, float]:
        """Derivatives of as many of these entries as the budget allows."""
        found = {}
        for offset in offsets:
            if not self.may_call(4):
                break
            found[offset] = self.entry(offset)
        return found

    def holds_all(self, inside: FloatArray) -> bool:
        """Whether nothing is wrong outside the part where `inside` (0 or 1) is 1."""
        direction = self.direction()
        total, _ = self.missing(direction)
        outside, error = self.missing(direction * (1 - inside))
        return abs(outside) <= max(_SILENT * abs(total), error)

    def line(self, axis: int, within: FloatArray) -> int | None:
        """Index along `axis` of the single line that holds the mistake, or None if several seem to.

        Each step splits the range that is left into `_FAN` parts and weights them 0, 1, 2, ... The weighted
        residual over the plain one is the number of the part, if it is only one. The caller confirms.

        Parameters
        ----------
        axis : int
        within : ndarray
            0 where the mistake is known not to be, else 1; broadcastable to the block.
        """
        start, stop = 0, self.block.shape[axis]
        direction = self.direction() * within
        total, _ = self.missing(direction)
        while stop - start > 1:
            if total == 0.0 or not self.may_call(10):
                return None
            edges = np.unique(np.linspace(start, stop, _FAN + 1).round().astype(int))
            weights = np.zeros(self.block.shape[axis])
            for number, (low, high) in enumerate(itertools.pairwise(edges)):
                weights[low:high] = number
            ratio = self.missing(direction * self._along(axis, weights))[0] / total
            part = round(ratio)
            if not 0 <= part < len(edges) - 1 or abs(ratio - part) > 0.02 * (1 + part):
                return None
            start, stop = int(edges[part]), int(edges[part + 1])
        return start

    def lines(self, axis: int) -> tuple[int, ...] | None:
        """All indices along an axis that hold part of the mistake; None for a long axis with many."""
        length = self.block.shape[axis]
        if length > _FAN:
            return self._few(lambda indices: self.mask(axis, tuple(indices)), np.arange(length))
        if not self.may_call(6 * length):
            return None
        direction = self.direction()
        shares = np.array([abs(self.missing(direction * self.mask(axis, (i,)))[0]) for i in range(length)])
        return tuple(int(i) for i in np.flatnonzero(shares > _SILENT * 0.1 * shares.max(initial=0.0)))

    def few(self, offsets: NDArray[np.intp]) -> list[int] | None:
        """The wrong entries among these offsets in the block, where they are no more than `FEW`."""

        def only(places: NDArray[np.intp]) -> FloatArray:
            mask = np.zeros(self.block.size)
            mask[places] = 1.0
            return self.shaped(mask)

        found = self._few(only, offsets)
        return None if found is None else list(found)

    def _few(
        self, masked: Callable[[NDArray[np.intp]], FloatArray], places: NDArray[np.intp]
    ) -> tuple[int, ...] | None:
        """Halve a range of places until single ones are left; None once more than `FEW` of its parts are wrong.

        Along one direction residuals add up: one half is measured, and the other is what is left.
        """
        direction = self.direction()
        total, error = self.missing(direction * masked(places))
        parts = [(places, total)]
        silent = max(_SILENT * 0.1 * abs(total), 3 * error)
        if abs(total) <= silent:
            return None
        while any(len(part) > 1 for part, _ in parts):
            halves = []
            for part, residual in parts:
                if len(part) == 1:
                    halves.append((part, residual))
                    continue
                if not self.may_call(10):
                    return None
                half = len(part) // 2
                left, error = self.missing(direction * masked(part[:half]))
                for piece, share in ((part[:half], left), (part[half:], residual - left)):
                    if abs(share) > max(silent, 3 * error):
                        halves.append((piece, share))
            parts = halves
            if len(parts) > FEW:
                return None
        return tuple(int(part[0]) for part, _ in parts)

    def mask(self, axis: int, indices: tuple[int, ...]) -> FloatArray:
        """1 in the given lines along `axis` and 0 elsewhere, broadcastable to the block."""
        weights = np.zeros(self.block.shape[axis])
        weights[list(indices)] = 1.0
        return self._along(axis, weights)

    def _along(self, axis: int, weights: FloatArray) -> FloatArray:
        shape = [1] * len(self.block.shape)
        shape[axis] = -1
        return weights.reshape(shape)
