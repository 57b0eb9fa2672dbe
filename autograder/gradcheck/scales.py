"""Natural step sizes: how far each coordinate may move, independent of the units of x and of the loss."""

from __future__ import annotations

import numpy as np

from autograder.gradcheck.layout import Layout
from autograder.gradcheck.norms import rms
from autograder.gradcheck.report import FloatArray

_JITTER = 2.0**-5
"""Distance of a jittered point, in coordinate scales: far enough that no kink of x stays within a probe."""


VISIBLE = 1e-9
"""Share of f by which a block's gradient has to change it for the block to be seen at its own size."""

_LEAST = 1e-30
"""Smallest scale of a coordinate, as a share of its block's size."""

VANISHING = 1e-150
"""Blocks smaller than this count as zeros: steps of their size would underflow."""


def coordinate_scales(layout: Layout, x: FloatArray, gradient: FloatArray) -> FloatArray:
    """Scale of every coordinate, per block.

    With T = rms(g x) over a block, ``s_i = min(rms(x), max(|x_i|, T / |g_i|))``: a small coordinate may
    move as far as keeps its share of the loss at the block's average, none moves further than the block's
    typical size. Parameters in units of their own within one block, decades apart, keep them: there
    T / |g_i| is as small as the unit. A block of zeros has no size of its own and takes 1.

    Returns
    -------
    ndarray, shape (n,), float64
        Positive.
    """
    scales = np.ones_like(x)
    for block in layout.blocks:
        xb, gb = np.abs(x[block.place]), np.abs(gradient[block.place])
        size = rms(xb)
        if size < VANISHING:
            continue
        share = rms(gb * xb)
        if share <= _LEAST * size * float(
            gb.max()
        ):  # only where x is 0 is there any gradient: no unit to learn from it
            scales[block.place] = size
            continue
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            reach = np.where(gb > 0, share / gb, np.inf)
        scales[block.place] = np.clip(np.maximum(xb, reach), _LEAST * size, size)
    return scales


def wider_scales(layout: Layout, scales: FloatArray, gradient: FloatArray, magnitude: float) -> FloatArray:
    """The scales, but 1 for small blocks whose changes of f, of size `magnitude`, drown in its rounding.

    Parameters
    ----------
    layout
        The blocks.
    scales, gradient
        Flat arrays: how far each entry is moved, and the gradient that is claimed.
    magnitude
        Size of f's values, of which rounding is a share.
    """
    wider = scales.copy()
    for block in layout.blocks:
        own = scales[block.place]
        if rms(own) < 1.0 and rms(own * gradient[block.place]) < VISIBLE * magnitude:
            wider[block.place] = 1.0
    return wider


def jitter(scales: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A step that moves every coordinate by `_JITTER` times ½ to 1 of its scale."""
    return _JITTER * random_direction(scales, rng)


def random_direction(scales: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Random signs times ½ to 1 of the scales: no coordinate is weighted near zero."""
    # One draw for both: of a uniform number in [-1, 1) the sign, and half the size beyond one half.
    direction = rng.uniform(-1.0, 1.0, size=scales.shape)
    direction *= 0.5
    direction += np.copysign(0.5, direction)
    direction *= scales
    return direction


def aligned_direction(gradient: FloatArray, scales: FloatArray, rng: np.random.Generator) -> FloatArray:
    """The direction in which all terms g_i v_i add up: the best one for a wrong factor.

    Parameters
    ----------
    gradient, scales
        Flat arrays: what gives the signs, and how far each entry is moved.
    rng
        Draws the sizes, and the signs where the gradient is zero.
    """
    direction = random_direction(scales, rng)
    aligned = np.copysign(direction, gradient)
    zero = gradient == 0
    if zero.any():
        aligned[zero] = direction[zero]
    return aligned
