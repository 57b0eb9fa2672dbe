"""The question names the mistake in code that the bank has not seen, and asks about nothing else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.course.misconceptions import load_bank
from autograder.course.reference import Reference
from autograder.grading.diagnosis import Diagnosis
from autograder.grading.plan import GradingPlan
from autograder.running.solution_worker import SolutionWorker
from autograder.running.subjects import Subject
from autograder.seam.in_process import InProcess
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.proxy import SubmissionProxy
from tests.assignments.mistakes import MISTAKES, Mistake
from tests.assignments.mistakes.scores_and_gradients import FULL_LOSS, PENALTY

COURSE = Path(__file__).parents[2] / "course.yaml"
CASES = [(assignment, mistake) for assignment, mistakes in MISTAKES.items() for mistake in mistakes]


@pytest.fixture(scope="module")
def diagnoses() -> dict[str, tuple[Diagnosis, GradingPlan]]:
    plans = {name: GradingPlan(COURSE, name, Isolation.NONE) for name in MISTAKES}
    return {name: (Diagnosis(load_bank(plan.hidden_folder)), plan) for name, plan in plans.items()}


@pytest.mark.parametrize(("assignment", "mistake"), CASES, ids=str)
def test_the_question_names_the_mistake(diagnoses, assignment: str, mistake: Mistake) -> None:
    diagnosis, plan = diagnoses[assignment]
    names: dict[str, object] = {}
    exec(f"{plan.folders.solution.read_text()}\n{mistake.source}", names)
    process = InProcess(names)
    subject = Subject(process, SubmissionProxy(process), plan.rules(), Reference(plan.folders))
    hints = [entry.hint for entry in diagnosis.matches(mistake.exercise, subject)]
    for words in mistake.asks:
        assert any(words in hint for hint in hints), hints
    known = mistake.asks + mistake.also
    assert [hint for hint in hints if not any(words in hint for words in known)] == []


def test_the_mistake_of_an_earlier_exercise_is_not_named_in_a_later_one(diagnoses) -> None:
    half = PENALTY.replace("reg * np.sum(W * W)", "0.5 * reg * np.sum(W * W)")
    both = half + FULL_LOSS.replace("np.mean(L)", "np.sum(L)")
    diagnosis, plan = diagnoses["losses"]
    names: dict[str, object] = {}
    exec(f"{plan.folders.solution.read_text()}\n{both}", names)
    process = InProcess(names)
    reference, limits = Reference(plan.folders), plan.rules().limits
    with contextlib.closing(PlainStarter(limits.output_kb * 1024)) as starter:
        solution = SolutionWorker(plan.folders.solution, reference, starter, limits)
        subject = Subject(process, SubmissionProxy(process), plan.rules(), reference, solution)
        with contextlib.closing(solution):
            hints = [entry.hint for entry in diagnosis.matches("full_loss", subject)]
    assert hints == ["Does doubling the data double your loss?"]
