"""Mutation testing of an assignment: ``python -m tests.mutants losses [EXERCISE]``.

Each function of the solution is changed in one place at a time and graded. A mutant that keeps all points of its exercise has
survived: either it is right as well, and `explained.yaml` says why, or a check is missing. Exit 1 where one is unexplained.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import yaml

from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.outcomes import Outcome
from tests.mutants.mutating import Mutant, mutants

COURSE = Path(__file__).parents[2] / "course.yaml"
EXPLAINED = Path(__file__).with_name("explained.yaml")


def main(assignment: str, wanted: str | None = None) -> int:
    """Print the survivors of an assignment and the counts; return the exit code."""
    plan = GradingPlan(COURSE, assignment, Isolation.REQUIRED)
    explained = (yaml.safe_load(EXPLAINED.read_text()) or {}).get(assignment) or {}
    solution = plan.folders.solution.read_text()
    definitions = {
        node.name: node
        for node in ast.parse(solution).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    workers = Workers()
    grader = Grader(plan, workers)
    killed, survivors, used = 0, [], set()
    try:
        for exercise in plan.rules().exercises:
            if exercise.choices or not exercise.points or wanted not in (None, exercise.name):
                continue
            for name in exercise.functions:
                for mutant in mutants(definitions[name]):
                    if survives(grader, assignment, exercise.name, solution, mutant):
                        survivors.append(mutant)
                    else:
                        killed += 1
    finally:
        grader.close()
        workers.close()
    unexplained = [mutant for mutant in survivors if str(mutant) not in explained]
    used = {str(mutant) for mutant in survivors}
    for mutant in unexplained:
        print(f"survives, unexplained: {mutant}")
    if wanted is None:
        for name in explained.keys() - used:
            print(f"explained, but killed or gone: {name}")
    print(
        f"{assignment}: {killed + len(survivors)} mutants, {killed} killed, "
        f"{len(survivors) - len(unexplained)} survivors explained, {len(unexplained)} unexplained"
    )
    return 1 if unexplained else 0


def survives(grader: Grader, assignment: str, exercise: str, solution: str, mutant: Mutant) -> bool:
    """Say whether a mutant passes every check of its exercise."""
    unit = Unit(name=f"{assignment}.py", source=f"{solution}\n\n{mutant.source}\n")
    submission = Submission(
        student="mutant", assignment=assignment, path=Path(f"{assignment}.py"), units=(unit,)
    )
    result = grader.grade(submission, lambda check: check.exercise == exercise)
    own = next(each for each in result.exercises if each.name == exercise)
    return all(check.outcome is Outcome.PASSED for check in own.checks)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
