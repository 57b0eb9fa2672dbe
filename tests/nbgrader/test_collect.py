"""`nbgrader collect` from a folder that every student may write to."""

from __future__ import annotations

from nbgrader.api import Gradebook


def test_what_links_lead_to_is_not_collected(graded):
    """The file linked to, the folder linked to and the pipe stay where they are; the notebook beside them is graded."""
    folder = graded.root / "nbgrader" / "submitted" / "links-to-the-solution" / "losses"
    names = {path.name for path in folder.iterdir()}
    assert "losses.ipynb" in names
    assert names.isdisjoint({"given.py", "folder", "waits-for-ever.py"})
    assert "given.py (not a file that can be read) is left out" in "".join(graded.log)
    with Gradebook(graded.db_url) as gradebook:
        assert gradebook.find_submission("losses", "links-to-the-solution").score == 0


def test_what_is_no_submission_is_passed_over_and_the_others_are_collected(graded):
    submitted = graded.root / "nbgrader" / "submitted"
    students = {path.name for path in submitted.iterdir()}
    assert students.isdisjoint({"is-a-link", "is-a-file", "has-no-time"})
    assert not (submitted / "is-too-deep" / "losses").exists()
    assert {"links-to-the-solution", "claims-a-score"} <= students
    log = "".join(graded.log)
    for said in (
        "UTC+x is left out: it is not a folder",
        "soon is left out: its name has no time in it",
        "UTC+x is not collected: it has too many files, or folders within folders",
    ):
        assert said in log
