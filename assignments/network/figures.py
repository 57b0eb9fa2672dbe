"""Figures for the notebook, drawn with your own functions."""

from pathlib import Path

import numpy as np

try:
    import matplotlib.pyplot as plt
except ModuleNotFoundError:
    plt = None
    print("Figures need matplotlib, which is not installed: python -m pip install matplotlib")

XOR_INPUT = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
XOR_OUTPUT = np.array([0, 1, 1, 0])


def stuck_seed(train_xor, seeds=(1, 207), steps=5000):
    """Draw the loss and the four outputs of the 11-line network, from a start that learns and from one that is stuck.

    Parameters
    ----------
    train_xor : callable
        Your function: seed and steps to W0, W1 and the history of losses.
    """
    if plt is None:
        return
    runs = []
    for seed in seeds:
        runs.append(result_of(train_xor, seed, steps))
        if runs[-1] is None:
            return
    left, right = new_axes(2, width=9.0)
    looks = [("-", "black", "o", -0.12), ("--", "tab:blue", "s", 0.12)]
    for seed, (W0, W1, history), (style, colour, marker, beside) in zip(seeds, runs, looks, strict=True):
        left.plot(np.arange(1, steps + 1), history, style, color=colour, linewidth=2, label=f"seed {seed}")
        hidden = 1 / (1 + np.exp(-np.matmul(XOR_INPUT, W0)))
        outputs = 1 / (1 + np.exp(-np.matmul(hidden, W1)))
        places = np.arange(4) + beside
        right.plot(places, np.ravel(outputs), marker, color=colour, markersize=7, label=f"seed {seed}")
    left.set_title("Loss of the 11-line network")
    left.set_xlabel("step")
    left.set_ylabel("loss, ½ · sum of squared errors")
    left.set_yscale("log")
    left.legend()
    right.plot(range(4), XOR_OUTPUT, "_", color="grey", markersize=28, markeredgewidth=2, label="wanted")
    right.set_title(f"Outputs after {steps} steps")
    right.set_xticks(range(4), [f"{a} xor {b}" for a, b, _ in XOR_INPUT])
    right.set_ylabel("output of the network")
    right.set_xlim(-0.5, 3.5)
    right.legend(loc="center")
    show()


def training_curve(init_two_layer, train, predict, epochs=60):
    """Draw the loss of each mini-batch while the network learns handwritten digits, and tell how well it reads.

    Parameters
    ----------
    init_two_layer, train, predict : callable
        Your functions. `train` needs your two_layer_loss, and `predict` your two_layer_forward.
    """
    if plt is None:
        return
    with np.load(Path(__file__).with_name("digits.npz")) as digits:
        X, y = digits["X"] / 16.0, digits["y"].astype(int)
    rng = np.random.default_rng(0)
    params = result_of(init_two_layer, 64, 32, 10, 0.1, rng)
    if params is None:
        return
    history = result_of(train, params, X[:1400], y[:1400], 0.5, epochs, 200, 1e-4, rng)
    if history is None:
        return
    answers = result_of(predict, params, X[1400:])
    if answers is None:
        return
    history = np.ravel(history)
    (axes,) = new_axes(1)
    axes.plot(
        np.arange(1, len(history) + 1), history, "-", color="0.65", linewidth=1, label="each mini-batch"
    )
    per_epoch = len(history) // epochs
    means = history[: epochs * per_epoch].reshape(epochs, per_epoch).mean(axis=1)
    middles = per_epoch * (np.arange(epochs) + 0.5)
    axes.plot(middles, means, "--", color="black", linewidth=2, label="mean of each epoch")
    axes.set_title(
        f"Learning digits: {np.mean(answers == y[1400:]):.1%} of the 397 test images are read right"
    )
    axes.set_xlabel("step")
    axes.set_ylabel("loss of the mini-batch (nats)")
    axes.set_yscale("log")
    axes.legend()
    show()


def decision_boundary(init_two_layer, train, predict, hidden_units=(2, 3, 16)):
    """Draw which class networks with few and with more hidden units give to each point of the plane.

    Parameters
    ----------
    init_two_layer, train, predict : callable
        Your functions. `train` needs your two_layer_loss, and `predict` your two_layer_forward.
    """
    if plt is None:
        return
    X, y = disc_and_ring(np.random.default_rng(1))
    grid = np.linspace(-2.2, 2.2, 201)
    plane = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    maps = []
    for units in hidden_units:
        rng = np.random.default_rng(4)
        params = result_of(init_two_layer, 2, units, 2, 0.5, rng)
        if params is None or result_of(train, params, X, y, 0.5, 150, 40, 0.0, rng) is None:
            return
        answers = result_of(predict, params, plane)
        if answers is None:
            return
        maps.append(np.reshape(answers, (201, 201)))
    for axes, units, classes in zip(new_axes(len(hidden_units), width=10.5), hidden_units, maps, strict=True):
        axes.contourf(grid, grid, classes, levels=[-0.5, 0.5, 1.5], colors=["white", "0.85"])
        axes.contour(grid, grid, classes, levels=[0.5], colors="black", linewidths=2)
        for label, marker, colour in ((0, "o", "tab:blue"), (1, "x", "black")):
            axes.plot(*X[y == label].T, marker, color=colour, markersize=5, label=f"class {label}")
        axes.set_title(f"{units} hidden units")
        axes.set_xlabel("first input")
        axes.set_aspect("equal")
    first = axes.figure.axes[0]
    first.set_ylabel("second input")
    first.figure.legend(*first.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    show()


def disc_and_ring(rng, n=120):
    """Return n points of the plane and their classes: 0 in a disc, 1 in a ring around it."""
    y = np.arange(n) % 2
    radius = np.where(y == 0, 0.8 * np.sqrt(rng.random(n)), rng.uniform(1.3, 2.0, n))
    angle = 2 * np.pi * rng.random(n)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y


def result_of(function, *inputs):
    """Return what `function` gives, or say what to do first and return None where something is not written."""
    try:
        return function(*inputs)
    except NotImplementedError as error:
        print(f"Write {unwritten(error) or function.__name__} first, then run this cell again.")
        return None


def unwritten(error):
    """Return the name of the function that raised NotImplementedError."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_name if trace is not None else ""


def new_axes(panels, width=6.4):
    """Return the panels of a new figure, side by side."""
    _, axes = plt.subplots(1, panels, figsize=(width, 4.0), layout="constrained", squeeze=False)
    for each in axes[0]:
        each.spines[["top", "right"]].set_visible(False)
    return axes[0]


def show():
    """Show the figure below the notebook's cell."""
    plt.show()
