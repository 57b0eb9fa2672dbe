"""Whether `GradientReport.bound` holds: errors planted around it, and how many larger ones were overlooked.

The bound of a case is what a check of its right gradient states. Then the gradient is made wrong by a multiple of it,
and checked again: what passes with a larger error than its own report's bound is a broken promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from autograder.gradcheck import GradientReport, Verdict, check_gradient
from benchmarks.gradcheck.cases import Array, Case, Params, Setting
from benchmarks.gradcheck.goals import FAMILIES
from benchmarks.gradcheck.outside_families import OUTSIDE

SETTINGS = [Setting(), Setting(kinked=True, convention=0.5), Setting(single=True)]
EDGES = (0.001, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 10.0, 100.0)
"""Classes of the curve: errors in units of the bound of the right gradient's check."""


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
    checks, passed, broken : int
        Checks of gradients with a planted error; of these passed; of these with an error above the bound stated.
    classes : dict of float to Class
        By the lower edge of the error in units of the right gradient's bound.
    bounds : list of float
        The bounds that right gradients got.
    right, rejected, inconclusive : int
        Checks of right gradients.
    examples : list of str
        Promises that were broken.
    """

    checks: int = 0
    passed: int = 0
    broken: int = 0
    beyond: int = 0
    classes: dict[float, Class] = field(default_factory=lambda: {edge: Class() for edge in EDGES})
    bounds: list[float] = field(default_factory=list)
    right: int = 0
    rejected: int = 0
    inconclusive: int = 0
    by_family: dict[str, list[int]] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)


def measure(count: int, seed: int, only: str = "") -> Curve:
    """Plant one error in each of `count` random cases of all families."""
    curve = Curve()
    for name, case, rng in cases(count, seed):
        if only and not name.startswith(only):
            continue
        with np.errstate(all="ignore"):
            _try(curve, name, case, rng)
    return curve


def cases(count: int, seed: int) -> Iterator[tuple[str, Case, np.random.Generator]]:
    """Random cases: those outside of the course two times out of three."""
    outside, course = list(OUTSIDE.items()), list(FAMILIES.items())
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        families = course if number % 3 == 0 else outside
        name, make = families[int(rng.integers(len(families)))]
        setting = SETTINGS[int(rng.integers(len(SETTINGS)))]
        yield f"{name}, case {number}", make(rng, setting), rng


def _try(curve: Curve, name: str, case: Case, rng: np.random.Generator) -> None:
    helped = rng.random() < 0.5
    right = _check(case, lambda p: case.gradient(p), helped, rng)
    curve.right += 1
    curve.rejected += right.verdict is Verdict.WRONG
    curve.inconclusive += right.verdict is Verdict.INCONCLUSIVE
    family = curve.by_family.setdefault(name.split(",")[0], [0, 0, 0, 0, 0])
    family[0] += 1
    family[1] += right.verdict is Verdict.WRONG
    family[2] += right.verdict is Verdict.INCONCLUSIVE
    if right.verdict is Verdict.WRONG:
        curve.examples.append(f"{name}: right gradient rejected ({right.message})")
    block = str(rng.choice(list(case.x)))
    size = block_size(case, block)
    if not size > 0:
        return
    bound = right.bounds.get(block, np.inf)
    if np.isfinite(bound) and bound > 0:
        curve.bounds.append(bound)
        relative = bound * 10.0 ** rng.uniform(-1.5, 1.5)
    else:
        bound, relative = np.nan, 10.0 ** rng.uniform(-10, 0)
    error = planted(case, block, rng)
    error *= relative * size / np.linalg.norm(error)
    report = _check(case, _off_by(case, block, error), helped, rng)
    given = _off_by(case, block, error)(case.x)[block]
    error = np.asarray(given, dtype=complex) - case.gradient(case.x)[block]  # as rounded
    relative = float(np.linalg.norm(error)) / size
    curve.checks += 1
    passed = report.verdict is Verdict.RIGHT
    curve.passed += passed
    if np.isfinite(bound):
        inside = [edge for edge in EDGES if relative >= edge * bound]
        if inside:
            curve.classes[inside[-1]].checks += 1
            curve.classes[inside[-1]].passed += passed
    if passed and relative > report.bounds[block]:
        curve.broken += 1
        family[3] += 1
        curve.examples.append(
            f"{name}: block {block!r} off by {relative:.2g} passed with the bound {report.bounds[block]:.2g}"
        )


def _check(
    case: Case, gradient: Callable[[Params], Params], helped: bool, rng: np.random.Generator
) -> GradientReport:
    return check_gradient(
        case.f,
        case.x,
        gradient(case.x),
        gradient=gradient if helped else None,
        dout=case.dout,
        rng=int(rng.integers(2**62)),
    )


def block_size(case: Case, block: str) -> float:
    """What an error is relative to: the gradient's norm.

    Where the gradient is zero, as much of a gradient as makes f vary as it does over a scale of x.
    """
    right = case.gradient(case.x)
    norm = float(np.linalg.norm(np.asarray(right[block], dtype=complex)))
    typical = max(float(np.linalg.norm(np.asarray(g, dtype=complex))) for g in right.values())
    if norm > 1e-6 * typical > 0:
        return norm
    return 0.0


def planted(case: Case, block: str, rng: np.random.Generator) -> Array:
    """An error of a random kind, of any size."""
    right = np.array(case.gradient(case.x)[block])
    right = right.astype(complex if right.dtype.kind == "c" else float)
    kind = int(rng.integers(6))
    noise = rng.normal(size=right.shape)
    if right.dtype.kind == "c":
        noise = noise + 1j * rng.normal(size=right.shape)
    error = np.zeros_like(right)
    where = rng.permutation(right.size)
    if kind == 0:
        error = right.copy()
    elif kind == 1:
        error.flat[where[0]] = 1.0
    elif kind == 2:
        few = where[: int(rng.integers(2, 5))]
        error.flat[few] = noise.flat[few]
    elif kind == 3:
        error = noise
    elif kind == 4:
        error = noise * right
    else:  # two entries against each other, which the gradient's own direction does not show
        pair = where[:2]
        error.flat[pair] = 1.0
        weight = right.flat[pair] * np.asarray(case.x[block]).flat[pair]
        if len(pair) == 2 and weight.all():
            error.flat[pair] = right.flat[pair] * (weight[::-1] / weight) ** 0.5 * [1, -1] if False else [1 / weight[0], -1 / weight[1]] * right.flat[pair]
    if not np.isfinite(error).all() or not np.linalg.norm(error) > 0:
        error = np.ones_like(right)
    return np.asarray(error / np.abs(error).max())


def _off_by(case: Case, block: str, error: Array) -> Callable[[Params], Params]:
    def gradient(p: Params) -> Params:
        right = case.gradient(p)
        kind = np.asarray(right[block]).dtype
        return right | {block: (right[block] + error).astype(kind)}

    return gradient
