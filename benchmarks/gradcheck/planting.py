"""Wrong gradients made from right ones, each with the finding that a good diagnosis would give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.gradcheck import Kind
from benchmarks.gradcheck.cases import Array, Case, Gradient, Params


@dataclass(frozen=True)
class Planted:
    """A wrong gradient.

    Attributes
    ----------
    gradient : callable
    kind : Kind or None
        What a diagnosis should find; None where only "wrong" is expected.
    block : str or None
        The block that is wrong, where it is one.
    factor : float or None
        analytic / expected, for a wrong factor.
    index : tuple of int or None
        The wrong entry, for a single one.
    """

    gradient: Gradient
    kind: Kind | None = None
    block: str | None = None
    factor: float | None = None
    index: tuple[int, ...] | None = None


def _rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _changed(case: Case, block: str, change: Callable[[Array], Array]) -> Gradient:
    def gradient(p: Params) -> Params:
        right = case.gradient(p)
        return right | {block: change(right[block])}

    return gradient


def _a_block(case: Case, rng: np.random.Generator, dims: int = 0) -> str | None:
    """A random block with more than one entry, a gradient that is not zero, and at least `dims` axes."""
    gradient = case.gradient(case.x)
    names = [k for k, g in gradient.items() if g.size > 1 and g.ndim >= dims and _rms(g) > 1e-6]
    return str(rng.choice(names)) if names else None


def conceptual(case: Case, rng: np.random.Generator) -> Planted | None:
    """A mistake that people make in this very function."""
    if not case.mistakes:
        return None
    return Planted(case.mistakes[str(rng.choice(list(case.mistakes)))])


def wrong_factor(case: Case, rng: np.random.Generator) -> Planted | None:
    """One block, or all, times N, 1/N, 2, ½ or -1."""
    factor = float(rng.choice([case.sizes["N"], 1 / case.sizes["N"], 2.0, 0.5, -1.0]))
    if any(
        v.size > 1 and np.count_nonzero(g) < 2
        for v, g in zip(case.x.values(), case.gradient(case.x).values())
    ):
        return None  # with one entry in a block that is not zero, a factor and a wrong entry are the same
    if rng.random() < 0.5:
        return Planted(
            lambda p: {k: factor * g for k, g in case.gradient(p).items()}, Kind.FACTOR, None, factor
        )
    block = _a_block(case, rng)
    if block is None:
        return None
    return Planted(_changed(case, block, lambda g: factor * g), Kind.FACTOR, block, factor)


def wrong_regulariser(case: Case, rng: np.random.Generator) -> Planted | None:
    """The term 2 * reg * W missing, halved or doubled."""
    if case.reg is None:
        return None
    off = float(rng.choice([-2.0, -1.0, 2.0])) * case.reg
    block = str(rng.choice([k for k in case.x if k.startswith("W")]))

    def gradient(p: Params) -> Params:
        right = case.gradient(p)
        return right | {block: right[block] + off * p[block]}

    return Planted(gradient, Kind.REGULARISER, block)


def wrong_line(case: Case, rng: np.random.Generator) -> Planted | None:
    """One row or column of a block off by half."""
    block = _a_block(case, rng, dims=2)
    if block is None:
        return None
    shape = case.x[block].shape
    axis = int(rng.integers(2))
    line = int(rng.integers(shape[axis]))
    scale = np.ones(shape)
    scale[(slice(None),) * axis + (line,)] = 1.5
    return Planted(_changed(case, block, lambda g: g * scale), (Kind.ROWS, Kind.COLUMNS)[axis], block)


def wrong_entry(case: Case, rng: np.random.Generator, size: float = 0.5) -> Planted | None:
    """One entry off by `size` times the block's root mean square."""
    block = _a_block(case, rng)
    if block is None:
        return None
    shape = case.x[block].shape
    index = tuple(int(rng.integers(n)) for n in shape)
    by = size * _rms(case.gradient(case.x)[block]) * float(rng.choice([-1.0, 1.0]))
    bump = np.zeros(shape)
    bump[index] = by
    return Planted(_changed(case, block, lambda g: g + bump), Kind.ENTRY, block, None, index)


def all_off(case: Case, rng: np.random.Generator, size: float = 1e-7) -> Planted | None:
    """Every entry off by a relative `size`, all in one direction."""
    factor = 1 + size * float(rng.choice([-1.0, 1.0]))
    return Planted(lambda p: {k: factor * g for k, g in case.gradient(p).items()})


def shifted(case: Case, rng: np.random.Generator) -> Planted | None:
    """Every entry of one block off by a hundredth of the gradient's size close by: for gradients that are zero."""
    near = case.gradient(
        {k: v + 0.1 * rng.normal(size=v.shape) * (_rms(v) or 1.0) for k, v in case.x.items()}
    )
    block = str(rng.choice(list(case.x)))
    by = 0.01 * _rms(near[block]) * float(rng.choice([-1.0, 1.0]))
    return Planted(_changed(case, block, lambda g: g + by), None, block)


Plant = Callable[[Case, np.random.Generator], Planted | None]


def really_wrong(case: Case, planted: Planted, rng: np.random.Generator, least: float) -> bool:
    """Whether the planted gradient is wrong at x and away from kinks: by `least` of a block's size."""
    near = {k: v + 0.03 * rng.normal(size=v.shape) * (_rms(v) or 1.0) for k, v in case.x.items()}
    return all(_differs(case.gradient(p), planted.gradient(p), least) for p in (case.x, near))


def _differs(right: Params, wrong: Params, least: float) -> bool:
    return any(
        float(np.linalg.norm(right[k] - wrong[k])) > least * (_rms(right[k]) + _rms(wrong[k])) for k in right
    )
