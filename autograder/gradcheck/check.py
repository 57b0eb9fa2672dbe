"""`check_gradient`: is this the gradient of that function, and if not, what is the matter with it?"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from autograder.gradcheck.conclusions import by_loss, by_reference, not_repeated, unusable
from autograder.gradcheck.ground import Demands
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.loss import Loss
from autograder.gradcheck.precision import EPS16, EPS32, EPS64
from autograder.gradcheck.report import FloatArray, GradientReport
from autograder.gradcheck.subject import Subject

_TOLERANCE = {EPS64: 1e-9, EPS32: 1e-5, EPS16: 16 * EPS16}
"""Relative residual slope of a right gradient, by the precision of x and the gradient."""

_FIRST_STEP = 2.0**-14


def check_gradient(
    f: Callable[[Any], Any],
    x: Any,
    analytic: Any,
    *,
    gradient: Callable[[Any], Any] | None = None,
    reference: Callable[[Any], Any] | None = None,
    reference_loss: Callable[[Any], Any] | None = None,
    tolerance: float | None = None,
    bound: float | None = None,
    noise: float | None = None,
    step: float | None = None,
    rng: np.random.Generator | np.random.SeedSequence | int | None = None,
    dout: Any = None,
    convention: Literal["ascent", "conjugate"] = "ascent",
    hints: Hints | None = None,
) -> GradientReport:
    """Judge an analytic gradient in a number of calls of f that does not grow with its size.

    Parameters
    ----------
    f : callable
        The function. It is called with copies in the form of `x`, as float64 (or complex128), and must return a
        number, or an array in the shape of `dout`.
    x : number, array_like, pandas object, or nested dicts, lists and tuples of such
        The point. Never changed. A list of numbers is an array; one that holds arrays is a container.
    analytic : same form as x
        The gradient under test at x. Lists, float32 and (1, H) or (H, 1) for (H,) are accepted.
    gradient : callable, optional
        The gradient under test as a function of the point. It has to give `analytic` at x. With it, kinks at
        x are no obstacle: what is smooth at x is checked there, and the rest at generic points on both
        sides. It gets copies in the form and the dtype of x.
    reference : callable, optional
        The trusted gradient as a function of the point. It is asked first, and f arbitrates only where it
        disagrees: the gradient may be right for a loss that is not the formula's.
    reference_loss : callable, optional
        The trusted function. Where gradient and f disagree about a regulariser (``hints.reg``), it tells which
        of the two has it wrong. (With a `reference`, the gradient is judged by that.)
    tolerance : float, optional
        Relative error that passes. Default 1e-9; 1e-5 where x or the gradient is float32, 0.016 for float16.
        Entries are compared with a reference to within a thousandth of it (float64), in units of the block's rms.
    bound : float, optional
        The largest error that a pass may leave possible (`GradientReport.bound`); beyond it, the verdict is
        inconclusive. Default 1e-6, or 2e-2 in float32 and 0.5 in float16, or 30 times a larger `tolerance`.
    noise : float, optional
        Standard deviation of the noise in f's values, where f has more of it than rounding.
    step : float, optional
        The step to start with, in units of the coordinate scales (about the size of x). Default 2**-14.
    rng : numpy.random.Generator, SeedSequence or int, optional
        Source of the directions. By default seeded with the bytes of x and the gradient: a check is repeatable,
        and yet no gradient can be made for its directions.
    dout : array_like, optional
        Upstream gradient for an array-valued f; the scalar is then ``sum(f(x) * dout)``, its real part for
        complex numbers.
    convention : {"ascent", "conjugate"}
        Gradients of complex x: ``df/da + i df/db`` for x = a + ib, as torch has it, or its conjugate, as JAX has it.
    hints : Hints, optional
        Names for what a diagnosis may find.

    Returns
    -------
    GradientReport
        True in a condition only if the gradient is right. Also where f or the gradient raises or returns
        something unusable: the verdict is then inconclusive (for f) or wrong (for the gradient), and
        `diagnosis` says why.

    Raises
    ------
    TypeError
        If f, `gradient` or a reference is not callable.
    ValueError
        If `x`, `dout`, an option, a hint or what `reference` returns is unusable: the check's author has to
        mend that.
    Exception
        What whoever runs f raises on the way, e.g. for a limit that was reached: an exception with an attribute
        ``passes_through_gradcheck`` that is true.
    """
    for name, function in (
        ("f", f),
        ("gradient", gradient),
        ("reference", reference),
        ("reference_loss", reference_loss),
    ):
        if not callable(function) and (function is not None or name == "f"):
            raise TypeError(f"{name} should be a function of x, got {_described(function)}")
    if convention not in ("ascent", "conjugate"):
        raise ValueError(f"convention should be 'ascent' or 'conjugate', got {convention!r}")
    layout, flat = Layout.of(x, conjugate=convention == "conjugate")
    loss = Loss(f, layout, dout)
    demands = _demands(tolerance, bound, noise, step)
    subject = None
    try:
        values, eps = layout.flatten_gradient(analytic)
        eps = max(eps, layout.eps)
        demands = Demands(eps, tolerance or _TOLERANCE[eps], bound, demands.first, noise)
        generator = np.random.default_rng(_seed(flat, values) if rng is None else rng)
        subject = Subject(layout, flat, values, loss, gradient, eps, demands, generator, hints or Hints())
        with np.errstate(all="ignore"):  # near the ends of the float range: nan and inf never pass
            if gradient is not None and not subject.repeats():
                return not_repeated(subject, reference, analytic)
            if reference is not None:
                return by_reference(subject, reference)
            return by_loss(subject, reference_loss)
    except Unusable as broken:
        return unusable(broken.diagnosis, loss.calls, subject.gradient_calls if subject else 0, x)


def _demands(
    tolerance: float | None, bound: float | None, noise: float | None, step: float | None
) -> Demands:
    """Read the options that are numbers."""
    for name, value in (("tolerance", tolerance), ("bound", bound), ("step", step)):
        if value is not None and not 0 < _number(name, value) < 1:
            raise ValueError(f"{name} should be between 0 and 1, got {value!r}")
    if noise is not None and not 0 <= _number("noise", noise) < math.inf:
        raise ValueError(f"noise should be a standard deviation, at least 0, got {noise!r}")
    return Demands(first=round(-math.log2(_FIRST_STEP if step is None else step)))


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} should be a number, got {_described(value)}") from None


def _seed(x: FloatArray, gradient: FloatArray) -> int:
    digest = hashlib.blake2b(x.tobytes(), digest_size=16)
    digest.update(gradient.tobytes())
    return int.from_bytes(digest.digest(), "big")


def _described(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
