"""One class for all tests of nbgrader: released, fetched, submitted, collected, autograded, with feedback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.commands.build import build_assignments
from tests.nbgrader.handed_in import (
    DAMAGED,
    HOSTILE,
    IMPORTS_A_LINK,
    Notebook,
    claims_a_score,
    plant_links,
    solved,
    with_code,
)
from tests.nbgrader.samples import chosen_notebooks
from tests.nbgrader.term import Term, copy_course

ASSIGNMENTS = ("losses", "gradients", "descent", "backprop", "network")


def read(path: Path) -> Notebook:
    return json.loads(path.read_text())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """The course with everything built, before nbgrader has seen it."""
    root = copy_course(tmp_path_factory.mktemp("term") / "course")
    term = Term(root)
    term.exchange.mkdir()
    term.exchange.chmod(0o777)
    add_dates(root / "course.yaml")
    assert build_assignments([], root / "course.yaml", only_check=False) == 0
    return term


def add_dates(course: Path) -> None:
    """Give backprop a due date, and the course a policy with an extension."""
    text = course.read_text()
    head = "    title: Backpropagation\n"
    assert head in text
    text = text.replace(head, head + "    due: 2026-03-02 12:00\n")
    late = (
        "late:\n  grace_minutes: 15\n  penalty_per_day: 10\n  floor: 50\n"
        "  extensions: {extended: {backprop: 2026-03-04 12:00}}\n"
    )
    course.write_text(text.replace("assignments:\n", late + "assignments:\n", 1))


@pytest.fixture(scope="session")
def released(built: Term) -> Term:
    """Generated, released and fetched by one student."""
    commands = []
    for name in ASSIGNMENTS:
        commands += [
            built.instructor("generate_assignment", name),
            built.instructor("release_assignment", name),
            built.student("fetcher", "fetch_assignment", name),
        ]
    assert set(built.run(commands)) == {0}, built.log[-1]
    return built


def work(term: Term) -> dict[tuple[str, str], bytes]:
    """Return the notebooks that are handed in, by assignment and student."""
    files = {
        (name, student): content
        for name in ASSIGNMENTS
        for student, content in chosen_notebooks(name).items()
    }
    untouched = read(term.desk("fetcher") / "losses" / "losses.ipynb")
    right = solved(untouched, read(term.root / "nbgrader" / "source" / "losses" / "losses.ipynb"))
    files["losses", "right"] = json.dumps(right).encode()
    for student, (damage, _) in DAMAGED.items():
        files["losses", student] = damage(right)
    for student, code in HOSTILE.items():
        hostile = with_code(untouched, code.replace("{root}", str(term.root)))
        files["losses", student] = json.dumps(hostile).encode()
    links = with_code(untouched, IMPORTS_A_LINK)
    files["losses", "links-to-the-solution"] = json.dumps(links).encode()
    files["losses", "claims-a-score"] = json.dumps(claims_a_score(untouched)).encode()
    untouched = read(term.desk("fetcher") / "backprop" / "backprop.ipynb")
    right = solved(untouched, read(term.root / "nbgrader" / "source" / "backprop" / "backprop.ipynb"))
    for student in HANDED_IN:
        files["backprop", student] = json.dumps(right).encode()
    return files


# When, in UTC, and what of 22 points is taken for it: due at 12:00 in Bucharest is 10:00 in UTC.
HANDED_IN = {
    "in-time": ("2026-03-02 10:00:00.000000 UTC", 0.0),
    "in-grace": ("2026-03-02 10:15:00.000000 UTC", 0.0),
    "late": ("2026-03-03 10:00:01.000000 UTC", 4.4),
    "very-late": ("2026-05-01 10:00:00.000000 UTC", 11.0),
    "extended": ("2026-03-04 12:00:00 EET", 0.0),
}


WITH_FEEDBACK = [
    *(("losses", student) for student in ("student-05", "claims-a-score", "trigger-in-the-gradebook")),
    *((name, "student-03") for name in ASSIGNMENTS if name != "losses"),
]


@pytest.fixture(scope="session")
def graded(released: Term) -> Term:
    """Submitted, collected, autograded; feedback is there and released."""
    term = released
    files = work(term)
    fetched = term.desk("fetcher")
    submits = []
    for (name, student), content in files.items():
        folder = term.desk(student) / name
        folder.mkdir()
        for path in (fetched / name).iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / f"{name}.ipynb").write_bytes(content)
        submits.append(term.student(student, "submit", name))
    assert set(term.run(submits)) == {0}, term.log[-1]
    plant_links(term.exchange / "loss-functions" / "inbound", term.root)
    assert set(term.run(term.instructor("collect", name) for name in ASSIGNMENTS)) == {0}, term.log[-1]
    for student, (time, _) in HANDED_IN.items():
        (term.root / "nbgrader" / "submitted" / student / "backprop" / "timestamp.txt").write_text(time)
    commands = [term.instructor("autograde", name) for name in ASSIGNMENTS]
    # A page costs nbconvert more than grading costs the engine, so not everybody gets one here.
    commands += [
        term.instructor("generate_feedback", name, f"--student={student}") for name, student in WITH_FEEDBACK
    ]
    commands += [term.instructor("release_feedback", name) for name in ASSIGNMENTS]
    commands += [term.student(student, "fetch_feedback", name) for name, student in WITH_FEEDBACK]
    codes = term.run(commands)
    assert set(codes) == {0}, term.log[-1][-8000:]
    return term
