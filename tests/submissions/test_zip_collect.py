"""`nbgrader zip_collect` with this course's configuration: what platforms hand over becomes nbgrader's submitted/ folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nbgrader.term import Term, copy_course
from tests.submissions.material import ASSIGNMENT, content_of, right, right_notebook, zipped

DOWNLOADS = {
    "moodle, as one .zip": (
        {
            "class.zip": zipped(
                {
                    "Ana Pop_1234567_assignsubmission_file/losses.ipynb": right_notebook(),
                    "Ana Pop_1234567_assignsubmission_file/helpers.py": "x = 1\n",
                    "Ana Pop_1234567_assignsubmission_onlinetext/onlinetext.html": "<p>Hello</p>",
                    "Dan Ion_1234568_assignsubmission_file/work.zip": zipped({"hw/losses.py": right()}),
                }
            )
        },
        {
            "Ana Pop": {"losses.ipynb", "helpers.py"},
            "Dan Ion": {"work/hw/losses.py"},
        },
        {},
    ),
    "brightspace, unpacked": (
        {
            "12345-67890 - Ana Pop - Nov 3, 2026 1159 PM/losses.py": right(),
            "12345-67890 - Ana Pop - Nov 2, 2026 901 AM/losses.py": "old = 1\n",
            "22345-67890 - Dan Ion - Nov 4, 2026 801 AM/losses.ipynb": right_notebook(),
            "22345-67890 - Dan Ion - Nov 4, 2026 801 AM/timestamp.txt": "2020-01-01 00:00:00 UTC",
            "index.html": "<html></html>",
        },
        {"Ana Pop": {"losses.py", "timestamp.txt"}, "Dan Ion": {"losses.ipynb", "timestamp.txt"}},
        {"Ana Pop": "2026-11-03 21:59:00", "Dan Ion": "2026-11-04 06:01:00"},
    ),
}


@pytest.mark.parametrize("download", DOWNLOADS)
def test_a_platforms_download_becomes_the_submitted_folder(tmp_path: Path, download: str) -> None:
    files, submitted, stamps = DOWNLOADS[download]
    term = Term(copy_course(tmp_path / "course"))
    course = term.root / "course.yaml"
    course.write_text(course.read_text().replace("timezone: UTC", "timezone: Europe/Bucharest"))
    for name, work in files.items():
        path = term.root / "downloaded" / ASSIGNMENT / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content_of(work))
    assert term.run([term.instructor("zip_collect", ASSIGNMENT)]) == [0], term.log[-1]
    folders = {path.name: path / ASSIGNMENT for path in (term.root / "nbgrader" / "submitted").iterdir()}
    found = {
        student: {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        for student, folder in folders.items()
    }
    assert found == submitted
    assert {student: (folders[student] / "timestamp.txt").read_text() for student in stamps} == stamps
    assert content_of(right()) in {path.read_bytes() for path in folders["Ana Pop"].iterdir()} | {
        path.read_bytes() for path in folders["Dan Ion"].rglob("*.py")
    }
