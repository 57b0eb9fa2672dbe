"""course.yaml: what is read from a good one, and what is said about a bad one."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.course.course import Isolation, Limits, find_course, load_course
from autograder.vocabulary.errors import CourseError, UsageError

COURSES = Path(__file__).parents[1] / "courses"


@pytest.fixture(scope="module")
def course():
    return load_course(COURSES / "good" / "course.yaml")


def test_a_course_is_read_with_its_defaults(course):
    assert course.title == "A course"
    assert course.isolation is Isolation.BEST_EFFORT
    assert course.limits == Limits(check_s=5, memory_mb=256)
    assert [assignment.name for assignment in course.assignments] == ["losses", "descent"]
    assert course.root == COURSES / "good"


def test_an_exercise_is_its_own_only_function_by_default(course):
    losses = course.assignment("losses")
    assert losses.exercise("svm_loss").functions == ("svm_loss",)
    assert losses.exercise("sigmoid").functions == ("sigmoid_forward", "sigmoid_backward")
    assert losses.exercise("sigmoid").difficulty == 2


def test_the_points_of_an_assignment_are_those_of_its_graded_exercises(course):
    assert course.assignment("losses").max_points == 4 + 2.5 + 3
    assert course.assignment("losses").exercise("Value").stretch


def test_choices_are_text_even_where_yaml_has_words_for_true_and_false(course):
    answers = course.assignment("losses").exercise("ANSWERS")
    assert answers.choices == {"is_it_convex": ("yes", "no"), "smallest": ("0", "1")}


def test_an_assignment_overrides_single_limits(course):
    assert course.assignment("losses").limits == Limits(check_s=2.5, memory_mb=256)
    assert course.assignment("descent").limits == course.limits


def test_a_due_date_is_in_the_time_zone_of_the_course_unless_it_says_otherwise(course):
    # Bucharest is two hours ahead of UTC in winter.
    assert course.assignment("losses").due == datetime(2026, 12, 1, 21, 59, tzinfo=UTC)
    assert course.assignment("descent").due == datetime(2026, 12, 8, 12, 0, tzinfo=UTC)


def test_hidden_checks_are_shown_from_a_date_on_or_never(course):
    assert course.assignment("losses").show_hidden_after == datetime(2026, 12, 5, 22, 0, tzinfo=UTC)
    assert course.assignment("descent").show_hidden_after is None


def test_an_extension_holds_for_one_student_and_one_assignment(course):
    losses, descent = course.assignments
    extended = course.late.due_for("student-07", "losses", losses.due)
    assert extended == datetime(2026, 12, 5, 21, 59, tzinfo=UTC)
    assert course.late.due_for("student-07", "descent", descent.due) == descent.due
    assert course.late.due_for("student-08", "losses", losses.due) == losses.due


def test_a_course_cannot_be_changed(course):
    with pytest.raises(AttributeError):
        course.assignments[0].title = "Other"
    with pytest.raises(TypeError):
        course.assignment("losses").exercise("ANSWERS").choices["smallest"] = ("1",)
    with pytest.raises(TypeError):
        course.late.extensions.clear()


def test_a_course_travels_to_other_processes(course):
    assert pickle.loads(pickle.dumps(course)) == course
    assert hash(pickle.loads(pickle.dumps(course))) == hash(course)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("loses", "no assignment is called 'loses'; did you mean 'losses'?"),
        ("network", "no assignment is called 'network'; choose from losses, descent"),
    ],
)
def test_an_unknown_assignment_is_answered_with_the_nearest(course, name, message):
    with pytest.raises(UsageError) as raised:
        course.assignment(name)
    assert str(raised.value) == message


def test_an_unknown_exercise_is_answered_with_the_nearest(course):
    with pytest.raises(
        UsageError, match="no exercise of losses is called 'SVM_loss'; did you mean 'svm_loss'"
    ):
        course.assignment("losses").exercise("SVM_loss")


@pytest.mark.parametrize("folder", sorted(COURSES.glob("bad_*")), ids=lambda folder: folder.name)
def test_a_bad_course_is_refused_with_place_and_remedy(folder):
    with pytest.raises(CourseError) as raised:
        load_course(folder / "course.yaml")
    assert str(raised.value) == (folder / "message.txt").read_text().rstrip("\n")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"^course\.yaml: cannot be read: No such file or directory"):
        load_course(tmp_path / "course.yaml")


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path):
    path = tmp_path / "course.yaml"
    path.write_bytes("title: A course\ntimezone: Café\n".encode("latin-1"))
    with pytest.raises(CourseError, match=r"^course\.yaml: line 2: not valid UTF-8"):
        load_course(path)


def test_a_number_of_a_million_digits_is_refused(tmp_path):
    path = tmp_path / "course.yaml"
    path.write_text("title: " + "9" * 10_000)
    with pytest.raises(CourseError, match=r"^course\.yaml: not YAML: Exceeds the limit"):
        load_course(path)


def test_deep_nesting_is_refused(tmp_path):
    path = tmp_path / "course.yaml"
    path.write_text("title: " + "[" * 5000 + "]" * 5000)
    with pytest.raises(CourseError, match=r"^course\.yaml: "):
        load_course(path)


def test_the_course_file_is_found_from_below(tmp_path):
    below = tmp_path / "assignments" / "losses"
    below.mkdir(parents=True)
    assert find_course(below) is None
    (tmp_path / "course.yaml").touch()
    assert find_course(below) == (tmp_path / "course.yaml").resolve()
