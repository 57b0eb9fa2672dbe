"""Where a pytest session keeps what belongs to the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from autograder.checks.declaration import Check
    from autograder.running.subjects import Subjects
    from autograder.running.verdict import Verdict

SUBJECTS: pytest.StashKey[Subjects] = pytest.StashKey()
CHECK: pytest.StashKey[Check | None] = pytest.StashKey()
VERDICT: pytest.StashKey[Verdict] = pytest.StashKey()
