"""What is to be graded how: what every grading process needs, and what decides whether a result is still good."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.checks.declaration import HIDDEN_FOLDER, VISIBLE_FOLDER, Check
from autograder.course.assignment import Assignment
from autograder.course.course import Course, load_course
from autograder.course.limits import Isolation
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.wording import did_you_mean

_ENGINE = Path(__file__).parent.parent


@dataclass(frozen=True)
class GradingPlan:
    """Which course and assignment, under which isolation; small, picklable and hashable."""

    course_file: Path
    assignment: str
    isolation: Isolation

    def course(self) -> Course:
        """Return the course, read once in each process."""
        return _course(self.course_file)

    def rules(self) -> Assignment:
        """Return the assignment as course.yaml has it."""
        return self.course().assignment(self.assignment)

    @property
    def visible_folder(self) -> Path:
        """What students get: the stub and the visible checks."""
        return self.course_file.parent / VISIBLE_FOLDER / self.assignment

    @property
    def hidden_folder(self) -> Path:
        """What students never get: the solution, the hidden checks, the misconceptions."""
        return self.course_file.parent / HIDDEN_FOLDER / self.assignment

    def digest(self, submission: Submission) -> str:
        """Return what a result depends on, as a hash: the submission, the checks, the policy and the engine itself."""
        return hashlib.sha256(f"{_rules_digest(self)} {submission.content_digest}".encode()).hexdigest()

    def require_matching(self, checks: Iterable[Check]) -> None:
        """Raise CourseError unless checks and course.yaml name the same exercises and no two checks are named alike."""
        rules = self.rules()
        names = [exercise.name for exercise in rules.exercises]
        checked = set()
        seen = set()
        for check in checks:
            checked.add(check.exercise)
            if check.name in seen:
                raise CourseError(f"{check.name}: two checks of {self.assignment} have this name; rename one")
            seen.add(check.name)
            if check.exercise not in names:
                near = did_you_mean(check.exercise, names)
                raise CourseError(
                    f"{check.name}: {check.exercise!r} is not an exercise of {self.assignment} in course.yaml{near}"
                )
        for exercise in rules.exercises:
            if exercise.name not in checked:
                raise CourseError(
                    f"course.yaml: assignments.{self.assignment}.exercises.{exercise.name}: expected at least one check with "
                    f'@pytest.mark.exercise("{exercise.name}") in {VISIBLE_FOLDER}/{self.assignment} or '
                    f"{HIDDEN_FOLDER}/{self.assignment}, got none"
                )


@functools.cache
def _course(path: Path) -> Course:
    return load_course(path)


@functools.cache
def _rules_digest(plan: GradingPlan) -> str:
    total = hashlib.sha256()
    total.update(msgspec.json.encode([plan.assignment, plan.isolation, plan.rules()]))
    total.update(_folder_digest(plan.visible_folder))
    total.update(_folder_digest(plan.hidden_folder))
    total.update(_engine_digest())
    return total.hexdigest()


@functools.cache
def _engine_digest() -> bytes:
    return _folder_digest(_ENGINE)


def _folder_digest(folder: Path) -> bytes:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(str(path.relative_to(folder)).encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.digest()
