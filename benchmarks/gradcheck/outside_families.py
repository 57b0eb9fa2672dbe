"""Functions outside of the course: losses of zero, units decades apart, noise, rounding, fast oscillation, kinks nearby.

Each family draws its difficulty at random, from harmless to hopeless: a right gradient is never to be called wrong,
and a wrong one never right. A pass has to be true to its bound.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.gradcheck.cases import Array, Case, Params, Setting

Family = Callable[[np.random.Generator, Setting], Case]


def _smooth(rng: np.random.Generator) -> Case:
    """A softplus regression with two blocks, on which others build."""
    N, D = int(rng.integers(3, 20)), int(rng.integers(1, 8))
    X, t = rng.normal(size=(N, D)), rng.normal(size=N)
    x = {"w": rng.normal(size=D), "b": rng.normal(size=1)}

    def f(p: Params) -> float:
        return float(np.mean(np.logaddexp(0, X @ p["w"] + p["b"] - t)))

    def gradient(p: Params) -> Params:
        s = 1 / (1 + np.exp(-(X @ p["w"] + p["b"] - t))) / N
        return {"w": X.T @ s, "b": np.array([s.sum()])}

    return Case(f, gradient, x, sizes={"N": N, "D": D})


def zero_loss(rng: np.random.Generator, setting: Setting) -> Case:
    """At the minimum of a loss that is zero there: a perfect fit, Rosenbrock's valley, squares and fourth powers."""
    n = int(rng.integers(2, 8))
    A, centre = rng.normal(size=(2 * n, n)), rng.normal(size=n) * 10.0 ** rng.integers(-1, 4)
    power = int(rng.choice([2, 4]))

    def fit(p: Params) -> float:
        return float(np.mean((A @ (p["x"] - centre)) ** power))

    def fit_gradient(p: Params) -> Params:
        return {"x": power / len(A) * A.T @ (A @ (p["x"] - centre)) ** (power - 1)}

    def rosenbrock(p: Params) -> float:
        x = p["x"]
        return float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))

    def rosenbrock_gradient(p: Params) -> Params:
        x = p["x"]
        bend, found = x[1:] - x[:-1] ** 2, np.zeros(n)
        found[:-1] = -400 * x[:-1] * bend - 2 * (1 - x[:-1])
        found[1:] += 200 * bend
        return {"x": found}

    if rng.random() < 0.3:
        return Case(rosenbrock, rosenbrock_gradient, {"x": np.ones(n)}, sizes={"N": n})
    return Case(fit, fit_gradient, {"x": centre.copy()}, sizes={"N": 2 * n})


def units(rng: np.random.Generator, setting: Setting) -> Case:
    """Parameters in units up to 16 decades apart, in one array."""
    n, decades = int(rng.integers(2, 12)), float(rng.uniform(2, 16))
    unit = 10.0 ** rng.uniform(-decades / 2, decades / 2, size=n)
    mixed = rng.normal(size=(n, n)) / n + np.eye(n)

    def f(p: Params) -> float:
        return float(np.sum(np.tanh(mixed @ (p["x"] / unit))))

    def gradient(p: Params) -> Params:
        return {"x": mixed.T @ (1 - np.tanh(mixed @ (p["x"] / unit)) ** 2) / unit}

    return Case(f, gradient, {"x": unit * rng.normal(size=n)}, sizes={"N": n})


def uneven(rng: np.random.Generator, setting: Setting) -> Case:
    """Sizes of the parameters and of the gradient's entries spread over decades, each by itself."""
    n = int(rng.integers(2, 40))
    weights = rng.normal(size=n) * 10.0 ** rng.uniform(-4, 4, size=n)
    x = rng.normal(size=n) * 10.0 ** rng.uniform(-3, 3, size=n)
    reach = np.abs(x) + 10.0 ** rng.uniform(-2, 2)

    def f(p: Params) -> float:
        return float(np.sum(weights * np.sin(p["x"] / reach) * reach))

    return Case(f, lambda p: {"x": weights * np.cos(p["x"] / reach)}, {"x": x}, sizes={"N": n})


