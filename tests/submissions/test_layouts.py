"""Downloads of learning platforms: students bear their own names, the last attempt counts, and its time is read."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from autograder.submissions.finding import find_submissions
from autograder.vocabulary.errors import UsageError

ZONE = ZoneInfo("Europe/Bucharest")
OLD, NEW = "x = 'old'\n", "x = 'new'\n"


def packed(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


DOWNLOADS = {
    "moodle": {
        "Ana Pop_810001_assignsubmission_file_/losses.py": NEW,
        "Ion Ionescu_810002_assignsubmission_file/hw.zip": packed({"hw/losses.py": NEW}),
        "Ion Ionescu_810002_assignsubmission_onlinetext/onlinetext.html": "<p>see the file</p>",
    },
    "moodle, flat": {
        "Ana Pop_810001_assignsubmission_file_losses.py": NEW,
        "Ion Ionescu_810002_assignsubmission_file_losses.py": NEW,
        "Ion Ionescu_810002_assignsubmission_file_helper.py": "y = 1\n",
    },
    "canvas": {
        "popana_12345_678901_losses.py": NEW,
        "ionescuion_LATE_12346_678902_losses-1.py": NEW,
        "ionescuion_LATE_12346_678903_helper.py": "y = 1\n",
    },
    "brightspace": {
        "12345-67890 - Ana Pop - Nov 3, 2026 1159 PM/losses.py": NEW,
        "12345-67890 - Ana Pop - Nov 2, 2026 859 AM/losses.py": OLD,
        "12346-67891 - Ion Ionescu - Nov 3, 2026 1201 AM/losses.py": NEW,
        "index.html": "<html></html>",
    },
    "blackboard": {
        "Losses_apop_attempt_2026-11-03-23-59-00_losses.py": NEW,
        "Losses_apop_attempt_2026-11-03-23-59-00.txt": "Name: Ana Pop",
        "Losses_apop_attempt_2026-11-02-08-59-00_losses.py": OLD,
        "Losses_iionescu_attempt_2026-11-03-00-01-00_losses.py": NEW,
    },
    "gradescope": {
        "submission_1001/losses.py": NEW,
        "submission_1002/losses.py": NEW,
        "submission_metadata.yml": (
            "submission_1001:\n  :submitters:\n  - :name: Ana Pop\n    :sid: s1\n  :created_at: 2026-11-03 23:59:00 +0200\n"
            "submission_1002:\n  :submitters:\n  - :name: Ion Ionescu\n    :sid: s2\n"
        ),
    },
    "classroom": {
        "Ana Pop - losses.py": NEW,
        "Ion Ionescu - losses.ipynb": '{"cells": [{"cell_type": "code", "source": "x = \'new\'"}]}',
    },
}
NAMES = {
    "canvas": ["ionescuion", "popana"],
    "blackboard": ["apop", "iionescu"],
}
LAST = datetime(2026, 11, 3, 23, 59, tzinfo=ZONE)
DATED = {"brightspace", "blackboard", "gradescope"}


def put(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.mark.parametrize("download", DOWNLOADS)
@pytest.mark.parametrize("form", ["a folder", "an archive", "an archive with a folder in it"])
def test_a_download_is_a_class_of_students_with_their_own_names(tmp_path, download, form):
    files = DOWNLOADS[download]
    if form == "a folder":
        path = put(tmp_path / "download", files)
    else:
        path = tmp_path / "bulk.zip"
        path.write_bytes(
            packed({f"hw1/{name}" if "in it" in form else name: data for name, data in files.items()})
        )

    found = {each.student: each for each in find_submissions([path], "losses", zone=ZONE)}

    platform = download.partition(",")[0]
    assert sorted(found) == NAMES.get(platform, ["Ana Pop", "Ion Ionescu"])
    for submission in found.values():
        assert [unit.source.strip() for unit in submission.units] == ["x = 'new'"]
    first = found[min(found)] if platform != "canvas" else found["popana"]
    assert first.handed_in == (LAST if platform in DATED else None)


def test_attempts_are_counted_and_the_last_is_graded(tmp_path):
    (ana, _) = find_submissions([put(tmp_path, DOWNLOADS["brightspace"])], "losses", zone=ZONE)
    assert ana.staff_notes == ("Of 2 attempts, the last was graded.",)


def test_lateness_that_a_platform_marks_without_a_time_is_said_to_staff(tmp_path):
    (late, _) = find_submissions([put(tmp_path, DOWNLOADS["canvas"])], "losses", zone=ZONE)
    assert "marks this as late" in late.staff_notes[0]
    assert [name for name, _ in late.files] == ["helper.py"]


def test_two_students_of_one_name_are_told_apart_by_their_numbers(tmp_path):
    put(tmp_path, {f"Ana Pop_{number}_assignsubmission_file_/losses.py": NEW for number in (1, 2)})
    assert [each.student for each in find_submissions([tmp_path], "losses")] == ["Ana Pop_1", "Ana Pop_2"]


def test_ones_own_expression_names_the_students(tmp_path):
    put(tmp_path, {"hw1-ana-final.py": NEW, "hw1-ion-final.py": NEW})
    found = find_submissions([tmp_path], "losses", layout=r"hw1-(?P<student>\w+)-(?P<file>.+)")
    assert [each.student for each in found] == ["ana", "ion"]


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("moodel", "did you mean 'moodle'?"),
        ("(", "not a regular expression"),
        (r"(?P<student>.+)(?P<x>.)", "unknown group x"),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused_in_words(tmp_path, layout, said):
    put(tmp_path, {"a.py": NEW})
    with pytest.raises(UsageError) as raised:
        find_submissions([tmp_path], "losses", layout=layout)
    assert said in str(raised.value)


@pytest.mark.parametrize("names", [["student-01.py", "student-02.ipynb"], ["ana", "ion_123"], ["a - b", "c"]])
def test_a_class_of_no_platform_is_read_by_its_own_names(tmp_path, names):
    for name in names:
        put(
            tmp_path,
            {name if "." in name else f"{name}/losses.py": NEW if not name.endswith("ipynb") else "{}"},
        )
    found = [each.student for each in find_submissions([tmp_path], "losses")]
    assert found == [name.partition(".")[0] for name in names]


def test_a_name_in_another_unicode_form_is_the_same_student(tmp_path):
    put(tmp_path, {"Ange\u0301lique.py": NEW})
    (found,) = find_submissions([tmp_path], "losses")
    assert found.student == "Ang\u00e9lique"
