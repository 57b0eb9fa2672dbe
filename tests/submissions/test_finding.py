"""Finding and reading what students hand in, broken things included."""

import codecs
import os
import pickle
import zipfile
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from autograder.submissions.finding import Unit, find_submissions
from autograder.vocabulary.errors import UsageError

CODE = "def svm_loss(scores, y):\n    return 0.0\n"
STUB = "def svm_loss(scores, y):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"


def write(path, content=CODE):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def notebook(*cells):
    return writes(new_notebook(cells=[new_code_cell(source) for source in cells]))


def the_only(path, **kwargs):
    (submission,) = find_submissions([path], "losses", **kwargs)
    return submission


# Who handed in what


def test_a_file_belongs_to_the_student_it_is_named_after(tmp_path):
    submission = the_only(write(tmp_path / "student-02.py"))
    assert (submission.student, submission.assignment) == ("student-02", "losses")
    assert submission.units == (Unit("student-02.py", CODE),)
    assert submission.notes == ()


def test_a_file_named_after_the_assignment_belongs_to_its_folder(tmp_path, monkeypatch):
    path = write(tmp_path / "student-01" / "losses.py")
    assert the_only(path).student == "student-01"
    monkeypatch.chdir(path.parent)
    assert the_only(Path("losses.py")).student == "student-01"
    assert the_only(Path()).student == "student-01"


def test_a_folder_holds_a_submission_for_each_student(tmp_path):
    write(tmp_path / "student-01" / "losses.py")
    write(tmp_path / "student-02.py")
    write(tmp_path / "student-03.ipynb", notebook(CODE))
    for other in ("expected.yaml", "README.md", "grades.csv", ".hidden.py", "__pycache__/x.pyc", "notes.txt"):
        write(tmp_path / other)
    found = find_submissions([tmp_path], "losses")
    assert [submission.student for submission in found] == ["student-01", "student-02", "student-03"]
    assert all(submission.units for submission in found)


def test_several_paths_are_read_in_the_order_given(tmp_path):
    paths = [write(tmp_path / f"student-0{number}.py") for number in (2, 1)]
    assert [found.student for found in find_submissions(paths, "losses")] == ["student-02", "student-01"]


def test_two_submissions_of_one_student_are_noted_and_the_others_are_read(tmp_path):
    write(tmp_path / "student-01" / "losses.py")
    write(tmp_path / "student-01.py")
    write(tmp_path / "student-02.py")
    first, second = find_submissions([tmp_path], "losses")
    assert (first.student, second.student) == ("student-01", "student-02")
    assert first.units
    assert (
        "more than one submission under this name; student-01 was graded, not student-01.py" in first.notes[0]
    )
    assert first.staff_notes == first.notes
    assert second.notes == ()


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no such file or folder"):
        find_submissions([tmp_path / "nobody"], "losses")


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"no submission here; expected losses\.py"):
        find_submissions([tmp_path], "losses")


def test_a_path_of_another_kind_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"expected a \.py, \.ipynb, \.zip or \.tar\.gz file"):
        find_submissions([write(tmp_path / "losses.pdf")], "losses")


# Which file is the work


def test_helper_files_come_along(tmp_path):
    write(tmp_path / "losses.py")
    write(tmp_path / "helper.py", "margin = 1\n")
    write(tmp_path / "data" / "points.npz", b"\x00\x01")
    write(tmp_path / "__pycache__" / "losses.cpython-311.pyc", b"")
    write(tmp_path / ".ipynb_checkpoints" / "losses.ipynb", "{}")
    submission = the_only(tmp_path)
    assert submission.files == (("data/points.npz", b"\x00\x01"), ("helper.py", b"margin = 1\n"))
    assert submission.notes == ()


def test_of_a_script_and_a_notebook_the_script_is_taken(tmp_path):
    write(tmp_path / "losses.py")
    write(tmp_path / "losses.ipynb", notebook("loss = 1"))
    submission = the_only(tmp_path, stub=STUB)
    assert submission.units == (Unit("losses.py", CODE),)
    assert submission.notes == (
        (
            "losses.py and losses.ipynb both hold work; losses.py was graded, since more exercises are written in it. "
            "Hand in one next time."
        ),
    )


def test_a_script_that_is_still_the_starter_gives_way_to_the_notebook(tmp_path):
    write(tmp_path / "losses.py", STUB.replace("\n", "\r\n") + "\r\n")
    write(tmp_path / "losses.ipynb", notebook("loss = 1"))
    submission = the_only(tmp_path, stub=STUB)
    assert submission.units == (Unit("cell 1", "loss = 1"),)
    assert submission.notes == ("losses.py is still the starter file, so losses.ipynb was graded.",)
    assert submission.files == ()


