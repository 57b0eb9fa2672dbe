"""The twelve checks as plain pytest functions in the student's own process; SUBMISSION and SOLUTION in the environment."""

import os
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent / "solutions" / "twelve"))

from bodies import BODIES

STUDENT, SOLUTION = (
    SimpleNamespace(**runpy.run_path(os.environ[name])) for name in ("SUBMISSION", "SOLUTION")
)


@pytest.mark.parametrize(
    "body", [body for bodies in BODIES.values() for body in bodies], ids=lambda body: body.__name__
)
def test_the_function(body):
    body(STUDENT, SOLUTION)
