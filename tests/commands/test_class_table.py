"""What `grade` says of a class: whole where it is small, a summary with those who need a look where it is large."""

from __future__ import annotations


def grade_many(cli, weather, tmp_path, size):
    text = (weather / "class" / "student-01.py").read_text()
    for number in range(4, size + 1):
        (weather / "class" / f"student-{number:03}.py").write_text(text)
    return cli("grade", "class", "--assignment", "weather", "--out", tmp_path / "out", cwd=weather)


def students(printed: str) -> list[str]:
    return [line.split()[0] for line in printed.splitlines() if line.strip().startswith("student-")]


def test_a_class_of_thirty_is_shown_whole(cli, weather, tmp_path):
    run = grade_many(cli, weather, tmp_path, 30)
    assert len(students(run.stdout)) == 30
    assert "30 submissions, mean 4.77 of 5 points." in run.stdout


def test_of_a_large_class_those_are_shown_who_need_a_look(cli, weather, tmp_path):
    (weather / "class" / "student-050.py").write_text("import os\nos._exit(3)\n")
    (weather / "class" / "student-099.py").write_text("")
    text = (weather / "class" / "student-01.py").read_text()
    for number in range(100, 170):
        (weather / "class" / f"student-{number:03}.py").write_text(text)
    run = cli("grade", "class", "--assignment", "weather", "--out", tmp_path / "out", cwd=weather)
    assert "These need a look (2):" in run.stdout
    assert students(run.stdout) == ["student-050", "student-099"]
    assert "75 submissions, mean" in run.stdout
    (full,) = (line for line in run.stdout.splitlines() if line.split()[:1] == ["100"])
    assert full.split() == ["100", "71"]