@pytest.mark.parametrize("name", ["my_work.py", "Losses.py", "losses (1).py"])
def test_a_file_of_another_name_is_taken_where_there_is_one(tmp_path, name):
    write(tmp_path / "student-01" / name)
    submission = the_only(tmp_path)
    assert submission.student == "student-01"
    assert submission.units == (Unit(name, CODE),)
    assert submission.notes == (f"{name} was graded; next time, name it losses.py.",)


def test_a_name_in_other_case_is_taken_before_other_files(tmp_path):
    write(tmp_path / "student-01" / "LOSSES.py")
    write(tmp_path / "student-01" / "helper.py")
    assert [unit.name for unit in the_only(tmp_path).units] == ["LOSSES.py"]


def test_of_several_files_none_of_which_is_known_none_is_taken(tmp_path):
    write(tmp_path / "student-01" / "one.py")
    write(tmp_path / "student-01" / "two.py")
    submission = the_only(tmp_path)
    assert submission.units == ()
    assert submission.notes == (
        "Which file should be graded? Name it losses.py or losses.ipynb. There are: one.py, two.py.",
    )


def test_a_folder_without_code_says_what_it_holds(tmp_path):
    write(tmp_path / "student-01" / "losses.pdf")
    assert the_only(tmp_path).notes == (
        "No losses.py or losses.ipynb is among the files that could be read: losses.pdf.",
    )


@pytest.mark.parametrize("inner", ["losses", "submission", "submission/losses"])
def test_the_work_may_lie_in_a_folder_of_its_own(tmp_path, inner):
    write(tmp_path / "student-01" / inner / "losses.py")
    write(tmp_path / "student-01" / inner / "helper.py")
    submission = the_only(tmp_path)
    assert submission.units == (Unit("losses.py", CODE),)
    assert [name for name, _ in submission.files] == ["helper.py"]


def test_a_student_with_several_assignments_has_the_right_one_read(tmp_path):
    write(tmp_path / "student-01" / "losses" / "losses.ipynb", notebook("loss = 1"))
    write(tmp_path / "student-01" / "descent" / "descent.ipynb", notebook("step = 1"))
    assert the_only(tmp_path).units == (Unit("cell 1", "loss = 1"),)


def test_another_kind_of_file_in_a_class_is_not_passed_over(tmp_path):
    write(tmp_path / "student-01.docx")
    submission = the_only(tmp_path)
    assert submission.student == "student-01"
    assert submission.notes == ("student-01.docx cannot be graded; hand in losses.py or losses.ipynb.",)


# Archives


def make_zip(path, **content):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def test_an_archive_is_read_like_the_folder_it_was_made_of(tmp_path):
    make_zip(
        tmp_path / "student-01.zip",
        **{"work/losses.py": CODE, "work/helper.py": "x = 1\n", "__MACOSX/work/._losses.py": "junk"},
    )
    submission = the_only(tmp_path)
    assert submission.student == "student-01"
    assert submission.units == (Unit("losses.py", CODE),)
    assert submission.files == (("helper.py", b"x = 1\n"),)


@pytest.mark.parametrize("name", ["../helper.py", "/etc/helper.py", "C:\\helper.py", "a/../../helper.py"])
def test_paths_that_leave_an_archive_are_left_out(tmp_path, name):
    make_zip(tmp_path / "student-01.zip", **{"losses.py": CODE, name: "x = 1\n"})
    submission = the_only(tmp_path)
    assert submission.units == (Unit("losses.py", CODE),)
    assert submission.files == ()
    assert "is not a usable path" in submission.notes[0]


def test_an_archive_that_unpacks_to_very_much_is_bounded(tmp_path):
    make_zip(tmp_path / "student-01.zip", **{"losses.py": CODE, "zeros.bin": bytes(50_000_000)})
    submission = the_only(tmp_path)
    assert submission.units
    assert submission.files == ()
    assert submission.notes == ("zeros.bin is larger than 5 MB; it was left out.",)


def test_a_damaged_archive_is_noted(tmp_path):
    write(tmp_path / "student-01.zip", b"PK\x03\x04 and nothing more")
    submission = the_only(tmp_path)
    assert submission.units == ()
    assert submission.notes == ("student-01.zip is incomplete, or not a .zip; it was not opened.",)


