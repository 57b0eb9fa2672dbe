"""Natural step sizes: how far each coordinate may move, independent of the units of x and of the loss."""

from __future__ import annotations

import numpy as np

from autograder.gradcheck.findings import FloatArray
from autograder.gradcheck.layout import Layout
from autograder.gradcheck.norms import rms

_JITTER = 2.0**-5
"""Distance of a jittered point, in coordinate scales: far enough that no kink of x stays within a probe."""


VISIBLE = 1e-9
"""Share of f by which a block's gradient has to change it for the block to be seen at its own size."""

ROUNDING = 1e-13
"""Share of a block's largest gradient up to which another entry's may be nothing but rounding."""

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

    Parameters
    ----------
    layout : Layout
        The blocks.
    x, gradient : ndarray, shape (n,), float64
        The point, and the gradient that is claimed there.

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
        if _only_at_zeros(xb, gb, size, share):  # no unit to learn from the gradient
            scales[block.place] = size
            continue
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            reach = share / gb  # inf where there is no gradient
        np.clip(np.maximum(xb, reach, out=reach), _LEAST * size, size, out=scales[block.place])
    return scales


def _only_at_zeros(x: FloatArray, gradient: FloatArray, size: float, share: float) -> bool:
    """Whether there is a gradient, up to rounding, only where x is 0; all arrays absolute."""
    rounding = ROUNDING * float(gradient.max())
    return share <= rounding * size and float(gradient[x > 0].max(initial=0.0)) <= rounding


def wider_scales(layout: Layout, scales: FloatArray, gradient: FloatArray, magnitude: float) -> FloatArray:
    """The scales, but 1 for small blocks whose changes of f, of size `magnitude`, drown in its rounding.

    Parameters
    ----------
    layout
        The blocks, and where each stands in the flat arrays.
    scales, gradient
        Flat arrays.
    magnitude
        Size of the terms of f.

    Returns
    -------
    ndarray, shape (n,), float64
        `scales` itself where no block is small.
    """
    small = [
        block.place
        for block in layout.blocks
        if rms(scales[block.place]) < 1.0
        and rms(scales[block.place] * gradient[block.place]) < VISIBLE * magnitude
    ]
    if not small:
        return scales
    wider = scales.copy()
    for place in small:
        wider[place] = 1.0
    return wider


def jitter(scales: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A step that moves every coordinate by `_JITTER` times ½ to 1 of its scale."""
    return _JITTER * random_direction(scales, rng)


def random_direction(scales: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Random signs times ½ to 1 of the scales: no coordinate is weighted near zero."""
    # One draw for sign and size: uniform numbers below one half, less 1, are as large as those above.
    direction = rng.random(size=scales.shape)
    direction -= direction < 0.5
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
    if gradient.all():
        return np.copysign(direction, gradient, out=direction)
    return np.copysign(direction, gradient, out=direction, where=gradient != 0)
