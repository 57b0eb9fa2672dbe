"""What is graded, and how: what every grading process needs, and what decides whether a result is still good."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.checks.declaration import Check
from autograder.course.assignment import Assignment
from autograder.course.course import Course, load_course
from autograder.course.digest import files_digest, versions
from autograder.course.folders import HIDDEN_FOLDER, VISIBLE_FOLDER, AssignmentFolders
from autograder.course.limits import Isolation
from autograder.course.secret import course_secret
from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import CourseError
from autograder.vocabulary.outcomes import MadeBy
from autograder.vocabulary.wording import did_you_mean


@dataclass(frozen=True)
class GradingPlan:
    """Which course and assignment, under which isolation; small, picklable and hashable.

    Attributes
    ----------
    course_file : Path
        The course's file, whatever its name.
    assignment : str
    isolation : Isolation
    rules_digest : str
        SHA-256 of all that a result depends on but the submission, as it was when the plan was made: the course's rules, checks,
        solution and data, the engine, and the versions of what it runs on. Plans made before and after a change differ by it.

    Raises
    ------
    CourseError, UsageError
        The course's file cannot be used, or has no such assignment.
    """

    course_file: Path
    assignment: str
    isolation: Isolation
    rules_digest: str = ""

    def __post_init__(self) -> None:
        if not self.rules_digest:
            object.__setattr__(self, "rules_digest", self._digest_now())

    def course(self) -> Course:
        """Return the course as its file is now."""
        return load_course(self.course_file)

    def rules(self) -> Assignment:
        """Return the assignment as the course's file has it."""
        return self.course().assignment(self.assignment)

    @property
    def folders(self) -> AssignmentFolders:
        """The assignment's folders."""
        return AssignmentFolders(self.course_file.parent, self.assignment)

    @property
    def visible_folder(self) -> Path:
        """What students get: the stub and the visible checks."""
        return self.folders.visible

    @property
    def hidden_folder(self) -> Path:
        """What students never get: the solution, the hidden checks, the misconceptions."""
        return self.folders.hidden

    def has_hidden_checks(self) -> bool:
        """Say whether there are hidden checks; without them, work is graded by what students can see."""
        return any(self.hidden_folder.glob("test_*.py"))

    def is_current(self) -> bool:
        """Say whether the course is still as it was when the plan was made."""
        return self.rules_digest == self._digest_now()

    def digest(self, submission: Submission) -> str:
        """Return what a result depends on, as a hash: the rules and the submission."""
        return hashlib.sha256(f"{self.rules_digest} {submission.content_digest}".encode()).hexdigest()

    def made_by(self) -> MadeBy:
        """Return what makes a result of this plan: versions and rules."""
        return MadeBy(**versions(), rules=self.rules_digest)

    def _digest_now(self) -> str:
        total = hashlib.sha256()
        # What is shown when changes no points, and what being late costs is taken off a result anew whenever it is stored.
        rules = msgspec.structs.replace(self.rules(), show_hidden_after=None, due=None)
        total.update(msgspec.json.encode([self.assignment, self.isolation, rules, versions()]))
        # By its hash: digests are in result files.
        total.update(hashlib.sha256(course_secret(self.course()).encode()).digest())
        total.update(files_digest(self.folders).encode())
        return total.hexdigest()

    def require_matching(self, checks: Iterable[Check]) -> None:
        """Make sure that checks and course.yaml name the same exercises, and that no two checks have one name.

        Raises
        ------
        CourseError
            A check is of an exercise that course.yaml lacks, an exercise has no check, or two checks have one name.
        """
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
                    f"{check.name}: {check.exercise!r} is not an exercise of {self.assignment} in {self.course_file.name}{near}"
                )
        for exercise in rules.exercises:
            if exercise.name not in checked:
                raise CourseError(
                    f"{self.course_file.name}: assignments.{self.assignment}.exercises.{exercise.name}: "
                    "expected at least one check with "
                    f'@pytest.mark.exercise("{exercise.name}") in {VISIBLE_FOLDER}/{self.assignment} or '
                    f"{HIDDEN_FOLDER}/{self.assignment}, got none"
                )
