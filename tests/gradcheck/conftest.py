"""The lecture's losses with gradients in closed form, small and large, at generic points and at kinks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import autograd.numpy as anp
import numpy as np


@dataclass(frozen=True)
class Problem:
    """A function, its gradient, a point, and the upstream gradient and sizes that go with them."""

    f: Callable[[Any], Any]
    gradient: Callable[[Any], Any]
    x: Any
    dout: Any = None
    reg: float | None = None
    N: int = 5
    C: int = 4
    D: int = 3


def values(rng, kinked, *shape):
    """Normal numbers, or whole ones that put hinges and ReLUs exactly on their kinks."""
    return rng.integers(-2, 3, size=shape).astype(float) if kinked else rng.normal(size=shape)


def step(z, convention):
    return np.where(z == 0, convention, z > 0)


def svm(seed=0, N=5, D=3, C=4, kinked=False, convention=0.0, scale=1.0) -> Problem:
    """Hinge loss of a linear classifier, regularised."""
    rng = np.random.default_rng(seed)
    X, y, rows, reg = values(rng, kinked, N, D), rng.integers(C, size=N), np.arange(N), 0.2
    one_hot = np.eye(C)[y]

    def f(W):
        scores = anp.dot(X, W)
        margins = anp.maximum(0, scores - anp.sum(scores * one_hot, axis=1, keepdims=True) + 1)
        return anp.sum(margins * (1 - one_hot)) / N + reg * anp.sum(W**2)

    def gradient(W):
        scores = X @ W
        active = step(scores - scores[rows, y][:, None] + 1, convention) * (1 - one_hot)
        return X.T @ (active - one_hot * active.sum(axis=1, keepdims=True)) / N + 2 * reg * W

    return Problem(f, gradient, values(rng, kinked, D, C) * scale, None, reg, N, C, D)


def softmax(seed=0, N=5, D=3, C=4, scale=1.0) -> Problem:
    """Cross-entropy of a linear classifier with biases, regularised."""
    rng = np.random.default_rng(seed)
    X, one_hot, reg = rng.normal(size=(N, D)), np.eye(C)[rng.integers(C, size=N)], 0.2

    def f(p):
        z = anp.dot(X, p["W"]) + p["b"]
        top = np.max(getattr(z, "_value", z), axis=1, keepdims=True)
        losses = anp.log(anp.sum(anp.exp(z - top), axis=1)) + top[:, 0] - anp.sum(z * one_hot, axis=1)
        return anp.sum(losses) / N + reg * anp.sum(p["W"] ** 2)

    def gradient(p):
        z = X @ p["W"] + p["b"]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        G = (e / e.sum(axis=1, keepdims=True) - one_hot) / N
        return {"W": X.T @ G + 2 * reg * p["W"], "b": G.sum(axis=0)}

    x = {"W": rng.normal(size=(D, C)) * scale, "b": rng.normal(size=C)}
    return Problem(f, gradient, x, None, reg, N, C, D)


def relu(seed=0, shape=(5, 3), kinked=False, convention=0.0) -> Problem:
    """max(0, x) under a random upstream gradient."""
    rng = np.random.default_rng(seed)
    x, dout = values(rng, kinked, *shape), rng.normal(size=shape)
    return Problem(lambda x: anp.maximum(0, x), lambda x: dout * step(x, convention), x, dout)


def two_layer(seed=0, N=6, D=4, H=5, C=3, kinked=False, convention=0.0) -> Problem:
    """Two-layer ReLU network with softmax loss, regularised: four blocks."""
    rng = np.random.default_rng(seed)
    X, one_hot, reg = values(rng, kinked, N, D), np.eye(C)[rng.integers(C, size=N)], 0.1
    shapes = {"W1": (D, H), "b1": (H,), "W2": (H, C), "b2": (C,)}
    x = {name: 0.7 * values(rng, kinked, *shape) for name, shape in shapes.items()}

    def f(p):
        h = anp.maximum(0, anp.dot(X, p["W1"]) + p["b1"])
        z = anp.dot(h, p["W2"]) + p["b2"]
        losses = anp.log(anp.sum(anp.exp(z), axis=1)) - anp.sum(z * one_hot, axis=1)
        return anp.sum(losses) / N + reg * (anp.sum(p["W1"] ** 2) + anp.sum(p["W2"] ** 2))

    def gradient(p):
        before = X @ p["W1"] + p["b1"]
        h = np.maximum(0, before)
        e = np.exp(h @ p["W2"] + p["b2"])
        G = (e / e.sum(axis=1, keepdims=True) - one_hot) / N
        dh = G @ p["W2"].T * step(before, convention)
        return {
            "W1": X.T @ dh + 2 * reg * p["W1"],
            "b1": dh.sum(axis=0),
            "W2": h.T @ G + 2 * reg * p["W2"],
            "b2": G.sum(axis=0),
        }

    return Problem(f, gradient, x, None, reg, N, C, D)


def changed(problem: Problem, change: Callable[[Any], Any], block: str | None = None) -> Callable[[Any], Any]:
    """The gradient of a problem after a change to it, or to one of its blocks."""

    def gradient(p):
        right = problem.gradient(p)
        return change(right) if block is None else right | {block: change(right[block])}

    return gradient
