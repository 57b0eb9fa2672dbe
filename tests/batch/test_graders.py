"""One process, many threads, and what it keeps."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.batch.executors import grade_one
from autograder.batch.graders import Graders
from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.errors import CourseError


def plan_of(course):
    return GradingPlan(course / "course.yaml", "weather", Isolation.REQUIRED)


def test_four_threads_of_a_process_get_the_results_that_one_gets(weather):
    plan = plan_of(weather)
    submissions = find_submissions([weather / "class"], "weather") * 6
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda submission: grade_one(plan, submission), submissions))
    expected = [("student-01", 5.0), ("student-02", 1.0), ("student-03", 2.0)] * 6
    assert [(result.student, result.points) for result in results] == expected


def test_a_plan_whose_course_has_changed_is_refused_in_words(weather):
    plan = plan_of(weather)
    (weather / "conftest.py").write_text("# changed\n")
    (submission, *_) = find_submissions([weather / "class"], "weather")
    with pytest.raises(CourseError, match="was changed while weather was being graded"):
        grade_one(plan, submission)


def test_graders_that_are_no_longer_kept_leave_no_thread(weather):
    before = threading.active_count()
    graders = Graders(kept=2)
    (submission, *_) = find_submissions([weather / "class"], "weather")
    for number in range(5):
        (weather / "conftest.py").write_text(f"# {number}\n")
        assert graders.grade(plan_of(weather), submission).points == 5.0
        assert threading.active_count() <= before + 2
    graders.close()
    assert threading.active_count() == before