# What is broken


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (codecs.BOM_UTF8 + "é = 1\n".encode(), "é = 1\n"),
        ("# -*- coding: latin-1 -*-\né = 1\n".encode("latin-1"), "# -*- coding: latin-1 -*-\né = 1\n"),
        ("#!/usr/bin/python\n# coding: cp1250\nț = 1\n".encode("cp1250", "replace"), None),
        ("é = 1\r\nb = 2\rc = 3\n".encode(), "é = 1\nb = 2\nc = 3\n"),
    ],
    ids=["byte order mark", "coding line", "coding line after the shebang", "line ends"],
)
def test_source_is_decoded_as_python_would(tmp_path, content, text):
    submission = the_only(write(tmp_path / "losses.py", content))
    assert submission.units[0].source == (text or content.decode("cp1250"))
    assert submission.notes == ()


def test_text_that_is_not_utf8_is_read_all_the_same(tmp_path):
    submission = the_only(write(tmp_path / "losses.py", "# pérdida\nloss = 1\n".encode("latin-1")))
    assert submission.units[0].source == "# pérdida\nloss = 1\n"
    assert submission.notes == (
        "losses.py is not UTF-8 text (line 1); it was read as Latin-1. Save it as UTF-8.",
    )


def test_utf16_as_windows_saves_it_is_read(tmp_path):
    submission = the_only(write(tmp_path / "losses.py", CODE.encode("utf-16")))
    assert submission.units[0].source == CODE
    assert "UTF-16" in submission.notes[0]


@pytest.mark.parametrize("codec", ["punycode", "rot13", "unicode_escape", "no-such-codec"])
def test_an_encoding_that_is_no_plain_text_is_not_used(tmp_path, codec):
    submission = the_only(write(tmp_path / "losses.py", f"# coding: {codec}\nloss = 1\n"))
    assert submission.units[0].source == f"# coding: {codec}\nloss = 1\n"
    assert "names an encoding" in submission.notes[0]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"", "losses.py is empty. Was it saved before it was handed in?"),
        (b" \n\n", "losses.py is empty. Was it saved before it was handed in?"),
        (
            b"loss = 1\0\n",
            "losses.py is not a text file (it contains NUL bytes). Save it again as plain text.",
        ),
        (b"#" * 5_000_001, "losses.py is larger than 5 MB; it was left out."),
    ],
    ids=["empty", "blank", "NUL bytes", "too large"],
)
def test_a_script_that_cannot_be_used_is_noted(tmp_path, content, note):
    submission = the_only(write(tmp_path / "losses.py", content))
    assert submission.units == ()
    assert submission.notes[0] == note


def test_a_syntax_error_is_not_decided_here(tmp_path):
    submission = the_only(write(tmp_path / "losses.py", "def f(:\n"))
    assert submission.units == (Unit("losses.py", "def f(:\n"),)
    assert submission.notes == ()


def test_files_beyond_the_bound_in_all_are_left_out(tmp_path):
    write(tmp_path / "losses.py")
    for number in range(5):
        write(tmp_path / f"data{number}.bin", bytes(4_999_900))
    submission = the_only(tmp_path)
    assert submission.units
    assert [name for name, _ in submission.files] == ["data0.bin", "data1.bin", "data2.bin", "data3.bin"]
    assert submission.notes == ("All files together are larger than 20 MB; data4.bin was left out.",)


def test_very_many_files_are_bounded_and_the_code_is_still_read(tmp_path):
    for number in range(300):
        write(tmp_path / f"a{number:03}.txt", "x")
    write(tmp_path / "losses.py")
    submission = the_only(tmp_path)
    assert submission.units
    assert len(submission.files) == 199
    assert submission.notes == ("More than 200 files were handed in; the others were left out.",)


def test_folders_nested_too_deep_are_left_out(tmp_path):
    write(tmp_path / "losses.py")
    write(tmp_path / "1/2/3/4/5/kept.txt")
    write(tmp_path / "1/2/3/4/5/6/7/lost.txt")
    submission = the_only(tmp_path)
    assert [name for name, _ in submission.files] == ["1/2/3/4/5/kept.txt"]
    assert submission.notes == ("1/2/3/4/5/6/ is more than 5 folders deep; it was left out.",)


def test_very_many_links_and_folders_are_bounded_as_well(tmp_path):
    write(tmp_path / "losses.py")
    for number in range(150):
        (tmp_path / f"folder{number}").mkdir()
        (tmp_path / f"link{number}").symlink_to("/etc")
    submission = the_only(tmp_path)
    assert submission.units
    assert len(submission.notes) <= 200


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    write(tmp_path / "losses.py")
    os.mkfifo(tmp_path / "pipe.txt")
    assert the_only(tmp_path).notes == ("pipe.txt is not a file; it was left out.",)


# Links


@pytest.fixture
def solution(tmp_path):
    return write(tmp_path / "solutions" / "losses.py", "secret = 1\n")


