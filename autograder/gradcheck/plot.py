"""A report as a figure of matplotlib, which is imported only here and only when a figure is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.gradcheck.difference_map import FAINTEST
from autograder.gradcheck.findings import BlockFinding, Trace
from autograder.gradcheck.picture import MOST_TRACES, maps_of


def figure_of(message: str, blocks: tuple[BlockFinding, ...], traces: tuple[Trace, ...]) -> Any:
    """Draw the maps of the wrong blocks and the probes' residuals beside each other.

    Parameters
    ----------
    message, blocks, traces
        A report's attributes of these names.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from matplotlib.colors import LogNorm
    from matplotlib.figure import Figure

    maps = maps_of(blocks)
    count = len(maps) + bool(traces) or 1
    figure = Figure(figsize=(4.5 * count, 3.8), layout="constrained")
    axes = list(np.ravel(figure.subplots(1, count)))
    for each, ax in zip(maps, axes):
        shown = np.where(each.levels > 0, np.maximum(each.levels, FAINTEST), np.nan)
        extent = (0, each.column_edges[-1], each.row_edges[-1], 0)
        image = ax.imshow(
            shown,
            extent=extent,
            aspect="auto",
            cmap="Oranges",
            norm=LogNorm(FAINTEST, 1.0),
            interpolation="none",
        )
        ax.set_title(each.words, fontsize="medium", wrap=True)
        ax.set_xlabel("column")
        ax.set_ylabel("row")
        figure.colorbar(image, ax=ax, label="difference / root mean square")
    if traces:
        ax = axes[-1]
        for trace in traces[:MOST_TRACES]:
            ax.loglog(trace.steps, np.maximum(trace.residuals, 1e-16), "o-", color="tab:orange", markersize=3)
            ax.loglog(trace.steps, trace.noise, "--", color="grey", linewidth=0.8)
        ax.set_xlabel("step, in scales of the parameters")
        ax.set_ylabel("residual / gradient, noise dashed")
    if not maps and not traces:
        axes[0].set_axis_off()
    figure.suptitle(message, wrap=True)
    return figure
