"""The names that check authors and notebooks may rely on."""

import importlib
import subprocess
import sys

import pytest

import autograder
from tests.architecture import ROOMS

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
    "assert_offered",
    "assert_raises",
    "changed_by",
    "check",
    "check_gradient",
    "contract",
    "dtype_of",
    "expect_tuple",
    "fail",
    "in_worker",
    "lecture_values",
    "misconception",
    "numbers",
    "part",
    "probe",
    "refusal",
    "shape_of",
    "within",
]


def test_the_public_names_are_these_and_exist():
    assert autograder.__all__ == NAMES
    for name in NAMES:
        assert callable(getattr(autograder, name))


@pytest.mark.parametrize("room", ROOMS)
def test_the_names_that_a_room_shows_exist(room):
    package = importlib.import_module(f"autograder.{room}")
    for name in getattr(package, "__all__", []):
        assert getattr(package, name).__name__ == name
    with pytest.raises((AttributeError, ImportError)):
        package.no_such_name  # noqa: B018


def test_importing_the_package_and_its_rooms_imports_nothing_heavy():
    code = (
        "import sys, autograder, autograder.grading, autograder.seam\n"
        "print([m for m in ('numpy', 'pytest', 'msgspec', 'yaml', 'rich') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
