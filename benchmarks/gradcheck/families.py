"""The course's functions, with their gradients, kinks and typical mistakes, for trying checkers on.

Each family builds a `Case` from a random generator. Those here and in `more_families` are what the
checker's limits were chosen with; it had not seen those in `fresh_families`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.gradcheck.cases import (
    Array,
    Case,
    Gradient,
    Params,
    Setting,
    cross_entropy,
    draw,
    softmax,
    step,
)


def _linear_sizes(rng: np.random.Generator, setting: Setting) -> tuple[int, int, int]:
    if setting.large:
        return 12, 3073, 10
    return int(rng.integers(4, 12)), int(rng.integers(3, 9)), int(rng.integers(3, 7))


def svm(rng: np.random.Generator, setting: Setting) -> Case:
    """Multiclass hinge loss of a linear classifier, with regularisation."""
    N, D, C = _linear_sizes(rng, setting)
    X, y = draw(rng, setting, N, D), rng.integers(C, size=N)
    reg, rows = float(rng.uniform(0.1, 0.5)), np.arange(N)
    W0 = draw(rng, setting, D, C) * (0.02 if setting.large and not setting.kinked else 1.0)

    def margins(W: Array) -> Array:
        scores = X @ W
        result = scores - scores[rows, y][:, None] + 1
        result[rows, y] = -1.0
        return np.asarray(result)

    def f(p: Params) -> float:
        return float(np.maximum(0, margins(p["W"])).sum() / N + reg * np.sum(p["W"] ** 2))

    def data(W: Array, kind: str = "right") -> Array:
        G = step(margins(W), setting.convention)
        if kind == "counts the true class":
            G[rows, y] = 1.0
        if kind != "no true class":
            G[rows, y] -= np.minimum(G.sum(axis=1), 1.0) if kind == "true class once" else G.sum(axis=1)
        return np.asarray(X.T @ G / N)

    def mistake(kind: str) -> Gradient:
        return lambda p: {"W": data(p["W"], kind) + 2 * reg * p["W"]}

    mistakes = {k: mistake(k) for k in ("no true class", "counts the true class", "true class once")}
    return Case(f, mistake("right"), {"W": W0}, None, reg, {"N": N, "C": C, "D": D}, mistakes)


def softmax_loss(rng: np.random.Generator, setting: Setting) -> Case:
    """Cross-entropy of a linear classifier with biases and regularisation; smooth."""
    N, D, C = _linear_sizes(rng, setting)
    if setting.large:
        D = 3072
    X, y = draw(rng, setting, N, D), rng.integers(C, size=N)
    reg, rows = float(rng.uniform(0.1, 0.5)), np.arange(N)
    x = {"W": draw(rng, setting, D, C) * (0.02 if setting.large else 1.0), "b": draw(rng, setting, C)}

    def f(p: Params) -> float:
        return cross_entropy(X @ p["W"] + p["b"], y) + reg * float(np.sum(p["W"] ** 2))

    def gradient(p: Params, kind: str = "right") -> Params:
        G = softmax(X @ p["W"] + p["b"])
        if kind == "softmax twice":
            G = softmax(G)
        if kind != "gradient is p":
            G[rows, y] -= 1
        reg_b = 2 * reg * p["b"] if kind == "bias regularised" else 0.0
        return {"W": X.T @ G / N + 2 * reg * p["W"], "b": G.sum(axis=0) / N + reg_b}

    def mistake(kind: str) -> Gradient:
        return lambda p: gradient(p, kind)

    mistakes = {k: mistake(k) for k in ("softmax twice", "gradient is p", "bias regularised")}
    return Case(f, gradient, x, None, reg, {"N": N, "C": C, "D": D}, mistakes)


def affine(rng: np.random.Generator, setting: Setting) -> Case:
    """Scores x @ w + b with an upstream gradient."""
    N, D, C = (10, 2000, 5) if setting.large else _linear_sizes(rng, setting)
    x = {"x": draw(rng, setting, N, D), "w": draw(rng, setting, D, C), "b": draw(rng, setting, C)}
    dout = rng.normal(size=(N, C))

    def gradient(p: Params) -> Params:
        return {"x": dout @ p["w"].T, "w": p["x"].T @ dout, "b": dout.sum(axis=0)}

    mistakes: dict[str, Gradient] = {
        "bias mean": lambda p: gradient(p) | {"b": dout.mean(axis=0)},
        "upstream forgotten": lambda p: gradient(p) | {"w": p["x"].T @ np.ones_like(dout)},
    }
    return Case(
        lambda p: p["x"] @ p["w"] + p["b"], gradient, x, dout, None, {"N": N, "C": C, "D": D}, mistakes
    )


def relu(rng: np.random.Generator, setting: Setting) -> Case:
    """max(0, x) with an upstream gradient."""
    shape = (100, 300) if setting.large else (int(rng.integers(2, 8)), int(rng.integers(2, 9)))
    x, dout = draw(rng, setting, *shape), rng.normal(size=shape)
    mistakes: dict[str, Gradient] = {
        "no mask": lambda p: {"x": dout.copy()},
        "mask from upstream": lambda p: {"x": dout * step(dout, 0.0)},
        "upstream forgotten": lambda p: {"x": step(p["x"], setting.convention)},
        "times x": lambda p: {"x": dout * np.maximum(0, p["x"])},
    }
    return Case(
        lambda p: np.maximum(0, p["x"]),
        lambda p: {"x": dout * step(p["x"], setting.convention)},
        {"x": x},
        dout,
        None,
        {"N": shape[0], "D": shape[1]},
        mistakes,
    )


def sigmoid(rng: np.random.Generator, setting: Setting) -> Case:
    """The logistic function with an upstream gradient; smooth."""
    shape = (100, 300) if setting.large else (int(rng.integers(2, 8)), int(rng.integers(2, 9)))
    x, dout = draw(rng, setting, *shape), rng.normal(size=shape)

    def value(p: Params) -> Array:
        return np.asarray(1 / (1 + np.exp(-p["x"])))

    mistakes: dict[str, Gradient] = {
        "x (1 - x)": lambda p: {"x": dout * p["x"] * (1 - p["x"])},
        "s only": lambda p: {"x": dout * value(p)},
        "1 - s squared": lambda p: {"x": dout * (1 - value(p) ** 2)},
    }
    return Case(
        value,
        lambda p: {"x": dout * value(p) * (1 - value(p))},
        {"x": x},
        dout,
        None,
        {"N": shape[0], "D": shape[1]},
        mistakes,
    )


def two_layer(rng: np.random.Generator, setting: Setting) -> Case:
    """Two-layer ReLU network with softmax loss and regularisation: four blocks."""
    N, D, H, C = (20, 300, 100, 10) if setting.large else (int(rng.integers(4, 9)), 4, 6, 3)
    X, y = draw(rng, setting, N, D), rng.integers(C, size=N)
    reg, rows, scale = float(rng.uniform(0.1, 0.5)), np.arange(N), 1.0 if setting.kinked else 0.7
    x = {
        "W1": draw(rng, setting, D, H) * scale * (0.1 if setting.large else 1),
        "b1": draw(rng, setting, H) * scale,
        "W2": draw(rng, setting, H, C) * scale * (0.1 if setting.large else 1),
        "b2": draw(rng, setting, C) * scale,
    }

    def f(p: Params) -> float:
        h = np.maximum(0, X @ p["W1"] + p["b1"])
        penalty = np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2)
        return cross_entropy(h @ p["W2"] + p["b2"], y) + reg * float(penalty)

    def gradient(p: Params, kind: str = "right") -> Params:
        z = X @ p["W1"] + p["b1"]
        h = np.maximum(0, z)
        G = softmax(h @ p["W2"] + p["b2"])
        G[rows, y] -= 1
        G /= N
        dh = G @ p["W2"].T
        dz = {"no mask": dh, "mask by upstream": dh * (dh > 0)}.get(kind, dh * step(z, setting.convention))
        db1 = dz.mean(axis=0) if kind == "bias mean" else dz.sum(axis=0)
        return {
            "W1": X.T @ dz + (0 if kind == "reg forgotten" else 2 * reg * p["W1"]),
            "b1": db1,
            "W2": (z if kind == "before the ReLU" else h).T @ G + 2 * reg * p["W2"],
            "b2": G.sum(axis=0),
        }

    def mistake(kind: str) -> Gradient:
        return lambda p: gradient(p, kind)

    kinds = ("no mask", "mask by upstream", "bias mean", "reg forgotten", "before the ReLU")
    return Case(f, gradient, x, None, reg, {"N": N, "C": C, "D": D, "H": H}, {k: mistake(k) for k in kinds})


COURSE: dict[str, Callable[[np.random.Generator, Setting], Case]] = {
    "svm": svm,
    "softmax": softmax_loss,
    "affine": affine,
    "relu": relu,
    "sigmoid": sigmoid,
    "two-layer net": two_layer,
}
