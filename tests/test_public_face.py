"""The names that check authors and notebooks may rely on."""

import subprocess
import sys

import autograder

NAMES = [
    "CheckFailure",
    "LimitExceeded",
    "NotWritten",
    "StudentException",
    "StudentFault",
    "WorkerCrashed",
    "assert_answer",
    "assert_close",
    "assert_gradient",
    "assert_inputs_unchanged",
    "assert_raises",
    "check",
    "check_gradient",
    "expect_tuple",
    "fail",
    "lecture_values",
    "misconception",
    "probe",
]


def test_the_public_names_are_these_and_exist():
    assert autograder.__all__ == NAMES
    for name in NAMES:
        assert callable(getattr(autograder, name))


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, autograder; print([m for m in ('numpy', 'pytest', 'msgspec', 'yaml', 'rich') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
