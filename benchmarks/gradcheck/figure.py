"""The comparison as a picture: what each checker gets wrong, and what it costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.gradcheck.comparison import CIFAR, Row

ORANGE, BLUE, GREY = "#d55e00", "#0072b2", "#666666"  # told apart with any colour vision


def draw(rows: dict[str, Row], path: Path) -> None:
    """Write an SVG: false alarms and misses, averaged over the kinds of cases, and calls of f."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "gradcheck"  # the same figures give the same file
    mpl.rcParams["svg.fonttype"] = "none"  # words stay words, for search and screen readers
    import matplotlib.pyplot as plt

    names = list(rows)[::-1]
    height = np.arange(len(names))
    figure, (errors, calls) = plt.subplots(
        1, 2, figsize=(10, 0.5 * len(names) + 1.6), sharey=True, width_ratios=(3, 2)
    )
    for offset, colour, label, values in (
        (0.2, ORANGE, "right gradients rejected", [_mean(rows[n].rejected) for n in names]),
        (-0.2, BLUE, "wrong gradients accepted", [_mean(rows[n].accepted) for n in names]),
    ):
        bars = errors.barh(height + offset, values, 0.36, color=colour, label=label)
        errors.bar_label(bars, [f"{v:.1f}" if 0 < v < 10 else f"{v:.0f}" for v in values], padding=3)
    errors.set_yticks(height, names)
    errors.set_xlabel("per cent, mean over the rows of the table")
    errors.set_xlim(0, 100)
    errors.legend(loc="upper right", frameon=False)
    counts = [rows[n].calls for n in names]
    bars = calls.barh(height, counts, 0.5, color=GREY)
    calls.bar_label(bars, [f"{c:,}" if c else "fails" for c in counts], padding=3)
    calls.set_xscale("log")
    calls.set_xlim(1, 1e6)
    calls.set_xlabel(f"calls of f for {CIFAR:,} parameters")
    for axes in (errors, calls):
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _mean(values: dict[str, float]) -> float:
    return float(np.mean(list(values.values())))
