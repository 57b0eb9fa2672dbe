"""Running one collected check: pytest's own set-up of fixtures, call and tear-down, and the verdict on the outcome."""

from __future__ import annotations

from typing import Literal

import pytest
from _pytest.runner import runtestprotocol

from autograder.checks.declaration import Check
from autograder.running.by_itself import judged_by_itself
from autograder.running.direct import DirectCall
from autograder.running.keys import SUBJECTS, VERDICT
from autograder.running.subjects import OneSubject, Subject
from autograder.running.verdict import NOT_RUN, PASSED, Verdict, judge
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import Outcome
from autograder.vocabulary.wording import is_stub


def run_directly(call: DirectCall, check: Check, subject: Subject) -> Verdict:
    """Run a check without pytest, and once more where it is to be judged by itself.

    Parameters
    ----------
    call : DirectCall
    check : Check
    subject : Subject
    """

    def run(on: Subject) -> Verdict:
        try:
            call.run(check, on)
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:
            on.note_picture(check.name, error)
            return judge(error, check, on.proxy.last_call if call.uses_submission else None)
        return PASSED

    return judged_by_itself(check, subject, run)


def run_check(item: pytest.Item, check: Check, following: pytest.Item | None) -> Verdict:
    """Run a check by pytest's protocol on the subject of its session, and once more where it is to be judged by itself.

    Parameters
    ----------
    item : pytest.Item
    check : Check
        What `item` says about itself.
    following : pytest.Item or None
        The check that comes after it: fixtures that both use are kept.
    """

    def run(on: Subject) -> Verdict:
        stash = item.config.stash
        subjects = stash[SUBJECTS]
        stash[SUBJECTS] = OneSubject(on)
        item.stash[VERDICT] = NOT_RUN
        try:
            runtestprotocol(item, log=False, nextitem=following)
        finally:
            stash[SUBJECTS] = subjects
        return item.stash[VERDICT]

    return judged_by_itself(check, subject_of(item), run)


def subject_of(item: pytest.Item) -> Subject:
    """Return the submission that a check is run on."""
    return item.config.stash[SUBJECTS].of(item.path)


def note_verdict(item: pytest.Item, check: Check, call: pytest.CallInfo[None]) -> pytest.TestReport:
    """Keep the verdict on one phase of a check, and return pytest's report with it.

    pytest's own report would format a traceback with source lines, at several times the cost of the check.

    Parameters
    ----------
    item : pytest.Item
    check : Check
        What `item` says about itself.
    call : pytest.CallInfo
        What came of the phase.
    """
    assert call.when != "collect"
    if call.excinfo is None:
        if call.when == "call":
            item.stash[VERDICT] = PASSED
    else:
        proxy = getattr(item, "funcargs", {}).get("submission")
        if proxy is not None:
            subject_of(item).note_picture(check.name, call.excinfo.value)
        item.stash[VERDICT] = judge(call.excinfo.value, check, proxy.last_call if proxy is not None else None)
    return pytest.TestReport(
        item.nodeid,
        item.location,
        {},
        "passed" if call.excinfo is None else "failed",
        None if call.excinfo is None else _verdict_text(item.stash[VERDICT]),
        call.when,
        duration=call.duration,
    )


def check_report(item: pytest.Item, verdict: Verdict, duration_s: float) -> pytest.TestReport:
    """Return the one report on a check that a person who runs pytest is to see; what is not written yet is skipped.

    Parameters
    ----------
    item : pytest.Item
    verdict : Verdict
    duration_s : float
    """
    path, line, _ = item.location
    shown: str | tuple[str, int, str] | None = None
    outcome: Literal["passed", "failed", "skipped"] = "passed"
    if verdict is not PASSED:
        outcome, shown = "failed", _verdict_text(verdict)
        if verdict.outcome is Outcome.MISSING and verdict.message and is_stub(verdict.message.text):
            outcome, shown = "skipped", (path, (line or 0) + 1, " ".join(verdict.message.text))
    return pytest.TestReport(item.nodeid, item.location, {}, outcome, shown, "call", duration=duration_s)


def _verdict_text(verdict: Verdict) -> str:
    """Return a verdict as plain text: the outcome, the message, and the line for staff."""
    said = "" if verdict.message is None else message_text(verdict.message)
    return "\n".join(filter(None, [f"{verdict.outcome.value}: {said}", verdict.staff]))
