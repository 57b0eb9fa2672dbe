"""More functions that the checker's limits were chosen with: other losses, gates and deeper networks."""

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


def squared_hinge(rng: np.random.Generator, setting: Setting) -> Case:
    """Squared multiclass hinge loss: the gradient is continuous, its slope has kinks."""
    N, D, C = (12, 3000, 10) if setting.large else (7, 5, 4)
    X, y, rows = draw(rng, setting, N, D), rng.integers(C, size=N), np.arange(N)
    reg = float(rng.uniform(0.1, 0.5))
    W0 = draw(rng, setting, D, C) * (0.02 if setting.large else 0.5)

    def violations(W: Array) -> Array:
        scores = X @ W
        result = np.maximum(0, scores - scores[rows, y][:, None] + 1)
        result[rows, y] = 0.0
        return np.asarray(result)

    def f(p: Params) -> float:
        return float(np.sum(violations(p["W"]) ** 2) / N + reg * np.sum(p["W"] ** 2))

    def gradient(p: Params, two: float = 2.0, true_class: bool = True) -> Params:
        G = two * violations(p["W"])
        if true_class:
            G[rows, y] = -G.sum(axis=1)
        return {"W": X.T @ G / N + 2 * reg * p["W"]}

    mistakes: dict[str, Gradient] = {
        "power not differentiated": lambda p: gradient(p, two=1.0),
        "no true class": lambda p: gradient(p, true_class=False),
    }
    return Case(f, gradient, {"W": W0}, None, reg, {"N": N, "C": C, "D": D}, mistakes)


def logistic_regression(rng: np.random.Generator, setting: Setting) -> Case:
    """Binary cross-entropy from logits, with weights and a bias; smooth."""
    N, D = (20, 20_000) if setting.large else (9, 4)
    X, t = draw(rng, setting, N, D), rng.integers(2, size=N).astype(float)
    x = {"w": draw(rng, setting, D) / np.sqrt(D), "b": draw(rng, setting, 1)}

    def f(p: Params) -> float:
        z = X @ p["w"] + p["b"]
        return float(np.mean(np.maximum(0, z) - z * t + np.log1p(np.exp(-np.abs(z)))))

    def gradient(p: Params, kind: str = "right") -> Params:
        s = 1 / (1 + np.exp(-(X @ p["w"] + p["b"])))
        d = (s - t) / N
        if kind == "squared error":
            d = d * s * (1 - s)
        return {"w": X.T @ d, "b": np.array([d.mean() if kind == "bias mean" else d.sum()])}

    mistakes: dict[str, Gradient] = {
        "squared error": lambda p: gradient(p, "squared error"),
        "bias mean": lambda p: gradient(p, "bias mean"),
    }
    return Case(f, gradient, x, None, None, {"N": N, "D": D}, mistakes)


def max_gate(rng: np.random.Generator, setting: Setting) -> Case:
    """max(x, y) of two arrays with an upstream gradient; ties are kinks."""
    shape = (100, 150) if setting.large else (int(rng.integers(2, 6)), int(rng.integers(2, 7)))
    x = {"x": draw(rng, setting, *shape), "y": draw(rng, setting, *shape)}
    dout = rng.normal(size=shape)

    def gradient(p: Params) -> Params:
        first = step(p["x"] - p["y"], setting.convention)
        return {"x": dout * first, "y": dout * (1 - first)}

    mistakes: dict[str, Gradient] = {
        "switched": lambda p: {"x": gradient(p)["y"], "y": gradient(p)["x"]},
        "both": lambda p: {"x": dout.copy(), "y": dout.copy()},
    }
    return Case(
        lambda p: np.maximum(p["x"], p["y"]),
        gradient,
        x,
        dout,
        None,
        {"N": shape[0], "D": shape[1]},
        mistakes,
    )


def xor_network(rng: np.random.Generator, setting: Setting) -> Case:
    """Two layers of sigmoids without biases, half the sum of squared errors; smooth."""
    N, D, H = (8, 300, 100) if setting.large else (4, 3, 4)
    X, Y = draw(rng, setting, N, D), rng.integers(2, size=(N, 1)).astype(float)
    x = {"W0": rng.uniform(-1, 1, size=(D, H)) / np.sqrt(D / 3), "W1": rng.uniform(-1, 1, size=(H, 1))}

    def layers(p: Params) -> tuple[Array, Array]:
        l1 = 1 / (1 + np.exp(-(X @ p["W0"])))
        return l1, 1 / (1 + np.exp(-(l1 @ p["W1"])))

    def f(p: Params) -> float:
        return float(np.sum((Y - layers(p)[1]) ** 2) / 2)

    def gradient(p: Params, kind: str = "right") -> Params:
        l1, l2 = layers(p)
        d2 = (l2 - Y) if kind == "no slope at the output" else (l2 - Y) * l2 * (1 - l2)
        W1 = p["W1"] - 0.1 * (l1.T @ d2) if kind == "updated W1" else p["W1"]
        d1 = d2 @ W1.T * l1 * (1 - l1)
        return {"W0": X.T @ d1, "W1": l1.T @ d2}

    mistakes: dict[str, Gradient] = {
        "no slope at the output": lambda p: gradient(p, "no slope at the output"),
        "updated W1": lambda p: gradient(p, "updated W1"),
    }
    return Case(f, gradient, x, None, None, {"N": N, "D": D, "H": H}, mistakes)


