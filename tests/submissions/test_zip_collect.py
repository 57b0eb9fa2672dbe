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
                    "Student One_1234567_assignsubmission_file/losses.ipynb": right_notebook(),
                    "Student One_1234567_assignsubmission_file/helpers.py": "x = 1\n",
                    "Student One_1234567_assignsubmission_onlinetext/onlinetext.html": "<p>Hello</p>",
                    "Student Two_1234568_assignsubmission_file/work.zip": zipped({"hw/losses.py": right()}),
                }
            )
        },
        {
            "Student One": {"losses.ipynb", "helpers.py"},
            "Student Two": {"work/hw/losses.py"},
        },
        {},
    ),
    "brightspace, unpacked": (
        {
            "12345-67890 - Student One - Nov 3, 2026 1159 PM/losses.py": right(),
            "12345-67890 - Student One - Nov 2, 2026 901 AM/losses.py": "old = 1\n",
            "22345-67890 - Student Two - Nov 4, 2026 801 AM/losses.ipynb": right_notebook(),
            "22345-67890 - Student Two - Nov 4, 2026 801 AM/timestamp.txt": "2020-01-01 00:00:00 UTC",
            "index.html": "<html></html>",
        },
        {"Student One": {"losses.py", "timestamp.txt"}, "Student Two": {"losses.ipynb", "timestamp.txt"}},
        {"Student One": "2026-11-03 21:59:00", "Student Two": "2026-11-04 06:01:00"},
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
    assert content_of(right()) in {path.read_bytes() for path in folders["Student One"].iterdir()} | {
        path.read_bytes() for path in folders["Student Two"].rglob("*.py")
    }
