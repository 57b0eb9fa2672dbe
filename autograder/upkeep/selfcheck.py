"""Grading the course itself: does correct code get full marks, and is every known mistake found, charged and named?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course.assignment import Exercise
from autograder.course.misconceptions import Bank, Misconception, load_bank
from autograder.course.reference import Reference
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.upkeep.bank_check import combinations, gaps
from autograder.upkeep.odd_values import stumbles
from autograder.upkeep.reach import Reach
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import CheckResult, ExerciseResult, Outcome, SubmissionResult


def problems(plan: GradingPlan, stub: str, thorough: bool = False) -> Iterator[str]:
    """Yield what is wrong with an assignment, a sentence each; nothing where all is well.

    Parameters
    ----------
    plan : GradingPlan
    stub : str
        Text of the untouched stub.
    thorough : bool
        Whether every misconception is looked at beside every harmless difference, not every second.
    """
    workers = Workers()
    grader = Grader(plan, workers)
    try:
        yield from _choices(plan)
        yield from _solution(plan, grader)
        yield from _stub(plan, grader, stub)
        bank = load_bank(plan.hidden_folder)
        yield from gaps(plan.rules(), bank)
        solution = solution_text(plan)
        reach = Reach(grader.names_called(submission_of(plan, "solution", solution)), solution)
        for entry in bank.entries:
            yield from _misconception(plan, grader, bank, entry, reach)
        yield from combinations(plan.hidden_folder, Reference(plan.folders), thorough).problems()
        yield from _wrong_answers(plan, grader)
        yield from stumbles(plan, grader)
    finally:
        grader.close()
        workers.close()


def misconception_count(plan: GradingPlan) -> int:
    """Return how many misconceptions the assignment declares, wrong answers to its questions included."""
    wrong_answers = sum(
        len(choices) - 1 for exercise in plan.rules().exercises for choices in exercise.choices.values()
    )
    return len(load_bank(plan.hidden_folder).entries) + wrong_answers


def submission_of(plan: GradingPlan, student: str, source: str) -> Submission:
    """Return a submission of the assignment with this text.

    Parameters
    ----------
    plan : GradingPlan
    student : str
        Names the submission in results.
    source : str
        What would be in the student's .py.
    """
    unit = Unit(name=f"{plan.assignment}.py", source=source)
    return Submission(
        student=student, assignment=plan.assignment, path=Path(f"{plan.assignment}.py"), units=(unit,)
    )


def solution_text(plan: GradingPlan) -> str:
    """Return the solution's text."""
    return (plan.hidden_folder / f"{plan.assignment}.py").read_text(encoding="utf-8")


def _choices(plan: GradingPlan) -> Iterator[str]:
    """Compare the concept questions of course.yaml with the solution's answers."""
    solution = Reference(plan.folders).module
    for exercise in plan.rules().exercises:
        if not exercise.choices:
            continue
        answers: Mapping[str, object] = getattr(solution, exercise.functions[0])
        where = f"course.yaml: assignments.{plan.assignment}.exercises.{exercise.name}.choices"
        for question in exercise.choices.keys() ^ answers.keys():
            yield f"{where}: {question!r} is not in both course.yaml and the solution"
        for question in exercise.choices.keys() & answers.keys():
            if answers[question] not in exercise.choices[question]:
                yield f"{where}.{question}: the solution's answer {answers[question]!r} is not one of the choices"


def _solution(plan: GradingPlan, grader: Grader) -> Iterator[str]:
    result = grader.grade(submission_of(plan, "solution", solution_text(plan)))
    for exercise in result.exercises:
        for check in not_passed(exercise):
            yield f"the solution does not pass {check.name}: {check.outcome.value}\n{_said(check)}"
    yield from (f"the solution: {note}" for note in result.notes)


def _stub(plan: GradingPlan, grader: Grader, stub: str) -> Iterator[str]:
    result = grader.grade(submission_of(plan, "stub", stub))
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome is Outcome.PASSED:
                yield f"the untouched stub passes {check.name}"
            elif check.outcome is not Outcome.MISSING and not _has_choices(plan, exercise.name):
                yield f"the untouched stub: {check.name} is {check.outcome.value}, expected missing\n{_said(check)}"


def _has_choices(plan: GradingPlan, name: str) -> bool:
    """Say whether an exercise is one of concept answers, whose stub holds None."""
    return bool(plan.rules().exercise(name).choices)


def _misconception(
    plan: GradingPlan, grader: Grader, bank: Bank, entry: Misconception, reach: Reach
) -> Iterator[str]:
    where = f"misconceptions.py: {entry.name}"
    submission = submission_of(plan, entry.name, bank.submission_source(entry))
    result = grader.grade(submission, lambda check: reach.reaches(check, entry))
    own = next(exercise for exercise in result.exercises if exercise.name == entry.exercise)
    charged = any(True for _ in not_passed(own))
    if charged != entry.costs_points:
        yield (
            f"{where}: no check of {entry.exercise} notices it"
            if entry.costs_points
            else (f"{where}: it is declared valid, but does not pass {next(not_passed(own)).name}")
        )
    for exercise in result.exercises:
        if exercise.name != entry.exercise:
            for check in not_passed(exercise):
                yield f"{where}: it also costs points of {exercise.name} ({check.name}: {check.outcome.value})"
    if entry.costs_points and charged and entry.exercise in bank.probes and entry.hint not in own.hints:
        yield f"{where}: its hint is not given; the probe of {entry.exercise} does not recognise it"
    yield from _our_faults(where, result)


def _wrong_answers(plan: GradingPlan, grader: Grader) -> Iterator[str]:
    """Give each wrong answer to each question: it must cost points, with a question in return."""
    solution = Reference(plan.folders).module
    for exercise in plan.rules().exercises:
        for question, choices in exercise.choices.items():
            right = getattr(solution, exercise.functions[0])[question]
            for choice in choices:
                if choice != right:
                    yield from _wrong_answer(plan, grader, exercise, question, choice)


def _wrong_answer(
    plan: GradingPlan, grader: Grader, exercise: Exercise, question: str, choice: str
) -> Iterator[str]:
    where = (
        f"course.yaml: assignments.{plan.assignment}.exercises.{exercise.name}.choices.{question}: {choice!r}"
    )
    answer = f"{exercise.functions[0]}[{question!r}] = {choice!r}"
    submission = submission_of(plan, "wrong answer", f"{solution_text(plan)}\n\n{answer}\n")
    result = grader.grade(submission, lambda check: check.exercise == exercise.name)
    own = next(each for each in result.exercises if each.name == exercise.name)
    noticed = list(not_passed(own))
    if not noticed:
        yield f"{where}: no check notices this wrong answer"
    elif not any(check.message is not None and check.message.hint for check in noticed):
        yield f"{where}: {noticed[0].name} has no hint for this wrong answer"
    yield from _our_faults(where, result)


def _our_faults(where: str, result: SubmissionResult) -> Iterator[str]:
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome is Outcome.GRADER_ERROR:
                yield f"{where}: {check.name} is a grader_error: {check.staff}"


def _said(check: CheckResult) -> str:
    return check.staff if check.message is None else f"{message_text(check.message)}\n{check.staff}".rstrip()


def not_passed(exercise: ExerciseResult) -> Iterator[CheckResult]:
    """Yield the checks that did not pass."""
    return (check for check in exercise.checks if check.outcome is not Outcome.PASSED)