def three_layer(rng: np.random.Generator, setting: Setting) -> Case:
    """Three-layer ReLU network with biases and softmax loss: six blocks."""
    N, D, H, C = (15, 150, 90, 8) if setting.large else (5, 4, 5, 3)
    X, y, rows = draw(rng, setting, N, D), rng.integers(C, size=N), np.arange(N)
    shapes = [(D, H), (H, H), (H, C)]
    x: Params = {}
    for k, (n_in, n_out) in enumerate(shapes, start=1):
        x[f"W{k}"] = draw(rng, setting, n_in, n_out) * (1 / np.sqrt(n_in) if setting.large else 0.7)
        x[f"b{k}"] = draw(rng, setting, n_out) * 0.7

    def f(p: Params) -> float:
        h = X
        for k in (1, 2):
            h = np.maximum(0, h @ p[f"W{k}"] + p[f"b{k}"])
        return cross_entropy(h @ p["W3"] + p["b3"], y)

    def gradient(p: Params, kind: str = "right") -> Params:
        inputs, slopes = [X], []
        for k in (1, 2):
            z = inputs[-1] @ p[f"W{k}"] + p[f"b{k}"]
            slopes.append(step(z, setting.convention))
            inputs.append(np.maximum(0, z))
        d = softmax(inputs[2] @ p["W3"] + p["b3"])
        d[rows, y] -= 1
        d /= N
        found: Params = {}
        for k in (3, 2, 1):
            found[f"W{k}"], found[f"b{k}"] = inputs[k - 1].T @ d, d.sum(axis=0)
            d = d @ p[f"W{k}"].T
            if k > 1:
                d = d if kind == "one mask forgotten" and k == 2 else d * slopes[k - 2]
        if kind == "bias from the layer above":
            found["b1"] = found["b2"].copy()
        return found

    mistakes: dict[str, Gradient] = {
        "one mask forgotten": lambda p: gradient(p, "one mask forgotten"),
        "bias from the layer above": lambda p: gradient(p, "bias from the layer above"),
    }
    return Case(f, gradient, x, None, None, {"N": N, "D": D, "H": H, "C": C}, mistakes)


def absolute_regression(rng: np.random.Generator, setting: Setting) -> Case:
    """Mean absolute error of a linear model with an L1 penalty: kinks of slope 2 in data and weights."""
    N, D = (30, 20_000) if setting.large else (9, 5)
    X = draw(rng, setting, N, D)
    w = draw(rng, setting, D) * (0.01 if setting.large and not setting.kinked else 1.0)
    t, lam = draw(rng, setting, N), float(rng.uniform(0.05, 0.3))

    def sign(z: Array) -> Array:
        return 2 * step(z, setting.convention) - 1

    def gradient(p: Params) -> Params:
        return {"w": X.T @ sign(X @ p["w"] - t) / N + lam * sign(p["w"])}

    mistakes: dict[str, Gradient] = {
        "no penalty": lambda p: {"w": X.T @ sign(X @ p["w"] - t) / N},
        "squared": lambda p: {"w": X.T @ (X @ p["w"] - t) / N + lam * sign(p["w"])},
        "penalty of L2": lambda p: {"w": X.T @ sign(X @ p["w"] - t) / N + 2 * lam * p["w"]},
    }
    return Case(
        lambda p: float(np.abs(X @ p["w"] - t).mean() + lam * np.abs(p["w"]).sum()),
        gradient,
        {"w": w},
        None,
        None,
        {"N": N, "D": D},
        mistakes,
    )


def softmax_layer(rng: np.random.Generator, setting: Setting) -> Case:
    """Softmax probabilities with an upstream gradient: a dense Jacobian in each row; smooth."""
    shape = (100, 200) if setting.large else (int(rng.integers(2, 6)), int(rng.integers(2, 7)))
    x, dout = draw(rng, setting, *shape), rng.normal(size=shape)

    def gradient(p: Params) -> Params:
        s = softmax(p["x"])
        return {"x": s * (dout - np.sum(s * dout, axis=1, keepdims=True))}

    mistakes: dict[str, Gradient] = {
        "diagonal only": lambda p: {"x": dout * softmax(p["x"]) * (1 - softmax(p["x"]))},
        "no subtraction": lambda p: {"x": dout * softmax(p["x"])},
    }
    sizes = {"N": shape[0], "C": shape[1]}
    return Case(lambda p: softmax(p["x"]), gradient, {"x": x}, dout, None, sizes, mistakes)


MORE: dict[str, Callable[[np.random.Generator, Setting], Case]] = {
    "squared hinge": squared_hinge,
    "logistic regression": logistic_regression,
    "max gate": max_gate,
    "XOR network": xor_network,
    "three-layer net": three_layer,
    "absolute regression": absolute_regression,
    "softmax layer": softmax_layer,
}
