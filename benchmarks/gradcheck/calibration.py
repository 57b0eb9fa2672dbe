"""Whether `GradientReport.bound` holds: errors planted around it, and how many larger ones were overlooked.

The bound of a case is what a check of its right gradient states. Then the gradient is made wrong by a multiple of it,
and checked again: what passes with a larger error than its own report's bound is a broken promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from autograder.gradcheck import GradientReport, Verdict, check_gradient
from benchmarks.gradcheck.cases import Array, Case, Gradient, Params, Setting
from benchmarks.gradcheck.outside_families import OUTSIDE

Family = Callable[[np.random.Generator, Setting], Case]

SETTINGS = [Setting(), Setting(kinked=True, convention=0.5), Setting(single=True)]

ROUNDING = 64 * 2.0**-52
"""Share of the steepest block's slope up to which another's counts as zero."""

EDGES = (0.0, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 10.0)
"""Classes of the curve: errors from so many bounds of the right gradient's check to the next."""


@dataclass
class Class:
    """Checks of gradients whose error is between two multiples of the bound."""

    checks: int = 0
    passed: int = 0


@dataclass
class Curve:
    """What the calibration has seen.

    Attributes
    ----------
    right, rejected, inconclusive : int
        Checks of right gradients.
    checks, passed, broken : int
        Checks of gradients with a planted error; of these passed; of these with an error above the bound stated.
    classes : dict of float to Class
        By the lower edge of the error in units of the right gradient's bound.
    bounds : list of float
        The bounds that right gradients got.
    examples : list of str
        Right gradients that were rejected, and promises that were broken.
    """

    right: int = 0
    rejected: int = 0
    inconclusive: int = 0
    checks: int = 0
    passed: int = 0
    broken: int = 0
    classes: dict[float, Class] = field(default_factory=lambda: {edge: Class() for edge in EDGES})
    bounds: list[float] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


def measure(course: Mapping[str, Family], count: int, seed: int) -> Curve:
    """Plant one error in each of `count` random cases: those outside of the course two times out of three."""
    curve = Curve()
    for name, case, rng in _cases(course, count, seed):
        with np.errstate(all="ignore"):
            _try(curve, name, case, rng)
    return curve


def _cases(
    course: Mapping[str, Family], count: int, seed: int
) -> Iterator[tuple[str, Case, np.random.Generator]]:
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        families = list((OUTSIDE if number % 3 else course).items())
        name, make = families[int(rng.integers(len(families)))]
        setting = SETTINGS[int(rng.integers(len(SETTINGS)))]
        yield f"{name}, case {number}", make(rng, setting), rng


def _try(curve: Curve, name: str, case: Case, rng: np.random.Generator) -> None:
    with_function = bool(rng.random() < 0.5)
    right = _check(case, case.gradient, with_function, rng)
    curve.right += 1
    curve.rejected += right.verdict is Verdict.WRONG
    curve.inconclusive += right.verdict is Verdict.INCONCLUSIVE
    if right.verdict is Verdict.WRONG:
        curve.examples.append(f"{name}: right gradient rejected, {right.message}")
    block = str(rng.choice(list(case.x)))
    size = _size(case, block, rng)
    if not size > 0:
        return
    bound = right.bounds.get(block, np.inf)
    stated = bool(np.isfinite(bound) and bound > 0)
    if stated:
        curve.bounds.append(bound)
    relative = bound * 10.0 ** rng.uniform(-1.5, 1.5) if stated else 10.0 ** rng.uniform(-10, 0)
    error = _error(case, block, rng)
    wrong = _off_by(case, block, error * (relative * size / np.linalg.norm(error)))
    report = _check(case, wrong, with_function, rng)
    difference = _wide(wrong(case.x)[block]) - _wide(case.gradient(case.x)[block])  # as rounded
    relative = float(np.linalg.norm(difference)) / size
    passed = report.verdict is Verdict.RIGHT
    curve.checks += 1
    curve.passed += passed
    if stated:
        inside = curve.classes[max(edge for edge in EDGES if relative >= edge * bound)]
        inside.checks += 1
        inside.passed += passed
    if passed and relative > report.bounds[block]:
        curve.broken += 1
        curve.examples.append(
            f"{name}: {block} off by {relative:.2g} passed with the bound {report.bounds[block]:.2g}"
        )


def _check(case: Case, gradient: Gradient, with_function: bool, rng: np.random.Generator) -> GradientReport:
    return check_gradient(
        case.f,
        case.x,
        gradient(case.x),
        gradient=gradient if with_function else None,
        dout=case.dout,
        rng=int(rng.integers(2**62)),
    )


def _wide(values: Array) -> Array:
    return np.asarray(values, dtype=np.complex128 if np.iscomplexobj(values) else np.float64)


def _size(case: Case, block: str, rng: np.random.Generator) -> float:
    """What an error of a block is relative to: the gradient's norm.

    Where the gradient is zero up to rounding, the size of one that would make f vary as much as it does over a quarter of
    the block, or else as much as the other blocks do.
    """
    scales = {k: float(np.sqrt(np.mean(np.abs(_wide(v)) ** 2))) or 1.0 for k, v in case.x.items()}
    right = {k: float(np.linalg.norm(_wide(g))) for k, g in case.gradient(case.x).items()}
    slopes = {k: right[k] * scales[k] for k in right}
    if slopes[block] > ROUNDING * max(slopes.values()):
        return right[block]
    x = _wide(case.x[block])
    there = np.asarray(case.f(case.x))
    weights = 1.0 if case.dout is None else case.dout
    moved = [
        4 * float(np.sum(weights * (np.asarray(case.f({**case.x, block: x + step})) - there)))
        for step in 0.25 * scales[block] * rng.choice([-1.0, 1.0], size=(8, *x.shape))
    ]
    return max(float(np.max(np.abs(moved))), *slopes.values()) / scales[block]


def _error(case: Case, block: str, rng: np.random.Generator) -> Array:
    """An error of a random kind, of any size: a factor, one entry, a few, all of them, or two against each other."""
    right = _wide(case.gradient(case.x)[block])
    noise = rng.normal(size=right.shape).astype(right.dtype)
    if np.iscomplexobj(right):
        noise = np.asarray(noise + 1j * rng.normal(size=right.shape))
    chosen, where = np.zeros(right.shape), rng.permutation(right.size)
    kind = int(rng.integers(6))
    error: Array = [right, noise, noise, noise, noise * right, np.sign(right)][kind]
    if kind == 1:
        chosen.flat[where[0]] = 1.0
    elif kind == 2:
        chosen.flat[where[: int(rng.integers(2, 5))]] = 1.0
    elif kind == 5 and right.size > 1:  # along the gradient's own direction these two cancel
        chosen.flat[where[0]], chosen.flat[where[1]] = 1.0, -1.0
    else:
        chosen[...] = 1.0
    error = error * chosen
    largest = float(np.abs(error).max())
    return error / largest if 0 < largest < np.inf else np.ones_like(right)


def _off_by(case: Case, block: str, error: Array) -> Gradient:
    def gradient(p: Params) -> Params:
        right = case.gradient(p)
        kind = np.asarray(right[block]).dtype
        return right | {block: (right[block] + error).astype(kind)}

    return gradient
