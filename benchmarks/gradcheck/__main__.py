"""Measure the gradient checker: ``python -m benchmarks.gradcheck [--quick] [--write-docs]``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.gradcheck import goals
from benchmarks.gradcheck.checkers import installed
from benchmarks.gradcheck.comparison import compare
from benchmarks.gradcheck.figure import draw
from benchmarks.gradcheck.tables import comparison_table, examples, goals_table

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "gradient_checking.md"
BEGIN, END = "<!-- measured: {} -->", "<!-- end: {} -->"


def main() -> None:
    """Run, print both tables, and write the page and its picture where asked to."""
    options = _options()
    if options.families:
        unknown = set(options.families) - set(goals.FAMILIES)
        if unknown:
            sys.exit(f"unknown families: {', '.join(sorted(unknown))}; there are {', '.join(goals.FAMILIES)}")
        for name in set(goals.FAMILIES) - set(options.families):
            del goals.FAMILIES[name]
    started = time.process_time()
    tables: dict[str, str] = {}
    if options.only != "goals":
        checkers, absent = installed()
        if absent:
            print(f"not installed, left out: {', '.join(absent)}\n")
        rows = compare(checkers, options.samples, options.seed)
        tables["comparison"] = comparison_table(rows)
        print(f"{tables['comparison']}\n", flush=True)
        if options.plot or options.write_docs:
            draw(rows, options.plot or DOCS / "gradient_checking.svg")
    if options.only != "comparison":
        figures = goals.measure(options.right, options.wrong, options.large, options.seed)
        tables["goals"] = goals_table(figures)
        print(tables["goals"])
        print(f"\nCases that went wrong:\n{examples(figures)}")
    print(f"\nseed {options.seed}, {time.process_time() - started:.0f} s of CPU time")
    if options.write_docs:
        _write(tables)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gradcheck", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fiftieth of everything, for a first look")
    parser.add_argument("--right", type=int, default=30_000, help="right gradients (default 30,000)")
    parser.add_argument("--wrong", type=int, default=30_000, help="wrong gradients (default 30,000)")
    parser.add_argument("--large", type=int, default=1_000, help="cases of up to 30,730 parameters (1,000)")
    parser.add_argument("--samples", type=int, default=420, help="samples a column of the comparison (420)")
    parser.add_argument("--seed", type=int, default=31_337, help="seed of all cases")
    parser.add_argument("--families", nargs="+", help="only these families for the goals")
    parser.add_argument("--only", choices=["comparison", "goals"], help="only one of the two tables")
    parser.add_argument("--plot", type=Path, help="write the picture to this file")
    parser.add_argument("--write-docs", action="store_true", help="write docs/gradient_checking.*")
    options = parser.parse_args()
    if options.quick:
        for name in ("right", "wrong", "large", "samples"):
            setattr(options, name, max(20, getattr(options, name) // 50))
    return options


def _write(tables: dict[str, str]) -> None:
    """Put the tables between their marks in the page."""
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables.items():
        begin, end = BEGIN.format(name), END.format(name)
        before, rest = page.split(begin)
        page = f"{before}{begin}\n{table}\n{end}{rest.split(end)[1]}"
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
