"""`nbgrader export`: the columns of nbgrader's own CSV, in which work that has not been graded has no score rather than 0."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin

from autograder.course.course import find_course, load_course
from autograder.grading.plan import GradingPlan
from autograder.nbgrader_bridge.cells import check_id
from autograder.nbgrader_bridge.results import RULES
from autograder.vocabulary.errors import CourseError, UsageError
from autograder.vocabulary.wording import listing

_COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class CsvOfScores(ExportPlugin):
    """Writes one line for each student and assignment, and says which have no score."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file, by default grades.csv."""
        place = Path(self.to or "grades.csv")
        ungraded: list[str] = []
        self.log.info("Exporting grades to %s", place)
        with place.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
            table.writeheader()
            table.writerows(self._lines(gradebook, ungraded))
        if ungraded:
            self.log.warning("Handed in, but without a score: %s", listing(ungraded, 1000))

    def _lines(self, gradebook: Gradebook, ungraded: list[str]) -> Iterator[dict[str, Any]]:
        assignments, students = set(map(str, self.assignment)), set(map(str, self.student))
        for assignment in gradebook.assignments:
            if assignments and assignment.name not in assignments:
                continue
            plan = plan_of(Path(self.parent.coursedir.root), assignment.name)
            old: list[str] = []
            for student in gradebook.students:
                if students and student.id not in students:
                    continue
                try:
                    submission = gradebook.find_submission(assignment.name, student.id)
                except MissingEntry:  # nothing was handed in
                    submission = None
                if submission is not None and _is_ungraded(submission):
                    ungraded.append(f"{student.id} ({assignment.name})")
                elif (
                    submission is not None and plan is not None and self._is_by_other_rules(submission, plan)
                ):
                    old.append(student.id)
                yield _line(assignment, student, submission)
            if old or (plan is not None and _other_points(assignment, plan)):
                self.log.warning(
                    "%s: scores are stale, since the course changed after they were given (%s); run `autograder build`, "
                    "`nbgrader generate_assignment %s --force` and `nbgrader autograde %s --force`",
                    *(assignment.name, listing(old) if old else "all", assignment.name, assignment.name),
                )

    def _is_by_other_rules(self, submission: SubmittedAssignment, plan: GradingPlan) -> bool:
        """Say whether the scores were given by rules that the course no longer has, as the autograded notebook records."""
        coursedir = self.parent.coursedir
        folder = coursedir.format_path(coursedir.autograded_directory, submission.student.id, plan.assignment)
        try:
            notebook = json.loads((Path(folder) / f"{plan.assignment}.ipynb").read_bytes())
            return bool(notebook["metadata"].get(RULES, plan.rules_digest) != plan.rules_digest)
        except (OSError, ValueError, KeyError):  # the scores came another way
            return False


def _is_ungraded(submission: SubmittedAssignment) -> bool:
    """Say whether a submission has a part for which neither a program nor a person has given a score."""
    return any(
        grade.auto_score is None and grade.manual_score is None
        for notebook in submission.notebooks
        for grade in notebook.grades
    )


def plan_of(root: Path, assignment: str) -> GradingPlan | None:
    """Return how an assignment is graded now, or None where the course at hand does not have it."""
    path = find_course(root)
    try:
        course = load_course(path) if path else None
        return GradingPlan(course.path, assignment, course.isolation) if course else None
    except (CourseError, UsageError):  # other commands say what is wrong with it
        return None


def _other_points(assignment: Assignment, plan: GradingPlan) -> bool:
    """Say whether the gradebook's points for an exercise differ from course.yaml's."""
    entered = {
        cell.name: cell.max_score for notebook in assignment.notebooks for cell in notebook.grade_cells
    }
    return any(
        entered.get(check_id(each.name), each.points) != each.points for each in plan.rules().exercises
    )


def _line(assignment: Assignment, student: Student, submission: SubmittedAssignment | None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    if submission is None:
        return line | {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0}
    line["timestamp"] = submission.timestamp
    if _is_ungraded(submission):
        return line
    penalty = submission.late_submission_penalty
    return line | {
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }
