"""Figures for the notebook, drawn with your own functions."""

import numpy as np

try:
    import matplotlib.pyplot as plt
except ModuleNotFoundError:
    plt = None
    print("Figures need matplotlib, which is not installed: python -m pip install matplotlib")


def losses_against_margin(svm_losses, cross_entropy):
    """Draw both losses of one example with two classes against the lead of the right class.

    Parameters
    ----------
    svm_losses, cross_entropy : callable
        Your functions: scores (N, 2) and labels (N,) to losses (N,).
    """
    if plt is None:
        return
    lead = np.linspace(-3, 4, 281)
    scores = np.column_stack([lead, np.zeros_like(lead)])
    y = np.zeros(len(lead), dtype=int)
    curves = [
        ("SVM, delta = 1", values_of(svm_losses, scores, y), "-", "black", (-1.6, 2.9)),
        ("softmax (nats)", values_of(cross_entropy, scores, y), "--", "tab:blue", (-2.95, 1.3)),
    ]
    if any(values is None for _, values, *_ in curves):
        return
    axes = new_axes("The two losses against the lead of the right class")
    for name, values, style, colour, place in curves:
        axes.plot(lead, values, style, color=colour, linewidth=2)
        axes.annotate(name, place, color=colour)
    axes.axvline(1, color="grey", linestyle=":", linewidth=1)
    axes.annotate("lead = delta", (1.06, 3.6), color="grey")
    axes.set_xlabel("lead of the right class: its score minus the rival's")
    axes.set_ylabel("loss of the example")
    axes.set_ylim(-0.1, 4.1)
    show()


def binary_cross_entropy_against_prediction(binary_cross_entropy):
    """Draw what a prediction p costs for t = 1 and for t = 0.

    Parameters
    ----------
    binary_cross_entropy : callable
        Your function: p (N,) and t (N,) to losses (N,).
    """
    if plt is None:
        return
    p = np.linspace(0.005, 0.995, 199)
    ones, zeros = np.ones(len(p), dtype=int), np.zeros(len(p), dtype=int)
    curves = [
        ("t = 1", values_of(binary_cross_entropy, p, ones), "-", "black", (0.06, 3.2)),
        ("t = 0", values_of(binary_cross_entropy, p, zeros), "--", "tab:blue", (0.87, 3.2)),
    ]
    if any(values is None for _, values, *_ in curves):
        return
    axes = new_axes("What a prediction costs, for either truth")
    for name, values, style, colour, place in curves:
        axes.plot(p, values, style, color=colour, linewidth=2)
        axes.annotate(name, place, color=colour)
    axes.set_xlabel("p, the predicted probability of class 1")
    axes.set_ylabel("binary cross-entropy (nats)")
    axes.set_ylim(-0.1, 5.4)
    show()


def values_of(function, *inputs):
    """Return what `function` gives, or say what to do first and return None where it is not written."""
    try:
        return np.ravel(function(*inputs))
    except NotImplementedError:
        print(f"Write {function.__name__} first, then run this cell again.")
        return None


def new_axes(title):
    """Return the axes of a new figure."""
    _, axes = plt.subplots(figsize=(6.4, 4.0), layout="constrained")
    axes.set_title(title)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def show():
    """Show the figure below the notebook's cell."""
    plt.show()