def test_a_link_out_of_a_submission_is_refused(tmp_path, solution):
    folder = write(tmp_path / "student-01" / "losses.py").parent
    (folder / "helper.py").symlink_to(solution)
    (folder / "data").symlink_to(solution.parent)
    submission = the_only(folder)
    assert submission.files == ()
    assert len(submission.notes) == 2
    assert all("link" in note and "left out" in note for note in submission.notes)


@pytest.mark.parametrize("name", ["student-02.py", "student-02"])
def test_a_link_out_of_the_class_is_refused(tmp_path, solution, name):
    write(tmp_path / "class" / "student-01.py")
    (tmp_path / "class" / name).symlink_to(solution if name.endswith(".py") else solution.parent)
    first, second = find_submissions([tmp_path / "class"], "losses")
    assert first.units
    assert second.units == ()
    assert second.notes[0] == f"{name} is a link to a place outside of its folder; it was not read."


def test_a_link_inside_a_submission_is_followed(tmp_path):
    write(tmp_path / "work.py")
    (tmp_path / "losses.py").symlink_to("work.py")
    assert the_only(tmp_path).units == (Unit("losses.py", CODE),)


@pytest.mark.parametrize("target", ["losses.py", "missing.py", ".", "below"])
def test_links_that_lead_nowhere_or_round_in_circles_are_noted(tmp_path, target):
    folder = tmp_path / "student-01"
    write(folder / "work.py")
    (folder / "below").mkdir()
    (folder / ("losses.py" if target.endswith(".py") else "below/again")).symlink_to(folder / target)
    submission = the_only(tmp_path)
    assert len(submission.notes) == 2
    assert [unit.name for unit in submission.units] == ["work.py"]


# What comes out


def test_equal_work_has_an_equal_digest_wherever_it_lies(tmp_path):
    first = the_only(write(tmp_path / "student-01" / "losses.py").parent)
    second = the_only(write(tmp_path / "student-02" / "losses.py").parent)
    assert first.content_digest == second.content_digest


def test_every_change_of_code_or_helpers_changes_the_digest(tmp_path):
    write(tmp_path / "losses.py")
    digests = {the_only(tmp_path).content_digest}
    write(tmp_path / "losses.py", CODE + "#")
    digests.add(the_only(tmp_path).content_digest)
    helper = write(tmp_path / "helper.py", "ab")
    digests.add(the_only(tmp_path).content_digest)
    helper.rename(tmp_path / "helpera.py").write_text("b")
    digests.add(the_only(tmp_path).content_digest)
    assert len(digests) == 4


def test_a_submission_travels_to_other_processes(tmp_path):
    submission = the_only(write(tmp_path / "losses.py"))
    assert pickle.loads(pickle.dumps(submission)) == submission


def test_a_file_name_that_is_no_text_can_still_be_printed(tmp_path):
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/student-\xff.py")).write_text(CODE)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    submission = the_only(tmp_path)
    assert submission.student == "student-\\xff"
    submission.units[0].name.encode()


def test_results_that_lie_among_submissions_are_nobodys_work(tmp_path):
    write(tmp_path / "student-01.py")
    write(tmp_path / "results" / "student-01.json", '{"schema": "autograder/result-2"}')
    write(tmp_path / "all" / "losses" / "student-01.json", '{"schema": "autograder/result-2"}')
    write(tmp_path / "student-02" / "losses.py")
    write(tmp_path / "student-02" / "notes.json", "{}")
    assert [each.student for each in find_submissions([tmp_path], "losses")] == ["student-01", "student-02"]


def test_of_two_submissions_of_one_student_the_one_with_the_work_counts(tmp_path):
    write(tmp_path / "student-01.ipynb", notebook(STUB))
    write(tmp_path / "student-01.py", STUB.replace("raise NotImplementedError", "return 1"))
    (submission,) = find_submissions([tmp_path], "losses", stub=STUB)
    assert submission.main == "student-01.py"
    assert "student-01.py was graded, not student-01.ipynb" in submission.notes[-1]


def test_a_student_in_nbgraders_folder_is_that_student_whatever_was_handed_in(tmp_path):
    submitted = tmp_path / "nbgrader" / "submitted"
    write(submitted / "student-01" / "losses" / "my work.py")
    write(submitted / "student-01" / "gradients" / "gradients.py", "other = 1\n")
    write(submitted / "student-02" / "gradients" / "gradients.py", "other = 1\n")
    for path in (submitted, submitted / "student-01", submitted / "student-01" / "losses"):
        (submission,) = find_submissions([path], "losses")
        assert (submission.student, submission.units) == ("student-01", (Unit("my work.py", CODE),))
