"""Gradient checking: is this the gradient of that function, and if not, what is the matter with it?

Used by check authors and by anybody with a function of arrays. Imports numpy, and nothing of ours but the vocabulary of errors.
"""

from autograder.gradcheck.assertions import GradientError, assert_gradient, failure_text
from autograder.gradcheck.check import check_gradient
from autograder.gradcheck.hints import Hints
from autograder.gradcheck.report import (
    Agreement,
    BlockFinding,
    Diagnosis,
    Entry,
    GradientReport,
    Kind,
    Trace,
    Verdict,
)

__all__ = [
    "Agreement",
    "BlockFinding",
    "Diagnosis",
    "Entry",
    "GradientError",
    "GradientReport",
    "Hints",
    "Kind",
    "Trace",
    "Verdict",
    "assert_gradient",
    "check_gradient",
    "failure_text",
]
