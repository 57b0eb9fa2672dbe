"""A case to try a checker on, and what its functions are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Params = dict[str, Array]
Gradient = Callable[[Params], Params]


@dataclass(frozen=True)
class Setting:
    """How a case is drawn.

    Attributes
    ----------
    kinked : bool
        Draw small whole numbers, so that many hinges, ReLUs and maxima are exactly at their kinks.
    convention : float
        Slope given to a kink from the left (0) to the right (1).
    large : bool
        Up to 30,730 parameters, where the family has many.
    single : bool
        Draw everything in float32.
    """

    kinked: bool = False
    convention: float = 0.0
    large: bool = False
    single: bool = False


@dataclass(frozen=True)
class Case:
    """A function with its right gradient, and wrong gradients that people have written.

    Attributes
    ----------
    f : callable
        From named blocks to a number, or to an array where there is a `dout`.
    sizes : mapping of str to float
        The sizes that a diagnosis may name: N, C, D.
    """

    f: Callable[[Params], Any]
    gradient: Gradient
    x: Params
    dout: Array | None = None
    reg: float | None = None
    sizes: Mapping[str, float] = field(default_factory=dict)
    mistakes: Mapping[str, Gradient] = field(default_factory=dict)


def draw(rng: np.random.Generator, setting: Setting, *shape: int) -> Array:
    """Data or parameters: normal, or whole numbers from -2 to 2 where kinks are wanted."""
    values = rng.integers(-2, 3, size=shape) if setting.kinked else rng.normal(size=shape)
    return np.asarray(values, dtype=np.float32 if setting.single else np.float64)


def step(z: Array, convention: float) -> Array:
    """The slope of max(0, z), with the convention's value at 0."""
    return np.where(z > 0, 1.0, np.where(z == 0, convention, 0.0))


def softmax(z: Array) -> Array:
    """Softmax of each row."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def cross_entropy(z: Array, y: NDArray[np.intp]) -> float:
    """Mean cross-entropy of the rows of z."""
    top = z.max(axis=1)
    losses = top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - z[np.arange(len(y)), y]
    return float(losses.mean())
