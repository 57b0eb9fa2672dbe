"""Print the calibration curve of `GradientReport.bound`: ``python -m benchmarks.gradcheck_calibration [--count N]``.

Errors of random kinds are planted around the bound of random cases, with noise, kinks and units decades apart among them.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from benchmarks.gradcheck import calibration
from benchmarks.gradcheck.goals import FAMILIES
from benchmarks.gradcheck.tables import calibration_table


def main() -> None:
    """Measure, print, and fail where more than one promise in a thousand was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gradcheck_calibration", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="random cases (default 10,000)")
    parser.add_argument("--seed", type=int, default=31_337, help="seed of all cases")
    options = parser.parse_args()
    started = time.process_time()
    curve = calibration.measure(FAMILIES, options.count, options.seed)
    print(calibration_table(curve))
    bounds = np.percentile(curve.bounds, [5, 50, 95])
    print(
        f"\n{curve.broken:,} of {curve.checks:,} checks ({curve.passed:,} passed) had an error above the bound they state"
        f"\nbounds of right gradients: {bounds[1]:.1g} in the middle, {bounds[0]:.1g} to {bounds[2]:.1g} for nine in ten"
        f"\n{curve.rejected:,} of {curve.right:,} right gradients rejected, {curve.inconclusive:,} inconclusive"
        f"\nseed {options.seed}, {time.process_time() - started:.0f} s of CPU time"
    )
    print("\n".join(curve.examples[:20]))
    if curve.broken > curve.checks / 1000:
        sys.exit("the bound does not hold: it was broken in more than 0.1 % of the checks")


if __name__ == "__main__":
    main()