def blocks_apart(rng: np.random.Generator, setting: Setting) -> Case:
    """One block whose share of the loss is up to 15 decades smaller than the other's."""
    share = 10.0 ** rng.uniform(-15, 0)
    x = {"large": rng.normal(size=int(rng.integers(1, 9))), "small": rng.normal(size=int(rng.integers(1, 9)))}

    def f(p: Params) -> float:
        return float(np.sum(np.cosh(p["large"])) + share * np.sum(np.cosh(p["small"])))

    def gradient(p: Params) -> Params:
        return {"large": np.sinh(p["large"]), "small": share * np.sinh(p["small"])}

    return Case(f, gradient, x, sizes={"N": 2})


def pedestal(rng: np.random.Generator, setting: Setting) -> Case:
    """A loss with a constant up to 1e14 added to it, or added and taken away again, which loses the same digits."""
    case, height = _smooth(rng), 10.0 ** rng.uniform(0, 14)
    away = height if rng.random() < 0.5 else 0.0
    return _with_f(case, lambda p: case.f(p) + height - away)


def noisy(rng: np.random.Generator, setting: Setting) -> Case:
    """A loss with noise of up to 1e-3 in it that repeats itself, such as an inner solver leaves behind."""
    case, size, key = _smooth(rng), 10.0 ** rng.uniform(-15, -3), rng.bytes(8)

    def f(p: Params) -> float:
        digest = hashlib.blake2b(b"".join(v.tobytes() for v in p.values()), digest_size=8, key=key).digest()
        u = (int.from_bytes(digest, "big") + 0.5) / 2**64
        return float(case.f(p) + size * np.sqrt(12) * (u - 0.5))

    return _with_f(case, f)


def rounded(rng: np.random.Generator, setting: Setting) -> Case:
    """A loss that was rounded to decimals, or computed in float32 from float64 parameters."""
    case, decimals = _smooth(rng), int(rng.integers(1, 13))
    if rng.random() < 0.3:
        return _with_f(case, lambda p: float(np.float32(case.f(p))))
    return _with_f(case, lambda p: round(case.f(p), decimals))


def oscillating(rng: np.random.Generator, setting: Setting) -> Case:
    """Waves whose period is up to seven decades shorter than the parameters."""
    n, frequency = int(rng.integers(1, 6)), 10.0 ** rng.uniform(0, 7)
    weights = rng.normal(size=n)

    def f(p: Params) -> float:
        return float(weights @ np.sin(frequency * p["x"]))

    return Case(
        f,
        lambda p: {"x": weights * frequency * np.cos(frequency * p["x"])},
        {"x": rng.normal(size=n)},
        sizes={"N": n},
    )


def steep(rng: np.random.Generator, setting: Setting) -> Case:
    """A sigmoid that is a cliff beside the size of its argument: f and its gradient vanish close by."""
    n, slope = int(rng.integers(1, 4)), 10.0 ** rng.uniform(0, 4)
    middle = rng.uniform(1, 1000, size=n)

    def s(p: Params) -> Array:
        return np.asarray(1 / (1 + np.exp(-np.clip((p["x"] - middle) * slope, -700, 700))))

    return Case(
        lambda p: float(np.sum(s(p))),
        lambda p: {"x": slope * s(p) * (1 - s(p))},
        {"x": middle + rng.normal(size=n) / slope},
        sizes={"N": n},
    )


def kinks_nearby(rng: np.random.Generator, setting: Setting) -> Case:
    """Absolute values, some of whose kinks are at a tiny distance from x, beside a smooth part."""
    n = int(rng.integers(2, 12))
    weights, curved = rng.normal(size=n), rng.normal(size=n)
    x = rng.normal(size=n)
    near = rng.random(n) < 0.5
    x[near] = 10.0 ** rng.uniform(-12, -1) * rng.choice([-1.0, 1.0], size=int(near.sum()))

    def f(p: Params) -> float:
        return float(weights @ np.abs(p["x"]) + curved @ np.sin(p["x"]))

    return Case(
        f, lambda p: {"x": weights * np.sign(p["x"]) + curved * np.cos(p["x"])}, {"x": x}, sizes={"N": n}
    )


