"""Archives are read as if unpacked; what cannot be read is said in plain words, and nothing costs more than it may."""

from __future__ import annotations

import io
import struct
import tarfile
import time
import zipfile

import pytest

from autograder.submissions.finding import find_submissions

CODE = b"x = 1\n"


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(files, mode):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def the_only(path):
    (submission,) = find_submissions([path], "losses")
    return submission


ARCHIVES = {
    "student-01.zip": zipped({"losses.py": CODE}),
    "student-01.tar.gz": tarred({"hw/losses.py": CODE}, "w:gz"),
    "student-01.tgz": tarred({"losses.py": CODE}, "w:gz"),
    "student-01.tar": tarred({"losses.py": CODE}, "w"),
    "student-01.tar.xz": tarred({"losses.py": CODE}, "w:xz"),
    "student-01.ZIP": zipped({"hw\\losses.py": CODE, "__MACOSX/._losses.py": b"\0", ".DS_Store": b"x"}),
}


@pytest.mark.parametrize(("name", "content"), ARCHIVES.items(), ids=ARCHIVES)
def test_an_archive_is_read_whatever_its_kind(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    submission = the_only(tmp_path / name)
    assert submission.student == "student-01"
    assert [unit.source for unit in submission.units] == ["x = 1\n"]


@pytest.mark.parametrize("inner", ["inner.zip", "me/deep.tar.gz"])
def test_an_archive_in_an_archive_or_a_folder_is_opened(tmp_path, inner):
    content = ARCHIVES["student-01.zip"] if inner.endswith("zip") else ARCHIVES["student-01.tar.gz"]
    (tmp_path / "student-01.zip").write_bytes(zipped({inner: content, "me/report.pdf": b"%PDF"}))
    folder = tmp_path / "student-02"
    (folder / inner).parent.mkdir(parents=True)
    (folder / inner).write_bytes(content)
    for submission in find_submissions([tmp_path], "losses"):
        assert [unit.source for unit in submission.units] == ["x = 1\n"], submission.notes


def protected():
    content = bytearray(zipped({"losses.py": CODE}))
    content[content.find(b"PK\3\4") + 6] |= 1
    content[content.find(b"PK\1\2") + 8] |= 1
    return bytes(content)


def bomb_of_archives():
    content = zipped({"zeros.bin": b"\0" * 4_000_000})
    for _ in range(6):
        content = zipped({f"{number}.zip": content for number in range(10)})
    return content


UNREADABLE = {
    "protected": (protected(), "protected by a password"),
    "cut off": (zipped({"losses.py": CODE * 100})[:100], "is incomplete, or not a .zip"),
    "not an archive": (b"hello", "is incomplete, or not a .zip"),
    "many entries": (zipped({})[:10] + struct.pack("<HI", 60_000, 100) + b"\0" * 6, "more than 5,000 files"),
    "archives in archives": (bomb_of_archives(), ""),
}


@pytest.mark.parametrize(("content", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_said_in_plain_words_and_soon(tmp_path, content, said):
    (tmp_path / "student-01.zip").write_bytes(content)
    started = time.process_time()
    submission = the_only(tmp_path / "student-01.zip")
    assert submission.units == ()
    assert said in " ".join(submission.notes)
    assert time.process_time() - started < 20


def test_an_archive_of_300000_files_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "student-01.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(6000):
            archive.writestr(f"f{number}", b"")
    assert "holds more than 5,000 files; it was not opened" in the_only(path).notes[0]
