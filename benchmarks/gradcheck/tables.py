"""The measured figures as Markdown tables."""

from __future__ import annotations

import numpy as np

from benchmarks.gradcheck.calibration import Curve
from benchmarks.gradcheck.comparison import CIFAR, RIGHT_KINDS, WRONG_KINDS, Row
from benchmarks.gradcheck.goals import Figures, Tally


def comparison_table(rows: dict[str, Row]) -> str:
    """One line a kind of cases, one column a checker; in per cent, what it does not know with a question mark."""
    body = [
        [
            f"right rejected: {kind}",
            *(_missed(row.rejected[kind], row.unsure[f"right, {kind}"]) for row in rows.values()),
        ]
        for kind in RIGHT_KINDS
    ]
    body += [
        [
            f"wrong accepted: {kind}",
            *(_missed(row.accepted[kind], row.unsure[f"wrong, {kind}"]) for row in rows.values()),
        ]
        for kind in WRONG_KINDS
    ]
    body.append(
        [f"calls at n = {CIFAR:,}", *(f"{row.calls:,}" if row.calls else "fails" for row in rows.values())]
    )
    body.append(
        [
            "CPU, ms",
            *(f"{row.cpu_ms:.2g}" if row.cpu_ms < 10 else f"{row.cpu_ms:.0f}" for row in rows.values()),
        ]
    )
    return _table(["per cent", *rows], body)


def goals_table(figures: Figures) -> str:
    """One line a goal, with the figure measured beside it."""
    conceptual = [tally for name, tally in figures.wrong.items() if "1e-7" not in name]
    everywhere = [figures.right, figures.right_large, *figures.wrong.values(), figures.wrong_large]
    off = figures.wrong["all entries, off 1e-7"]
    wrong = [*figures.wrong.values(), figures.wrong_large]
    body = [
        [
            "right gradients rejected, float64, a quarter smooth, three quarters at kinks with 0, ½, 1",
            "0 of 30,000",
            f"{_bad(figures.right)} of {figures.right.count:,}",
        ],
        [
            "of these, families written after the method was settled",
            "0",
            f"{_bad(figures.right_fresh)} of {figures.right_fresh.count:,}",
        ],
        ["right gradients rejected, float32", "-", f"{_bad(figures.single)} of {figures.single.count:,}"],
        [
            "conceptual, factor, regulariser, row, column and entry errors accepted",
            "0",
            f"{sum(t.bad for t in conceptual):,} of {sum(t.count for t in conceptual):,}",
        ],
        ["all entries off by 1e-7: found", "always", _found(off)],
        [
            "one entry of up to 30,730 off by 1e-5 of the rms: found, black box",
            "99.9 %",
            _found(figures.tiny_entry),
        ],
        ["the same off by 1e-9: found, with a reference", "always", _found(figures.tiny_entry_reference)],
        [
            "outside of the course's functions: right gradients rejected",
            "0",
            f"{figures.curve.rejected:,} (and {figures.curve.inconclusive:,} inconclusive) of {figures.curve.right:,}",
        ],
        [
            "a pass with an error above the bound that it states, errors planted around it",
            "0.1 % of 10,000",
            f"{figures.curve.broken:,} of {figures.curve.checks:,}, of which {figures.curve.passed:,} passed",
        ],
        ["calls of f, right", "60", _calls([figures.right, figures.right_large])],
        ["calls of f, wrong, until the verdict", "120", _calls(wrong)],
        ["calls of f, wrong, with diagnosis", "330", _calls(wrong, diagnosis=True)],
        ["diagnosis: which block", "100 %", str(figures.block)],
        ["diagnosis: factor or regulariser", "99 %", str(figures.whole)],
        ["diagnosis: single entry off by 1e-3 or more", "100 %", str(figures.entry)],
        ["inconclusive, float64", "0.1 %", _inconclusive(everywhere)],
    ]
    return _table(["measure", "goal", "measured"], body)


def calibration_table(curve: Curve) -> str:
    """One line a class of errors in units of the bound: how many checks, and how many of them passed."""
    edges = [*curve.classes]
    body = []
    for edge, following in zip(edges, [*edges[1:], None]):
        seen = curve.classes[edge]
        words = f"from {edge:g}" if following is None else f"{edge:g} to {following:g}"
        share = f"{100 * seen.passed / seen.checks:.2g} %" if seen.checks else "-"
        body.append([words, f"{seen.checks:,}", f"{seen.passed:,}", share])
    return _table(["error / bound", "checks", "overlooked", "share"], body)


def examples(figures: Figures, most: int = 20) -> str:
    """Cases that went wrong, for a look."""
    tallies = {
        "right": figures.right,
        "right, large": figures.right_large,
        "right, float32": figures.single,
        **figures.wrong,
        "wrong, large": figures.wrong_large,
        "tiny entry": figures.tiny_entry,
        "tiny entry, reference": figures.tiny_entry_reference,
    }
    lines = [f"{kind}: {text}" for kind, tally in tallies.items() for text in tally.examples]
    lines += [f"bound: {text}" for text in figures.curve.examples]
    return "\n".join(lines[:most]) or "none"


def _missed(missed: float, unsure: float) -> str:
    return f"{_per_cent(missed)} ({_per_cent(unsure)} ?)" if unsure else _per_cent(missed)


def _per_cent(value: float) -> str:
    return f"{value:.1f}" if 0 < value < 10 else f"{value:.0f}"


def _bad(tally: Tally) -> str:
    rejected = f"{tally.bad:,}"
    return f"{rejected} (and {tally.inconclusive} inconclusive)" if tally.inconclusive else rejected


def _found(tally: Tally) -> str:
    found = tally.count - tally.bad - tally.inconclusive
    return f"{100 * found / max(1, tally.count):.4g} % ({found:,} of {tally.count:,})"


def _calls(tallies: list[Tally], *, diagnosis: bool = False) -> str:
    calls = [c for tally in tallies for c in (tally.all_calls if diagnosis else tally.calls)]
    if not calls:
        return "not measured"
    rare = np.percentile(calls, 99.9)
    return f"{np.mean(calls):.0f} on average, {rare:.0f} in 99.9 %, {max(calls)} at most"


def _inconclusive(tallies: list[Tally]) -> str:
    unsure, count = sum(t.inconclusive for t in tallies), sum(t.count for t in tallies)
    return f"{100 * unsure / max(1, count):.2g} % ({unsure:,} of {count:,})"


def _table(head: list[str], body: list[list[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *body])
