"""Hessian-vector products, judged by the gradient: H v is the gradient of the sum of gradient times v."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.gradcheck.check import check_gradient
from autograder.gradcheck.findings import FloatArray
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.report import GradientReport


def check_hvp(
    gradient: Callable[[Any], Any],
    x: Any,
    v: Any,
    analytic: Any,
    *,
    product: Callable[[Any], Any] | None = None,
    reference: Callable[[Any], Any] | None = None,
    **options: Any,
) -> GradientReport:
    """Judge a product of the Hessian with a vector in some twelve calls of the gradient.

    The Hessian is symmetric, so ``H v`` is the gradient of ``sum(gradient(x) * v)``. The gradient itself has to be right:
    check it first.

    Parameters
    ----------
    gradient : callable
        The gradient as a function of the point.
    x : number, array_like, or nested dicts, lists and tuples of such
        The point.
    v : same form as x
        The vector.
    analytic : same form as x
        The product under test.
    product, reference : callable, optional
        The product under test, and a trusted one, with the same vector as functions of the point; as `gradient` and
        `reference` of `check_gradient`.
    **options
        Further options of `check_gradient`.

    Returns
    -------
    GradientReport

    Raises
    ------
    TypeError
        If `gradient` is not callable.
    ValueError
        If `x`, `v` or an option is unusable.
    """
    if not callable(gradient):
        raise TypeError(f"gradient should be a function of x, got a {type(gradient).__name__}")
    layout, _ = Layout.of(x, conjugate=options.get("convention") == "conjugate")
    vector_layout, vector = Layout.of(v)
    if [block.shape for block in vector_layout.blocks] != [block.shape for block in layout.blocks]:
        raise ValueError("v should have the form of x: the same arrays with the same shapes")

    def slopes(point: Any) -> FloatArray:
        try:
            return layout.flatten_gradient(gradient(point))[0]
        except Unusable as broken:
            raise ValueError(broken.diagnosis.text) from broken

    return check_gradient(slopes, x, analytic, gradient=product, reference=reference, dout=vector, **options)
