"""Generated files: what is written, when, and which contradictions are refused."""

import pytest
import yaml

from autograder.course.course import load_course
from autograder.upkeep.build import Product, build, stale
from autograder.vocabulary.errors import CourseError, UsageError

COURSE = """\
title: A course
timezone: UTC
assignments:
  losses:
    title: Losses
    exercises:
      svm_loss: {points: 2, title: The SVM loss}
      ANSWERS: {points: 1, title: Questions, choices: {smallest: ["0", "1"]}}
  descent:
    title: Descent
    exercises:
      step: {points: 1, title: One step, functions: [step, many_steps]}
"""

LOSSES = """\
# %% exercise="svm_loss"
def svm_loss(scores):
    ### BEGIN SOLUTION
    return 0.0
    ### END SOLUTION


# %% exercise="ANSWERS"
### BEGIN SOLUTION
ANSWERS = {"smallest": "é"}
### END SOLUTION
"""

DESCENT = """\
# %% exercise="step"
def step(W):
    ### BEGIN SOLUTION
    return W
    ### END SOLUTION


def many_steps(W):
    ### BEGIN SOLUTION
    return W
    ### END SOLUTION
"""

HIDDEN = {
    "losses": {"ANSWERS": {"concepts": 1}, "svm_loss": {"values": 2, "gradients": 3}},
    "descent": {"step": {"": 1}},
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "course.yaml").write_text(COURSE)
    for name, source in (("losses", LOSSES), ("descent", DESCENT)):
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / f"{name}.py").write_text(source, encoding="utf-8")
    return tmp_path


@pytest.fixture
def course(folder):
    return load_course(folder / "course.yaml")


def test_stubs_and_counts_are_written_for_every_assignment(course, folder):
    written = build(course, hidden=HIDDEN)
    assert [path.relative_to(folder).as_posix() for path in written] == [
        "assignments/losses/losses.py",
        "assignments/losses/hidden_checks.yaml",
        "assignments/descent/descent.py",
        "assignments/descent/hidden_checks.yaml",
    ]
    stub = (folder / "assignments/losses/losses.py").read_text(encoding="utf-8")
    assert stub == (
        '# %% exercise="svm_loss"\ndef svm_loss(scores):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n'
        '\n\n# %% exercise="ANSWERS"\nANSWERS = {"smallest": None}\n'
    )


def test_counts_stand_in_the_order_of_the_course_and_say_where_they_come_from(course, folder):
    build(course, ["losses"], hidden=HIDDEN)
    text = (folder / "assignments/losses/hidden_checks.yaml").read_text()
    assert text.startswith("# How many hidden checks")
    assert "autograder build" in text
    assert yaml.safe_load(text) == HIDDEN["losses"]
    assert text.index("svm_loss") < text.index("ANSWERS")
    assert text.index("gradients") < text.index("values")


def test_what_is_up_to_date_is_not_written_again(course, folder):
    build(course, hidden=HIDDEN)
    assert stale(course, hidden=HIDDEN) == []
    assert build(course, hidden=HIDDEN) == []


def test_a_missing_or_changed_file_is_stale_and_is_written_alone(course, folder):
    build(course, hidden=HIDDEN)
    stub = folder / "assignments/descent/descent.py"
    stub.write_text("edited\n")
    (folder / "assignments/losses/hidden_checks.yaml").unlink()
    assert stale(course, hidden=HIDDEN) == [
        "assignments/losses/hidden_checks.yaml",
        "assignments/descent/descent.py",
    ]
    assert build(course, ["descent"], hidden=HIDDEN) == [stub]
    assert stale(course, ["descent"], hidden=HIDDEN) == []


def test_a_new_hidden_check_makes_the_counts_stale(course):
    build(course, hidden=HIDDEN)
    more = {**HIDDEN, "descent": {"step": {"": 2}}}
    assert stale(course, hidden=more) == ["assignments/descent/hidden_checks.yaml"]


def test_an_unknown_assignment_is_refused(course):
    with pytest.raises(UsageError, match="did you mean 'losses'"):
        build(course, ["loses"], hidden=HIDDEN)


def test_a_product_is_current_only_with_the_same_bytes(tmp_path):
    product = Product(tmp_path / "new" / "file.txt", b"text\n")
    assert not product.is_current()
    product.write()
    assert product.is_current()
    product.path.write_bytes(b"text\r\n")
    assert not product.is_current()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'exercise="svm_loss"',
            'exercise="svm_los"',
            "line 1: course.yaml has no exercise 'svm_los'; did you mean",
        ),
        (
            '# %% exercise="ANSWERS"',
            "# %%",
            "exercise 'ANSWERS' has no cell; begin one with # %% exercise=\"ANSWERS\"",
        ),
        (
            "def svm_loss(",
            "def svm_losses(",
            "line 1: the cell of 'svm_loss' does not define 'svm_loss'; did you",
        ),
        (
            "### END SOLUTION\n\n\n# %%",
            "\n\n\n# %%",
            "line 9: a solution begins inside the one that began in line 3",
        ),
        ("def svm_loss(scores):", "def svm_loss(scores:", "line 2: this is not Python: '(' was never closed"),
        (
            "    ### BEGIN SOLUTION\n    return 0.0\n    ### END SOLUTION",
            "    return 0.0",
            "line 1: the cell of 'svm_loss' has no solution to leave out",
        ),
    ],
)
def test_a_source_that_contradicts_the_course_is_refused_and_nothing_is_written(
    course, folder, old, new, message
):
    path = folder / "solutions/losses/losses.py"
    path.write_text(LOSSES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CourseError) as raised:
        build(course, hidden=HIDDEN)
    assert str(raised.value).startswith(f"solutions/losses/losses.py: {message}")
    assert not (folder / "assignments").exists()


def test_a_missing_source_is_named(course, folder):
    (folder / "solutions/losses/losses.py").unlink()
    with pytest.raises(CourseError, match=r"^solutions/losses/losses\.py: cannot be read"):
        build(course, hidden=HIDDEN)
