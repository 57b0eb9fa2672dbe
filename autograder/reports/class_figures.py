"""The results of a class together, gathered in one pass: a row per student, figures per exercise, check and misconception."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from autograder.reports.attention import looks, needs
from autograder.reports.item_analysis import Item, item_figures
from autograder.vocabulary.outcomes import Outcome, SubmissionResult, Visibility


@dataclass(frozen=True)
class Row:
    """One student: `final` is what is left of `points` after the late penalty; both None without a fair score."""

    student: str
    points: float | None
    final: float | None
    max_points: float
    by_exercise: Mapping[str, float | None]
    outcomes: Counter[Outcome]
    late_penalty: float
    handed_in: str | None
    needs: tuple[str, ...]
    looks: tuple[str, ...]

    @property
    def percent(self) -> float | None:
        """The final points as per cent of all."""
        return _percent_of(self.final, self.max_points)


@dataclass(frozen=True)
class ExerciseFigures:
    """An exercise over the class.

    Attributes
    ----------
    name : str
    max_points : float
    mean : float or None
        Mean points, of those who have a fair score in it.
    full, some, none, missing : int
        How many students have all points, some, none though they began, and have not written it.
    difficulty : float or None
        Mean share of the points earned, from 0 (nobody) to 1 (everybody).
    discrimination : float or None
        Correlation of its points with those of all other exercises.
    """

    name: str
    max_points: float
    mean: float | None
    full: int
    some: int
    none: int
    missing: int
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True)
class CheckFigures:
    """A check over the class: how often it passed, and how well passing it goes with the other points."""

    exercise: str
    name: str
    title: str
    visibility: Visibility
    about: str
    difficulty: float | None
    discrimination: float | None
    outcomes: Counter[Outcome]


@dataclass(frozen=True)
class MisconceptionFigures:
    """A misconception, the question that leads out of it, and the students whose code behaves like it."""

    exercise: str
    name: str
    hint: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class ClassFigures:
    """All figures of one assignment; `rules` counts the results of each digest of the rules."""

    assignment: str
    max_points: float
    rows: tuple[Row, ...]
    exercises: tuple[ExerciseFigures, ...]
    checks: tuple[CheckFigures, ...]
    misconceptions: tuple[MisconceptionFigures, ...]
    rules: Counter[str]
    without_walls: int
    graded_at: str

    @property
    def percents(self) -> list[float]:
        """The final points of all who have a fair score, in per cent."""
        return [row.percent for row in self.rows if row.percent is not None]


@dataclass
class _Gathered:
    """What is kept of each exercise and check while results go by: a few bytes per student."""

    max_points: float = 0.0
    points: dict[int, float] = field(default_factory=dict)
    missing: int = 0


def class_figures(results: Iterable[SubmissionResult], *, below: float = 50.0) -> ClassFigures:
    """Gather the figures of one assignment's results.

    Parameters
    ----------
    results : iterable of SubmissionResult
        Of one assignment; each is read once and not kept.
    below : float
        Who has less than so many per cent of the points needs help.

    Raises
    ------
    ValueError
        There are none.
    """
    rows: list[Row] = []
    exercises: dict[str, _Gathered] = {}
    checks: dict[tuple[str, str], tuple[_Gathered, CheckFigures]] = {}
    behaving: dict[tuple[str, str], tuple[str, list[str]]] = {}
    rules: Counter[str] = Counter()
    without_walls, graded_at, assignment = 0, "", ""
    for number, result in enumerate(results):
        rows.append(_row(result, below))
        rules[result.made_by.rules] += 1
        without_walls += result.isolation == "none"
        graded_at = max(graded_at, result.graded_at)
        assignment = result.assignment
        for exercise in result.exercises:
            gathered = exercises.setdefault(exercise.name, _Gathered())
            gathered.max_points = exercise.max_points
            if exercise.points is not None:
                gathered.points[number] = exercise.points
            outcomes = {check.outcome for check in exercise.checks}
            gathered.missing += outcomes == {Outcome.MISSING}
            weights = sum(check.weight for check in exercise.checks)
            for check in exercise.checks:
                key = exercise.name, check.name
                if key not in checks:
                    figures = CheckFigures(
                        *(exercise.name, check.name, check.title, check.visibility, check.about),
                        *(None, None, Counter()),
                    )
                    share = exercise.max_points * check.weight / weights
                    checks[key] = _Gathered(max_points=share), figures
                its, figures = checks[key]
                figures.outcomes[check.outcome] += 1
                if check.outcome is not Outcome.GRADER_ERROR:
                    its.points[number] = its.max_points if check.outcome is Outcome.PASSED else 0.0
            for name, hint in zip(exercise.misconceptions, exercise.hints, strict=False):
                behaving.setdefault((exercise.name, name), (hint, []))[1].append(result.student)
    if not rows:
        raise ValueError("there are no results to gather figures of")
    totals = [row.points for row in rows]
    return ClassFigures(
        assignment=assignment,
        max_points=max(row.max_points for row in rows),
        rows=tuple(rows),
        exercises=tuple(
            _exercise(name, gathered, totals) for name, gathered in exercises.items() if gathered.max_points
        ),
        checks=tuple(_check(gathered, figures, totals) for gathered, figures in checks.values()),
        misconceptions=tuple(
            sorted(
                (
                    MisconceptionFigures(exercise, name, hint, tuple(students))
                    for (exercise, name), (hint, students) in behaving.items()
                ),
                key=lambda each: -len(each.students),
            )
        ),
        rules=rules,
        without_walls=without_walls,
        graded_at=graded_at,
    )


def _percent_of(points: float | None, max_points: float) -> float | None:
    """Return points in per cent of the maximum; None without a fair score, or where there are none to earn."""
    return None if points is None or not max_points else 100.0 * points / max_points


def final_points(result: SubmissionResult) -> float | None:
    """Return what is left of the points after the late penalty."""
    return None if result.points is None else round(result.points - result.late_penalty, 6)


def _row(result: SubmissionResult, below: float) -> Row:
    final = final_points(result)
    return Row(
        student=result.student,
        points=result.points,
        final=final,
        max_points=result.max_points,
        by_exercise={each.name: each.points for each in result.exercises if each.max_points},
        outcomes=Counter(check.outcome for exercise in result.exercises for check in exercise.checks),
        late_penalty=result.late_penalty,
        handed_in=result.handed_in,
        needs=needs(result, _percent_of(final, result.max_points), below),
        looks=looks(result),
    )


def _item(gathered: _Gathered, totals: list[float | None]) -> Item:
    scores = [gathered.points.get(number) for number in range(len(totals))]
    return item_figures(scores, totals, gathered.max_points)


def _exercise(name: str, gathered: _Gathered, totals: list[float | None]) -> ExerciseFigures:
    points = list(gathered.points.values())
    full = sum(each >= gathered.max_points for each in points)
    nothing = sum(each <= 0.0 for each in points)
    item = _item(gathered, totals)
    return ExerciseFigures(
        name=name,
        max_points=gathered.max_points,
        mean=sum(points) / len(points) if points else None,
        full=full,
        some=len(points) - full - nothing,
        none=max(nothing - gathered.missing, 0),
        missing=gathered.missing,
        difficulty=item.difficulty,
        discrimination=item.discrimination,
    )


def _check(gathered: _Gathered, figures: CheckFigures, totals: list[float | None]) -> CheckFigures:
    item = _item(gathered, totals)
    return CheckFigures(
        *(figures.exercise, figures.name, figures.title, figures.visibility, figures.about),
        *(item.difficulty, item.discrimination, figures.outcomes),
    )
