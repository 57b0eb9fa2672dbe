"""The twelve checks in one plain python process, with nothing between the student's code and the checks.

Run ``python benchmarks/twelve/plain.py SUBMISSION SOLUTION``; prints how many checks passed.
"""

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parent / "solutions" / "twelve"))

from bodies import BODIES


def main() -> None:
    """Run the checks."""
    student, solution = (SimpleNamespace(**runpy.run_path(path)) for path in sys.argv[1:3])
    passed = 0
    for bodies in BODIES.values():
        for body in bodies:
            try:
                body(student, solution)
                passed += 1
            except Exception:  # a wrong submission fails here
                continue
    print(passed)


if __name__ == "__main__":
    main()
