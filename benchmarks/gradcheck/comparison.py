"""Ours beside other checkers: false alarms, misses, calls and CPU time on the same cases."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.gradcheck import planting
from benchmarks.gradcheck.cases import Case, Gradient, Params, Setting
from benchmarks.gradcheck.checkers import Checker, judge
from benchmarks.gradcheck.families import COURSE
from benchmarks.gradcheck.fresh_families import FRESH
from benchmarks.gradcheck.more_families import MORE
from benchmarks.gradcheck.outside_families import OUTSIDE

FAMILIES = {**COURSE, **MORE, **FRESH, **OUTSIDE}
EVERY = [*COURSE, *MORE, *FRESH]
ZERO = ["loss of zero"]
UNITS = ["units decades apart", "uneven sizes", "blocks decades apart"]
NOISE = ["pedestal", "noise", "rounded", "cancelling"]
ROUGH = ["fast waves", "cliffs", "kinks nearby", "curved"]
KINKED = [
    "svm",
    "relu",
    "two-layer net",
    "max gate",
    "three-layer net",
    "absolute regression",
    "pinball",
    "max pool",
    "leaky network",
]
"""Families whose slope jumps at kinks."""

CIFAR = 30_730
"""Weights of a linear classifier for CIFAR-10: 10 classes times 3072 pixels and a bias."""


@dataclass
class Row:
    """One checker's figures.

    Attributes
    ----------
    rejected : dict
        Right gradients that were rejected, per cent, by kind of `RIGHT_KINDS`.
    accepted : dict
        Wrong gradients that were accepted, per cent, by kind of `WRONG_KINDS`.
    unsure : dict
        Gradients about which the checker said that it cannot tell, per cent, by kind of either.
    calls : int
        Calls of f for a right gradient with 30,730 entries.
    cpu_ms : float
        CPU time per check of the small cases, in milliseconds.
    """

    rejected: dict[str, float] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)
    unsure: dict[str, float] = field(default_factory=dict)
    calls: int = 0
    cpu_ms: float = 0.0


Sample = tuple[Case, Gradient, np.random.Generator]


def _drawn(
    names: list[str], settings: list[Setting], count: int, seed: int
) -> Iterator[tuple[Case, np.random.Generator]]:
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        make = FAMILIES[names[number % len(names)]]
        yield make(rng, settings[number // len(names) % len(settings)]), rng


def _right(names: list[str], settings: list[Setting]) -> Callable[[int, int], Iterator[Sample]]:
    def samples(count: int, seed: int) -> Iterator[Sample]:
        for case, rng in _drawn(names, settings, count, seed):
            yield case, case.gradient, rng

    return samples


def _wrong(
    plants: list[planting.Plant], least: float, *, scaled: bool = False, names: list[str] = EVERY
) -> Callable[[int, int], Iterator[Sample]]:
    def samples(count: int, seed: int) -> Iterator[Sample]:
        made = 0
        for number, (case, rng) in enumerate(_drawn(names, [Setting()], 6 * count, seed)):
            planted = plants[number % len(plants)](case, rng)
            if planted is None or not planting.really_wrong(case, planted, rng, least):
                continue
            made += 1
            yield _scaled(case, planted.gradient, rng) if scaled else (case, planted.gradient, rng)
            if made == count:
                return

    return samples


def _scaled(case: Case, gradient: Gradient, rng: np.random.Generator) -> Sample:
    scale = float(rng.choice([1e-8, 1e8]))

    def under_test(p: Params) -> Params:
        return {k: scale * g for k, g in gradient(p).items()}

    return replace(case, f=lambda p: scale * np.asarray(case.f(p))), under_test, rng


KINKS = [Setting(kinked=True, convention=c) for c in (0.0, 0.5, 1.0)]
RIGHT = {
    "plain": _right(EVERY, [Setting()]),
    "at kinks": _right(KINKED, KINKS),
    "float32": _right(EVERY, [Setting(single=True)]),
    "loss of zero": _right(ZERO, [Setting()]),
    "units decades apart": _right(UNITS, [Setting()]),
    "noise and lost digits": _right(NOISE, [Setting()]),
    "waves, cliffs, kinks nearby": _right(ROUGH, [Setting()]),
}
LINES: list[planting.Plant] = [planting.wrong_line, planting.wrong_entry]
GROSS: list[planting.Plant] = [planting.wrong_factor, planting.wrong_entry]
WRONG = {
    "conceptual": _wrong([planting.conceptual, planting.wrong_factor, planting.wrong_regulariser], 1e-3),
    "loss scale 1e±8": _wrong([planting.conceptual, planting.wrong_factor], 1e-3, scaled=True),
    "one row, column or entry": _wrong(LINES, 1e-3),
    "all off 1e-6": _wrong([lambda case, rng: planting.all_off(case, rng, 1e-6)], 1e-8),
    "all off 1e-7": _wrong([planting.all_off], 1e-9),
    "loss of zero": _wrong([planting.shifted], 1e-3, names=ZERO),
    "units decades apart": _wrong(GROSS, 1e-3, names=UNITS),
    "noise and lost digits": _wrong(GROSS, 1e-3, names=NOISE),
    "waves, cliffs, kinks nearby": _wrong(GROSS, 1e-3, names=ROUGH),
}
RIGHT_KINDS, WRONG_KINDS = tuple(RIGHT), tuple(WRONG)


def compare(checkers: dict[str, Checker], count: int, seed: int) -> dict[str, Row]:
    """Every checker on the same `count` samples of each kind."""
    return {name: _row(checker, count, seed) for name, checker in checkers.items()}


def _row(checker: Checker, count: int, seed: int) -> Row:
    row, started, checks = Row(), time.process_time(), 0
    for number, (right, kind, samples) in enumerate(
        [(True, *item) for item in RIGHT.items()] + [(False, *item) for item in WRONG.items()]
    ):
        verdicts = [judge(checker, *sample)[0] for sample in samples(count, seed + number)]
        checks += len(verdicts)
        share = 100 / max(1, len(verdicts))
        missed = row.rejected if right else row.accepted
        missed[kind] = share * verdicts.count(not right)
        row.unsure[f"right, {kind}" if right else f"wrong, {kind}"] = share * verdicts.count(None)
    row.cpu_ms = 1e3 * (time.process_time() - started) / max(1, checks)
    row.calls = calls_at(CIFAR, checker)
    return row


def calls_at(size: int, checker: Checker) -> int:
    """Calls of f for a right gradient of a smooth function of `size` variables."""
    rng = np.random.default_rng(0)
    weights = rng.normal(size=size)
    case = Case(
        lambda p: float(np.sum(np.sin(weights * p["W"]))),
        lambda p: {"W": weights * np.cos(weights * p["W"])},
        {"W": rng.normal(size=size)},
    )
    return judge(checker, case, case.gradient, rng)[1]
