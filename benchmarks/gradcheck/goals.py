"""The checker against its goals: false alarms, misses, calls and diagnoses, counted over fresh seeds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from autograder.gradcheck import GradientReport, Hints, Kind, Verdict, check_gradient
from benchmarks.gradcheck import calibration, planting
from benchmarks.gradcheck.calibration import Curve
from benchmarks.gradcheck.cases import Case, Gradient, Params, Setting
from benchmarks.gradcheck.families import COURSE
from benchmarks.gradcheck.fresh_families import FRESH
from benchmarks.gradcheck.more_families import MORE
from benchmarks.gradcheck.planting import Plant, Planted

FAMILIES: dict[str, calibration.Family] = {**COURSE, **MORE, **FRESH}
SMALL = [Setting(), *(Setting(kinked=True, convention=c) for c in (0.0, 0.5, 1.0))]
LARGE = [Setting(large=True), *(Setting(kinked=True, convention=c, large=True) for c in (0.0, 0.5, 1.0))]

PLANTS: dict[str, tuple[Plant, float]] = {
    "conceptual": (planting.conceptual, 1e-4),
    "factor": (planting.wrong_factor, 1e-4),
    "regulariser": (planting.wrong_regulariser, 1e-4),
    "row or column": (planting.wrong_line, 1e-4),
    "single entry, off 0.5": (planting.wrong_entry, 1e-4),
    "single entry, off 1e-3": (lambda case, rng: planting.wrong_entry(case, rng, 1e-3), 1e-5),
    "all entries, off 1e-7": (planting.all_off, 1e-9),
}
"""Kinds of mistakes, each with the least relative difference that counts as wrong at all."""


@dataclass
class Tally:
    """Cases counted by how they went, with the worst ones kept for a look."""

    count: int = 0
    bad: int = 0
    inconclusive: int = 0
    calls: list[int] = field(default_factory=list)
    all_calls: list[int] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    def add(self, report: GradientReport, wanted: Verdict, name: str) -> None:
        """Count one report."""
        self.count += 1
        self.calls.append(report.verdict_calls)
        self.all_calls.append(report.calls)
        if report.verdict is Verdict.INCONCLUSIVE:
            self.inconclusive += 1
        elif report.verdict is not wanted:
            self.bad += 1
        if report.verdict is not wanted:
            self.examples.append(f"{name}: {report.verdict.value}, {report.message}")


@dataclass
class Share:
    """How often something held."""

    held: int = 0
    count: int = 0

    def add(self, holds: bool) -> None:
        """Count one case."""
        self.held += holds
        self.count += 1

    def __str__(self) -> str:
        if not self.count:
            return "not measured"
        return f"{100 * self.held / self.count:.4g} % ({self.held:,} of {self.count:,})"


@dataclass
class Figures:
    """Everything that the table of goals shows."""

    right: Tally = field(default_factory=Tally)
    right_fresh: Tally = field(default_factory=Tally)
    right_large: Tally = field(default_factory=Tally)
    single: Tally = field(default_factory=Tally)
    wrong: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in PLANTS})
    wrong_large: Tally = field(default_factory=Tally)
    tiny_entry: Tally = field(default_factory=Tally)
    tiny_entry_reference: Tally = field(default_factory=Tally)
    curve: Curve = field(default_factory=Curve)
    block: Share = field(default_factory=Share)
    whole: Share = field(default_factory=Share)
    entry: Share = field(default_factory=Share)


def _check(case: Case, gradient: Gradient, rng: np.random.Generator) -> GradientReport:
    return check_gradient(
        case.f,
        case.x,
        gradient(case.x),
        gradient=gradient,
        dout=case.dout,
        rng=rng,
        hints=Hints(case.sizes, case.reg),
    )


def _cases(settings: list[Setting], count: int, seed: int) -> Iterator[tuple[str, Case, np.random.Generator]]:
    """`count` cases, all families and settings in turn, each from a generator of its own."""
    turns = itertools.cycle(itertools.product(enumerate(FAMILIES.items()), settings))
    for number, ((family, (name, make)), setting) in zip(range(count), turns):
        rng = np.random.default_rng([seed, number, family])
        yield f"{name}, {setting}, case {number}", make(rng, setting), rng


def measure(right: int, wrong: int, large: int, seed: int) -> Figures:
    """Run the checker on so many right and wrong gradients, and on `large` large ones of each sort."""
    figures = Figures()
    for name, case, rng in _cases(SMALL, right, seed):
        report = _check(case, case.gradient, rng)
        figures.right.add(report, Verdict.RIGHT, name)
        if name.split(",")[0] in FRESH:
            figures.right_fresh.add(report, Verdict.RIGHT, name)
    for name, case, rng in _cases([Setting(single=True)], right // 10, seed + 1):
        _count_single(figures.single, case, rng, name)
    for number, (kind, (plant, least)) in enumerate(PLANTS.items()):
        _plant(figures, kind, plant, least, wrong // len(PLANTS), seed + 2 + number)
    for name, case, rng in _cases(LARGE, large, seed + 20):
        figures.right_large.add(_check(case, case.gradient, rng), Verdict.RIGHT, name)
        planted = planting.wrong_factor(case, rng)
        if planted is not None and planting.really_wrong(case, planted, rng, 1e-4):
            figures.wrong_large.add(_check(case, planted.gradient, rng), Verdict.WRONG, name)
    _tiny_entries(figures, large, seed + 30)
    figures.curve = calibration.measure(FAMILIES, right // 3, seed + 40)
    return figures


def _count_single(tally: Tally, case: Case, rng: np.random.Generator, name: str) -> None:
    """A case drawn in float32, with a gradient in float32."""

    def gradient(p: Params) -> Params:
        return {k: np.asarray(g, dtype=np.float32) for k, g in case.gradient(p).items()}

    tally.add(_check(case, gradient, rng), Verdict.RIGHT, name)


def _plant(figures: Figures, kind: str, plant: Plant, least: float, count: int, seed: int) -> None:
    """Count `count` mistakes of one kind; cases in which it cannot be planted are passed over."""
    tally = figures.wrong[kind]
    for name, case, rng in _cases(SMALL, 4 * count, seed):
        planted = plant(case, rng)
        if planted is None or not planting.really_wrong(case, planted, rng, least):
            continue
        report = _check(case, planted.gradient, rng)
        tally.add(report, Verdict.WRONG, name)
        if report.verdict is Verdict.WRONG and planted.kind is not None:
            _count_diagnosis(figures, report, planted, kind, name)
        if tally.count >= count:
            return


def _count_diagnosis(
    figures: Figures, report: GradientReport, planted: Planted, kind: str, name: str
) -> None:
    wrong = [block for block in report.blocks if block.verdict is Verdict.WRONG]
    if planted.block is not None:
        figures.block.add([block.name for block in wrong] == [planted.block])
    findings = [block.diagnosis for block in wrong if block.diagnosis is not None]
    if planted.kind in (Kind.FACTOR, Kind.REGULARISER):
        right = all(d.kind is planted.kind for d in findings)
        if right and planted.factor is not None:
            right = all(abs((d.factor or 0.0) / planted.factor - 1) < 1e-3 for d in findings)
        figures.whole.add(right)
    elif planted.kind is Kind.ENTRY:
        right = len(findings) == 1 and findings[0].index == planted.index
        figures.entry.add(right)
    else:
        return
    if not right:
        tally = figures.wrong[kind]
        tally.examples.append(f"{name}: wanted {planted.kind.value}, {report.message}")


def _tiny_entries(figures: Figures, count: int, seed: int) -> None:
    """One entry of a large gradient off by 1e-5 of the rms, and by 1e-9 with a reference."""
    for name, case, rng in _cases([Setting(large=True)], count, seed):
        if sum(v.size for v in case.x.values()) < 1000:
            continue
        planted = planting.wrong_entry(case, rng, 1e-5)
        if planted is not None:
            figures.tiny_entry.add(_check(case, planted.gradient, rng), Verdict.WRONG, name)
        planted = planting.wrong_entry(case, rng, 1e-9)
        if planted is not None:
            report = check_gradient(
                case.f,
                case.x,
                planted.gradient(case.x),
                gradient=planted.gradient,
                reference=case.gradient,
                dout=case.dout,
                rng=rng,
            )
            figures.tiny_entry_reference.add(report, Verdict.WRONG, name)