def curved(rng: np.random.Generator, setting: Setting) -> Case:
    """Exponentials, high powers, poles and logarithms close to their ends."""
    n = int(rng.integers(1, 6))
    kind, rate = int(rng.integers(4)), 10.0 ** rng.uniform(0, 1.5)
    weights, x = rng.normal(size=n), rng.uniform(0.3, 1.5, size=n)
    near = 10.0 ** rng.uniform(-4, 0)
    functions: list[tuple[Callable[[Array], Array], Callable[[Array], Array]]] = [
        (lambda x: np.exp(rate * x), lambda x: rate * np.exp(rate * x)),
        (lambda x: x ** round(rate), lambda x: round(rate) * x ** (round(rate) - 1)),
        (lambda x: 1 / (x - x0 + near), lambda x: -1 / (x - x0 + near) ** 2),
        (lambda x: np.log(np.abs(x - x0 + near)), lambda x: 1 / (x - x0 + near)),
    ]
    x0 = x.copy()
    value, slope = functions[kind]
    return Case(
        lambda p: float(weights @ value(p["x"])),
        lambda p: {"x": weights * slope(p["x"])},
        {"x": x},
        sizes={"N": n},
    )


def cancelling(rng: np.random.Generator, setting: Setting) -> Case:
    """A variance as the mean of squares minus the square of the mean, far from zero: digits are lost on the way."""
    n, far = int(rng.integers(3, 30)), 10.0 ** rng.uniform(0, 7)
    x = far + rng.normal(size=n)

    def f(p: Params) -> float:
        return float(np.mean(p["x"] ** 2) - np.mean(p["x"]) ** 2)

    return Case(f, lambda p: {"x": 2 / n * (p["x"] - np.mean(p["x"]))}, {"x": x}, sizes={"N": n})


def coarse(rng: np.random.Generator, setting: Setting) -> Case:
    """A point and a gradient in float32 or float16."""
    case, kind = _smooth(rng), [np.float32, np.float16][int(rng.integers(2))]
    x = {k: v.astype(kind) for k, v in case.x.items()}

    def gradient(p: Params) -> Params:
        exact = case.gradient({k: np.asarray(v, dtype=np.float64) for k, v in p.items()})
        return {k: g.astype(kind) for k, g in exact.items()}

    return Case(case.f, gradient, x, sizes=case.sizes)


def complex_numbers(rng: np.random.Generator, setting: Setting) -> Case:
    """Complex parameters under a real loss: the gradient is df/da + i df/db."""
    N, D = int(rng.integers(2, 9)), int(rng.integers(1, 5))
    A = rng.normal(size=(N, D)) + 1j * rng.normal(size=(N, D))
    t = rng.normal(size=N)

    def f(p: Params) -> float:
        return float(np.mean(np.log1p(np.abs(A @ p["z"] - t) ** 2)))

    def gradient(p: Params) -> Params:
        r = A @ p["z"] - t
        return {"z": 2 / N * A.conj().T @ (r / (1 + np.abs(r) ** 2))}

    z: Any = rng.normal(size=D) + 1j * rng.normal(size=D)
    return Case(f, gradient, {"z": z}, sizes={"N": N})


def _with_f(case: Case, f: Callable[[Params], Any]) -> Case:
    return Case(f, case.gradient, case.x, sizes=case.sizes)


OUTSIDE: dict[str, Family] = {
    "loss of zero": zero_loss,
    "units decades apart": units,
    "uneven sizes": uneven,
    "blocks decades apart": blocks_apart,
    "pedestal": pedestal,
    "noise": noisy,
    "rounded": rounded,
    "fast waves": oscillating,
    "cliffs": steep,
    "kinks nearby": kinks_nearby,
    "curved": curved,
    "cancelling": cancelling,
    "float32 and float16": coarse,
    "complex": complex_numbers,
}
