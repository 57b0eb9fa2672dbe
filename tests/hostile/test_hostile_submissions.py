"""Names, texts and archives that a student chooses, and what they may not do to the terminal, the results or the class."""

from __future__ import annotations

import io
import zipfile

import pytest
from rich.console import Console

from autograder.batch import executors
from autograder.batch.grade_class import grade_class
from autograder.batch.store import ResultStore
from autograder.course.limits import Isolation
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.reports.terminal import watch
from autograder.seam.workers import Workers
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.errors import SeamError
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import Outcome
from tests.conftest import WEATHER

RIGHT = (WEATHER / "solutions/weather/weather.py").read_text()
PLAN = GradingPlan(WEATHER / "course.yaml", "weather", Isolation.REQUIRED)


@pytest.fixture(scope="module")
def grader():
    workers = Workers()
    grader = Grader(PLAN, workers)
    yield grader
    grader.close()
    workers.close()


def handed_in(path, content=RIGHT):
    path.write_text(content)
    (submission,) = find_submissions([path], "weather")
    return submission


def texts(result):
    checks = (check for exercise in result.exercises for check in exercise.checks)
    return [*result.notes, *(message_text(check.message) for check in checks if check.message)]


ESCAPES = {
    "an exception's text": "def warmest(days): raise ValueError('\\x1b]0;owned\\x07 \\x9b2J \\u202e')",
    "an exception's class": "E = type('\\x1b[2J', (Exception,), {})\ndef warmest(days): raise E('x')",
    "printed text": "def warmest(days):\n    print('\\x1b[31m')\n    return 1",
    "a class": "E = type('\\x1b[2J', (), {})\ndef warmest(days): return E()\ndef to_celsius(f): return E()",
    "a statement that fails": "raise ValueError('\\x1b[2J')",
    "a package": "__import__('\\x1b[2J')",
}


@pytest.mark.parametrize("source", ESCAPES.values(), ids=ESCAPES.keys())
def test_no_text_of_a_students_holds_a_control_character(grader, tmp_path, source):
    result = grader.grade(handed_in(tmp_path / "student-01.py", f"{RIGHT}\n{source}\n"))
    assert any(texts(result))
    assert all(character.isprintable() or character == "\n" for text in texts(result) for character in text)


def test_a_message_is_bounded_however_long_its_parts_are(grader, tmp_path):
    source = (
        f"{RIGHT}\nimport gc, socket, struct\n"
        "def text(value): return b's' + struct.pack('<I', len(value)) + value.encode()\n"
        "def items(*parts): return b't' + struct.pack('<II', 0, len(parts)) + b''.join(parts)\n"
        "def warmest(days):\n"
        "    parts = text('type'), text('E'), text('message'), text('x' * 10**6), text('bases'), items(),\n"
        "    table = b'm' + struct.pack('<II', 0, 4) + b''.join(parts) + text('frames') + items()\n"
        "    body = items(text('raised'), table, items(), items())\n"
        "    channel = next(thing for thing in gc.get_objects() if isinstance(thing, socket.socket))\n"
        "    channel.sendall(b'A' + struct.pack('<I', len(body)) + body)\n"
    )
    result = grader.grade(handed_in(tmp_path / "student-01.py", source))
    assert "xxx" in "".join(texts(result))
    assert max(map(len, texts(result))) < 20_000


def test_an_archive_with_a_file_in_a_file_is_graded(grader, tmp_path):
    path = tmp_path / "student-01.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("weather.py", "a", "a/b.txt", "a/c/d.txt", "x" * 300 + ".txt", "\x1b[2J.txt"):
            archive.writestr(name, RIGHT)
    (submission,) = find_submissions([path], "weather")
    result = grader.grade(submission)
    assert result.points == 5.0
    assert len(result.notes) == 3
    assert all(note.isprintable() for note in result.notes)


def test_names_that_are_too_long_or_look_like_markup_do_not_stop_a_class(tmp_path):
    names = ("y" * 251, "y" * 250 + "z", "[red]\x1b[2J", "[bold")
    folder = tmp_path / "class"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.py").write_text(RIGHT)
    submissions = find_submissions([folder], "weather")
    store = ResultStore(tmp_path / "results")
    results = [step.result for step in grade_class(PLAN, submissions, store)]
    assert [result.points for result in results] == [5.0] * 4
    again = list(grade_class(PLAN, submissions, store))
    assert all(step.kept for step in again)
    screen = io.StringIO()
    console = Console(file=screen, width=400)
    watch(iter(again), len(again), console).print(console)
    assert "[red]\\x1b[2J" in screen.getvalue()


def test_a_submission_that_cannot_be_graded_does_not_stop_a_class(tmp_path, monkeypatch):
    grade_one = executors.grade_one

    def broken_once(plan, submission):
        if submission.student == "student-01":
            raise SeamError("broken")
        return grade_one(plan, submission)

    monkeypatch.setattr(executors, "grade_one", broken_once)
    submissions = [handed_in(tmp_path / f"student-0{number}.py") for number in (1, 2)]
    results = [step.result for step in grade_class(PLAN, submissions, ResultStore(tmp_path / "results"))]
    assert [result.points for result in results] == [None, 5.0]
    assert results[0].exercises[0].checks[0].outcome is Outcome.GRADER_ERROR
