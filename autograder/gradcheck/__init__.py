"""Gradient checking: is this the gradient of that function, and if not, what is the matter with it?

Used by check authors and by anybody with a function of arrays. A library of its own.
Imports numpy, and nothing of ours.
"""

from autograder.gradcheck.assertions import GradientError, assert_gradient, failure_text
from autograder.gradcheck.check import check_gradient
from autograder.gradcheck.difference_map import DifferenceMap, difference_map
from autograder.gradcheck.findings import Agreement, BlockFinding, Diagnosis, Entry, Kind, Trace, Verdict
from autograder.gradcheck.hessian import check_hvp
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.report import GradientReport

__all__ = [
    "Agreement",
    "BlockFinding",
    "Diagnosis",
    "DifferenceMap",
    "Entry",
    "GradientError",
    "GradientReport",
    "Hints",
    "Kind",
    "Trace",
    "Verdict",
    "assert_gradient",
    "check_gradient",
    "check_hvp",
    "difference_map",
    "failure_text",
]
