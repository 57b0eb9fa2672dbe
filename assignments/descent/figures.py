"""Figures for the notebook, drawn with your own functions."""

from pathlib import Path

import numpy as np

try:
    import matplotlib.pyplot as plt
except ModuleNotFoundError:
    plt = None
    print("Figures need matplotlib, which is not installed: python -m pip install matplotlib")

DIGITS = Path(__file__).with_name("digits.npz")
TRAINING_ROWS = 1400
CLASSES = 10
RATES = (0.01, 0.1, 0.2, 0.4)
RIDGE = 0.2587  # between its two valleys the lecture's polynomial has a maximum here
STEPS_DRAWN = 40


def digits():
    """Return the images of digits as training X, y and test X, y.

    Each row is an image's 64 pixels from 0 to 1, and a 1 for the bias: X (N, 65), y (N,).
    """
    with np.load(DIGITS) as data:
        X = np.hstack([data["X"] / 16.0, np.ones((len(data["X"]), 1))])
        y = data["y"].astype(int)
    return X[:TRAINING_ROWS], y[:TRAINING_ROWS], X[TRAINING_ROWS:], y[TRAINING_ROWS:]


def polynomial_paths(gradient_descent):
    """Draw the paths of gradient descent on the lecture's polynomial, from x = 2 at four rates.

    Parameters
    ----------
    gradient_descent : callable
        Your function.
    """
    if plt is None:
        return
    runs = attempt(
        lambda: [gradient_descent(slope, np.array([2.0]), rate, max_steps=2000) for rate in RATES],
        gradient_descent,
    )
    if runs is None:
        return
    figure, panels = plt.subplots(2, 2, figsize=(9, 6.4), sharex=True, sharey=True, layout="constrained")
    figure.suptitle("Gradient descent on 0.5 x⁴ - 2 x² + x + 5 from x = 2")
    grid = np.linspace(-2.3, 2.3, 200)
    for axes, rate, (_, history, status) in zip(np.ravel(panels), RATES, runs, strict=True):
        path = np.ravel(history)
        drawn = path[:STEPS_DRAWN]
        axes.plot(grid, height(grid), color="grey", linewidth=1)
        axes.axvline(RIDGE, color="grey", linestyle=":", linewidth=1)
        axes.plot(drawn, height(drawn), "o-", color="black", markersize=3, linewidth=0.6)
        axes.plot(drawn[0], height(drawn[0]), "s", color="tab:blue", markersize=8)
        axes.plot(path[-1], height(path[-1]), "*", color="tab:orange", markersize=15, markeredgecolor="black")
        axes.set_title(
            f"rate {rate}: {status} after {len(path) - 1} steps at x = {path[-1]:.3f}", fontsize=10
        )
        axes.set_ylim(-1.5, 11)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0, 0].annotate("ridge", (RIDGE + 0.08, 9.5), color="grey")
    panels[0, 0].annotate("start", (1.85, 7), color="tab:blue", ha="right", va="center")
    panels[0, 0].annotate("end", (1.27, 2.4), ha="center")
    figure.supxlabel(f"x (a line joins the first {STEPS_DRAWN} positions)")
    figure.supylabel("f(x)")
    plt.show()


def templates(sgd, loss):
    """Train a linear classifier on the digits and draw what each class's weights look for.

    Parameters
    ----------
    sgd : callable
        Your function.
    loss : callable
        `loss(W, X, y)` returns `(value, dW)`.
    """
    if plt is None:
        return
    X, y, test_X, test_y = digits()
    trained = attempt(
        lambda: sgd(loss, np.zeros((X.shape[1], CLASSES)), X, y, 0.05, 50, 3, np.random.default_rng(0)), sgd
    )
    if trained is None:
        return
    W, _ = trained
    right = np.mean(np.argmax(test_X @ W, axis=1) == test_y)
    largest = np.abs(W[:-1]).max()
    figure, panels = plt.subplots(2, 5, figsize=(8, 4), layout="constrained")
    figure.suptitle(f"Templates of a linear classifier that reads {right:.0%} of new digits right")
    for digit, axes in enumerate(np.ravel(panels)):
        image = axes.imshow(W[:-1, digit].reshape(8, 8), cmap="gray", vmin=-largest, vmax=largest)
        axes.set_title(f"digit {digit}", fontsize=10)
        axes.set_xticks([])
        axes.set_yticks([])
    figure.colorbar(image, ax=panels, shrink=0.8, label="weight of the pixel")
    plt.show()


def rate_curves(sgd, loss, diagnose_learning_rate):
    """Draw loss curves on the digits for four rates, each labelled by your diagnosis.

    Parameters
    ----------
    sgd, diagnose_learning_rate : callable
        Your functions.
    loss : callable
        `loss(W, X, y)` returns `(value, dW)`; the rates are chosen for `least_squares_loss`.
    """
    if plt is None:
        return
    X, y, _, _ = digits()

    def run(rate):
        start = np.zeros((X.shape[1], CLASSES))
        return np.asarray(sgd(loss, start, X, y, rate, 10, 2, np.random.default_rng(0))[1])

    curves = [(rate, style, attempt(lambda rate=rate: run(rate), sgd)) for rate, style in STYLES]
    if any(history is None for _, _, history in curves):
        return
    names = [
        attempt(lambda h=history: diagnose_learning_rate(h), diagnose_learning_rate) for *_, history in curves
    ]
    if None in names:
        return
    _, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
    axes.set_title("The effects of the learning rate, on the digits")
    width = 15  # losses of batches of 10 are noisy; the curve is their running mean, on the scale of the axis
    for (rate, style, history), name in zip(curves, names, strict=True):
        smooth = np.exp(np.convolve(np.log(history), np.ones(width) / width, mode="valid"))
        axes.plot(np.arange(len(smooth)) + width // 2, smooth, label=f"rate {rate}: {name}", **style)
    axes.set_yscale("log")
    axes.set_ylim(0.1, 10)
    axes.set_xlabel("step")
    axes.set_ylabel(f"batch loss, mean over {width} steps")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper right")
    plt.show()


STYLES = (
    (0.18, {"color": "tab:red", "linestyle": ":", "linewidth": 2.2}),
    (0.15, {"color": "tab:orange", "linestyle": "-.", "linewidth": 1.6}),
    (0.05, {"color": "black", "linestyle": "-", "linewidth": 2}),
    (0.0003, {"color": "tab:blue", "linestyle": "--", "linewidth": 1.6}),
)


def height(x):
    """The lecture's polynomial."""
    return 0.5 * x**4 - 2 * x**2 + x + 5


def slope(x):
    """The polynomial's derivative."""
    return 2 * x**3 - 4 * x + 1


def attempt(call, function):
    """Return what `call` gives, or say what to do first and return None where `function` is not written."""
    try:
        return call()
    except NotImplementedError:
        print(f"Write {function.__name__} first, then run this cell again.")
        return None
