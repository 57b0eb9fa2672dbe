"""The gradient under test, with everything needed to look at it at one point or another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.gradcheck.ground import Ground
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.loss import EPS32, Loss, called
from autograder.gradcheck.norms import norm
from autograder.gradcheck.report import Diagnosis, FloatArray, Kind
from autograder.gradcheck.scales import coordinate_scales, jitter, wider_scales

TOLERANCE, TOLERANCE_LOW = 1e-9, 1e-5
"""Relative residual slope of a right gradient in float64 and in float32."""

REPEATABLE = 1e-9
"""Relative difference between two calls of f at one point that still counts as rounding (float64)."""


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
    low_precision : bool
        Whether x or the gradient came as float32 or less.
    tolerance : float
    """

    layout: Layout
    x: FloatArray
    analytic: FloatArray
    loss: Loss
    gradient: Callable[[Any], Any] | None
    low_precision: bool
    tolerance: float
    rng: np.random.Generator
    hints: Hints
    gradient_calls: int = 0
    _repeatable: bool = field(default=False, repr=False)

    def offset(self) -> FloatArray:
        """A step from x to a generic point close by, off every kink of x."""
        return jitter(coordinate_scales(self.layout, self.x, self.analytic), self.rng)

    def beside(self, offset: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The point x + offset, as x's dtype can hold it, and the student's gradient there."""
        assert self.gradient is not None
        point = self.layout.rounded(self.x + offset)
        self.gradient_calls += 1
        argument = self.layout.unflatten(point, own_dtype=True)
        value = called(self.gradient, argument, Kind.GRADIENT_RAISED, "the gradient")
        return point, self.layout.flatten_gradient(value)[0]

    def ground(self, point: FloatArray, gradient: FloatArray) -> Ground:
        """Where probes start. The first time, f is called twice to see that it repeats itself.

        Raises
        ------
        Unusable
            If f is broken at the point, or gives two values.
        """
        value = self.loss(point)
        magnitude = self.loss.magnitude(value)
        if not self._repeatable:
            again = self.loss(point)
            factor = EPS32 / np.finfo(np.float64).eps if self.loss.single_precision else 1.0
            allowed = min(REPEATABLE * factor, 1e-3) * magnitude
            if norm(again - value) > allowed:
                text = (
                    "the function gives different values at the same point "
                    f"({self.loss.total(value):.6g}, then {self.loss.total(again):.6g})"
                )
                raise Unusable(Diagnosis(Kind.LOSS_NOT_DETERMINISTIC, text))
            self._repeatable = True
        scales = coordinate_scales(self.layout, point, gradient)
        return Ground(
            loss=self.loss,
            point=point,
            value=value,
            gradient=gradient,
            scales=scales,
            wider=wider_scales(self.layout, scales, gradient, magnitude),
            tolerance=self.tolerance,
            only_point=self.gradient is None,
        )
