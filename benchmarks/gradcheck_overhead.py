"""What a check of a right gradient costs beside the function: ``python -m benchmarks.gradcheck_overhead [ROUNDS]``.

CPU milliseconds of a whole check, less those spent in the function and the gradient, at the size of a linear classifier for
CIFAR-10. Ours and autograd's check (where it is installed) run in turn, so that a slow phase of the machine falls on both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.gradcheck.cases import Case, Params
from benchmarks.gradcheck.checkers import Checker, installed
from benchmarks.gradcheck.comparison import CIFAR

REPEATS = 10


class Clock:
    """CPU time spent in what it wraps."""

    def __init__(self) -> None:
        self.spent_s = 0.0

    def wraps(self, function: Callable[[Params], Any]) -> Callable[[Params], Any]:
        """Return the function, with its time counted."""

        def timed(p: Params) -> Any:
            started = time.process_time()
            value = function(p)
            self.spent_s += time.process_time() - started
            return value

        return timed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gradcheck_overhead", description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=9)
    rounds = parser.parse_args().rounds
    rng = np.random.default_rng(0)
    weights = rng.normal(size=CIFAR)
    functions: dict[str, tuple[Callable[[Params], Any], Callable[[Params], Params]]] = {
        "a weighted sum": (lambda p: float(np.vdot(weights, p["W"])), lambda p: {"W": weights}),
        "a sum of sines": (
            lambda p: float(np.sum(np.sin(weights * p["W"]))),
            lambda p: {"W": weights * np.cos(weights * p["W"])},
        ),
    }
    x = {"W": rng.normal(size=CIFAR)}
    checkers = {n: c for n, c in installed()[0].items() if n in ("this checker", "autograd check_grads")}
    print(f"CPU ms of a check at n = {CIFAR:,}, medians of {rounds} interleaved rounds")
    print("| function | checker | check | of it the function | own |\n| --- | --- | --- | --- | --- |")
    for words, (f, gradient) in functions.items():
        measured: dict[str, list[tuple[float, float]]] = {name: [] for name in checkers}
        for _ in range(rounds + 1):  # the first is not counted
            for name, checker in checkers.items():
                measured[name].append(_measured(checker, f, gradient, x))
        for name, values in measured.items():
            whole, inside = (statistics.median(column) for column in zip(*values[1:]))
            print(f"| {words} | {name} | {whole:.2f} | {inside:.2f} | {whole - inside:.2f} |")


def _measured(
    checker: Checker, f: Callable[[Params], Any], gradient: Callable[[Params], Params], x: Params
) -> tuple[float, float]:
    clock, rng = Clock(), np.random.default_rng(0)
    case = Case(clock.wraps(f), clock.wraps(gradient), x)
    started = time.process_time()
    for _ in range(REPEATS):
        accepted, _ = checker(case, case.gradient, rng)
        if not accepted:
            raise SystemExit("a right gradient was rejected")
    whole = time.process_time() - started
    return 1e3 * whole / REPEATS, 1e3 * clock.spent_s / REPEATS


if __name__ == "__main__":
    main()
