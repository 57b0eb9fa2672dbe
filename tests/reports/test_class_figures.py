"""What a class's results say together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from autograder.reports.class_figures import class_figures
from autograder.reports.class_summary import summary_lines, summary_markdown
from autograder.reports.item_analysis import item_figures
from autograder.reports.plots import distribution
from autograder.vocabulary.outcomes import ExerciseResult, MadeBy, Outcome, SubmissionResult
from tests.reports.conftest import hidden_check, result_of, visible_check


def exercise(
    name: str, outcomes: Sequence[Outcome], points: float | None, **fields: object
) -> ExerciseResult:
    checks = tuple(visible_check(outcome) for outcome in outcomes)
    return ExerciseResult(name=name, points=points, max_points=4.0, checks=checks, **fields)  # type: ignore[arg-type]


def student(number: int, *points: float | None, **fields: object) -> SubmissionResult:
    """A student with these points of 4 in the exercises a, b, c, ..."""
    exercises = [
        exercise(name, [Outcome.PASSED if each else Outcome.FAILED], each)
        for name, each in zip("abcde", points, strict=False)
    ]
    return result_of(str(fields.pop("student", f"student-{number:02}")), *exercises, **fields)


def test_points_are_counted_by_exercise():
    missing = result_of("student-04", exercise("a", [Outcome.MISSING], 0.0))
    figures = class_figures([student(1, 4.0), student(2, 1.0), student(3, 0.0), missing])
    (a,) = figures.exercises
    assert (a.full, a.some, a.none, a.missing) == (1, 1, 1, 1)
    assert a.mean == 5 / 4
    assert a.difficulty == 5 / 16


def test_discrimination_is_the_correlation_with_all_other_points():
    scores = np.random.default_rng(1).integers(0, 5, size=(40, 3)).astype(float)
    figures = class_figures(student(number, *row) for number, row in enumerate(scores))
    for index, each in enumerate(figures.exercises):
        rest = scores.sum(axis=1) - scores[:, index]
        assert each.discrimination == pytest.approx(np.corrcoef(scores[:, index], rest)[0, 1], abs=1e-5)


def test_discrimination_is_not_given_for_few_students_or_where_all_are_alike():
    assert item_figures([1.0, 0.0] * 4, [2.0, 0.0] * 4, 1.0).discrimination is None
    assert item_figures([1.0] * 20, [float(each) for each in range(20)], 1.0).discrimination is None
    assert item_figures([1.0, 0.0] * 5, [3.0, 0.0] * 5, 1.0).discrimination == 1.0


def test_who_has_no_fair_score_counts_in_no_mean_and_needs_a_look():
    broken = result_of(
        "student-02",
        ExerciseResult(name="a", points=None, max_points=4.0, checks=(hidden_check(Outcome.GRADER_ERROR),)),
    )
    figures = class_figures([student(1, 4.0), broken])
    assert figures.percents == [100.0]
    assert figures.exercises[0].mean == 4.0
    assert [row.student for row in figures.rows if row.looks] == ["student-02"]
    assert "no score" in figures.rows[1].looks[0]


def test_misconceptions_come_with_the_students_behind_them_the_most_frequent_first():
    def behaving(number: int, *names: str) -> SubmissionResult:
        hints = tuple(f"Why {name}?" for name in names)
        return result_of(
            f"student-{number:02}", exercise("a", [Outcome.FAILED], 0.0, misconceptions=names, hints=hints)
        )

    figures = class_figures(
        [behaving(1, "rare"), behaving(2, "often"), behaving(3, "often", "rare"), behaving(4, "often")]
    )
    assert [(each.name, each.students) for each in figures.misconceptions] == [
        ("often", ("student-02", "student-03", "student-04")),
        ("rare", ("student-01", "student-03")),
    ]
    assert figures.misconceptions[0].hint == "Why often?"


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (student(1, 4.0, 4.0, 4.0), ()),
        (student(1, 1.0, 1.0, 1.0), ("25 % of the points",)),
        (student(1, 4.0, 4.0, 0.0), ("stuck at c (0 of 4)",)),
        # Two weak exercises are not being stuck at one.
        (student(1, 4.0, 4.0, 4.0, 0.0, 0.0), ()),
        (result_of("s", exercise("a", [Outcome.MISSING, Outcome.MISSING], 0.0)), ("nothing is written yet",)),
        (
            result_of(
                "s", exercise("a", [Outcome.PASSED, Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.CRASHED], 3.0)
            ),
            ("2 checks ran out of time", "1 check ended the process"),
        ),
        (student(1, 4.0, 4.0, 4.0, late_penalty=9.0), ("25 % of the points",)),
    ],
)
def test_who_needs_help_and_why(result, why):
    assert class_figures([result]).rows[0].needs == why


def test_notes_and_lines_of_the_staff_ask_for_a_look():
    result = student(1, 4.0, notes=("line 3: left out",), staff_notes=("two files",))
    assert class_figures([result]).rows[0].looks == ("two files", "line 3: left out")


def test_results_of_different_rules_are_counted_apart():
    other = MadeBy(engine="e", python="3.11", numpy="2.0", pytest="8.3", rules="other")
    figures = class_figures([student(1, 4.0), student(2, 4.0, made_by=other), student(3, 4.0, made_by=other)])
    assert sorted(figures.rules.values()) == [1, 2]


def test_the_distribution_has_a_place_for_everybody():
    bars = distribution([0.0, 9.99, 10.0, 55.5, 99.9, 100.0])
    assert [bar.count for bar in bars] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert max(bar.share for bar in bars) == 1.0


def test_the_short_account_names_what_is_hard_and_who_needs_help():
    lines = "\n".join(
        summary_lines(class_figures([student(1, 4.0, 0.0), student(2, 4.0, 2.0), student(3, 0.0, 0.0)]))
    )
    assert "3 submissions, mean 3.33 and median 4 of 8 points." in lines
    assert "Hardest: b (17% of its points), a (67% of its points)." in lines
    assert "May need help: 1 (student-03)." in lines


def test_markdown_of_the_class_shows_what_a_student_chose_as_plain_text():
    name = "<img src=x> @all `|` [a](javascript:b)\n# c"
    text = summary_markdown("Losses", class_figures([student(1, 0.0, student=name)]), 50.0)
    assert "\n# c" not in text
    import markdown

    page = markdown.markdown(text, extensions=["tables"])
    assert "<img" not in page
    assert "<a " not in page
