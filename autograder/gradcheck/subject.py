"""The gradient under test, with everything needed to look at it at one point or another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.gradcheck.ground import Demands, Ground
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.loss import Loss, called
from autograder.gradcheck.nearby import entry_sizes
from autograder.gradcheck.norms import norm
from autograder.gradcheck.precision import EPS64
from autograder.gradcheck.report import Diagnosis, FloatArray, Kind
from autograder.gradcheck.scales import VANISHING, coordinate_scales, jitter, wider_scales

_REPEATABLE = 1e-9
"""Relative difference between two calls of f at one point that still counts as rounding (float64)."""

_ROUNDING = 256.0
"""Units in the last place by which a sum of many terms may differ between two ways to compute it."""


@dataclass
class Subject:
    """A function, a point, and the gradient that a student gives for it.

    Attributes
    ----------
    layout : Layout
    x, analytic : ndarray, shape (n,)
    loss : Loss
    gradient : callable or None
        The student's gradient as a function of the point.
    eps : float
        Relative spacing of the coarsest float type that x or the gradient came in.
    demands : Demands
    """

    layout: Layout
    x: FloatArray
    analytic: FloatArray
    loss: Loss
    gradient: Callable[[Any], Any] | None
    eps: float
    demands: Demands
    rng: np.random.Generator
    hints: Hints
    gradient_calls: int = 0
    repeated: FloatArray = field(default_factory=lambda: np.zeros(0), repr=False)
    """What the gradient function gives at x, once `repeats` has asked it."""
    _repeatable: bool = field(default=False, repr=False)

    @property
    def low_precision(self) -> bool:
        """Whether x or the gradient came as float32 or less."""
        return self.eps > EPS64

    def offset(self) -> FloatArray:
        """A step from x to a generic point close by, off every kink of x."""
        return jitter(coordinate_scales(self.layout, self.x, self.analytic), self.rng)

    def repeats(self) -> bool:
        """Whether the gradient function gives at x what was given."""
        self.repeated = self.gradient_at(self.x)
        if not any(self.differing_blocks(self.repeated)):
            return True
        # At a minimum, both may be nothing but rounding: of what the gradient is nearby.
        near = entry_sizes(self.layout, self.beside(self.offset())[1])
        return bool((np.abs(self.repeated - self.analytic) <= _ROUNDING * self.eps * near).all())

    def differing_blocks(self, again: FloatArray) -> list[bool]:
        """For each block, whether two gradients at x differ by more than rounding."""
        if np.array_equal(again, self.analytic):
            return [False] * len(self.layout.blocks)
        same = _REPEATABLE if self.eps <= EPS64 else self.demands.tolerance
        sizes = np.maximum(entry_sizes(self.layout, again), entry_sizes(self.layout, self.analytic))
        differs = np.abs(again - self.analytic) > same * sizes + VANISHING
        return [bool(differs[block.place].any()) for block in self.layout.blocks]

    def gradient_at(self, point: FloatArray) -> FloatArray:
        """The student's gradient at another point, which x's dtype has to hold."""
        assert self.gradient is not None
        self.gradient_calls += 1
        argument = self.layout.unflatten(point, own_dtype=True)
        value = called(self.gradient, argument, Kind.GRADIENT_RAISED, "the gradient")
        return self.layout.flatten_gradient(value)[0]

    def beside(self, offset: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The point x + offset, as x's dtype can hold it, and the student's gradient there."""
        point = self.layout.rounded(self.x + offset)
        return point, self.gradient_at(point)

    def ground(self, point: FloatArray, gradient: FloatArray, scales: FloatArray | None = None) -> Ground:
        """Where probes start. The first time, f is called twice to see that it repeats itself.

        Parameters
        ----------
        point, gradient : ndarray, shape (n,)
        scales : ndarray, shape (n,), optional
            Coordinate scales; by default those of the point.

        Raises
        ------
        Unusable
            If f is broken at the point, or gives two values.
        """
        value = self.loss(point)
        magnitude = self.loss.magnitude(value)
        if not self._repeatable:
            again = self.loss(point)
            allowed = min(_REPEATABLE * self.loss.grid.eps / EPS64, 1e-3) * magnitude
            if norm(again - value) > max(allowed, 6 * (self.demands.noise or 0.0)):
                text = (
                    "the function gives different values at the same point "
                    f"({self.loss.total(value):.6g}, then {self.loss.total(again):.6g})"
                )
                raise Unusable(Diagnosis(Kind.LOSS_NOT_DETERMINISTIC, text))
            self._repeatable = True
        if scales is None:
            scales = coordinate_scales(self.layout, point, gradient)
        return Ground(
            loss=self.loss,
            point=point,
            value=value,
            gradient=gradient,
            scales=scales,
            wider=wider_scales(self.layout, scales, gradient, magnitude),
            demands=self.demands,
        )
