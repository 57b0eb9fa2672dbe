"""Jacobians: the derivatives of an array-valued function, judged by gradients of random sums of its outputs.

A sum ``sum(u * f(x))`` with random weights has the gradient ``u`` times the Jacobian, whatever their sizes; three such sums
show an error in any output. Where one is wrong, one more difference along a direction shows which outputs it is in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.gradcheck.findings import BlockFinding, Diagnosis, Kind, Verdict
from autograder.gradcheck.layout import Array, Layout, Unusable
from autograder.gradcheck.loss import called
from autograder.gradcheck.probing import BOUND_FACTOR
from autograder.gradcheck.report import GradientReport
from autograder.gradcheck.scales import coordinate_scales, random_direction
from autograder.gradcheck.tree import Misfit, leaves, matching_leaves, rebuilt

_SUMS = 3
"""Random sums of several outputs that have to pass: an error hides from one where its weights cancel, never from all."""

STEP = 2.0**-14
"""Step of the difference that shows which outputs are wrong, in coordinate scales."""

_CLEAR = 1e-4
"""Residual of a wrong output, as a share of the largest one."""

NAMED = 4
"""Outputs that are named in a message."""


@dataclass(frozen=True)
class Jacobian:
    """An array-valued (or complex) function at x, and the Jacobian given for it there.

    Attributes
    ----------
    f : callable
    x : number, array_like or container
    given : same form as x
        Every array with the axes of f's value before those of x.
    value : ndarray
        f(x).
    """

    f: Callable[[Any], Any]
    x: Any
    given: Any
    value: Array

    @staticmethod
    def may_be(x: Any, given: Any) -> bool:
        """Whether the shapes in `given` are those in x with more axes before, as in a Jacobian; f is not called for that."""
        try:
            shapes = [
                (np.shape(leaf), np.shape(array))
                for (_, leaf), array in zip(leaves(x), matching_leaves(x, given))
            ]
        except (Misfit, ValueError):  # a ragged list
            return False
        return all(
            len(shape) > len(inner) and shape[len(shape) - len(inner) :] == inner for inner, shape in shapes
        )

    @classmethod
    def of(cls, f: Callable[[Any], Any], x: Any, given: Any) -> Jacobian | None:
        """Read the Jacobian; None where f is real and scalar, or `given`, which may be a Jacobian, is none of it.

        Parameters
        ----------
        f : callable
            Of x.
        x : array or container of arrays
            Where.
        given : object
            What the caller claims: an array for each output and entry of x, or the gradient of a scalar.

        Raises
        ------
        Unusable
            If f raises.
        """
        layout, flat = Layout.of(x)
        value = np.asarray(called(f, layout.unflatten(flat), Kind.LOSS_RAISED, "the function"))
        if value.dtype.kind not in "biufc" or (value.shape == () and value.dtype.kind != "c"):
            return None
        for (_, leaf), array in zip(leaves(x), matching_leaves(x, given)):
            if np.shape(array) != value.shape + np.shape(leaf):
                return None
        return cls(f, x, given, value)

    @property
    def norms(self) -> dict[str, float]:
        """The norm of each block of the Jacobian."""
        arrays = matching_leaves(self.x, self.given)
        return {name: float(np.linalg.norm(np.ravel(a))) for (name, _), a in zip(leaves(self.x), arrays)}

    def weights(self, rng: np.random.Generator) -> Array:
        """Random weights of the outputs, none of them near zero."""
        weights: Array = random_direction(np.ones(self.value.shape), rng)
        if self.value.dtype.kind == "c":
            weights = weights * np.exp(2j * np.pi * rng.random(self.value.shape))
        return weights

    def summed(self, weights: Array, jacobian: Any) -> Any:
        """The gradient of the sum of outputs with these weights."""
        axes = self.value.ndim

        def parts() -> Iterator[Any]:
            for (_, leaf), array in zip(leaves(self.x), matching_leaves(self.x, jacobian)):
                part = np.tensordot(weights, np.asarray(array), axes=axes)
                yield part if np.iscomplexobj(leaf) else part.real

        return rebuilt(self.x, parts())


Check = Callable[..., GradientReport]


def check_jacobian(
    jacobian: Jacobian, check: Check, rng: np.random.Generator, **options: Any
) -> GradientReport:
    """Judge a Jacobian.

    Parameters
    ----------
    jacobian : Jacobian
    check : callable
        `check_gradient`.
    rng : numpy.random.Generator
    **options
        Of `check_gradient`.
    """
    if jacobian.value.dtype.kind == "c":  # holomorphic: the derivatives of sums are those of complex products
        options["convention"] = "conjugate"
    functions = {name: options.pop(name, None) for name in ("gradient", "reference")}
    several = jacobian.value.size > 1
    asked = options.pop("bound", None)
    inner = asked / BOUND_FACTOR if asked and several else asked
    reports, bounds = [], dict.fromkeys(jacobian.norms, 0.0)
    for _ in range(_SUMS if several else 1):
        weights = jacobian.weights(rng)
        report = _of_sum(jacobian, check, weights, functions, rng=rng, bound=inner, **options)
        reports.append(report)
        if report.verdict is not Verdict.RIGHT:
            break
        seen = dict(zip(bounds, _norms(jacobian.summed(weights, jacobian.given))))
        for block in report.blocks:
            whole = jacobian.norms[block.name]
            share = BOUND_FACTOR * seen[block.name] / whole if several and whole else 1.0
            bounds[block.name] = max(bounds[block.name], share * block.bound)
    last = reports[-1]
    if last.verdict is Verdict.WRONG:
        located = _located(jacobian, check, functions, rng, options)
        if located is not None:
            reports.append(located)
            last = located
    if last.verdict is Verdict.RIGHT:
        last = _right(last, bounds, asked)
    return replace(
        last,
        calls=sum(report.calls for report in reports),
        verdict_calls=sum(report.verdict_calls for report in reports),
        gradient_calls=sum(report.gradient_calls for report in reports),
        traces=tuple(trace for report in reports for trace in report.traces),
    )


def _of_sum(
    jacobian: Jacobian,
    check: Check,
    weights: Array,
    functions: dict[str, Callable[[Any], Any] | None],
    **options: Any,
) -> GradientReport:
    def summed(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda point: jacobian.summed(weights, function(point))

    given = {name: summed(function) for name, function in functions.items() if function is not None}
    total = jacobian.summed(weights, jacobian.given)
    return check(jacobian.f, jacobian.x, total, dout=weights, **given, **options)


def _norms(tree: Any) -> list[float]:
    return [float(np.linalg.norm(np.ravel(leaf))) for _, leaf in leaves(tree)]


def _right(report: GradientReport, bounds: dict[str, float], asked: float | None) -> GradientReport:
    """The report with the bounds of the whole Jacobian, and inconclusive where one is above what was asked for."""
    blocks = tuple(replace(b, bound=bounds[b.name], error=bounds[b.name]) for b in report.blocks)
    largest = max(bounds.values())
    if asked is None or largest <= asked:
        return replace(report, blocks=blocks, error=largest, message="the Jacobian is right")
    text = f"the Jacobian is right up to {largest:.1g}, which is more than the bound that was asked for"
    unsure = tuple(BlockFinding(b.name, Verdict.INCONCLUSIVE, math.nan) for b in blocks)
    return replace(
        report,
        verdict=Verdict.INCONCLUSIVE,
        error=math.nan,
        blocks=unsure,
        message=text,
        diagnosis=Diagnosis(Kind.NOISE, text),
    )


def _located(
    jacobian: Jacobian,
    check: Check,
    functions: dict[str, Callable[[Any], Any] | None],
    rng: np.random.Generator,
    options: dict[str, Any],
) -> GradientReport | None:
    """The report on the row of the output that is furthest from right; None where it turns out to be right alone."""
    if jacobian.value.size == 1:
        return None
    wrong = _wrong_outputs(jacobian, rng)
    if not wrong:
        return None
    weights = np.zeros(
        jacobian.value.shape, dtype=jacobian.value.dtype if np.iscomplexobj(jacobian.value) else float
    )
    weights[wrong[0]] = 1.0
    report = _of_sum(jacobian, check, weights, functions, rng=rng, **options)
    if report.verdict is not Verdict.WRONG:
        return None
    listed = ", ".join(str(list(index)) for index in wrong[:NAMED]) + (", ..." if len(wrong) > NAMED else "")
    if len(wrong) == jacobian.value.size:
        text = f"every row of the Jacobian is wrong; in that of output {list(wrong[0])}, {report.message}"
    elif len(wrong) == 1:
        text = f"only the row of output {listed} of the Jacobian is wrong: {report.message}"
    else:
        text = f"the rows of outputs {listed} of the Jacobian are wrong; in the first, {report.message}"
    diagnosis = report.diagnosis and replace(report.diagnosis, text=text)
    return replace(report, message=text, diagnosis=diagnosis, calls=report.calls + 2)


def _wrong_outputs(jacobian: Jacobian, rng: np.random.Generator) -> list[tuple[int, ...]]:
    """The outputs whose slope along a random direction is not the one given, the worst first."""
    layout, x = Layout.of(jacobian.x)
    step = STEP * random_direction(coordinate_scales(layout, x, np.ones_like(x)), rng)
    try:
        above, below = (
            np.asarray(called(jacobian.f, layout.unflatten(x + s), Kind.LOSS_RAISED, "the function"))
            for s in (step, -step)
        )
    except Unusable:
        return []
    predicted = np.zeros(jacobian.value.shape, dtype=np.complex128)
    moves = leaves(layout.unflatten(2 * step))
    for (_, move), array in zip(moves, matching_leaves(jacobian.x, jacobian.given)):
        predicted = predicted + np.tensordot(np.asarray(array), np.asarray(move), axes=np.ndim(move))
    residual = np.abs(above - below - predicted)
    order = np.argsort(-residual, axis=None, kind="stable")
    clear = order[residual.flat[order] > _CLEAR * residual.max()]
    return [tuple(int(i) for i in np.unravel_index(place, residual.shape)) for place in clear]
