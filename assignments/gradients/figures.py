"""Figures of the gradients notebook. Each draws with the student's own functions."""

import numpy as np

try:
    import matplotlib.pyplot as plt
except ModuleNotFoundError:
    plt = None
    print("Figures need matplotlib, which is not installed: python -m pip install matplotlib")


def error_against_h(numerical_derivative, f, x, exact):
    """Draw the error of both difference formulas against the step: the V curve.

    Parameters
    ----------
    numerical_derivative : callable
        The student's, called as ``numerical_derivative(f, x, h=h, method=method)``.
    f : callable
        The function whose slope is wanted.
    x : float
        Where.
    exact : float
        The exact slope of `f` at `x`.

    Returns
    -------
    matplotlib.figure.Figure or None
        None where the student's function is not written yet.
    """
    if plt is None:
        return None
    steps = np.logspace(-15, -0.5, 88)
    try:
        errors = {
            method: [abs(numerical_derivative(f, x, h=h, method=method) - exact) for h in steps]
            for method in ("forward", "central")
        }
    except NotImplementedError:
        print("Write numerical_derivative first, then run this cell again.")
        return None
    figure, axes = plt.subplots(figsize=(7, 4.5))
    for (method, error), style, marker in zip(errors.items(), ("-", "--"), ("o", "s"), strict=True):
        drawn = np.where(np.asarray(error) > 0, error, np.nan)  # an error of 0 has no logarithm
        axes.loglog(steps, drawn, style, marker=marker, markevery=8, label=f"{method} difference")
    axes.axvline(1e-5, color="0.6", linewidth=0.8)
    notes = [
        (1.5e-5, 1e-13, "h = 1e-5,\nthe default"),
        (2e-15, 1e-9, "h too small: no digits\nsurvive the subtraction"),
        (2e-4, 3e-2, "halving h\nhalves it"),
        (5e-3, 1e-8, "halving h\nquarters it"),
    ]
    for h, error, text in notes:
        axes.text(h, error, text, fontsize=9, color="0.3", ha="right" if h == 2e-4 else "left")
    axes.set_ylim(bottom=1e-14)
    axes.set_xlabel("step h")
    axes.set_ylabel("|numerical slope - exact slope|")
    axes.set_title(f"Error of the numerical derivative at x = {x:g}")
    axes.legend(loc="upper left", bbox_to_anchor=(0.25, 1.0))
    figure.tight_layout()
    return figure


def polynomial_and_derivative(polynomial, polynomial_derivative):
    """Draw the lecture's polynomial with tangents, and below it its derivative.

    Parameters
    ----------
    polynomial : callable
        The lecture's function.
    polynomial_derivative : callable
        The student's derivative of it.

    Returns
    -------
    matplotlib.figure.Figure or None
        None where the student's function is not written yet.
    """
    if plt is None:
        return None
    x = np.linspace(-2.4, 2.4, 241)
    try:
        slopes = polynomial_derivative(x)
        touched = [(at, float(polynomial_derivative(at))) for at in (-2.0, -1.0, 1.0, 2.0)]
    except NotImplementedError:
        print("Write polynomial_derivative first, then run this cell again.")
        return None
    figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(7, 6))
    above.plot(x, polynomial(x), color="black", label="f(x) = 0.5 x⁴ - 2 x² + x + 5")
    for (at, slope), style in zip(touched, ("--", "-.", ":", (0, (5, 1))), strict=True):
        near = np.array([at - 0.45, at + 0.45])
        above.plot(near, polynomial(at) + slope * (near - at), linestyle=style, linewidth=2.5)
        side = "right" if at == 2.0 else "left"
        for axes, height, text in ((above, polynomial(at), f"slope {slope:g}"), (below, slope, f"{slope:g}")):
            under = at == -1.0 or (at == -2.0 and axes is below)
            offset = (-12 if at == 2.0 else 10, -12 if under else 7)
            axes.plot(at, height, "o", color="black", markersize=4)
            axes.annotate(text, (at, height), textcoords="offset points", xytext=offset, ha=side, fontsize=9)
    above.set_ylabel("f(x)")
    above.set_title("The lecture's polynomial: tangents, and the derivative below")
    above.legend(loc="upper center")
    below.plot(x, slopes, "--", color="black", label="f'(x), yours")
    below.axhline(0.0, color="0.6", linewidth=0.8)
    below.set_xlabel("x")
    below.set_ylabel("f'(x)")
    below.legend(loc="upper center")
    figure.tight_layout()
    return figure
