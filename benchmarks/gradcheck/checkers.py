"""Ours and other gradient checkers behind one face. Those of libraries that are absent are left out.

Each is used as its documentation says, with its default steps and tolerances, on a function of one flat
vector whose backward pass is the gradient under test.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.gradcheck import Verdict, check_gradient
from benchmarks.gradcheck.cases import Array, Case, Gradient, Params


@dataclass
class Flat:
    """A case and a gradient under test as functions of one vector; calls of f are counted."""

    case: Case
    under_test: Gradient
    calls: int = 0

    @property
    def x(self) -> Array:
        """The point, in the dtype of the case."""
        return np.concatenate([v.ravel() for v in self.case.x.values()])

    def blocks(self, flat: Array) -> Params:
        """The vector cut into the case's blocks."""
        blocks, start = {}, 0
        for name, value in self.case.x.items():
            blocks[name] = flat[start : start + value.size].reshape(value.shape)
            start += value.size
        return blocks

    def f(self, flat: Any) -> Any:
        """The scalar, in the dtype of `flat`."""
        self.calls += 1
        flat = np.asarray(flat)
        value = self.case.f(self.blocks(flat))
        total = np.sum(value) if self.case.dout is None else np.sum(value * self.case.dout)
        return flat.dtype.type(total)

    def gradient(self, flat: Any) -> Array:
        """The gradient under test, in the dtype of `flat`."""
        flat = np.asarray(flat)
        found = self.under_test(self.blocks(flat))
        parts = [np.asarray(found[name], dtype=flat.dtype).ravel() for name in self.case.x]
        return np.concatenate(parts)


Checker = Callable[[Case, Gradient, np.random.Generator], tuple[bool | None, int]]
"""From a case, a gradient and a generator to (accepted, calls of f); None where it does not know."""


def ours(case: Case, gradient: Gradient, rng: np.random.Generator) -> tuple[bool | None, int]:
    """`check_gradient`, black box."""
    report = check_gradient(case.f, case.x, gradient(case.x), gradient=gradient, dout=case.dout, rng=rng)
    accepted = {Verdict.RIGHT: True, Verdict.WRONG: False, Verdict.INCONCLUSIVE: None}
    return accepted[report.verdict], report.verdict_calls


def cs231n(
    case: Case, gradient: Gradient, rng: np.random.Generator, entries: int | None = None
) -> tuple[bool, int]:
    """Elementwise relative errors of central differences with h = 1e-5, of all entries or a few.

    Limits 1e-7 for all and 1e-4 for a few, as the notes of Stanford's CS231n on gradient checks suggest.
    """
    flat = Flat(case, gradient)
    x, analytic = flat.x, flat.gradient(flat.x)
    chosen = range(x.size) if entries is None else rng.integers(x.size, size=entries)
    worst, h = 0.0, x.dtype.type(1e-5)
    for i in chosen:
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        numerical = (float(flat.f(ahead)) - float(flat.f(behind))) / (2 * h)
        size = max(abs(numerical) + abs(analytic[i]), 1e-8)
        worst = max(worst, abs(numerical - analytic[i]) / size)
    return worst < (1e-7 if entries is None else 1e-4), flat.calls


def _scipy(optimize: Any) -> Checker:
    def run(case: Case, gradient: Gradient, rng: np.random.Generator) -> tuple[bool, int]:
        flat = Flat(case, gradient)
        return bool(optimize.check_grad(flat.f, flat.gradient, flat.x) < 1e-6), flat.calls

    return run


def _torch(torch: Any, *, fast: bool) -> Checker:
    def run(case: Case, gradient: Gradient, rng: np.random.Generator) -> tuple[bool, int]:
        flat = Flat(case, gradient)

        class Function(torch.autograd.Function):  # type: ignore[misc]
            @staticmethod
            def forward(ctx: Any, x: Any) -> Any:
                ctx.save_for_backward(x)
                return torch.as_tensor(flat.f(x.detach().numpy().copy()))

            @staticmethod
            def backward(ctx: Any, upstream: Any) -> Any:
                (x,) = ctx.saved_tensors
                return torch.as_tensor(flat.gradient(x.detach().numpy().copy())) * upstream

        x = torch.tensor(flat.x, requires_grad=True)
        accepted = torch.autograd.gradcheck(Function.apply, (x,), fast_mode=fast, raise_exception=False)
        return bool(accepted), flat.calls

    return run


def _autograd(autograd: Any) -> Checker:
    def run(case: Case, gradient: Gradient, rng: np.random.Generator) -> tuple[bool, int]:
        flat = Flat(case, gradient)
        f = autograd.extend.primitive(flat.f)
        autograd.extend.defvjp(f, lambda value, x: lambda upstream: upstream * flat.gradient(x))
        try:
            autograd.test_util.check_grads(f, modes=["rev"], order=1)(flat.x)
        except AssertionError:
            return False, flat.calls
        return True, flat.calls

    return run


def _jax(jax: Any) -> Checker:
    jax.config.update("jax_enable_x64", True)

    def run(case: Case, gradient: Gradient, rng: np.random.Generator) -> tuple[bool, int]:
        flat = Flat(case, gradient)
        x = jax.numpy.asarray(flat.x)

        @jax.custom_vjp  # type: ignore[untyped-decorator]
        def f(x: Any) -> Any:
            return jax.pure_callback(flat.f, jax.ShapeDtypeStruct((), x.dtype), x)

        def backward(x: Any, upstream: Any) -> Any:
            return (jax.pure_callback(flat.gradient, jax.ShapeDtypeStruct(x.shape, x.dtype), x) * upstream,)

        f.defvjp(lambda x: (f(x), x), backward)
        try:
            jax.test_util.check_grads(f, (x,), order=1, modes=["rev"])
        except AssertionError:
            return False, flat.calls
        return True, flat.calls

    return run


def installed() -> tuple[dict[str, Checker], list[str]]:
    """All checkers that can run here by name, and the libraries that are not installed."""
    checkers: dict[str, Checker] = {"this checker": ours}
    wanted: list[tuple[str, list[str], Callable[[Any], dict[str, Checker]]]] = [
        (
            "torch",
            [],
            lambda t: {
                "torch gradcheck": _torch(t, fast=False),
                "torch gradcheck, fast mode": _torch(t, fast=True),
            },
        ),
        ("jax", ["jax.test_util"], lambda j: {"jax check_grads": _jax(j)}),
        (
            "autograd",
            ["autograd.extend", "autograd.test_util"],
            lambda a: {"autograd check_grads": _autograd(a)},
        ),
        (
            "scipy",
            ["scipy.optimize"],
            lambda s: {"scipy check_grad < 1e-6": _scipy(s.optimize)},
        ),
    ]
    absent = []
    for name, parts, make in wanted:
        try:
            library = importlib.import_module(name)
            for part in parts:
                importlib.import_module(part)
        except ImportError:
            absent.append(name)
            continue
        checkers |= make(library)
    checkers["CS231n, all entries < 1e-7"] = cs231n
    checkers["CS231n, 10 entries < 1e-4"] = lambda case, gradient, rng: cs231n(case, gradient, rng, 10)
    return checkers, absent


def judge(
    checker: Checker, case: Case, gradient: Gradient, rng: np.random.Generator
) -> tuple[bool | None, int]:
    """Run one checker; what it raises counts as a rejection, its warnings as nothing."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return checker(case, gradient, rng)
        except (ArithmeticError, RuntimeError, TypeError, ValueError):
            return False, 0
