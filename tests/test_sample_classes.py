"""Every sample class earns exactly the points that its expected.yaml says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from autograder.batch import grade_class
from autograder.limits import Isolation
from autograder.plan import GradingPlan
from autograder.store import ResultStore
from autograder.submissions import find_submissions
from tests.conftest import ROOT

CLASSES = sorted(path.parent for path in (ROOT / "examples" / "class").glob("*/expected.yaml"))


@pytest.mark.parametrize("folder", CLASSES, ids=lambda folder: folder.name)
def test_a_sample_class_earns_its_expected_points(folder: Path, tmp_path: Path) -> None:
    expected = yaml.safe_load((folder / "expected.yaml").read_text())
    plan = GradingPlan(ROOT / "course.yaml", folder.name, Isolation.REQUIRED)
    stub = (ROOT / "assignments" / folder.name / f"{folder.name}.py").read_text()
    submissions = find_submissions([folder], folder.name, stub=stub)
    steps = grade_class(plan, submissions, ResultStore(tmp_path), jobs=2)
    points = {step.result.student: step.result.points for step in steps}
    assert points == {
        student: pytest.approx(entry["points"], abs=1e-4) for student, entry in expected.items()
    }


def test_there_is_a_class_for_every_assignment() -> None:
    course = yaml.safe_load((ROOT / "course.yaml").read_text())
    assert {folder.name for folder in CLASSES} == set(course["assignments"])
