"""A report as HTML with pictures in SVG, for light and dark pages: where the gradient differs, and the residual against the step.

Colours are those of the page but for one, whose strength is the size of a difference. What the pictures show is said in words
beside them, and in them for screen readers.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence

import numpy as np

from autograder.gradcheck.difference_map import FAINTEST, DifferenceMap, difference_map
from autograder.gradcheck.findings import BlockFinding, Trace, Verdict

_MARK = "#d55e00"  # told from the page's own colours with any colour vision, on white and on black

WIDTH, MARGIN, CELL = 320.0, 46.0, 26.0
"""Of a picture, in pixels: the inner side at most, the space for labels, and the largest side of a cell."""

MOST_MAPS, MOST_TRACES = 3, 6
LOWEST = 1e-16


def html_of(words: str, verdict: Verdict, blocks: tuple[BlockFinding, ...], traces: tuple[Trace, ...]) -> str:
    """Return a report as one piece of HTML that stands for itself.

    Parameters
    ----------
    words : str
        What stands above the pictures; escaped here.
    verdict, blocks, traces
        A report's attributes of these names.
    """
    pictures = [map_svg(each) for each in maps_of(blocks)]
    if traces:
        pictures.append(_trace_svg(traces[:MOST_TRACES], verdict))
    drawn = "".join(
        f'<figure style="margin:0;max-width:24rem">{picture}<figcaption>{html.escape(seen)}</figcaption></figure>'
        for picture, seen in pictures
    )
    side_by_side = "display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start"
    figures = f'<div style="{side_by_side}">{drawn}</div>' if drawn else ""
    return f'<div class="gradcheck" style="max-width:60rem"><p>{html.escape(words)}</p>{figures}</div>'


def maps_of(blocks: tuple[BlockFinding, ...]) -> list[DifferenceMap]:
    """The maps of the wrong blocks, the worst first, no more than are good to look at."""
    ordered = sorted(blocks, key=lambda block: 0.0 if math.isnan(block.error) else -block.error)
    found = [difference_map(block) for block in ordered]
    return [each for each in found if each is not None][:MOST_MAPS]


def map_svg(each: DifferenceMap) -> tuple[str, str]:
    """Return a map as SVG and in words."""
    rows, columns = each.levels.shape
    cell = min(CELL, WIDTH / max(rows, columns))
    wide, high = max(columns * cell, 12.0), max(rows * cell, 12.0)
    squares = "".join(
        f'<rect x="{MARGIN + first * cell:.1f}" y="{MARGIN / 2 + i * cell:.1f}" '
        f'width="{(last - first) * cell:.1f}" height="{cell:.1f}" fill="{_MARK}" fill-opacity="{strength}"/>'
        for i in range(rows)
        for first, last, strength in _runs(each.levels[i])
    )
    frame = (
        f'<rect x="{MARGIN}" y="{MARGIN / 2}" width="{wide:.1f}" height="{high:.1f}" fill="none" '
        'stroke="currentColor" stroke-opacity=".5"/>'
    )
    labels = _label(MARGIN, MARGIN / 2 - 6, "0", "start")
    if each.column_edges[-1] > 1:
        labels += _label(MARGIN + wide, MARGIN / 2 - 6, f"{each.column_edges[-1] - 1}", "end")
    if each.row_edges[-1] > 1:
        labels += _label(MARGIN - 6, MARGIN / 2 + min(high / 2, 10.0), "0", "end")
        labels += _label(MARGIN - 6, MARGIN / 2 + high, f"{each.row_edges[-1] - 1}", "end")
    size = (MARGIN + wide + 12, MARGIN / 2 + high + 8)
    largest = float(np.nan_to_num(each.levels).max())
    words = f"{each.words}, by up to {largest:.2g} of the root mean square"
    return _svg(size, f"Where the gradient differs: {words}", squares + frame + labels), words


def _trace_svg(traces: Sequence[Trace], verdict: Verdict) -> tuple[str, str]:
    """Return the residuals of some probes against the step as SVG and in words."""
    steps = [step for trace in traces for step in trace.steps]
    low_x, high_x = math.floor(math.log10(min(steps))), math.ceil(math.log10(max(steps)))
    if low_x == high_x:
        low_x -= 1
    values = [max(v, LOWEST) for t in traces for v in (*t.residuals, *t.noise) if math.isfinite(v) and v > 0]
    low_y = math.floor(math.log10(min(values, default=LOWEST)))
    high_y = max(low_y + 1, math.ceil(math.log10(max(values, default=1.0))))
    wide, high = 300.0, 190.0

    def place(step: float, value: float) -> str:
        x = MARGIN + wide * (math.log10(step) - low_x) / (high_x - low_x)
        level = min(max(math.log10(max(value, LOWEST)), low_y), high_y)
        return f"{x:.1f},{12 + high * (high_y - level) / (high_y - low_y):.1f}"

    drawn = []
    for trace in traces:
        for shown, style in (
            (trace.noise, 'stroke="currentColor" stroke-opacity=".45" stroke-dasharray="3 4"'),
            (trace.residuals, f'stroke="{_MARK}" stroke-width="1.6"'),
        ):
            points = [place(step, v) for step, v in zip(trace.steps, shown) if math.isfinite(v)]
            drawn.append(f'<polyline points="{" ".join(points)}" fill="none" {style}/>')
        drawn += [
            f'<circle cx="{x}" cy="{y}" r="2.6" fill="{_MARK}"/>'
            for x, y in (
                place(s, v).split(",") for s, v in zip(trace.steps, trace.residuals) if math.isfinite(v)
            )
        ]
    axes = (
        f'<path d="M{MARGIN} 12 V{12 + high} H{MARGIN + wide}" fill="none" stroke="currentColor" stroke-opacity=".5"/>'
        + _label(MARGIN, high + 28, f"1e{low_x}", "middle")
        + _label(MARGIN + wide, high + 28, f"1e{high_x}", "middle")
        + _label(MARGIN + wide / 2, high + 28, "step", "middle")
        + _label(MARGIN - 6, 18, f"1e{high_y}", "end")
        + _label(MARGIN - 6, 12 + high, f"1e{low_y}", "end")
    )
    seen = {
        Verdict.RIGHT: "it vanishes, or drowns in noise",
        Verdict.WRONG: "where it stays level, above the noise, something is missing",
        Verdict.INCONCLUSIVE: "neither does it vanish nor does it stand out",
    }[verdict]
    words = f"Relative residual against the step of {len(traces)} probes, noise dashed: {seen}"
    return _svg((MARGIN + wide + 22, high + 36), words, "".join(drawn) + axes), words


def _runs(levels: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Iterator[tuple[int, int, float]]:
    """Neighbouring cells of one strength as one: first, last + 1, strength."""
    strengths = [_strength(float(level)) for level in levels]
    first = 0
    for i in range(1, len(strengths) + 1):
        if i == len(strengths) or strengths[i] != strengths[first]:
            if strengths[first]:
                yield first, i, strengths[first]
            first = i


def _strength(level: float) -> float:
    """How strong a difference is drawn, from 0.25 to 1 in steps that can be told apart; 0 for none."""
    if not level > 0:
        return 0.0
    share = 1 - math.log10(min(max(level, FAINTEST), 1.0)) / math.log10(FAINTEST)
    return round(0.25 + 0.75 * share, 2)


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor" font-size="11">{text}</text>'


def _svg(size: tuple[float, float], words: str, inside: str) -> str:
    wide, high = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{html.escape(words)}" '
        f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}" '
        f'font-family="system-ui, sans-serif" style="max-width:100%;height:auto">{inside}</svg>'
    )
