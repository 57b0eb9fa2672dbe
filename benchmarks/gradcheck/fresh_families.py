"""Functions that the checker had not seen while its limits were chosen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.gradcheck.cases import Array, Case, Gradient, Params, Setting, draw, step


def huber(rng: np.random.Generator, setting: Setting) -> Case:
    """Huber loss of a linear model with weight decay: the slope has kinks, the function has none."""
    N, D = (20, 25_000) if setting.large else (8, 5)
    X, t = draw(rng, setting, N, D), draw(rng, setting, N)
    w, reg = draw(rng, setting, D) / D**0.5, float(rng.uniform(0.05, 0.3))

    def f(p: Params) -> float:
        r = np.abs(X @ p["w"] - t)
        return float(np.mean(np.where(r <= 1, r**2 / 2, r - 0.5)) + reg * np.sum(p["w"] ** 2))

    def gradient(p: Params, kind: str = "right") -> Params:
        r = X @ p["w"] - t
        slope = {"never clipped": r, "always clipped": np.sign(r)}.get(kind, np.clip(r, -1, 1))
        return {"w": X.T @ slope / N + 2 * reg * p["w"]}

    mistakes: dict[str, Gradient] = {
        "never clipped": lambda p: gradient(p, "never clipped"),
        "always clipped": lambda p: gradient(p, "always clipped"),
    }
    return Case(f, gradient, {"w": w}, None, None, {"N": N, "D": D}, mistakes)


def pinball(rng: np.random.Generator, setting: Setting) -> Case:
    """Quantile loss: a kink with slopes -q and 1 - q, which the convention mixes."""
    N, D, q = (25, 22_000, 0.3) if setting.large else (9, 4, 0.3)
    X, t = draw(rng, setting, N, D), draw(rng, setting, N)
    x = {"w": draw(rng, setting, D) * (0.01 if setting.large and not setting.kinked else 1.0)}

    def f(p: Params) -> float:
        r = X @ p["w"] - t
        return float(np.sum(np.maximum(-q * r, (1 - q) * r)))

    def gradient(p: Params, low: float = -q) -> Params:
        above = step(X @ p["w"] - t, setting.convention)
        return {"w": X.T @ (low + (1 - q - low) * above)}

    mistakes: dict[str, Gradient] = {
        "no slope below": lambda p: gradient(p, 0.0),
        "sign turned": lambda p: gradient(p, q),
    }
    return Case(f, gradient, x, None, None, {"N": N, "D": D}, mistakes)


def max_pool(rng: np.random.Generator, setting: Setting) -> Case:
    """Maximum over pairs of neighbours with an upstream gradient; ties are shared by the convention."""
    N, D = (100, 250) if setting.large else (int(rng.integers(2, 6)), 2 * int(rng.integers(1, 4)))
    D -= D % 2
    x, dout = draw(rng, setting, N, D), rng.normal(size=(N, D // 2))

    def gradient(p: Params) -> Params:
        left, right = p["x"][:, ::2], p["x"][:, 1::2]
        first = step(left - right, setting.convention)
        found = np.empty((N, D))
        found[:, ::2], found[:, 1::2] = dout * first, dout * (1 - first)
        return {"x": found}

    mistakes: dict[str, Gradient] = {
        "average instead": lambda p: {"x": np.repeat(dout / 2, 2, axis=1)},
        "to both": lambda p: {"x": np.repeat(dout, 2, axis=1)},
    }
    return Case(
        lambda p: np.maximum(p["x"][:, ::2], p["x"][:, 1::2]),
        gradient,
        {"x": x},
        dout,
        None,
        {"N": N, "D": D},
        mistakes,
    )


def normalised(rng: np.random.Generator, setting: Setting) -> Case:
    """Rows scaled to length one, then weighted, under an upstream gradient; smooth."""
    N, D = (100, 250) if setting.large else (int(rng.integers(3, 7)), int(rng.integers(3, 7)))
    x = {"x": draw(rng, setting, N, D) + 0.25, "gain": draw(rng, setting, D)}
    dout = rng.normal(size=(N, D))

    def unit(p: Params) -> tuple[Array, Array]:
        length = np.sqrt(np.sum(p["x"] ** 2, axis=1, keepdims=True))
        return p["x"] / length, length

    def gradient(p: Params, kind: str = "right") -> Params:
        u, length = unit(p)
        d = dout * p["gain"]
        inner = 0.0 if kind == "length held fixed" else np.sum(u * d, axis=1, keepdims=True)
        gain = (dout * u).mean(axis=0) if kind == "gain mean" else (dout * u).sum(axis=0)
        return {"x": (d - u * inner) / length, "gain": gain}

    mistakes: dict[str, Gradient] = {
        "length held fixed": lambda p: gradient(p, "length held fixed"),
        "gain mean": lambda p: gradient(p, "gain mean"),
    }
    return Case(lambda p: unit(p)[0] * p["gain"], gradient, x, dout, None, {"N": N, "D": D}, mistakes)


def recurrent(rng: np.random.Generator, setting: Setting) -> Case:
    """A tanh cell run for four steps: weights shared by all of them, squared error at the end; smooth."""
    N, D, H, T = (6, 60, 120, 4) if setting.large else (4, 3, 4, 4)
    X, Y = draw(rng, setting, T, N, D), rng.normal(size=(N, H))
    x = {
        "Wx": draw(rng, setting, D, H) / D**0.5,
        "Wh": draw(rng, setting, H, H) / H**0.5,
        "b": draw(rng, setting, H) * 0.3,
    }

    def states(p: Params) -> list[Array]:
        found = [np.zeros((N, H))]
        for t in range(T):
            found.append(np.tanh(X[t] @ p["Wx"] + found[-1] @ p["Wh"] + p["b"]))
        return found

    def gradient(p: Params, kind: str = "right") -> Params:
        h = states(p)
        found = {k: np.zeros(v.shape) for k, v in p.items()}
        d = (h[T] - Y) / N
        for t in range(T, 0, -1):
            d = d * (1 - h[t] ** 2)
            found["Wx"] += X[t - 1].T @ d
            found["Wh"] += (h[t] if kind == "wrong state" else h[t - 1]).T @ d
            found["b"] += d.sum(axis=0)
            if kind == "last step only":
                break
            d = d @ p["Wh"].T
        return found

    mistakes: dict[str, Gradient] = {
        "wrong state": lambda p: gradient(p, "wrong state"),
        "last step only": lambda p: gradient(p, "last step only"),
    }
    return Case(
        lambda p: float(np.sum((states(p)[T] - Y) ** 2) / (2 * N)),
        gradient,
        x,
        None,
        None,
        {"N": N, "D": D, "H": H},
        mistakes,
    )


def leaky_network(rng: np.random.Generator, setting: Setting) -> Case:
    """Leaky ReLU network for regression with weight decay: four blocks, kinks from 0.1 to 1."""
    N, D, H = (15, 300, 90) if setting.large else (6, 4, 5)
    X, t, reg = draw(rng, setting, N, D), draw(rng, setting, N, 2), float(rng.uniform(0.05, 0.2))
    x = {
        "W1": draw(rng, setting, D, H) / D**0.5,
        "b1": draw(rng, setting, H),
        "W2": draw(rng, setting, H, 2) / H**0.5,
        "b2": draw(rng, setting, 2),
    }

    def f(p: Params) -> float:
        z = X @ p["W1"] + p["b1"]
        r = np.maximum(z, 0.1 * z) @ p["W2"] + p["b2"] - t
        decay = np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2)
        return float(np.sum(r**2) / (2 * N) + reg * decay)

    def gradient(p: Params, leak: float = 0.1) -> Params:
        z = X @ p["W1"] + p["b1"]
        h = np.maximum(z, 0.1 * z)
        d = (h @ p["W2"] + p["b2"] - t) / N
        dz = d @ p["W2"].T * (leak + (1 - leak) * step(z, setting.convention))
        return {
            "W1": X.T @ dz + 2 * reg * p["W1"],
            "b1": dz.sum(axis=0),
            "W2": h.T @ d + 2 * reg * p["W2"],
            "b2": d.sum(axis=0),
        }

    mistakes: dict[str, Gradient] = {
        "no leak": lambda p: gradient(p, 0.0),
        "no mask": lambda p: gradient(p, 1.0),
    }
    return Case(f, gradient, x, None, reg, {"N": N, "D": D, "H": H}, mistakes)


def attention(rng: np.random.Generator, setting: Setting) -> Case:
    """Softmax attention of queries over keys and values under an upstream gradient; smooth."""
    M, D = (60, 140) if setting.large else (int(rng.integers(2, 5)), int(rng.integers(2, 5)))
    x = {name: draw(rng, setting, M, D) * 0.7 for name in ("q", "k", "v")}
    dout = rng.normal(size=(M, D))

    def weights(p: Params) -> Array:
        z = p["q"] @ p["k"].T / D**0.5
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(e / e.sum(axis=1, keepdims=True))

    def gradient(p: Params, kind: str = "right") -> Params:
        a = weights(p)
        da = dout @ p["v"].T
        inner = 0.0 if kind == "weights independent" else np.sum(a * da, axis=1, keepdims=True)
        dz = a * (da - inner) / (1.0 if kind == "not scaled" else D**0.5)
        return {"q": dz @ p["k"], "k": dz.T @ p["q"], "v": a.T @ dout}

    mistakes: dict[str, Gradient] = {
        "weights independent": lambda p: gradient(p, "weights independent"),
        "not scaled": lambda p: gradient(p, "not scaled"),
    }
    return Case(lambda p: weights(p) @ p["v"], gradient, x, dout, None, {"N": M, "D": D}, mistakes)


def circuit(rng: np.random.Generator, setting: Setting) -> Case:
    """The lecture's neuron of scalar gates, 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))); smooth."""
    x = {"w": draw(rng, setting, 3), "x": draw(rng, setting, 2)}

    def value(p: Params) -> float:
        return float(1 / (1 + np.exp(-(p["w"][:2] @ p["x"] + p["w"][2]))))

    def gradient(p: Params, kind: str = "right") -> Params:
        s = value(p)
        d = {"no square": -(1 - s) / s, "sign of exp": -s * (1 - s)}.get(kind, s * (1 - s))
        return {"w": d * np.append(p["x"], 1.0), "x": d * p["w"][:2]}

    mistakes: dict[str, Gradient] = {
        "no square": lambda p: gradient(p, "no square"),
        "sign of exp": lambda p: gradient(p, "sign of exp"),
    }
    return Case(value, gradient, x, None, None, {"N": 3}, mistakes)


FRESH: dict[str, Callable[[np.random.Generator, Setting], Case]] = {
    "Huber": huber,
    "pinball": pinball,
    "max pool": max_pool,
    "normalised rows": normalised,
    "recurrent": recurrent,
    "leaky network": leaky_network,
    "attention": attention,
    "circuit": circuit,
}
