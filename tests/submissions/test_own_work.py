"""The file that `check`, pytest and the notebook read in a student's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.submissions.own_work import own_work
from autograder.vocabulary.errors import UsageError
from tests.submissions.material import (
    ASSIGNMENT,
    content_of,
    right,
    right_notebook,
    starter,
    starter_notebook,
)

CHECKS = "def test_it(submission):\n    submission.softmax(1)\n    submission.svm_loss(2)\n"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"losses-final.py": right()}, "losses-final.py"),
        ({"hw1.py": right(), "figures.py": "def draw():\n    pass"}, "hw1.py"),
        (
            {"work/losses.py": right(), "losses.py": starter()},
            "work/losses.py; losses.py beside it is as it was handed out",
        ),
        (
            {
                "losses.ipynb": starter_notebook(),
                "losses.py": starter(),
                "losses-Copy1.ipynb": right_notebook(),
            },
            "losses-Copy1.ipynb; losses.py beside it is as it was handed out",
        ),
        ({"losses.py": right(), "losses (1).py": starter()}, "losses.py"),
        ({"losses.py": starter(), "old.py": starter()}, "losses.py"),
    ],
)
def test_the_file_with_the_work_is_read_whatever_it_is_called(tmp_path: Path, files, says):
    for name, work in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content_of(work))
    (tmp_path / f"test_{ASSIGNMENT}.py").write_text(CHECKS)
    work = own_work(tmp_path, ASSIGNMENT)
    assert work.says == says
    assert work.submission.main == says.partition(";")[0]
    assert work.submission.notes == ()


def test_where_none_can_be_told_the_message_says_what_to_type(tmp_path):
    (tmp_path / f"test_{ASSIGNMENT}.py").write_text(CHECKS)
    with pytest.raises(UsageError, match="autograder check --submission FILE"):
        own_work(tmp_path, ASSIGNMENT)
